"""The translations that a memory remembers: of catalogs, and of files of other tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.exchange.reading import read_documents
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_previous
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.locales import standard_tag

Origin: TypeAlias = Literal["catalog", "obsolete", "previous", "file"]
"""Where a segment is from: a message, an obsolete one, the text that a message had, or a file."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A source text with its translation.

    ``msgstrs`` are the translation or its plural forms. ``place`` is the domain of the catalog, or
    the name of the file; ``key`` is the key of the message, if there is one.
    """

    source: str
    msgstrs: tuple[str, ...]
    origin: Origin
    place: str
    key: Key | None = None


def read_segments(catalog: Catalog) -> Iterator[Segment]:
    """Yield the translations in a catalog: of its messages, and of what they were before.

    A translation that needs review is one of the previous source text, if that is known.
    """
    for entry in catalog.po.entries:
        if entry.is_header:
            continue
        if entry.is_obsolete:
            if entry.is_translated and not entry.is_fuzzy:
                yield Segment(entry.msgid, entry.msgstrs, "obsolete", catalog.domain, entry.key)
        else:
            yield from segments_of(catalog, entry)


def segments_of(catalog: Catalog, entry: Entry) -> Iterator[Segment]:
    """Yield the segments of a message, of which there are none without a complete translation."""
    if not entry.is_translated:
        return
    if not entry.is_fuzzy:
        source = catalog.source_of(entry).singular
        yield Segment(source, entry.msgstrs, "catalog", catalog.domain, entry.key)
    elif previous := read_previous(entry):
        yield Segment(previous.msgid, entry.msgstrs, "previous", catalog.domain, entry.key)


def read_memory_files(paths: Iterable[Path], folder: str) -> Iterator[Segment]:
    """Yield the translations into a locale in TMX files, or others that can be imported.

    ``folder`` is the locale's directory name. Raises ``CatalogError`` if a file cannot be read, or
    has no translations into the locale.
    """
    language = standard_tag(folder)
    for path in paths:
        for document in read_documents(path, language)[1]:
            for row in document.rows:
                if row.source and row.target and not row.is_fuzzy:
                    yield Segment(row.source, (row.target,), "file", path.name)
