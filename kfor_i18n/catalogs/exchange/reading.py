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
    N_("Unknown file format"),
    N_("The format is detected from the content. The name of the file does not matter."),
)


EXCHANGE_ENCODING = Code(
    "exchange-encoding",
    N_("File not in UTF-8 or UTF-16"),
    N_(
        "Exchange files must be in UTF-8 or UTF-16. In other encodings, characters would be "
        "misread."
    ),
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
    N_("unknown format; save the file in one of these: %(formats)s"),
    {"formats": ", ".join(format.title for format in FORMATS)},
)
_UNREADABLE = Problem(EXCHANGE_ENCODING, N_("not in UTF-8 or UTF-16; save the file in UTF-8"))


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # Reading it raises the error that names the file.
    if size > MAX_BYTES:
        problem = Problem(
            EXCHANGE_SIZE,
            N_("%(size)s MiB, over the limit of %(most)s MiB; split the file"),
            {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2},
        )
        raise _reject(path, problem)
    return read_file(path, may_be_pipe=True)


def _reject(path: Path, problem: Problem) -> CatalogError:
    return CatalogError([Finding(path, None, problem)])
