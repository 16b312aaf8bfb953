"""Pseudo-localisation: catalogs that no translator wrote, to see what a page does with one.

``en_XA`` is English with accents, in brackets and 40% longer: it shows text that is cut off, put
together or not translatable. ``ar_XB`` is English in Arabic letters, from right to left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import cycle, islice

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.validation.placeholders import FIELD, PRINTF

LENGTHENED = 0.4
"""How much longer a text of the accented pseudo-language is than its source."""

_KEPT = re.compile(
    rf"<[^<>]*>|&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);|{PRINTF}|{FIELD}"
)
_ACCENTED = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž"
)
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابصدءفغهيجكلمنوپقرستعڤوخيز" * 2,
)
_PADDING = "ōņē ţŵō ţĥŕēē ƒōûŕ ƒîṽē šîẋ šēṽēñ "


def accent(text: str) -> str:
    """Return a text with accents, in brackets, and longer; placeholders and markup as they were."""
    accented = _outside_kept(text, lambda part: part.translate(_ACCENTED))
    visible = len(_KEPT.sub("", text).strip())
    more = "".join(islice(cycle(_PADDING), max(round(visible * LENGTHENED) - 2, 0))).strip()
    return f"[{accented} {more}]" if more else f"[{accented}]"


def mirror(text: str) -> str:
    """Return a text in Arabic letters; placeholders and markup as they were."""
    return _outside_kept(text, lambda part: part.translate(_ARABIC))


def _outside_kept(text: str, change: Callable[[str], str]) -> str:
    parts, position = [], 0
    for match in _KEPT.finditer(text):
        parts += [change(text[position : match.start()]), match[0]]
        position = match.end()
    return "".join([*parts, change(text[position:])])


PSEUDO_LOCALES: dict[str, Callable[[str], str]] = {"en_XA": accent, "ar_XB": mirror}
"""The pseudo-locales by folder name, and what makes their texts."""


def pseudo_translate(
    message: Message, folder: str, forms: int, slug_contexts: Collection[str] = ()
) -> tuple[str, ...]:
    """Return a message's translations in a pseudo-locale: as many as it has plural forms.

    The messages in ``slug_contexts`` are URL slugs and keep to their characters.
    """
    translate = PSEUDO_LOCALES[folder]
    if message.context in slug_contexts:
        return (f"{message.msgid}-{folder[-2:].lower()}",)
    if message.plural is None:
        return (translate(message.msgid),)
    return (translate(message.msgid), *[translate(message.plural)] * (forms - 1))
