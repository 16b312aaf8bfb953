"""Characters that are not allowed in translations, and visible characters."""

from __future__ import annotations

import re
import unicodedata

_PLANES = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef{_PLANES}]"
)
"""A character that is not allowed: control characters except tab and newline, surrogates,
noncharacters, and bidirectional overrides (U+202D and U+202E)."""

_ASCII = re.compile("[!-~]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def has_visible(text: str) -> bool:
    """Return whether a text contains a visible character: not only spaces and format characters."""
    return bool(_ASCII.search(text)) or any(
        unicodedata.category(character) not in _INVISIBLE for character in text
    )
