"""The numbers that a message with plural forms is tried with, and its forms with a number in them.

CLDR lists numbers for each form of a language ("@integer"), but Babel's data does not have them:
they are chosen here by the rule of the catalog, as CLDR does, small ones first and then one of each
length.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from babel import Locale
from babel.numbers import format_decimal

from kfor_i18n.catalogs.messages import Source
from kfor_i18n.catalogs.plurals import PluralRule
from kfor_i18n.catalogs.validation.comparing import find_counts
from kfor_i18n.workbench.live.words import Piece, split_text

_SMALL, _TENS, _HUNDREDS = range(10), range(10, 100), range(100, 1_000)
_LARGE = 1_000_000
_TELLING = (11, 21, 101)
"""Numbers that differ from others of their length in many languages."""


def list_numbers(rule: PluralRule | None) -> list[int]:
    """Return the numbers that show all forms of a rule: for each form a small one, and larger ones.

    Zero and a million, which languages treat in ways of their own, are always among them.
    """
    if rule is None:
        return []
    found = {0, _LARGE}
    for form in range(rule.forms):
        for numbers in ([1, *_SMALL[2:]], _sort(_TENS), _sort(_HUNDREDS)):
            found.update(_first(numbers, rule.index, form))
    return sorted(found)


def choose_numbers(rule: PluralRule | None) -> list[int]:
    """Return a number for each form of a rule that is used for any, in the order of the forms."""
    if rule is None:
        return []
    probed = (*range(1, 201), 0, 1_000, _LARGE)
    return [n for form in range(rule.forms) for n in _first(probed, rule.index, form)]


def fill_number(
    text: str, number: int, locale: Locale | None, counts: Collection[str], *, is_formatted: bool
) -> str:
    """Return a text with a number, as a locale writes it, in place of one of its placeholders.

    ``counts`` are the placeholders that may be the number; of several, the first one is.
    """
    pieces = split_text(text, is_formatted=is_formatted)
    wanted = next((text for kind, text in pieces if kind == "placeholder" and text in counts), None)
    written = format_decimal(number, locale=locale) if locale else str(number)
    return "".join(_show(piece, wanted, written, is_formatted=is_formatted) for piece in pieces)


def list_counts(source: Source, *, is_formatted: bool) -> set[str]:
    """Return the placeholders of a source text that may be the number."""
    singular, plural = (
        [piece for kind, piece in split_text(text, is_formatted=is_formatted)
         if kind == "placeholder"]
        for text in (source.texts[0], source.texts[-1])
    )  # fmt: skip
    return find_counts(singular, plural)


def _show(piece: Piece, wanted: str | None, written: str, *, is_formatted: bool) -> str:
    kind, text = piece
    if kind == "placeholder":
        return written if text == wanted else text
    return text.replace("%%", "%") if is_formatted else text


def _sort(numbers: range) -> list[int]:
    telling = [number for number in _TELLING if number in numbers]
    return [*telling, *(number for number in numbers if number not in telling)]


def _first(numbers: Iterable[int], index: Callable[[int], int], form: int) -> list[int]:
    """Return the first of the numbers that a form is used for, in a list; no other if none is."""
    return next(([number] for number in numbers if index(number) == form), [])
