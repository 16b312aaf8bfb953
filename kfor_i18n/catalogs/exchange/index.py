"""An index of the messages of catalogs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import message_id
from kfor_i18n.catalogs.exchange.whitespace import collapse
from kfor_i18n.catalogs.po.comments import read_previous
from kfor_i18n.catalogs.po.file import Entry


@dataclass(frozen=True, slots=True)
class Located:
    """A live message of a catalog, and its id."""

    id: str
    catalog: Catalog
    entry: Entry

    @property
    def singulars(self) -> dict[str, None]:
        """The msgid, and the source text that it is a key of if that is another one, in order."""
        return dict.fromkeys((self.entry.msgid, self.catalog.source_of(self.entry).singular))

    @property
    def plurals(self) -> dict[str, None]:
        """The plural msgid, and the source text that it is a key of, if there is a plural."""
        if self.entry.plural is None:
            return {}
        return dict.fromkeys((self.entry.plural, self.catalog.source_of(self.entry).texts[1]))


class Index:
    """The messages of catalogs by id, source text, plural and previous msgid."""

    def __init__(self, catalogs: Iterable[Catalog]) -> None:
        """Initialize with catalogs without duplicate messages."""
        self.by_id: dict[str, Located] = {}
        self._by_msgid: defaultdict[str, list[Located]] = defaultdict(list)
        self._by_plural: defaultdict[str, list[Located]] = defaultdict(list)
        # The same msgids and plurals, without whitespace.
        self._like_msgid: defaultdict[str, list[Located]] = defaultdict(list)
        self._like_plural: defaultdict[str, list[Located]] = defaultdict(list)
        self._by_previous: dict[str, Located] = {}
        self._obsolete: set[str] = set()
        for catalog in catalogs:
            for entry in catalog.live:
                self._add(Located(message_id(catalog.domain, entry), catalog, entry))
            self._obsolete |= {
                collapse(entry.msgid) for entry in catalog.po.entries if entry.is_obsolete
            }

    def _add(self, found: Located) -> None:
        self.by_id[found.id] = found
        for text in found.singulars:
            self._by_msgid[text].append(found)
            self._like_msgid[collapse(text)].append(found)
        for text in found.plurals:
            self._by_plural[text].append(found)
            self._like_plural[collapse(text)].append(found)
        if previous := read_previous(found.entry):
            self._by_previous[collapse(previous.msgid)] = found

    def with_msgid(self, text: str) -> Sequence[Located]:
        """Return the messages with a msgid or, if there is none, with one like it.

        Similar msgids differ in whitespace only.
        """
        return self._by_msgid.get(text, []) or self._like_msgid.get(collapse(text), [])

    def with_plural(self, text: str) -> Sequence[Located]:
        """Return the messages with a plural msgid or, if there is none, with one like it."""
        return self._by_plural.get(text, []) or self._like_plural.get(collapse(text), [])

    def find_successor(self, text: str) -> Located | None:
        """Return the message with the fuzzy translation of a previous msgid, if any."""
        return self._by_previous.get(collapse(text))

    def is_obsolete(self, text: str) -> bool:
        """Return whether a catalog has an obsolete entry with a msgid."""
        return collapse(text) in self._obsolete
