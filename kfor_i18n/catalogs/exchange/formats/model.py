"""The interface of exchange formats, and the files and data that they read and write."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kfor_i18n.catalogs.exchange.formats.xml import Node, parse_xml
from kfor_i18n.catalogs.exchange.places import Places
from kfor_i18n.catalogs.exchange.rows import Document
from kfor_i18n.catalogs.exchange.units import STATES, Handout, State
from kfor_i18n.catalogs.problems import GetText

MAX_BYTES = 64 * 1024 * 1024
"""The maximum size of an imported file and of an unpacked archive, in bytes.

It is more than ten times the size of the largest known catalogs.
"""

_ARCHIVE = b"PK\x03\x04"
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_XML = re.compile(r"\s*<[?!A-Za-z]")


@dataclass(frozen=True)
class InputFile:
    """A file to import, decoded and parsed at most once, and only when a format needs it.

    ``language`` is the tag of the translations to read if the file has several languages, and may
    be empty.
    """

    path: Path
    data: bytes
    language: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether the file is a ZIP archive."""
        return self.data.startswith(_ARCHIVE)

    @cached_property
    def is_plain(self) -> bool:
        """Whether the file is neither an archive nor XML. Raises ``CatalogError`` like ``root``."""
        return not self.is_archive and self.root is None

    @cached_property
    def text(self) -> str | None:
        """The decoded text; ``None`` unless the encoding is UTF-8, or UTF-16 with a BOM."""
        encoding = next((name for bom, name in _BOMS.items() if self.data.startswith(bom)), "utf-8")
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError:
            return None

    @cached_property
    def preview(self) -> str:
        """Text in which ASCII syntax can be found, for formats that declare their encoding."""
        return self.data.decode("latin-1") if self.text is None else self.text

    @cached_property
    def root(self) -> Node | None:
        """The root element; ``None`` unless the file is XML.

        Raises ``CatalogError`` for XML that ``parse_xml`` rejects.
        """
        is_xml = not self.is_archive and _XML.match(self.preview)
        return parse_xml(self.path, self.data) if is_xml else None


@dataclass(frozen=True, slots=True)
class Parcel:
    """The data that a format can write.

    ``handouts`` are the messages by domain, ``folder`` is the locale's folder name and ``project``
    the project's name. ``read_files`` returns the locale's catalogs, their templates and the
    glossary, by file name; it raises ``CatalogError`` if one cannot be read. ``gettext`` translates
    into the exported language. ``places`` are where the messages are on pages, if that is asked
    for; the messages have them too.
    """

    handouts: Sequence[Handout]
    folder: str
    project: str
    read_files: Callable[[], Mapping[str, bytes]]
    gettext: GetText
    places: Places | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format that can be imported; ``name`` is its name in options and reports.

    ``title`` is what people call it in any language, with what a file of it must have.
    ``read`` returns the documents in a file, or ``None`` if the file has a different format. It
    raises ``CatalogError`` if the file has this format and cannot be used.
    """

    name: str
    title: str
    read: Callable[[InputFile], list[Document] | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class WritableFormat(Format):
    """A format that can be exported too; ``suffix`` is that of file names, without a dot.

    ``states`` are the states of messages that it can contain, ``None`` if it contains whole
    catalogs. One that ``has_places`` tells where messages are on pages; one that ``is_archive``
    contains the pictures of them itself.
    """

    suffix: str
    write: Callable[[Parcel], bytes]
    states: frozenset[State] | None = frozenset(STATES)
    has_places: bool = False
    is_archive: bool = False

    @property
    def is_selective(self) -> bool:
        """Whether messages in any selection of states can be exported."""
        return self.states == frozenset(STATES)
