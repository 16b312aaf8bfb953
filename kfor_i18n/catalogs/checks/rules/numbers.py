"""Checks of numbers that a translation omits or changes."""

from __future__ import annotations

import re
import unicodedata

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import strip_code, words_of
from kfor_i18n.catalogs.problems import N_, Code, Problem

# A number with its separators: those of thousands and decimals depend on the language.
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,'’\u00a0\u202f \u066b\u066c]\d+)*")
# The month of a date such as 2017-05-31 may be written as a word, and so may numbers up to twelve.
_ISO_MONTH = re.compile(r"(?<=\b\d{4}-)\d\d(?=-\d\d\b)")
_MOST_SPELT = 12
_STOP = re.compile(r"[.!?:](?:\s|$)")
_DIGITS = re.compile("[0-9]+")
# East Asian languages count in ten thousands: 100,000 is 10万.
_MYRIAD = re.compile("[0-9][万萬만億亿억]")
_IN_WORDS = re.compile("百分之[一二三四五六七八九十]")
_ZEROES = re.compile(r"[.,]0\Z")
# The date of an example may be another one.
_FULL_HOUR = re.compile(r"\b(\d{1,2}):00\b")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d[\d:.]*)?\b")
_EXAMPLE = re.compile(r"\be\.?g\b|\bexample\b|\bsuch as\b|\blike\b")


NUMBER = Code(
    "number",
    # Translators: the title of a kind of finding.
    N_("Missing number"),
    N_(
        "Numbers must match the source. Digits of any script and the separators of any language "
        "are accepted. One-digit numbers are not checked. If the translation has no digits at "
        "all, numbers up to 12 may be written as words."
    ),
    severity="warning",
    is_on=False,
)


@text_check(NUMBER)
def find_number(pair: Pair) -> Problem | None:
    """Look for each number of the source text, or for its parts, as in a reordered date."""
    if not any(map(str.isdigit, pair.source)) or not _is_prose(pair.source):
        return None
    source = strip_code(pair.source)
    if _EXAMPLE.search(source):
        source = _MOMENT.sub("", source)
    source = _FULL_HOUR.sub(r"\1", source)
    wanted = [_ZEROES.sub("", n) for n in _NUMBER.findall(_ISO_MONTH.sub("", source))]
    if not wanted:
        return None
    target = _to_ascii(strip_code(pair.target))
    if _MYRIAD.search(target) or _IN_WORDS.search(target):
        return None
    if not _DIGITS.search(target):
        wanted = [number for number in wanted if len(number) > 2 or int(number) > _MOST_SPELT]
    found = {_join(number) for number in _NUMBER.findall(target)}
    parts = {_trim(part) for part in _DIGITS.findall(target)}
    for number in wanted:
        joined = _join(number)
        if len(joined) < 2 or joined in found:
            continue
        if not all(_trim(part) in parts for part in _DIGITS.findall(number)):
            return Problem(
                NUMBER, N_("missing number %(number)s; copy it from the source"), {"number": number}
            )
    return None


def _is_prose(text: str) -> bool:
    """Return whether a text is a sentence or phrase, and not sample data such as an address."""
    is_listed = "\n" in text and not _STOP.search(text)
    is_key = " " not in text.strip()
    return (
        not is_listed
        and not is_key
        and any(word.islower() and len(word) > 2 for word in words_of(text))
    )


def _join(number: str) -> str:
    return "".join(_DIGITS.findall(number))


def _trim(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _to_ascii(text: str) -> str:
    """Return a text with the decimal digits of every script replaced by ASCII digits."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(char)) if char.isdecimal() and not char.isascii() else char
        for char in text
    )
