"""Characters that are not allowed in translations, and characters that can be seen.

By Unicode's properties: General_Category, White_Space, Default_Ignorable_Code_Point (UAX #44) and
Bidi_Class (UAX #9).
"""

from __future__ import annotations

import re
import unicodedata

_PLANES = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_CONTROLS = "\x01-\x08\x0b-\x1f\x7f-\x9f"
_OVERRIDES = "\u202d\u202e"
FORBIDDEN = re.compile(f"[\x00{_CONTROLS}{_OVERRIDES}\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
"""A character that is not allowed: control characters except tab and newline, surrogates,
noncharacters, and bidirectional overrides (U+202D and U+202E)."""

_OF_THE_SOURCE = re.compile(f"[{_CONTROLS}{_OVERRIDES}]")

OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
"""The bidirectional controls that something else has to close: embeddings, overrides, isolates."""

_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_DIRECTION = re.compile(f"[{OPENING}{_POP_EMBEDDING}{_POP_ISOLATE}]")

_SPACES = " \t\r\n"
_ASCII = re.compile("[!-~]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
# Format characters that have a shape of their own (Prepended_Concatenation_Mark).
_SHOWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
                   "\U000110bd\U000110cd")  # fmt: skip
# Default ignorable characters that are letters or marks, and the blank of the Braille patterns.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)


def find_forbidden(text: str, source: str) -> str | None:
    """Return the first character of a translation that is not allowed, or ``None``.

    Control characters and overrides that the source text has are allowed, such as the line endings
    of an email or the colours of a terminal. NUL is not: it separates the forms in a .mo file.
    """
    for match in FORBIDDEN.finditer(text):
        if not (match[0] in source and _OF_THE_SOURCE.match(match[0])):
            return match[0]
    return None


def find_unclosed(text: str) -> str | None:
    """Return the first bidirectional control that is not closed, or ``None``.

    It would reorder the text after it on the page. The end of an isolate closes its embeddings.
    """
    opened: list[str] = []
    for character in _DIRECTION.findall(text):
        if character in OPENING:
            opened.append(character)
        elif character == _POP_EMBEDDING and opened and not _is_isolate(opened[-1]):
            opened.pop()
        elif character == _POP_ISOLATE and any(map(_is_isolate, opened)):
            while not _is_isolate(opened.pop()):
                pass
    return opened[0] if opened else None


def closing_of(opening: str) -> str:
    """Return the control that closes a bidirectional control, one of ``OPENING``."""
    return _POP_ISOLATE if _is_isolate(opening) else _POP_EMBEDDING


def _is_isolate(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("LRI", "RLI", "FSI")


def has_visible(text: str) -> bool:
    """Return whether a text has a character that can be seen: not only spaces and the like."""
    return bool(_ASCII.search(text)) or any(map(_is_visible, text))


def _is_visible(character: str) -> bool:
    if unicodedata.category(character) in _INVISIBLE:
        return character in _SHOWN
    return not _BLANK.match(character)


def is_blank(text: str) -> bool:
    """Return whether a text consists of spaces, tabs and newlines only, which may be intended."""
    return text[:1] in _SPACES and bool(text) and not text.strip(_SPACES)
