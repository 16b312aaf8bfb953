"""What inside a text is no text: placeholders, and characters that a format cannot hold.

A placeholder is protected in a source that is still to be translated, so that it can be taken over
but not misspelt. Where there is a translation both sides are plain text: Translate Toolkit, on
which several editors rest, leaves the elements of an old translation beside a new one's text, and
so doubles it. Tags are never protected, since their attributes (``title``, ``alt``) hold text.
What becomes of either is judged when a file comes back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kfor_i18n.catalogs.exchange.formats.xml import UNHOLDABLE
from kfor_i18n.catalogs.exchange.units import Form

Kind = Literal["text", "placeholder", "character"]

_BRACE = r"\{[A-Za-z_][A-Za-z0-9_.]*\}"
_PRINTF = (
    r"%(?:\([^()]*\))?[#0\- +]*(?:\*|[1-9][0-9]*)?(?:\.(?:\*|[0-9]+))?[hlL]?[diouxXeEfFgGcrsa]"
)
_CHARACTER = f"(?P<character>{UNHOLDABLE.pattern})"
_FORMATTED = re.compile(f"{_CHARACTER}|%%|(?P<placeholder>{_PRINTF}|{_BRACE})")
_PLAIN = re.compile(f"{_CHARACTER}|(?P<placeholder>{_BRACE})")
_BARE = re.compile(_CHARACTER)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; those that are no text have an ``id``, which tells them apart."""

    kind: Kind
    text: str
    id: str = ""


def split_form(form: Form, *, is_formatted: bool) -> tuple[list[Part], list[Part]]:
    """Return a source and its translation as parts, which joined give the texts again.

    ``is_formatted`` says that the source's per cent signs begin placeholders.
    """
    if form.target:
        return split_text(form.source), split_text(form.target)
    return split_text(form.source, _FORMATTED if is_formatted else _PLAIN), []


def split_text(text: str, pattern: re.Pattern[str] = _BARE) -> list[Part]:
    """Return a text as parts, the characters that XML cannot hold on their own."""
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
