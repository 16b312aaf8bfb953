"""Inline elements: placeholders, and characters that a format cannot represent.

Placeholders are protected in source texts without a translation, so that translators can copy them
instead of typing them. With a translation, both texts are plain: Translate Toolkit, on which
several editors are built, keeps the elements of the old translation next to the new text and so
duplicates them. Tags are never protected, because attributes such as ``title`` and ``alt`` are
translated. Placeholders and tags are validated on import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kfor_i18n.catalogs.exchange.formats.xml import UNHOLDABLE
from kfor_i18n.catalogs.exchange.units import Form
from kfor_i18n.catalogs.validation.placeholders import PLAIN_FIELD, PRINTF

Kind = Literal["text", "placeholder", "character"]

_CHARACTER = f"(?P<character>{UNHOLDABLE.pattern})"
_FORMATTED = re.compile(f"{_CHARACTER}|%%|(?P<placeholder>{PRINTF}|{PLAIN_FIELD})")
_PLAIN = re.compile(f"{_CHARACTER}|(?P<placeholder>{PLAIN_FIELD})")
_BARE = re.compile(_CHARACTER)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; placeholders and characters have an ``id`` that is unique in the text."""

    kind: Kind
    text: str
    id: str = ""


def split_form(form: Form, *, is_formatted: bool) -> tuple[list[Part], list[Part]]:
    """Split a source text and its translation into parts whose texts, joined, are the originals.

    ``is_formatted``: percent signs in the source text begin placeholders.
    """
    if form.target:
        return split_text(form.source), split_text(form.target)
    return split_text(form.source, _FORMATTED if is_formatted else _PLAIN), []


def split_text(text: str, pattern: re.Pattern[str] = _BARE) -> list[Part]:
    """Split a text at a pattern, by default at the characters that XML cannot represent."""
    parts: list[Part] = []
    end = 0
    for number, match in enumerate(pattern.finditer(text), 1):
        if match[0] == "%%":
            continue
        kind: Kind = "character" if match["character"] else "placeholder"
        parts += [Part("text", text[end : match.start()]), Part(kind, match[0], str(number))]
        end = match.end()
    parts.append(Part("text", text[end:]))
    return [part for part in parts if part.text]
