"""Checks of the count in plural forms."""

from __future__ import annotations

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.plurals import PLURAL_BOUNDARY, find_numbers
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.comparing import find_counts
from kfor_i18n.catalogs.validation.placeholders import find_placeholders, name_of

FORM_NUMBER = Code(
    "form-number",
    N_("Missing number in a plural form"),
    N_(
        'In Slovenian, the "one" form is used for 1, 101 and 201, and the "two" form for 2 and '
        '102. Without the number, "101 files" would read as "one file". A form that is used for '
        "only one number may leave it out."
    ),
    severity="warning",
)


@text_check(FORM_NUMBER)
def find_form_number(pair: Pair) -> Problem | None:
    """Look for a form without the count that is used for more than one number."""
    rule = pair.language.rule
    if pair.form is None or rule is None or pair.entry.plural is None:
        return None
    if rule.doubt and rule.doubt.code == PLURAL_BOUNDARY:
        return None  # The forms may well be written for another rule; that one is reported itself.
    count = _find_count(*pair.whole_source.texts)
    if count is None or count in pair.target:
        return None
    # Zero does not count: a form for zero often has no number.
    served = [n for n in find_numbers(rule.index, pair.form) if n]
    if len(served) < 2:
        return None
    return Problem(
        FORM_NUMBER,
        N_("missing %(count)s in msgstr[%(form)s], which is used for %(numbers)s …; add it"),
        {"form": pair.form, "numbers": ", ".join(map(str, served[:3])), "count": count},
    )


def _find_count(singular: str, plural: str) -> str | None:
    """Return the placeholder of the count in a plural, as written; ``None`` if none is known."""
    found = [placeholder.text for placeholder in find_placeholders(plural)]
    counts = find_counts([placeholder.text for placeholder in find_placeholders(singular)], found)
    return next(filter(counts.__contains__, found), None) or next(filter(_is_likely, found), None)


def _is_likely(placeholder: str) -> bool:
    return name_of(placeholder) is None and (placeholder[-1] in "di" or placeholder == "{}")
