"""Rows that stand on their own, as other tools' tables and memories have them.

Nothing in them says which are the plural forms of one message: each has the source that it was made
from, the singular or the plural, and they follow one another.
"""

from __future__ import annotations

from collections.abc import Iterable

from kfor_i18n.catalogs.exchange.incoming import Incoming, choose, explain, narrow
from kfor_i18n.catalogs.exchange.index import Index, Located
from kfor_i18n.catalogs.exchange.rows import Document, Row
from kfor_i18n.catalogs.po.file import Entry


class LooseRows:
    """Brings a document's rows to messages, one after the other."""

    def __init__(self, document: Document, index: Index) -> None:
        """Take the document that the rows are of, and the messages."""
        self._document = document
        self._index = index
        self._parts: dict[str, Incoming] = {}
        self._last = ""

    def add(self, row: Row) -> list[Incoming]:
        """Take the next row; return what is new by it: nothing for another form of a message."""
        incoming = Incoming(row, {0: row.target}, is_fuzzy=row.is_fuzzy)
        candidates = self._find(row)
        choose(incoming, candidates, [row.target in c.entry.msgstrs for c in candidates])
        if not candidates:
            self._last = ""
            explain(self._document, self._index, incoming)
        if incoming.found is None:
            return [incoming]
        self._last = incoming.found.id
        part = self._parts.get(self._last)
        form = _find_form(incoming.found.entry, row, part.forms if part else {})
        if part and form not in part.forms:
            part.forms[form] = row.target
            part.is_fuzzy = part.is_fuzzy or row.is_fuzzy
            return []
        incoming.forms = {form: row.target}
        self._parts[self._last] = incoming
        return [incoming]

    def _find(self, row: Row) -> list[Located]:
        """Return the messages that a row can be about.

        What follows a message's singular and is its plural is its second form. Further on it may as
        well be a message of its own, if there is one of that text.
        """
        starting = narrow(self._document, self._index.with_msgid(row.source), row)
        going_on = narrow(self._document, self._index.with_plural(row.source), row)
        following = [c for c in going_on if c.id == self._last]
        if row.form is not None:
            return _unite(c for c in (*starting, *going_on) if c.entry.plural is not None)
        if following and len(self._parts[self._last].forms) == 1:
            return following
        return _unite((*starting, *following)) if starting else going_on


def _unite(found: Iterable[Located]) -> list[Located]:
    return list({c.id: c for c in found}.values())


def _find_form(entry: Entry, row: Row, taken: dict[int, str]) -> int:
    """Return the plural form that a row is: what it says, else the first that it can be."""
    if entry.plural is None or row.form is not None:
        return row.form or 0
    if row.source == entry.msgid and (0 not in taken or row.source != entry.plural):
        return 0
    return len(taken) if 0 in taken else len(taken) + 1
