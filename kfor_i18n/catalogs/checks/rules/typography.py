"""Checks of quotation marks, dashes and ellipses by the conventions of the language.

Quotation marks follow CLDR's delimiters and, in addition, the style guides of the languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kfor_i18n.catalogs.catalog import TargetLanguage
from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import strip_code
from kfor_i18n.catalogs.problems import N_, Code, Problem

_ACCEPTED_QUOTES = (
    # Languages or locales, and the pairs that they accept; findings recommend the first.
    ("sl", "»« „“ ›‹ ‚‘"),
    ("cs de dsb hsb lb sk", "„“ »« ‚‘ ›‹"),
    ("de_CH de_LI fr_CH it_CH", "«» ‹› „“"),
    ("bg is ka lt mk", "„“ «» »« ‚‘"),
    ("bs hr sr", "„” „“ »« «» ‚’ ‚‘"),
    ("et", "„“ „” «»"),
    ("hu pl ro", "„” «» »« ‚’"),
    ("fi sv", "”” »» »« ’’"),
    ("nb nn no", "«» „“ „” »«"),
    ("be hy ky ru", "«» „“ „”"),
    ("am fa ug", "«» ‹›"),
    ("fr", "«» ‹›"),
    ("zh_HK zh_Hant zh_TW", "「」 『』 《》 〈〉"),
    ("ca el es eu gl it pt_PT uk", "«» “” ‘’ „“ „”"),
    ("da lv nl pt", "“” »« «» „“ „” ”” ‘’ ’’"),
    ("af cy en eo fy ga gd hi id ko ms th tr vi zh", "“” ‘’ «» 「」 『』 《》 〈〉"),
    ("ja", "「」 『』 “” ‘’ 《》 〈〉"),
)
_QUOTES: Mapping[str, tuple[str, ...]] = {
    name: tuple(pairs.split()) for names, pairs in _ACCEPTED_QUOTES for name in names.split()
}
_QUOTED_LANGUAGES = frozenset(name.partition("_")[0] for name in _QUOTES)

# Characters that cannot adjoin the outside of quotation marks: digits, and letters of scripts with
# spaces.
_LETTER = "0-9A-Za-zÀ-\u058f"
_MARKS = "“”„‟«»「」『』"
_MARK = re.compile(f'["‘{_MARKS}]')
_PAIR = re.compile(
    rf"(?<![{_LETTER}])([“”„‟«»「『])(?=[^{_MARKS}])[^{_MARKS}]*([“”«»」』])(?![{_LETTER}])"
    rf"|(?<![{_LETTER}])(‘)[^‘’]+(’)(?![{_LETTER}])"
)
_STRAIGHT_PAIR = re.compile(rf'(?<![{_LETTER}])"(?=[^\s"])[^"]*"(?![{_LETTER}])')
_SINGLE_PAIR = re.compile(rf"(?<![{_LETTER}])['‘](?=[^\s'’])[^'‘’]*['’](?![{_LETTER}])")


QUOTES = Code(
    "quotes",
    N_("Wrong quotation marks"),
    N_(
        "Use the quotation marks of the language: »…« or „…“ in Slovenian, « … » in French. All "
        "pairs listed by CLDR or by the style guides of the language are accepted, and straight "
        "quotation marks where the source has them. A text is checked only if its source has "
        "quotation marks."
    ),
    severity="warning",
    languages=_QUOTED_LANGUAGES,
)


@text_check(QUOTES)
def find_foreign_quotes(pair: Pair) -> Problem | None:
    """Look for quotation marks that the language does not use."""
    if not _MARK.search(pair.target) or pair.target == pair.source:
        return None
    source, target = strip_code(pair.source), strip_code(pair.target)
    accepted = _accepted_quotes(pair.language)
    if not accepted or not _quotes_something(source):
        return None
    found = [f"{match[1] or match[3]}{match[2] or match[4]}" for match in _PAIR.finditer(target)]
    if found and not _has_own(target, found, accepted):
        return Problem(
            QUOTES,
            N_("quotation marks %(found)s, which the language does not use; write %(right)s"),
            {"found": _show(found[0]), "right": _show(accepted[0])},
        )
    if '"' in source or not _MARK.search(source) or not _STRAIGHT_PAIR.search(target):
        return None
    return Problem(
        QUOTES,
        N_("straight quotation marks where the source has typographic ones; write %(right)s"),
        {"right": _show(accepted[0])},
    )


def _accepted_quotes(language: TargetLanguage) -> tuple[str, ...]:
    return _QUOTES.get(language.folder) or _QUOTES.get(language.code, ())


def _has_own(target: str, found: Sequence[str], accepted: Sequence[str]) -> bool:
    """Return whether a text has accepted quotation marks, if only around foreign ones."""
    return any(marks in accepted for marks in found) or any(
        marks[0] != marks[1] and all(mark in target for mark in marks) for marks in accepted
    )


def _quotes_something(source: str) -> bool:
    return bool(_MARK.search(source) or _SINGLE_PAIR.search(source))


def _show(marks: str) -> str:
    return "« … »" if marks == "«»" else f"{marks[0]}…{marks[1]}"


STRAIGHT_QUOTES = Code(
    "straight-quotes",
    N_("Straight quotation marks"),
    N_(
        "Straight quotation marks are a leftover from typewriters. In running text, use the "
        "quotation marks of the language; in code, keep straight ones. Most catalogs follow their "
        "source here, so this check is off by default."
    ),
    severity="warning",
    is_on=False,
    languages=_QUOTED_LANGUAGES,
)


@text_check(STRAIGHT_QUOTES)
def find_straight_quotes(pair: Pair) -> Problem | None:
    """Look for straight quotation marks, even if the source text has them too."""
    if '"' not in pair.target or not _STRAIGHT_PAIR.search(strip_code(pair.target)):
        return None
    accepted = _accepted_quotes(pair.language)
    if not accepted or not _quotes_something(strip_code(pair.source)):
        return None
    return Problem(
        STRAIGHT_QUOTES,
        N_("straight quotation marks; write %(right)s"),
        {"right": _show(accepted[0])},
    )


DASH = Code(
    "dash",
    N_("Hyphen instead of a dash"),
    N_(
        "Between spaces, use a dash (– or —, depending on the language), not a hyphen. A text is "
        "checked only if its source has a dash, and no hyphen between spaces."
    ),
    severity="warning",
)


@text_check(DASH)
def find_hyphen_for_dash(pair: Pair) -> Problem | None:
    """Look for a hyphen between spaces if the source text has a dash."""
    source = pair.source
    if " - " not in pair.target or " - " in source or ("–" not in source and "—" not in source):
        return None
    return Problem(DASH, N_("hyphen between spaces where the source has a dash; use a dash"))


ELLIPSIS = Code(
    "ellipsis",
    N_("Three dots instead of an ellipsis character"),
    N_(
        "Where the source has the ellipsis character (…), three dots look different and may be "
        "split across lines. Use the character."
    ),
    severity="warning",
)


@text_check(ELLIPSIS)
def find_three_dots(pair: Pair) -> Problem | None:
    """Look for three dots if the source text has the ellipsis character."""
    if "..." not in pair.target or "…" not in pair.source or "..." in pair.source:
        return None
    return Problem(ELLIPSIS, N_("three dots where the source has an ellipsis character; write …"))
