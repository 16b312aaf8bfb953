"""Reading imported files, whose format is detected from their content."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.exchange.formats import FORMATS
from kfor_i18n.catalogs.exchange.formats.model import MAX_BYTES, InputFile
from kfor_i18n.catalogs.exchange.rows import EXCHANGE_SIZE, Document
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import read_file

EXCHANGE_FORMAT = Code(
    "exchange-format",
    N_("File of an unknown format"),
    N_("The format is recognised by the content, whatever the name of the file is."),
)


EXCHANGE_ENCODING = Code(
    "exchange-encoding",
    N_("File in another encoding than UTF-8"),
    N_("Exchange files are in UTF-8 or UTF-16; in another encoding, letters would be mistaken."),
)


def read_documents(path: Path, language: str = "") -> tuple[str, list[Document]]:
    """Return the name of a file's format and its documents, several for an archive of catalogs.

    ``language`` is the tag of the translations to read from files with several languages. Raises
    ``CatalogError`` if the file cannot be read, exceeds ``MAX_BYTES`` or is in no known format.
    """
    file = InputFile(path, _read_bytes(path), language)
    for format in FORMATS:
        documents = format.read(file)
        if documents is not None:
            return format.name, documents
    is_undecodable = file.is_plain and file.text is None
    raise _reject(path, _UNREADABLE if is_undecodable else _UNKNOWN)


_UNKNOWN = Problem(
    EXCHANGE_FORMAT,
    N_("is in no format that can be imported; save it as one of these: %(formats)s"),
    {"formats": ", ".join(format.title for format in FORMATS)},
)
_UNREADABLE = Problem(EXCHANGE_ENCODING, N_("is not in UTF-8; save it in that encoding"))


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # Reading it raises the error that names the file.
    if size > MAX_BYTES:
        problem = Problem(
            EXCHANGE_SIZE,
            N_("has %(size)s megabytes, and %(most)s are read at most; hand it in as parts"),
            {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2},
        )
        raise _reject(path, problem)
    return read_file(path, may_be_pipe=True)


def _reject(path: Path, problem: Problem) -> CatalogError:
    return CatalogError([Finding(path, None, problem)])
