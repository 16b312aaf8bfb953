"""Translations that keep what a site asks for, and let go of the rest of their catalog."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kfor_i18n.catalogs.messages import Key, Message, Translations
from kfor_i18n.catalogs.plurals import PluralRule

Load = Callable[[], Translations]


class NarrowTranslations(Translations):
    """A language's translations of which only those that were asked for are pickled.

    Once every page has been rendered, the few messages that pages ask for answer all requests that
    are to come. One that was never asked for before is not lost: the catalog is then read again.
    """

    def __init__(
        self,
        rule: PluralRule | None,
        load: Load,
        full: Translations | None = None,
        known: Mapping[Key, Message | None] | None = None,
    ) -> None:
        """Take the plural rule and a picklable function that reads the whole catalog.

        ``full`` is the catalog where it has been read already; ``known`` are the messages that have
        been asked for, ``None`` where there is none to show.
        """
        super().__init__({}, rule)
        self._load = load
        self._full = full
        self._known = dict(known or {})

    def __reduce__(self) -> tuple[object, ...]:
        return NarrowTranslations, (self.rule, self._load, None, self._known)

    def get(self, key: Key) -> Message | None:
        """Return a message, or ``None`` where there is none to show."""
        if key not in self._known:
            if self._full is None:
                self._full = self._load()
            self._known[key] = self._full.get(key)
        return self._known[key]
