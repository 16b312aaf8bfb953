"""Checks of end punctuation and brackets."""

from __future__ import annotations

import re

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import strip_code
from kfor_i18n.catalogs.problems import N_, Code, Problem

_KINDS = {
    ".": ".。।۔։॥᙮．᠃",
    "!": "!！՜¡᥄",
    "?": "?？؟՞፧\u037e⁇᥅",
    ":": ":：፦՝׃᠄",
    ";": ";；؛፤\u0387",
    "…": "…⋯",
}
_KIND_OF = {character: kind for kind, characters in _KINDS.items() for character in characters}
# Languages in which a character is a different kind of punctuation: the Greek question mark is ";".
_SPECIAL = {("el", ";"): "?"}
_NO_STOPS = frozenset({"th", "lo"})
_CLOSING = " \u00a0\u202f\n\t\"'”“»«’‘›‹)]}」』）】*_`"


END_PUNCTUATION = Code(
    "end-punctuation",
    N_("Ends with another sign than the source"),
    N_(
        "A full stop, colon, question mark or ellipsis at the end tells what follows: a colon "
        "introduces, an ellipsis says that something goes on. The signs of the language's own "
        "script count as theirs; quotes and brackets behind them are left aside."
    ),
    severity="warning",
)


@text_check(END_PUNCTUATION)
def find_end_punctuation(pair: Pair) -> Problem | None:
    """Compare the end punctuation of texts of at least four characters."""
    code = pair.language.code
    wanted, found = _end_kind(pair.source, ""), _end_kind(pair.target, code)
    if wanted == found or len(pair.source.strip()) < 4:
        return None
    if {wanted, found} <= {".", ""} and (code in _NO_STOPS or _is_label(pair)):
        return None
    return Problem(
        END_PUNCTUATION,
        N_("ends with %(found)s, the source with %(wanted)s"),
        {"found": found or "—", "wanted": wanted or "—"},
    )


def _is_label(pair: Pair) -> bool:
    """Return whether a text may end with an abbreviation, whose full stop ends no sentence."""
    last = (pair.target if pair.target.rstrip().endswith(".") else pair.source).split()[-1:]
    return bool(last) and len(last[0].rstrip(".")) <= 4


def _end_kind(text: str, code: str) -> str:
    text = strip_code(text).rstrip(_CLOSING)
    if text.endswith(("...", "。。。")):
        return "…"
    last = text[-1:]
    return _SPECIAL.get((code, last), _KIND_OF.get(last, ""))


# List markers such as "a)" have no opening bracket.
_LISTED = re.compile(r"(?<![\w(])\w{1,2}\)")
_SIDES = str.maketrans("（）【】", "()[]")


BRACKETS = Code(
    "brackets",
    N_("A bracket that is not closed"),
    N_(
        "A bracket was opened and not closed, or closed and not opened, where the source's "
        "brackets are in pairs."
    ),
    severity="warning",
)


@text_check(BRACKETS)
def find_brackets(pair: Pair) -> Problem | None:
    """Look for unbalanced brackets."""
    for opening, closing in (("(", ")"), ("[", "]")):
        if _is_paired(pair.source, opening, closing) and not _is_paired(
            pair.target, opening, closing
        ):
            return Problem(
                BRACKETS,
                N_("has %(opening)s and %(closing)s that are not in pairs; complete them"),
                {"opening": opening, "closing": closing},
            )
    return None


def _is_paired(text: str, opening: str, closing: str) -> bool:
    if opening not in text and closing not in text and text.isascii():
        return True
    text = strip_code(text).translate(_SIDES)
    difference = text.count(closing) - text.count(opening)
    return difference == 0 or 0 < difference == len(_LISTED.findall(text))
