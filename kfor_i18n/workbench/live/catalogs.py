"""The catalogs of a project as they are at this moment, with what is not saved yet.

The files are the only store: other editors, and git, work on them at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import RLock

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.project import Project
from kfor_i18n.locales import match_folder
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.state import CatalogState


class Catalogs:
    """The catalogs of a project, and the texts that its application is to show.

    It can be used by several threads, each of which holds ``lock`` while it uses a state. A draft
    that may not be shown leaves the last text that might be in its place.
    """

    def __init__(self, project: Project, drafts: Mapping[Address, Draft]) -> None:
        """Initialize with the drafts, which change while they are used; read all catalogs."""
        self.project = project
        self.lock = RLock()
        self._drafts = drafts
        self._states: dict[Path, CatalogState] = {}
        self._gone: dict[Path, CatalogState] = {}
        self._by_locale: dict[tuple[str, str], CatalogState | None] = {}
        self._last_shown: dict[Address, tuple[str, ...]] = {}
        self.refresh(is_settled=False)

    def refresh(self, *, is_settled: bool = True) -> list[tuple[CatalogState, set[Key]]]:
        """Read the catalogs that changed, appeared or are gone; return their states, and the keys.

        ``is_settled``: see ``CatalogState.read``.
        """
        with self.lock:
            paths = [p for p in self.project.catalogs() if not self.project.is_generated(p)]
            moved = [self._states.pop(path) for path in self._states.keys() - set(paths)]
            self._gone |= {state.path: state for state in moved}
            for path in paths:
                if path not in self._states:
                    # Of one that is back, it is known what changed meanwhile.
                    back = self._gone.pop(path, None)
                    self._states[path] = back or CatalogState(self.project, path)
                    moved += [back] if back else []
            self._by_locale.clear()
            changes: list[tuple[CatalogState, set[Key]]] = [(state, set()) for state in moved]
            for state in self._states.values():
                keys = state.read(is_settled=is_settled)
                if keys is not None:
                    changes.append((state, keys))
            return changes

    @property
    def states(self) -> list[CatalogState]:
        """The states of all catalogs, by locale and domain."""
        domains = list(self.project.domains)
        order = lambda state: (state.folder, domains.index(state.domain))  # noqa: E731
        return sorted(self._states.values(), key=order)

    def state(self, id_: str) -> CatalogState | None:
        """Return the state of the catalog with an id, or ``None``."""
        return next((state for state in self._states.values() if state.id == id_), None)

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        """Return the text of a message for a number (see ``tracking.flask_babel.Texts``)."""
        with self.lock:
            state = self.state_for(domain, locale)
            entry = state.find(key) if state else None
            if state is None or entry is None or entry.plural != plural:
                return None
            return choose_text(state, entry, self.shown_forms(state, entry), number)

    def state_for(self, domain: str, locale: str) -> CatalogState | None:
        """Return the catalog that an application reads for a domain and a locale, or ``None``."""
        known = self._by_locale
        if (domain, locale) not in known:
            states = {each.folder: each for each in self._states.values() if each.domain == domain}
            folder = match_folder(locale, list(states))
            known[domain, locale] = states[folder] if folder else None
        return known[domain, locale]

    def shown_forms(self, state: CatalogState, entry: Entry) -> tuple[str, ...]:
        """Return the translation that is shown of a message; none if there is none to show."""
        address = Address(state.folder, state.domain, entry.key)
        draft = self._drafts.get(address)
        if draft is None or not state.fits(entry, draft.msgstrs):
            self._last_shown.pop(address, None)
            return entry.msgstrs if state.is_shown(entry) else ()
        drafted = state.draft_entry(entry, draft)
        if not any(drafted.msgstrs):
            self._last_shown.pop(address, None)
            return ()
        if all(drafted.msgstrs) and state.validate(drafted) is None:
            self._last_shown[address] = drafted.msgstrs
        saved = entry.msgstrs if state.is_shown(entry) else ()
        return self._last_shown.get(address, saved)


def choose_text(
    state: CatalogState, entry: Entry, forms: tuple[str, ...], number: int | None
) -> Found:
    """Return the text of a message for a number; without forms, it is the source text."""
    text = _choose(state, forms, entry.plural, number) if forms else None
    if text is not None:
        return Found(text, is_translated=True)
    is_single = entry.plural is None or number == 1
    source = entry.msgid if is_single else entry.plural
    return Found(source or "", is_translated=False)


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
