"""The bytes of .po files as text in the charset that their header names."""

from __future__ import annotations

import re
from functools import cache

from kfor_i18n.catalogs.po.syntax import PoSyntaxError
from kfor_i18n.catalogs.problems import N_, Code, Problem

ENCODING_CHARSET = Code(
    "encoding-charset",
    # Translators: the title of a kind of finding.
    N_("Unknown charset"),
    N_(
        "The Content-Type field of the header declares the charset. Convert the file to "
        "UTF-8, which every tool can read."
    ),
)


ENCODING = Code(
    "encoding",
    N_("Bytes invalid in the file's charset"),
    N_(
        "The Content-Type field of the header declares the charset. Convert the file to "
        "UTF-8, which every tool can read."
    ),
)


ENCODING_CHARACTER = Code(
    "encoding-character",
    N_("Character missing from the file's charset"),
    N_(
        "The Content-Type field of the header declares the charset. Convert the file to "
        "UTF-8, which has every character."
    ),
)


_CHARSET = re.compile(rb'Content-Type:[^"\n]*?charset=([^\s"\\;]+)', re.IGNORECASE)
# The backslash is escaped as a charset that has escapes of its own would have it.
_ASCII = bytes(range(0x20, 0x7F)).replace(b"\\", b"\\\\")


def decode(data: bytes) -> tuple[str, str, bytes]:
    """Return a file's text, its charset and its byte order mark, which may be empty.

    Raises ``PoSyntaxError`` if the charset that the header names is unknown, or the
    file's bytes are invalid in it.
    """
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    found = _CHARSET.search(data)
    named = found[1].decode("ascii", "replace") if found else "utf-8"
    charset = "utf-8" if bom or named == "CHARSET" else named
    line = data.count(b"\n", 0, found.start()) + 1 if found else 1
    try:
        if not _has_ascii(charset):
            raise LookupError(charset)
        text = data[len(bom) :].decode(charset)
    except UnicodeDecodeError as error:
        problem = Problem(
            ENCODING,
            N_(
                "bytes invalid in the header's charset, %(charset)s; save the file in UTF-8, and "
                "write charset=UTF-8 in the header"
            ),
            {"charset": charset},
        )
        raise PoSyntaxError(data.count(b"\n", 0, len(bom) + error.start) + 1, problem) from None
    except (LookupError, ValueError):
        problem = Problem(
            ENCODING_CHARSET,
            N_(
                "unknown charset %(charset)s; convert the file to UTF-8, and write "
                "charset=UTF-8 in the header"
            ),
            {"charset": named},
        )
        raise PoSyntaxError(line, problem) from None
    return text, charset, bom


def unencodable(charset: str, character: str) -> Problem:
    """Return the problem of new text with a character that is not in the charset of its file."""
    return Problem(
        ENCODING_CHARACTER,
        N_('"%(character)s" cannot be encoded in the charset %(charset)s; convert the file '
           "with msgconv --to-code=UTF-8"),
        {"charset": charset, "character": character},
    )  # fmt: skip


@cache
def _has_ascii(charset: str) -> bool:
    """Return whether ASCII, which all of a .po but its texts is written in, is part of a charset.

    Some charsets of Python are not for texts: idna, punycode. Raises ``LookupError`` for an
    unknown one, and ``ValueError`` for a name that cannot be one.
    """
    try:
        text = _ASCII.decode(charset)
        return text == _ASCII.decode() and text.encode(charset).endswith(_ASCII)
    except UnicodeError:
        return False
