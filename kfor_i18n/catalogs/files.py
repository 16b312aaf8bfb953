"""Catalog files: .mo read strictly, .po and .pot by Babel, and every write atomic."""

from __future__ import annotations

import os
import struct
import tempfile
from datetime import datetime
from pathlib import Path

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.pofile import PoFileError, read_po

from kfor_i18n.catalogs.messages import Catalog, Key, Message

DOMAIN = "messages"

_MAGIC = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}


class CatalogError(ValueError):
    """A catalog file cannot be read; the message names the file and what to do."""


def catalog_path(translations: Path, folder: str, suffix: str) -> Path:
    """Return where a locale's catalog lies, as Flask-Babel and pybabel expect it."""
    return translations / folder / "LC_MESSAGES" / f"{DOMAIN}{suffix}"


def read_mo(path: Path) -> Catalog:
    """Read a compiled catalog, in either byte order.

    Raises ``CatalogError`` when the file is missing, cut short, or not a .mo file at all.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CatalogError(f"{path}: {error.strerror}; compile the catalogs") from error
    try:
        return _parse_mo(data)
    except (struct.error, ValueError, LookupError) as error:
        raise CatalogError(f"{path}: not a whole .mo file ({error}); compile it again") from error


def _parse_mo(data: bytes) -> Catalog:
    order = _MAGIC.get(data[:4])
    if order is None:
        raise ValueError("the magic number is wrong")
    revision, count, originals, translations = struct.unpack_from(f"{order}4I", data, 4)
    if revision >> 16 > 1:
        raise ValueError("its format is newer than this program")
    entry = struct.Struct(f"{order}II")
    pairs = [
        (_slice(data, entry, originals + 8 * i), _slice(data, entry, translations + 8 * i))
        for i in range(count)
    ]
    headers = next((_parse_headers(text) for key, text in pairs if not key), {})
    charset = headers.get("content-type", "").partition("charset=")[2] or "utf-8"
    return Catalog(
        tuple(
            _parse_message(key.decode(charset), text.decode(charset)) for key, text in pairs if key
        ),
        headers,
    )


def _slice(data: bytes, entry: struct.Struct, offset: int) -> bytes:
    length, start = entry.unpack_from(data, offset)
    if start + length > len(data):
        raise ValueError("it is cut short")
    return data[start : start + length]


def _parse_headers(text: bytes) -> dict[str, str]:
    headers = {}
    for line in text.decode("utf-8", "replace").splitlines():
        name, separator, value = line.partition(":")
        if separator:
            headers[name.strip().lower()] = value.strip()
    return headers


def _parse_message(key: str, text: str) -> Message:
    context, separator, msgid = key.rpartition("\x04")
    singular, has_plural, plural = msgid.partition("\x00")
    return Message(
        msgid=singular,
        plural=plural if has_plural else None,
        msgstrs=tuple(text.split("\x00")),
        context=context if separator else None,
    )


def read_po_file(path: Path) -> BabelCatalog:
    """Read a .po or .pot file. Raises ``CatalogError`` with file and line when it cannot be."""
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except OSError as error:
        raise CatalogError(f"{path}: {error.strerror}") from error
    except PoFileError as error:
        raise CatalogError(f"{path}:{error.lineno + 1}: {error}; mend the line") from error
    except (ValueError, LookupError) as error:
        raise CatalogError(f"{path}: {error}; mend the file") from error


def message_keys(catalog: BabelCatalog) -> frozenset[Key]:
    """Return the keys of a template's or catalog's messages, obsolete ones and header left out."""
    return frozenset(Key(_msgid(message.id), message.context) for message in catalog if message.id)


def _msgid(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def read_revision(value: str) -> datetime | None:
    """Read a ``PO-Revision-Date`` or ``POT-Creation-Date``; ``None`` where it holds no date."""
    try:
        return datetime.strptime(value, "%Y-%m-%d %H:%M%z")
    except ValueError:
        return None


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content whole: a reader sees the old bytes or the new, never a part."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
