"""Checks of decimal separators, percentages and units by the conventions of the language.

Numbers follow CLDR, units the EU's Interinstitutional Style Guide.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import words_of
from kfor_i18n.catalogs.problems import N_, Code, Problem

_LETTER = "0-9A-Za-zÀ-\u058f"
_SPACES = "\u00a0\u202f\u2009"
_UNITS = (
    "(?:km|cm|mm|kg|mg|ml|min|ms|ns|[µμ]s|°C|°F|[kMG]?Hz|kWh?|[kKMGT]B|[KMGT]iB|[kMG]bit"
    "|EUR|USD|GBP|CHF|BRL|JPY|PLN|CZK|HUF|RSD|SEK|NOK|DKK|€|£)(?![\\w/])"
)
_LETTER_UNITS = "[mgthslLWV](?!\\w)"
_SOME_DECIMAL = re.compile("[0-9][.,][0-9]")
_DECIMAL = re.compile(
    rf"(?<![{_LETTER}_.,:/#])(?<![{_LETTER}]-)"
    rf"(?P<before>[€$£][ \u00a0]?|[-−])?(?<![{_LETTER}_.,:/#])"
    rf"(?P<whole>[0-9]+)(?P<sign>[.,])(?P<part>[0-9]+)(?![{_LETTER}_]|[.,:/-][0-9])"
    rf"(?:[ {_SPACES}]?(?:(?P<unit>%|{_UNITS})|(?P<letter>{_LETTER_UNITS})))?"
)
_CODE = re.compile(r"<(code|kbd|pre|samp|tt)\b[^<>]*>.*?</\1>", re.DOTALL)
_NAMED = re.compile(r"(?:[A-Z]\w*|[Vv]ersi\w+|[Vv]\.?)[ \u00a0]$")
# The Royal Spanish Academy allows both separators; in English, only South Africa uses the comma.
_EITHER_SIGN = frozenset({"en", "es"})


DECIMAL_SEPARATOR = Code(
    "decimal-separator",
    N_("Wrong decimal separator"),
    N_(
        "Use the decimal separator that CLDR gives for the language: 3,5 in Slovenian, 3.5 in "
        "English. Only numbers that also appear in the source are checked. A number with a point "
        "is checked only if it cannot be a version or a date, that is, if it has a unit, a "
        "currency symbol, a percent sign or a minus sign, or starts with 0. Numbers with three "
        "digits after the separator are not checked, because it may separate thousands."
    ),
    severity="warning",
    is_on=False,
)


@text_check(DECIMAL_SEPARATOR)
def find_foreign_decimal(pair: Pair) -> Problem | None:
    """Look for a number with the wrong decimal separator for the language."""
    locale = pair.language.locale
    if locale is None or not _SOME_DECIMAL.search(pair.target) or locale.language in _EITHER_SIGN:
        return None
    right = _decimal_separator(locale)
    if right not in (".", ","):
        return None
    for match in _DECIMAL.finditer(_CODE.sub("", pair.target)):
        whole, sign, part = match["whole"], match["sign"], match["part"]
        if sign == right or len(part) == 3 or not (sign == "," or _is_amount(match)):
            continue
        if re.search(rf"(?<![\w.,]){whole}[.,]{part}(?![\w.,])", pair.source):
            return Problem(
                DECIMAL_SEPARATOR,
                N_("wrong decimal separator in %(found)s; write %(right)s"),
                {"found": f"{whole}{sign}{part}", "right": f"{whole}{right}{part}"},
            )
    return None


@lru_cache(maxsize=512)
def _decimal_separator(locale: Locale) -> str:
    # Babel before 2.14 has the symbols of one numbering system, later ones have them by system.
    symbols = locale.number_symbols
    return str(symbols.get("latn", symbols)["decimal"])


def _is_amount(match: re.Match[str]) -> bool:
    if match["unit"] or match["before"]:
        return True
    if not words_of(match.string):
        return False
    is_likely = bool(match["letter"]) or match["whole"] == "0"
    return is_likely and not _NAMED.search(match.string[: match.start()])


# A number, or a placeholder for one; PRINTF would match the percent sign itself. The pattern starts
# with a character class, which is fast to search.
_AMOUNT = (
    r"[0-9{%](?:(?<=%)(?:\(\w+\))?(?:\.[0-9])?[sdf]|(?<=\{)\w*\}"
    rf"|(?<=[0-9])(?<![{_LETTER}_.,].)(?:[.,]?[0-9])*)"
)
_PERCENT = re.compile(
    rf"{_AMOUNT}(?P<space>[ {_SPACES}]?)%%?+(?!\{{)"
    rf"(?![{_LETTER}(`\-\u2011]|\.[0-9])(?P<word> ?[^\W\d_]|[ \u00a0]?[%{{<])?"
)
_PIXELS = re.compile(r"[0-9](?:px|r?em|pt)\b")
# CLDR has a space before the percent sign, but style guides or usage allow both.
_EITHER_SPACE = frozenset({"be", "ca", "ro", "ru"})
# Neither CLDR nor any style guide of these languages has a space there.
_NO_SPACE = frozenset({"en", "he", "id", "ja", "ko", "ms", "nl", "pl", "th", "vi", "zh"})
# Without a space, a percentage before a noun is an adjective: Czech 10% sleva, "10-percent
# discount".
_ADJECTIVE = frozenset({"cs", "sk", "sl"})


PERCENT_SPACE = Code(
    "percent-space",
    N_("Wrong position or spacing of the percent sign"),
    N_(
        "CLDR defines how each language writes percentages: Slovenian, German and French put a "
        "no-break space before the sign, English puts none, and Turkish puts the sign first. Not "
        "checked: a percent sign joined to its number before a word in Czech, Slovak and "
        "Slovenian, where the two may form an adjective; languages whose style guides allow both; "
        "and texts about pixels."
    ),
    severity="warning",
)


@text_check(PERCENT_SPACE)
def find_percent_space(pair: Pair) -> Problem | None:
    """Look for a percentage that differs from CLDR's pattern for the language."""
    locale = pair.language.locale
    if "%" not in pair.target or locale is None or locale.language in _EITHER_SPACE:
        return None
    if _PIXELS.search(pair.target):
        return None
    for match in _PERCENT.finditer(pair.target):
        if msgid := _validate_percentage(locale, match["space"], bool(match["word"])):
            return Problem(PERCENT_SPACE, msgid)
    return None


def _validate_percentage(locale: Locale, space: str, is_before_word: bool) -> str | None:
    pattern = _percent_pattern(locale)
    if pattern.startswith("%"):
        return N_("percent sign after the number; write it before the number")
    if pattern[-2] not in _SPACES:
        is_wrong = space and locale.language in _NO_SPACE
        return N_("space before the percent sign; remove it") if is_wrong else None
    if space or (is_before_word and locale.language in _ADJECTIVE):
        return None
    return N_("no space before the percent sign; add a no-break space")


@lru_cache(maxsize=512)
def _percent_pattern(locale: Locale) -> str:
    return str(locale.percent_formats[None].pattern)


_UNIT = re.compile(rf"{_AMOUNT} ?(?:{_UNITS}|(?<=[0-9 ])(?P<letter>{_LETTER_UNITS}))")
_JOINED_UNIT = re.compile(rf"(?:[0-9}}]|%\([^()]*\)[sd]|%[sd])(?:{_UNITS}|{_LETTER_UNITS})")


def _is_foreign_unit(match: re.Match[str], source: str) -> bool:
    """Return whether a match has a one-letter unit that the source does not have after a number."""
    letter = match.groupdict().get("letter")
    return bool(letter and not re.search(rf"[0-9][ {_SPACES}]?{letter}\b", source))


UNIT_SPACE = Code(
    "unit-space",
    N_("Missing space between a number and its unit"),
    N_(
        "Put a no-break space between a number and its unit, as in 5 km, so that they stay on one "
        "line. A number that the source writes without a space, such as 1h 30m, may be meant for "
        "a program and is not checked. One-letter units are checked only if the source has them."
    ),
    severity="warning",
    languages=frozenset({"cs", "de", "fi", "fr", "pl", "sk", "sl", "sv"}),
)


@text_check(UNIT_SPACE)
def find_unit_space(pair: Pair) -> Problem | None:
    """Look for a number and its unit without a no-break space between them."""
    for match in _UNIT.finditer(pair.target):
        if _is_foreign_unit(match, pair.source):
            continue
        if " " not in match[0] and not _JOINED_UNIT.search(pair.source):
            msgid = N_('no space in "%(found)s"; add a no-break space before the unit')
            return Problem(UNIT_SPACE, msgid, {"found": match[0]})
    return None


NO_BREAK_SPACE = Code(
    "no-break-space",
    N_("Ordinary space where a line can break"),
    N_(
        "A no-break space keeps a number on the same line as its unit or percent sign. Many "
        "projects use an ordinary space there, so this check is off by default."
    ),
    severity="warning",
    is_on=False,
)


@text_check(NO_BREAK_SPACE)
def find_breaking_space(pair: Pair) -> Problem | None:
    """Look for an ordinary space before a unit, or before a percent sign that has a space."""
    locale = pair.language.locale
    if locale is None or " " not in pair.target:
        return None
    matches = [*_UNIT.finditer(pair.target)] if pair.language.code in UNIT_SPACE.languages else []
    if _percent_pattern(locale)[-2] in _SPACES:
        matches += _PERCENT.finditer(pair.target)
    for match in matches:
        if " " in match[0].rstrip() and not _is_foreign_unit(match, pair.source):
            return Problem(
                NO_BREAK_SPACE,
                N_('ordinary space in "%(found)s", where the line can break; use a no-break space'),
                {"found": match[0]},
            )  # fmt: skip
    return None
