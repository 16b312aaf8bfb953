"""The messages of a catalog as rows that are counted, filtered and searched quickly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import message_id
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry

State: TypeAlias = Literal["untranslated", "fuzzy", "translated"]


@dataclass(slots=True)
class Row:
    """A message: the id by which clients know it, its key and the state of its translation."""

    id: str
    key: Key
    state: State


class Rows:
    """The messages of a catalog in its order, kept up to date one by one."""

    def __init__(self, catalog: Catalog) -> None:
        """Initialize with a catalog's live messages."""
        domain = catalog.domain
        self.rows = [
            Row(message_id(domain, entry), entry.key, state_of(entry)) for entry in catalog.live
        ]
        self.counts: Counter[State] = Counter(row.state for row in self.rows)
        self._index = {row.key: index for index, row in enumerate(self.rows)}
        self._keys = {row.id: row.key for row in self.rows}
        self._texts: list[str] | None = None
        self._same: dict[str, list[Key]] | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def key_of(self, id_: str) -> Key | None:
        """Return the key of the message with an id, or ``None``."""
        return self._keys.get(id_)

    def row_of(self, key: Key) -> Row | None:
        """Return the row of a message, or ``None``."""
        index = self._index.get(key)
        return None if index is None else self.rows[index]

    def position_of(self, key: Key) -> int:
        """Return the position of a message in the catalog, from 0. Raises ``KeyError``."""
        return self._index[key]

    def update(self, entry: Entry) -> None:
        """Take over the entry of a message that changed."""
        index = self._index[entry.key]
        row = self.rows[index]
        self.counts[row.state] -= 1
        row.state = state_of(entry)
        self.counts[row.state] += 1
        if self._texts is not None:
            self._texts[index] = _fold(entry)

    def search(self, catalog: Catalog, words: str) -> set[Key]:
        """Return the messages with a text in them, in any case.

        It is looked for in the source, translation, context, comments and references.
        """
        if self._texts is None:
            self._texts = [_fold(entry) for entry in catalog.live]
        wanted = words.casefold()
        return {row.key for row, text in zip(self.rows, self._texts, strict=True) if wanted in text}

    def same_source(self, msgid: str) -> list[Key]:
        """Return the messages with a source text, in whatever context."""
        if self._same is None:
            self._same = {}
            for row in self.rows:
                self._same.setdefault(row.key.msgid, []).append(row.key)
        return self._same.get(msgid, [])


def state_of(entry: Entry) -> State:
    """Return the state of an entry's translation; an incomplete one is none."""
    if entry.is_fuzzy and any(entry.msgstrs):
        return "fuzzy"
    return "translated" if entry.is_translated else "untranslated"


def _fold(entry: Entry) -> str:
    """Return the texts of an entry to search in; its other lines as they are in the file."""
    texts = (entry.msgid, entry.plural or "", *entry.msgstrs, entry.context or "")
    return "\0".join((*texts, entry.comments)).casefold()
