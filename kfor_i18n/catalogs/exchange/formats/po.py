"""A .po file that a translator hands back, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from kfor_i18n.catalogs.exchange.rows import Document, Row
from kfor_i18n.catalogs.po.file import Entry, parse_po_file


def read(
    path: Path,
    data: bytes,
    language: str = "",
    digests: Mapping[str, str] = MappingProxyType({}),
) -> Document:
    """Return the rows of a .po file, in a language that is named or in its header's.

    Raises ``CatalogError`` where it is none.
    """
    po = parse_po_file(path, data)
    rows = [
        row
        for number, entry in enumerate(po.live)
        for row in _read_entry(entry, po.line_of(entry), number)
    ]
    return Document(
        path,
        rows,
        language=language or po.headers.get("language", ""),
        domain=path.stem,
        has_contexts=True,
        digests=digests,
    )


def _read_entry(entry: Entry, line: int, group: int) -> Iterator[Row]:
    for number, msgstr in enumerate(entry.msgstrs):
        yield Row(
            line=line,
            source=entry.msgid,
            target=msgstr,
            context=entry.context,
            form=None if entry.plural is None else number,
            group=group,
            plural=entry.plural,
            is_fuzzy=entry.is_fuzzy,
        )
