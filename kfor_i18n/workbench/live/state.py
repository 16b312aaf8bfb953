"""One catalog as it is at this moment: its file, its messages, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.checks.endings import NO_HABITS, Habits
from kfor_i18n.catalogs.checks.running import check_entry
from kfor_i18n.catalogs.editing import Edit, edit_entry, message_id
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.validation.catalog import validate_entry
from kfor_i18n.catalogs.validation.slugs import Slugs
from kfor_i18n.workbench.live.journal import Draft
from kfor_i18n.workbench.live.rows import Rows


class CatalogState:
    """A catalog as it was read last, and which of its translations may be shown.

    The file is read again when it changed; while it cannot be parsed, the last good state stays.
    ``problems`` are why it cannot be read now; ``catalog`` is then the last good one, or ``None``
    if there was none. ``version`` changes with each state. ``former`` are the messages that were
    removed since the start, or got another plural, by the ids that clients may still know.
    """

    def __init__(self, project: Project, path: Path) -> None:
        """Initialize with the path of a catalog, which is not read yet."""
        place = project.place_of(path)
        self.folder, self.domain, self.path = place.folder, place.domain, path
        self.id = f"{place.folder}.{place.domain}"
        self.catalog: Catalog | None = None
        self.problems: tuple[Finding, ...] = ()
        self.version = 0
        self.findings: dict[Key, list[Finding]] = {}
        self.former: dict[str, Entry] = {}
        self.habits: Habits = NO_HABITS
        self._project = project
        self._seen: tuple[int, ...] | None = None
        self._read: tuple[int, ...] | None = None
        self._rows: Rows | None = None
        self._valid: dict[Key, bool] = {}
        self._slugs: Slugs | None = None
        self._changed: set[Key] | None = None

    def read(self, *, is_settled: bool = True) -> set[Key] | None:
        """Read the file if it changed; return the keys of messages that did, ``None`` if none did.

        An empty set says that something else changed. With ``is_settled``, a file that somebody
        may be writing to is left for the next time: it is read when it was the same twice.
        """
        stamp = stamp_of(self.path)
        before, self._seen = self._seen, stamp
        if stamp == self._read or (is_settled and stamp != before):
            return None
        self._read = stamp
        try:
            data = read_file(self.path)
            if self.catalog and data == self.catalog.po.data:
                was_broken, self.problems = bool(self.problems), ()
                return set() if was_broken else None
            catalog = open_catalog(self._project, self.path, data)
        except CatalogError as error:
            self.problems = error.findings
            self.version += 1
            return set()
        before_it, self.problems = self.catalog, ()
        self.catalog, self._changed = catalog, None
        self.version += 1
        self._rows, self._slugs = None, None
        self.findings, self._valid = {}, {}
        changed = _find_changed(before_it, catalog)
        if before_it:
            self._remember_former(before_it, catalog, changed)
        return changed

    def _remember_former(self, before: Catalog, after: Catalog, keys: Iterable[Key]) -> None:
        for key in keys:
            old, new = before.find(key), after.find(key)
            if old and (new is None or new.plural != old.plural):
                self.former[message_id(self.domain, old)] = old

    def ids_of(self, keys: Collection[Key]) -> list[str]:
        """Return the ids of messages, those that they had before included."""
        rows = [] if self.catalog is None else map(self.rows.row_of, keys)
        former = (id_ for id_, entry in self.former.items() if entry.key in keys)
        return [*(row.id for row in rows if row), *former]

    def replace(self, catalog: Catalog, keys: Iterable[Key]) -> None:
        """Take over a catalog in which only some messages changed, as after a save."""
        keys = set(keys)
        self.catalog = catalog
        if self._changed is not None:
            self._changed |= keys
        self.version += 1
        if self._project.slug_contexts:
            # Which slugs are free depends on all of them.
            self._slugs, self._valid = None, {}
        for key in keys:
            self.findings.pop(key, None)
            self._valid.pop(key, None)
            entry = catalog.find(key)
            if self._rows and entry:
                self._rows.update(entry)

    def take_changed(self) -> set[Key] | None:
        """Return the messages that changed since this was called last; ``None`` is any."""
        changed, self._changed = self._changed, set()
        return changed

    @property
    def rows(self) -> Rows:
        """The catalog's messages; none if it could not be read."""
        if self._rows is None:
            if self.catalog is None:
                raise CatalogError(self.problems)
            self._rows = Rows(self.catalog)
        return self._rows

    def is_invalid(self, key: Key) -> bool:
        """Return whether a message is known to have a translation that cannot be shown."""
        return any(finding.severity == "error" for finding in self.findings.get(key, ()))

    def count_invalid(self) -> int:
        """Return how many translated messages are known to be invalid."""
        rows = map(self.rows.row_of, filter(self.is_invalid, self.findings))
        return sum(1 for row in rows if row and row.state == "translated")

    def warm_up(self) -> None:
        """Do what would delay the first requests."""
        if self.catalog:
            self.rows.search(self.catalog, "")
            for entry in self.catalog.live[:1]:
                self.check(entry)

    def find(self, key: Key) -> Entry | None:
        """Return the entry of a message, or ``None`` if the catalog does not have it."""
        return self.catalog.find(key) if self.catalog else None

    def is_shown(self, entry: Entry) -> bool:
        """Return whether the translation of an entry is shown: complete, confirmed and valid."""
        if not self._is_finished(entry):
            return False
        if entry.key not in self._valid:
            self._valid[entry.key] = self.validate(entry) is None
        return self._valid[entry.key]

    def may_be_shown(self, entry: Entry) -> bool:
        """Return the same as ``is_shown`` about an entry that need not be in the catalog."""
        return self._is_finished(entry) and self.validate(entry) is None

    def _is_finished(self, entry: Entry) -> bool:
        return entry.is_translated and (not entry.is_fuzzy or self._project.use_fuzzy)

    def validate(self, entry: Entry) -> Problem | None:
        """Return why a translation may not be shown; the entry need not be in the catalog."""
        if self.catalog is None:
            return None
        return validate_entry(self.catalog, entry, self._other_slugs(self.catalog))

    def check(self, entry: Entry) -> list[Finding]:
        """Return the findings about an entry, in the catalog or as an edit would make it."""
        if self.catalog is None:
            return []
        return check_entry(self.catalog, entry, self._other_slugs(self.catalog), self.habits)

    def fits(self, entry: Entry, forms: Sequence[str]) -> bool:
        """Return whether a translation has as many forms as an entry can hold."""
        if entry.plural is None:
            return len(forms) == 1
        rule = self.catalog.rule if self.catalog else None
        return len(forms) <= max(rule.forms if rule else len(forms), len(entry.msgstrs))

    def draft_entry(self, entry: Entry, draft: Draft) -> Entry:
        """Return an entry as a draft would make it."""
        if self.catalog is None:
            return entry
        edit = Edit(entry.key, draft.msgstrs, draft.is_fuzzy, draft.comment)
        return edit_entry(entry, edit, self.catalog.style)

    def _other_slugs(self, catalog: Catalog) -> Slugs:
        if self._slugs is None:
            contexts = self._project.slug_contexts
            live = catalog.live if contexts else []
            self._slugs = Slugs(contexts, (entry.key for entry in live))
            for entry in live:
                if entry.is_translated and not entry.is_fuzzy:
                    self._slugs.take(entry.message)
        return self._slugs


def _find_changed(before: Catalog | None, after: Catalog) -> set[Key]:
    """Return the messages that are not the same, or not there, in one of two catalogs."""
    if before is None:
        return {entry.key for entry in after.live}
    old = {entry.key: entry.text for entry in before.live}
    new = {entry.key: entry.text for entry in after.live}
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def stamp_of(path: Path) -> tuple[int, ...]:
    """Return what changes with each version of a file; nothing for one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
