"""Plural rules: a catalog's ``Plural-Forms`` header held against CLDR, by value and not as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from gettext import c2py

from babel import Locale

_HEADER = re.compile(r"\s*nplurals\s*=\s*([1-9][0-9]?)\s*;\s*plural\s*=\s*([^;]{1,1000});?\s*")
_PROBED = range(201)


class PluralError(ValueError):
    """A ``Plural-Forms`` header cannot be used for its language; the message says why."""


@dataclass(frozen=True)
class PluralRule:
    """How many forms a catalog has, and which one serves a number."""

    forms: int
    index: Callable[[int], int]


def read_rule(header: str, locale: Locale) -> PluralRule:
    """Read a ``Plural-Forms`` header for a locale.

    Raises ``PluralError`` when the header is malformed, reaches an index that is not there, or
    tells fewer numbers apart than CLDR says the language needs, on the numbers 0 to 200. Another
    order of the same forms is legal.
    """
    match = _HEADER.fullmatch(header)
    if not match:
        raise PluralError(f"Plural-Forms {header!r} is missing or malformed")
    forms = int(match[1])
    try:
        index: Callable[[int], int] = c2py(match[2].strip())
        indexes = [index(number) for number in _PROBED]
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise PluralError(f"Plural-Forms {header!r} is not a plural rule: {error}") from error
    if not all(0 <= found < forms for found in indexes):
        raise PluralError(f"Plural-Forms {header!r} reaches a form that is not among its {forms}")
    categories: dict[int, str] = {}
    for number, found in zip(_PROBED, indexes, strict=True):
        category = locale.plural_form(number)
        if categories.setdefault(found, category) != category:
            raise PluralError(
                f"Plural-Forms {header!r} puts {number} ({category}) with numbers that {locale} "
                f"tells apart from it ({categories[found]})"
            )
    needed = len({locale.plural_form(number) for number in _PROBED})
    if forms != needed:
        raise PluralError(f"Plural-Forms {header!r} has {forms} forms, {locale} has {needed}")
    return PluralRule(forms, index)
