"""Checks of the count in plural forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.placeholders import COUNTS, Placeholder, find_placeholders

_NUMBERS = range(201)
_NAMES = COUNTS | {"counter", "number"}


FORM_NUMBER = Code(
    "form-number",
    N_("A plural form that serves several numbers lacks the number"),
    N_(
        'In Slovenian "one" is 1, 101 and 201 and "two" is 2 and 102: without the number '
        "in it, such a form says 1 for 101. A form that serves one number may leave it out."
    ),
    severity="warning",
)


@text_check(FORM_NUMBER)
def find_form_number(pair: Pair) -> Problem | None:
    """Look for a form without the count that is used for more than one number."""
    if pair.form is None or pair.language.rule is None or pair.entry.plural is None:
        return None
    count = next(filter(_is_count, find_placeholders(pair.entry.plural)), None)
    if count is None or count.text in pair.target:
        return None
    served = _served(pair.language.rule.index, pair.form)
    if len(served) < 2:
        return None
    return Problem(
        FORM_NUMBER,
        N_("msgstr[%(form)s] serves %(numbers)s … and lacks %(count)s; write it there"),
        {"form": pair.form, "numbers": ", ".join(map(str, served[:3])), "count": count.text},
    )


def _is_count(placeholder: Placeholder) -> bool:
    if placeholder.name is not None:
        return placeholder.name in _NAMES
    return placeholder.text[-1] in "di" or placeholder.text == "{}"


@lru_cache(maxsize=256)
def _served(index: Callable[[int], int], form: int) -> tuple[int, ...]:
    # Zero does not count: a form for zero often has no number.
    return tuple(number for number in _NUMBERS if number and index(number) == form)
