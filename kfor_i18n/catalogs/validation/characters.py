"""Characters that a translation may not have, and those that a reader sees."""

from __future__ import annotations

import re
import unicodedata

_PLANES = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef{_PLANES}]"
)
"""Control characters, surrogates, noncharacters, and the overrides that reorder foreign text."""

_ASCII = re.compile("[!-~]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def has_visible(text: str) -> bool:
    """Tell whether a text has a character that can be seen."""
    return bool(_ASCII.search(text)) or any(
        unicodedata.category(character) not in _INVISIBLE for character in text
    )
