"""Pseudo-localisation: generated translations that show how pages behave in other languages.

``en_XA`` is accented English, in brackets and 40% longer, which reveals text that is truncated,
concatenated or not translatable. ``ar_XB`` is English in Arabic letters, written right to left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from itertools import cycle, islice

from babel import Locale, UnknownLocaleError

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.validation.placeholders import FIELD, PRINTF

LENGTHENED = 0.4
"""The share by which the accented text is longer than its source text."""

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
    """Return a text with accents, lengthened and in brackets.

    Placeholders, markup, and whitespace at the ends are kept.
    """
    inner = text.strip()
    if not inner:
        return text
    accented = _outside_kept(inner, lambda part: part.translate(_ACCENTED))
    visible = len(_KEPT.sub("", inner).strip())
    more = "".join(islice(cycle(_PADDING), max(round(visible * LENGTHENED) - 2, 0))).strip()
    return text.replace(inner, f"[{accented} {more}]" if more else f"[{accented}]", 1)


def mirror(text: str) -> str:
    """Return a text in Arabic letters; placeholders and markup are kept."""
    return _outside_kept(text, lambda part: part.translate(_ARABIC))


def is_known_to_babel(folder: str) -> bool:
    """Return whether the installed Babel can format dates for the locale of a pseudo folder.

    Before version 2.16 it looks for a locale's data under a name that includes the modifier, so
    that an application fails where it shows a date.
    """
    try:
        return bool(Locale.parse(folder).date_formats)
    except (OSError, UnknownLocaleError):
        return False


def _outside_kept(text: str, change: Callable[[str], str]) -> str:
    parts, position = [], 0
    for match in _KEPT.finditer(text):
        parts += [change(text[position : match.start()]), match[0]]
        position = match.end()
    return "".join([*parts, change(text[position:])])


_TRANSLATORS: dict[str, Callable[[str], str]] = {"en_XA": accent, "ar_XB": mirror}


def pseudo_translate(
    message: Message, locale: str, forms: int, slug_contexts: Collection[str] = ()
) -> tuple[str, ...]:
    """Return a message's translations in a pseudo-locale: ``forms`` of them if it has a plural.

    ``locale`` is one of ``locales.PSEUDO_LOCALES``. Messages whose context is in ``slug_contexts``
    get a valid URL slug.
    """
    translate = _TRANSLATORS[locale]
    if message.context in slug_contexts:
        return (f"{message.msgid}-{locale[-2:].lower()}",)
    if message.plural is None:
        return (translate(message.msgid),)
    return (translate(message.msgid), *[translate(message.plural)] * (forms - 1))
