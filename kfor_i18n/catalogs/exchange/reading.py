"""A file that is handed back: what it is, by its content, and the rows that it holds."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kfor_i18n.catalogs.exchange.formats import csv, po, tmx, xliff1, xliff2
from kfor_i18n.catalogs.exchange.formats import zip as bundle
from kfor_i18n.catalogs.exchange.formats.xml import parse_xml
from kfor_i18n.catalogs.exchange.rows import Document
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.reading import read_file

MAX_BYTES = 64 * 1024 * 1024
"""The size up to which a file is read: more than ten times that of the largest catalogs."""

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_XML = re.compile(r"\s*<[?!A-Za-z]")
_PO = re.compile(r'^[ \t]*msgid[ \t]*"', re.MULTILINE)


def read_documents(path: Path, language: str = "") -> tuple[str, list[Document]]:
    """Return a file's format and its documents: one, or one for each catalog of a .zip.

    Takes the language (a tag) to read from files that may have several. Raises ``CatalogError``
    where the file cannot be read, is too large, or is of no known format.
    """
    data = _read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        return "zip", bundle.read(path, data, MAX_BYTES)
    text = _decode(data)
    probe = data.decode("latin-1") if text is None else text
    if _XML.match(probe):
        return _read_xml(path, data, language)
    if text is not None and (table := csv.read_columns(text)):
        return "csv", [csv.read(path, text, *table)]
    if _PO.search(probe):
        return "po", [po.read(path, data)]
    raise _refuse(path, _UNREADABLE if text is None else _UNKNOWN)


_UNKNOWN = Problem(
    "exchange-format",
    N_("is no XLIFF, TMX or .po file, no CSV with the columns source and target, and no .zip with "
       ".po files; save it as one of these"),
)  # fmt: skip
_UNREADABLE = Problem("exchange-encoding", N_("is not in UTF-8; save it in that encoding"))


def _refuse(path: Path, problem: Problem) -> CatalogError:
    return CatalogError([Finding(path, None, problem)])


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    if size > MAX_BYTES:
        problem = Problem(
            "exchange-size",
            N_("has %(size)s megabytes, and %(most)s are read at most; hand it in as parts"),
            {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2},
        )
        raise _refuse(path, problem)
    return read_file(path)


def _decode(data: bytes) -> str | None:
    """Return a file's text, ``None`` where it is not in a Unicode encoding."""
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _read_xml(path: Path, data: bytes, language: str) -> tuple[str, list[Document]]:
    root = parse_xml(path, data)
    version = root.attributes.get("version", "")
    if root.name == "tmx":
        return "tmx", [tmx.read(path, root, language)]
    if root.name != "xliff":
        raise _refuse(path, _UNKNOWN)
    if version.startswith("2"):
        return "xliff2", [xliff2.read(path, root)]
    return "xliff1", [xliff1.read(path, root)]
