"""Checks of whitespace and invisible characters."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import strip_code
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import is_blank

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2028\u2029\u2060-\u2064\ufeff\u202a-\u202e]")
_JOINED = frozenset({"ar", "fa", "ur", "ckb", "ps", "sd", "ug", "he", "yi", "km", "my", "th", "lo"})
_DOUBLE = re.compile(r"[^\s.!?:;]  +(?=\S)")
# Languages without spaces between words have none between sentences either.
_UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my", "bo"})
# The lines of a template, whose white space a browser joins.
_INDENTED = re.compile(r"\n[ \t]{4,}\S")
# French has a space before these.
_FRENCH = re.compile("[\u00a0\u202f][?!:;»]")
# Characters that no space precedes.
_CLINGING = frozenset(",.;:!?)]’»”%")


SPACE_START = Code(
    "space-start",
    N_("White space at the beginning differs from the source's"),
    N_(
        "Texts are put together as they are: a space or line end that the source begins with "
        "keeps words apart, one that it has not is seen on the page. Indentation, that is two "
        "spaces or more, is left aside. --fix mends it."
    ),
    severity="warning",
    is_fixed=True,
)


@text_check(SPACE_START)
def find_space_start(pair: Pair) -> Problem | None:
    """Compare the leading whitespace."""
    start = _start(pair.source)
    if is_blank(pair.target) or _is_fragment(pair.source):
        return None
    if pair.target[:1].isspace() == pair.source[:1].isspace() or _is_layout(start):
        return None
    if len(start) > 1 and not start.strip(" ") and start != pair.source:
        return None
    if pair.language.code == "fr" and _FRENCH.match(pair.target):
        return None
    if start == " " and (pair.language.code in _UNSPACED or pair.target[:1] in _CLINGING):
        return None
    return Problem(
        SPACE_START, N_("begins with %(found)s, the source with %(wanted)s"),
        {"found": _show(_start(pair.target)), "wanted": _show(start)},
    )  # fmt: skip


SPACE_END = Code(
    "space-end",
    N_("White space at the end differs from the source's"),
    N_(
        "Texts are put together as they are: a space or line end that the source ends with "
        "keeps words apart, one that it has not is in the way. The indentation of a template is "
        "left aside, and so is a space that the source may have by accident: one after a sentence, "
        "or one that most translations of the catalog do without. --fix mends it."
    ),
    severity="warning",
    is_fixed=True,
)


@text_check(SPACE_END)
def find_space_end(pair: Pair) -> Problem | None:
    """Compare the trailing whitespace."""
    if pair.target[-1:].isspace() == pair.source[-1:].isspace():
        return None
    if is_blank(pair.target):
        return None
    if any(map(_is_layout, (_end(pair.source), _end(pair.target)))) or _is_accidental(pair):
        return None
    if _end(pair.source) == " " and (
        pair.language.code in _UNSPACED or east_asian_width(pair.target[-1:] or " ") in "FW"
    ):
        return None
    return Problem(
        SPACE_END, N_("ends with %(found)s, the source with %(wanted)s"),
        {"found": _show(_end(pair.target)), "wanted": _show(_end(pair.source))},
    )  # fmt: skip


def _is_accidental(pair: Pair) -> bool:
    """Return whether a source's last space may be one that nobody wanted.

    A space after a comma, a dash or an opening bracket is wanted; after a colon or a word it is if
    the catalog says so.
    """
    end = _end(pair.source)
    if not end or end.strip(" ") or end == pair.source:
        return False
    before = pair.source.rstrip()[-1:]
    return before in _STOPS or (before not in _CONTINUING and not pair.habits.keeps_last_space)


# A sentence is over, so that what follows stands apart anyway.
_STOPS = frozenset(".!?…")
_CONTINUING = frozenset(",;-–—(=/")


def _is_fragment(source: str) -> bool:
    """Return whether a text is an ending, such as that of an ordinal, which other languages write
    apart from the number.
    """
    return len(source) <= 3 and source.isalpha() and source.islower()


def _is_layout(space: str) -> bool:
    """Return whether white space is the indentation of a template, which a browser joins."""
    return "\n" in space and space.strip("\n") != ""


def _start(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _end(text: str) -> str:
    return text[len(text.rstrip()) :]


def _show(space: str) -> str:
    return ascii(space) if space else "—"


SPACE_DOUBLE = Code(
    "space-double",
    N_("Two spaces where the source has one"),
    N_("A doubled space is a slip of the hand, and seen wherever white space is kept."),
    severity="warning",
)


@text_check(SPACE_DOUBLE)
def find_space_double(pair: Pair) -> Problem | None:
    """Look for two or more spaces in a row that the source text does not have."""
    if "  " not in pair.target or "  " in pair.source or "\n" in pair.source:
        return None
    found = _DOUBLE.search(strip_code(pair.target))
    if not found:
        return None
    return Problem(
        SPACE_DOUBLE, N_('has two spaces after "%(text)s"; leave one'), {"text": found[0].strip()}
    )


INVISIBLE = Code(
    "invisible",
    N_("A character that nobody sees"),
    N_(
        "Zero-width spaces and direction marks come along when text is copied. "
        "They break searching and line breaking. Scripts that need them may have them."
    ),
    severity="warning",
)


@text_check(INVISIBLE)
def find_invisible(pair: Pair) -> Problem | None:
    """Look for invisible characters that the source text does not contain."""
    if pair.target.isascii() or pair.language.code in _JOINED:
        return None
    found = _INVISIBLE.search(pair.target)
    if not found or found[0] in pair.source:
        return None
    return Problem(
        INVISIBLE, N_("has the invisible character U+%(code)s; remove it"),
        {"code": f"{ord(found[0]):04X}"},
    )  # fmt: skip


LINE_ENDS = Code(
    "line-ends",
    N_("Other paragraphs than the source"),
    N_(
        "Where a text goes into an e-mail or a terminal, its blank lines are its layout. How "
        "many there are is left aside."
    ),
    severity="warning",
)


@text_check(LINE_ENDS)
def find_line_ends(pair: Pair) -> Problem | None:
    """Check that both texts have blank lines (paragraph breaks), or neither."""
    wanted, found = (text.strip().count("\n\n") for text in (pair.source, pair.target))
    if bool(wanted) == bool(found) or "<p" in pair.source or _INDENTED.search(pair.source):
        return None
    return Problem(
        LINE_ENDS, N_("has %(found)s blank lines, the source %(wanted)s"),
        {"found": found, "wanted": wanted},
    )  # fmt: skip
