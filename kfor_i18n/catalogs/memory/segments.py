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
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.locales import standard_tag

MEMORY_FILE = Code(
    "memory-file",
    N_("Unusable translation memory"),
    N_(
        "The memory setting names TMX files whose translations the workbench offers for similar "
        "source texts."
    ),
    severity="warning",
)

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

    @property
    def is_past(self) -> bool:
        """Whether the catalog no longer uses the message."""
        return self.origin == "obsolete"


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


def read_memory_file(path: Path, folder: str) -> list[Segment]:
    """Return the translations into a locale in a translation memory (TMX).

    ``folder`` is the locale's directory name. Raises ``CatalogError`` if the file cannot be read,
    is in another format, or has no translations into the locale.
    """
    name, documents = read_documents(path, standard_tag(folder))
    if name != "tmx":
        problem = Problem(MEMORY_FILE, N_("not a TMX file; save the translations as TMX"))
        raise CatalogError([Finding(path, None, problem)])
    return [
        Segment(row.source, (row.target,), "file", path.name)
        for document in documents
        for row in document.rows
        if row.source and row.target
    ]


def report_useless(path: Path, folders: Iterable[str]) -> Finding:
    """Return the finding about a translation memory that has none of the locales' languages."""
    problem = Problem(
        MEMORY_FILE,
        N_("no translations into a language of this project; remove the file from the memory "
           "setting, or add translations into one of these: %(locales)s"),
        {"locales": ", ".join(map(standard_tag, folders))},
    )  # fmt: skip
    return Finding(path, None, problem)
