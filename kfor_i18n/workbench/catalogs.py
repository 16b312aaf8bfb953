"""The catalogs of a project as they are at this moment, with what is not saved yet.

The files are the only store: other editors, and git, work on them at the same time. They are read
again when they changed; while one cannot be parsed, its last good state stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import RLock

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.editing import Edit, edit_entry
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.po.writing import detect_style
from kfor_i18n.catalogs.problems import CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.validation.catalog import validate_entry
from kfor_i18n.catalogs.validation.slugs import Slugs
from kfor_i18n.locales import match_folder
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.journal import Address, Draft


class CatalogState:
    """A catalog as it was read last, and which of its translations may be shown.

    ``version`` changes with each state. ``findings`` are why the file cannot be read now; the
    ``catalog`` is then the last good one, or ``None`` if there was none.
    """

    def __init__(self, project: Project, path: Path) -> None:
        """Initialize with the path of a catalog, which is not read yet."""
        place = project.place_of(path)
        self.folder, self.domain, self.path = place.folder, place.domain, path
        self.catalog: Catalog | None = None
        self.findings: tuple[Finding, ...] = ()
        self.version = 0
        self._project = project
        self._stamp: tuple[int, ...] | None = None
        self._valid: dict[Key, bool] = {}
        self._slugs: Slugs | None = None

    def read(self) -> bool:
        """Read the file if it changed since; return whether it did."""
        stamp = _stamp_of(self.path)
        if stamp == self._stamp:
            return False
        self._stamp, self.findings = stamp, ()
        try:
            self.catalog = open_catalog(self._project, self.path)
        except CatalogError as error:
            self.findings = error.findings
        self.version += 1
        self._valid, self._slugs = {}, None
        return True

    def find(self, key: Key) -> Entry | None:
        """Return the entry of a message, or ``None`` if the catalog does not have it."""
        return self.catalog.find(key) if self.catalog else None

    def is_shown(self, entry: Entry) -> bool:
        """Return whether the translation of an entry is shown: complete, confirmed and valid."""
        if not entry.is_translated or (entry.is_fuzzy and not self._project.use_fuzzy):
            return False
        if entry.key not in self._valid:
            self._valid[entry.key] = self.validate(entry) is None
        return self._valid[entry.key]

    def validate(self, entry: Entry) -> Problem | None:
        """Return why a translation may not be shown; the entry need not be in the catalog."""
        if self.catalog is None:
            return None
        return validate_entry(self.catalog, entry, self._other_slugs(self.catalog))

    def draft_entry(self, entry: Entry, draft: Draft) -> Entry:
        """Return an entry as a draft would make it."""
        if self.catalog is None:
            return entry
        style = detect_style(self.catalog.po, self._project.width)
        edit = Edit(entry.key, draft.msgstrs, draft.is_fuzzy, draft.comment)
        return edit_entry(entry, edit, style)

    def _other_slugs(self, catalog: Catalog) -> Slugs:
        if self._slugs is None:
            self._slugs = Slugs(self._project.slug_contexts, (entry.key for entry in catalog.live))
            for entry in catalog.live if self._project.slug_contexts else ():
                if entry.is_translated and not entry.is_fuzzy:
                    self._slugs.take(entry.message)
        return self._slugs


class Catalogs:
    """The catalogs of a project, and the texts that its application is to show.

    It can be used by several threads. A draft that may not be shown leaves the last text that might
    be in its place.
    """

    def __init__(self, project: Project, drafts: Mapping[Address, Draft]) -> None:
        """Initialize with the drafts, which change while they are used; read all catalogs."""
        self._project, self._drafts = project, drafts
        self._lock = RLock()
        self._states: dict[Path, CatalogState] = {}
        self._last_shown: dict[Address, tuple[str, ...]] = {}
        self.refresh()

    def refresh(self) -> list[CatalogState]:
        """Read the catalogs that changed, appeared or are gone; return the states of these."""
        with self._lock:
            paths = [p for p in self._project.catalogs() if not self._project.is_generated(p)]
            gone = [self._states.pop(path) for path in self._states.keys() - set(paths)]
            for path in paths:
                self._states.setdefault(path, CatalogState(self._project, path))
            return [*gone, *(state for state in self._states.values() if state.read())]

    @property
    def states(self) -> list[CatalogState]:
        """The states of all catalogs, by domain and path."""
        return list(self._states.values())

    def state(self, folder: str, domain: str) -> CatalogState | None:
        """Return the state of a catalog, or ``None`` if there is no such catalog."""
        return next(
            (each for each in self.states if (each.folder, each.domain) == (folder, domain)), None
        )

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        """Return the text of a message for a number (see ``tracking.flask_babel.Texts``)."""
        with self._lock:
            folders = [each.folder for each in self.states if each.domain == domain]
            folder = match_folder(locale, folders)
            state = self.state(folder, domain) if folder else None
            entry = state.find(key) if state else None
            if state is None or entry is None or entry.plural != plural:
                return None
            forms = self._forms_of(state, entry)
            text = _choose(state, forms, plural, number) if forms else None
            source = key.msgid if plural is None or number == 1 else plural
            return (
                Found(source, is_translated=False)
                if text is None
                else Found(text, is_translated=True)
            )

    def _forms_of(self, state: CatalogState, entry: Entry) -> tuple[str, ...]:
        """Return the translation that is shown of a message; none if there is none to show."""
        address = Address(state.folder, state.domain, entry.key)
        draft = self._drafts.get(address)
        if draft is None:
            self._last_shown.pop(address, None)
            return entry.msgstrs if state.is_shown(entry) else ()
        drafted = state.draft_entry(entry, draft)
        if not any(drafted.msgstrs):
            return ()
        if all(drafted.msgstrs) and state.validate(drafted) is None:
            self._last_shown[address] = drafted.msgstrs
        saved = entry.msgstrs if state.is_shown(entry) else ()
        return self._last_shown.get(address, saved)


def _choose(
    state: CatalogState, forms: tuple[str, ...], plural: str | None, number: int | None
) -> str | None:
    if plural is None:
        return forms[0]
    rule = state.catalog.rule if state.catalog else None
    if rule is None or number is None:
        return None
    index = rule.index(number)
    return forms[index] if index < len(forms) else None


def _stamp_of(path: Path) -> tuple[int, ...]:
    """Return what changes with each version of a file; nothing for one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
