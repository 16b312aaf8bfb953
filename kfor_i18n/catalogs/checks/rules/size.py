"""Checks of the length of translations."""

from __future__ import annotations

import re

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import strip_code
from kfor_i18n.catalogs.problems import N_, Code, Problem

_MAX_LENGTH = re.compile(r"max-length:\s*([0-9]+)")
_FACTOR, _ALLOWANCE = 3, 40


LENGTH_FLAG = Code(
    "length-flag",
    N_("Translation exceeds its max-length flag"),
    N_(
        "The max-length:N flag gives the number of characters that fit into the layout. Longer "
        "text is cut off."
    ),
    severity="warning",
)


@text_check(LENGTH_FLAG)
def find_length_flag(pair: Pair) -> Problem | None:
    """Check that a translation is not longer than its ``max-length`` flag allows."""
    if "max-length" not in pair.entry.comments:
        return None
    flag = _MAX_LENGTH.search(pair.entry.comments)
    return _compare(LENGTH_FLAG, pair.target, int(flag[1])) if flag else None


LENGTH = Code(
    "length",
    N_("Translation much longer than the source"),
    N_(
        "A translation that is more than three times as long as its source (plus 40 characters) "
        "often contains text that belongs elsewhere, or a note meant for the translator."
    ),
    severity="warning",
    is_on=False,
)


@text_check(LENGTH)
def find_length(pair: Pair) -> Problem | None:
    """Check that a translation is not much longer than its source text."""
    return _compare(LENGTH, pair.target, _FACTOR * len(pair.source) + _ALLOWANCE)


def _compare(code: Code, text: str, limit: int) -> Problem | None:
    if len(text) <= limit:
        return None
    length = len(strip_code(text))
    if length <= limit:
        return None
    return Problem(
        code,
        N_("too long: %(length)s characters, but the limit is %(limit)s; shorten the translation"),
        {"length": length, "limit": limit},
    )
