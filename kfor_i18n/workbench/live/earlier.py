"""Messages that were edited since an earlier time: what pages showed of them then, and show now."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from typing import NamedTuple, TypeAlias

from kfor_i18n.catalogs.git.changes import Version
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.live.catalogs import Catalogs, choose_text
from kfor_i18n.workbench.live.journal import Draft
from kfor_i18n.workbench.live.state import CatalogState

Name: TypeAlias = tuple[str, Key]
"""A message by the id of its catalog and its key."""

_KEPT = 16
_NAME_BYTES = 12


class Shown(NamedTuple):
    """The forms of a message that pages showed earlier, and show now; none for the source text."""

    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The messages of a locale (a folder name) that were edited, each with what pages show of it.

    The forms stay as they were when the comparison was made, whatever is typed meanwhile.
    """

    folder: str
    edited: Mapping[Name, Shown]

    @property
    def visible(self) -> set[Name]:
        """The messages of which pages show something else."""
        return {name for name, shown in self.edited.items() if shown.before != shown.now}


class FixedTexts:
    """Gives the forms of some messages, and of all others what the catalogs have (``Texts``)."""

    def __init__(self, catalogs: Catalogs, forms: Mapping[Name, tuple[str, ...]]) -> None:
        """Initialize with the catalogs and the forms by message."""
        self._catalogs, self._forms = catalogs, forms

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        """Return the text of a message for a number (see ``tracking.texts.Texts``)."""
        catalogs = self._catalogs
        with catalogs.lock:
            state = catalogs.state_for(domain, locale)
            entry = state.find(key) if state else None
            forms = self._forms.get((state.id, key)) if state else None
            if state is None or entry is None or forms is None or entry.plural != plural:
                return catalogs.find(domain, locale, key, plural, number)
            return choose_text(state, entry, forms, number)


class Comparisons:
    """The comparisons that clients may still ask about, by names that nobody can guess."""

    def __init__(self) -> None:
        """Initialize without any."""
        self._known: OrderedDict[str, Comparison] = OrderedDict()
        self._lock = Lock()

    def begin(self, comparison: Comparison) -> str:
        """Keep a comparison, and return its name."""
        name = token_urlsafe(_NAME_BYTES)
        with self._lock:
            self._known[name] = comparison
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return name

    def find(self, name: str) -> Comparison | None:
        """Return a comparison, ``None`` for one that is kept no longer."""
        return self._known.get(name)


def list_shown(
    catalogs: Catalogs, state: CatalogState, earlier: Mapping[Key, Version | None]
) -> Iterator[tuple[Name, Shown]]:
    """Yield what pages showed of the messages of a catalog earlier, and show now.

    ``earlier`` are the messages as they were, ``None`` for one that was not there. The catalogs are
    locked for each message by itself.
    """
    for key, version in earlier.items():
        with catalogs.lock:
            entry = state.find(key)
            if entry is None:
                continue
            now = catalogs.shown_forms(state, entry)
            shown = Shown(_show(state, key, version), now)
        yield (state.id, key), shown


def _show(state: CatalogState, key: Key, version: Version | None) -> tuple[str, ...]:
    """Return the forms of an earlier version that pages showed."""
    entry = state.find(key)
    if entry is None or version is None or not state.fits(entry, version.msgstrs):
        return ()
    earlier = state.draft_entry(entry, Draft(version.msgstrs, version.is_fuzzy))
    return earlier.msgstrs if state.may_be_shown(earlier) else ()
