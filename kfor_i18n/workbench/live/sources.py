"""The source texts of a project, to show its pages as those who wrote them see them."""

from __future__ import annotations

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.live.catalogs import Catalogs


class SourceTexts:
    """Gives the source texts of the messages that the catalogs have, as if they were translations.

    URL slugs stay translated: the addresses of pages are made of them.
    """

    def __init__(self, catalogs: Catalogs) -> None:
        """Initialize with the catalogs, which say what is a message of the project."""
        self._catalogs = catalogs

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        """Return the source text of a message for a number (see ``tracking.texts.Texts``)."""
        found = self._catalogs.find(domain, locale, key, plural, number)
        if found is None or key.context in self._catalogs.project.slug_contexts:
            return found
        with self._catalogs.lock:
            state = self._catalogs.state_for(domain, locale)
            entry = state.find(key) if state else None
            if state is None or state.catalog is None or entry is None:
                return found
            texts = state.catalog.source_of(entry).texts
        text = texts[0] if plural is None or number == 1 else texts[-1]
        return Found(text, is_translated=True)
