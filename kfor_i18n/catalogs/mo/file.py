"""The .mo format: strict parsing, and writing in the layout of msgfmt.

The format is GNU gettext's (manual, section "The Format of GNU MO Files"). Files written by this
module end with a digest of their source, after the strings, where other readers ignore it.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.header import parse_headers
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import read_file

MO_FORMAT = Code(
    "mo-format",
    N_("Invalid .mo file"),
    N_(
        "The file is truncated or not a compiled catalog. kfor-i18n compile --force writes it "
        "again."
    ),
)


CONTEXT_END = "\x04"
"""The character between context and msgid in a key."""

TRAILER_LENGTH = 96
"""The number of bytes at the end of a file that are sure to contain its digest."""

# Translators: what is wrong with a .mo file, in parentheses.
_TRUNCATED = N_("truncated")
_MAGIC = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}
_TRAILER = b"\0kfor-i18n:"


@dataclass(frozen=True)
class MoFile:
    """The content of a .mo file, not validated; ``headers`` are fields by lower-case name."""

    messages: tuple[Message, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class MoError(ValueError):
    """Bytes that are not a complete .mo file; ``problem`` says what is wrong with them."""

    def __init__(self, msgid: str) -> None:
        """Take what is wrong, a msgid without placeholders."""
        super().__init__(msgid)
        self.problem = Problem(MO_FORMAT, msgid)


def read_mo(path: Path) -> MoFile:
    """Read a .mo file in either byte order.

    Raises ``CatalogError`` if it cannot be read, is truncated or is not a .mo file.
    """
    try:
        return parse_mo(read_file(path))
    except MoError as error:
        problem = Problem(
            MO_FORMAT,
            N_("invalid .mo file (%(error)s); compile it again with kfor-i18n compile --force"),
            {"error": error.problem},
        )
        raise CatalogError([Finding(path, None, problem)]) from None


def parse_mo(data: bytes) -> MoFile:
    """Parse the bytes of a .mo file in either byte order.

    Raises ``MoError`` if they are truncated or are not a .mo file.
    """
    try:
        return _parse(data)
    except MoError:
        raise
    except struct.error:
        raise MoError(_TRUNCATED) from None
    except UnicodeError:
        raise MoError(N_("strings not in its charset")) from None
    except (LookupError, ValueError):
        # Translators: what is wrong with a .mo file, in parentheses.
        raise MoError(N_("unknown charset")) from None


def _parse(data: bytes) -> MoFile:
    order = _MAGIC.get(data[:4])
    if order is None:
        raise MoError(N_("wrong magic number"))
    revision, count, originals, translations = struct.unpack_from(f"{order}4I", data, 4)
    if revision >> 16 > 1:
        raise MoError(N_("unsupported format version"))
    entry = struct.Struct(f"{order}II")
    if 16 * count > len(data):
        raise MoError(_TRUNCATED)
    keys = _read_table(data, entry, originals, count)
    pairs = list(zip(keys, _read_table(data, entry, translations, count), strict=True))
    header = next((text for key, text in pairs if not key), b"").decode("utf-8", "replace")
    headers = parse_headers(header)
    charset = headers.get("content-type", "").partition("charset=")[2] or "utf-8"
    return MoFile(
        tuple(
            _parse_message(key.decode(charset), text.decode(charset)) for key, text in pairs if key
        ),
        headers,
    )


def _read_table(data: bytes, entry: struct.Struct, offset: int, count: int) -> list[bytes]:
    spans = [entry.unpack_from(data, offset + 8 * number) for number in range(count)]
    if any(start + length > len(data) for length, start in spans):
        raise MoError(_TRUNCATED)
    if sum(length for length, _ in spans) > len(data):
        # Translators: what is wrong with a .mo file, in parentheses.
        raise MoError(N_("overlapping strings"))
    return [data[start : start + length] for length, start in spans]


def _parse_message(key: str, text: str) -> Message:
    context, separator, msgid = key.rpartition(CONTEXT_END)
    singular, has_plural, plural = msgid.partition("\x00")
    return Message(
        msgid=singular,
        plural=plural if has_plural else None,
        msgstrs=tuple(text.split("\x00")),
        context=context if separator else None,
    )


def build_mo(
    messages: Iterable[Message], header: str, *, charset: str = "utf-8", digest: str = ""
) -> bytes:
    """Return the bytes of a .mo file, in little-endian order.

    ``header`` is the msgstr of the header entry, or "". ``digest`` identifies the source that the
    file is compiled from, for ``read_digest``. Raises ``UnicodeEncodeError`` if ``charset`` lacks a
    character.
    """
    pairs = [
        (_build_key(m).encode(charset), "\0".join(m.msgstrs).encode(charset)) for m in messages
    ]
    if header:
        pairs.append((b"", header.encode(charset)))
    pairs.sort()
    count = len(pairs)
    keys_at, texts_at, strings_at = 28, 28 + 8 * count, 28 + 16 * count
    keys, texts = [key for key, _ in pairs], [text for _, text in pairs]
    keys_table = _build_table(keys, strings_at)
    texts_table = _build_table(texts, strings_at + sum(map(len, keys)) + count)
    head = struct.pack("<7I", 0x950412DE, 0, count, keys_at, texts_at, 0, strings_at)
    strings = b"\0".join([*keys, *texts, b""])
    trailer = _TRAILER + digest.encode() if digest else b""
    return b"".join([head, keys_table, texts_table, strings, trailer])


def _build_key(message: Message) -> str:
    key = message.msgid if message.plural is None else f"{message.msgid}\0{message.plural}"
    return key if message.context is None else f"{message.context}{CONTEXT_END}{key}"


def _build_table(strings: list[bytes], start: int) -> bytes:
    lengths = [len(string) for string in strings]
    offsets = accumulate((length + 1 for length in lengths), initial=start)
    table = array("I", [number for pair in zip(lengths, offsets, strict=False) for number in pair])
    if struct.pack("=I", 1) != struct.pack("<I", 1):
        table.byteswap()
    return table.tobytes()


def read_digest(data: bytes) -> str:
    """Return the digest in the bytes of a .mo file, or in their end; ``""`` if there is none."""
    _, found, digest = data.rpartition(_TRAILER)
    return digest.decode("ascii", "replace") if found else ""
