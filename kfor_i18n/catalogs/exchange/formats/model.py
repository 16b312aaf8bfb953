"""What an exchange format is: a way to read files, and for most of them a way to write them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kfor_i18n.catalogs.exchange.formats.xml import Node, parse_xml
from kfor_i18n.catalogs.exchange.rows import Document
from kfor_i18n.catalogs.exchange.units import STATES, Handout, State
from kfor_i18n.catalogs.problems import GetText

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is imported, and the most that an archive may unpack to.

More than ten times the size of the largest known catalogs.
"""

_ARCHIVE = b"PK\x03\x04"
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_XML = re.compile(r"\s*<[?!A-Za-z]")


@dataclass(frozen=True)
class InputFile:
    """A file to import, decoded and parsed at most once, and only if a format asks for it.

    ``language`` is the tag of the translations to read if the file has several languages, and may
    be empty.
    """

    path: Path
    data: bytes
    language: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether it is a ZIP archive."""
        return self.data.startswith(_ARCHIVE)

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is neither an archive nor XML. Raises ``CatalogError`` as ``root`` does."""
        return not self.is_archive and self.root is None

    @cached_property
    def text(self) -> str | None:
        """The decoded text, ``None`` unless the encoding is UTF-8, or UTF-16 with a BOM."""
        encoding = next((name for bom, name in _BOMS.items() if self.data.startswith(bom)), "utf-8")
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError:
            return None

    @cached_property
    def preview(self) -> str:
        """The text to look for ASCII syntax in, for formats that declare their encoding inside."""
        return self.data.decode("latin-1") if self.text is None else self.text

    @cached_property
    def root(self) -> Node | None:
        """The root element, ``None`` unless it is XML.

        Raises ``CatalogError`` for XML that ``parse_xml`` rejects.
        """
        is_xml = not self.is_archive and _XML.match(self.preview)
        return parse_xml(self.path, self.data) if is_xml else None


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything that a format may write.

    ``handouts`` are the messages by domain, ``folder`` is the locale's and ``project`` the
    project's name. ``read_files`` returns the locale's catalogs, their templates and the glossary,
    by file name; it raises ``CatalogError`` if one cannot be read. ``gettext`` translates into the
    exported language.
    """

    handouts: Sequence[Handout]
    folder: str
    project: str
    read_files: Callable[[], Mapping[str, bytes]]
    gettext: GetText


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format that can be imported; ``name`` is what options and reports call it.

    ``read`` returns the documents in a file, ``None`` if the file is of another format. It raises
    ``CatalogError`` for a file of this format that cannot be used.
    """

    name: str
    read: Callable[[InputFile], list[Document] | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class WritableFormat(Format):
    """A format that can be exported as well; ``suffix`` ends its file names.

    ``states`` are the states of messages that it can hold, ``None`` if it holds whole catalogs.
    """

    suffix: str
    write: Callable[[Parcel], bytes]
    states: frozenset[State] | None = frozenset(STATES)

    @property
    def is_selective(self) -> bool:
        """Whether messages can be exported by any choice of states."""
        return self.states == frozenset(STATES)
