"""A .po file from any tool, for import only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from kfor_i18n.catalogs.exchange.formats.model import Format, InputFile
from kfor_i18n.catalogs.exchange.rows import Document, Row
from kfor_i18n.catalogs.po.file import Entry, parse_po_file

_MSGID = re.compile(r'^[ \t]*msgid[ \t]*"', re.MULTILINE)


def read(file: InputFile) -> list[Document] | None:
    """Return the document in a .po file. Raises ``CatalogError`` if it cannot be parsed."""
    if not file.is_plain or not _MSGID.search(file.preview):
        return None
    return [read_document(file.path, file.data)]


def read_document(
    path: Path,
    data: bytes,
    language: str = "",
    digests: Mapping[str, str] = MappingProxyType({}),
) -> Document:
    """Return the document in the bytes of a .po file, with the digests of its messages by id.

    ``language`` takes precedence over the header's. Raises ``CatalogError`` if the bytes cannot be
    parsed.
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
        translator=_read_translator(po.headers),
        has_contexts=True,
        digests=digests,
    )


def _read_translator(headers: Mapping[str, str]) -> str:
    name = headers.get("last-translator", "")
    return "" if "FULL NAME" in name or "EMAIL@ADDRESS" in name else name


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


FORMAT = Format(name="po", title=".po", read=read)
