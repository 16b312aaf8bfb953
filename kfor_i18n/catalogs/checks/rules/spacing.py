"""Checks of whitespace and invisible characters."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import CODE, strip_code
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import is_blank

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2028\u2029\u2060-\u2064\ufeff\u202a-\u202e]")
_JOINED = frozenset({"ar", "fa", "ur", "ckb", "ps", "sd", "ug", "he", "yi", "km", "my", "th", "lo"})
_DOUBLE = re.compile(r"[^\s.!?:;]  +(?=\S)")
# Languages without spaces between words have none between sentences either.
_UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my", "bo"})
# The lines of a template, whose whitespace a browser collapses.
_INDENTED = re.compile(r"\n[ \t]{4,}\S")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# French has a space before these.
_FRENCH = re.compile("[\u00a0\u202f][?!:;»]")
# Characters without a space before them.
_CLINGING = frozenset(",.;:!?)]’»”%")


SPACE_START = Code(
    "space-start",
    N_("Leading whitespace differs from the source"),
    N_(
        "Programs join texts as they are: leading whitespace in the source separates words, and "
        "extra whitespace is visible on the page. Indentation by two or more spaces is ignored. "
        "kfor-i18n check --fix corrects the difference."
    ),
    severity="warning",
    is_fixed=True,
)


@text_check(SPACE_START)
def find_space_start(pair: Pair) -> Problem | None:
    """Compare the leading whitespace."""
    if pair.target[:1].isspace() == pair.source[:1].isspace():
        return None
    start = _start(pair.source)
    if is_blank(pair.target) or _is_fragment(pair.source) or _is_layout(start):
        return None
    if len(start) > 1 and not start.strip(" ") and start != pair.source:
        return None
    if pair.language.code == "fr" and _FRENCH.match(pair.target):
        return None
    if start == " " and pair.habits.drops_first_space:
        return None
    if start == " " and (pair.language.code in _UNSPACED or pair.target[:1] in _CLINGING):
        return None
    if start:
        msgid = N_("missing leading whitespace %(wanted)s; run kfor-i18n check --fix")
        return Problem(SPACE_START, msgid, {"wanted": ascii(start)})
    msgid = N_("unexpected leading whitespace %(found)s; run kfor-i18n check --fix")
    return Problem(SPACE_START, msgid, {"found": ascii(_start(pair.target))})


SPACE_END = Code(
    "space-end",
    N_("Trailing whitespace differs from the source"),
    N_(
        "Programs join texts as they are: trailing whitespace in the source separates words, and "
        "extra whitespace is visible on the page. The indentation of a template is ignored, and "
        "so is a space that the source may have by accident: after a sentence, or where most "
        "translations in the catalog do without it. kfor-i18n check --fix corrects the difference."
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
    if end := _end(pair.source):
        msgid = N_("missing trailing whitespace %(wanted)s; run kfor-i18n check --fix")
        return Problem(SPACE_END, msgid, {"wanted": ascii(end)})
    msgid = N_("unexpected trailing whitespace %(found)s; run kfor-i18n check --fix")
    return Problem(SPACE_END, msgid, {"found": ascii(_end(pair.target))})


def _is_accidental(pair: Pair) -> bool:
    """Return whether the trailing space of a source may be unintended.

    A space after a comma, a dash or an opening bracket is intended; one after a colon or a word is
    if most translations in the catalog keep theirs.
    """
    end = _end(pair.source)
    if not end or end.strip(" ") or end == pair.source:
        return False
    before = pair.source.rstrip()[-1:]
    return before in _STOPS or (before not in _CONTINUING and not pair.habits.keeps_last_space)


# The end of a sentence, after which a space changes nothing.
_STOPS = frozenset(".!?…")
_CONTINUING = frozenset(",;-–—(=/")


def _is_fragment(source: str) -> bool:
    """Return whether a text is an ending, such as that of an ordinal, which other languages write
    apart from the number.
    """
    return len(source) <= 2 and source.isalpha() and source.islower()


def _is_layout(space: str) -> bool:
    """Return whether whitespace is the indentation of a template, which a browser collapses."""
    return "\n" in space and space.strip("\n") != ""


def _start(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _end(text: str) -> str:
    return text[len(text.rstrip()) :]


SPACE_DOUBLE = Code(
    "space-double",
    # Translators: the title of a kind of finding.
    N_("Double space"),
    N_(
        "A double space is usually a typing mistake, and is visible wherever whitespace is "
        "preserved."
    ),
    severity="warning",
)


@text_check(SPACE_DOUBLE)
def find_space_double(pair: Pair) -> Problem | None:
    """Look for two or more spaces in a row that the source text does not have."""
    if "  " not in pair.target or "  " in pair.source or "\n" in pair.source:
        return None
    text = strip_code(pair.target)
    found = _DOUBLE.search(text)
    if not found:
        return None
    word = text[: found.start() + 1].split()[-1].replace(CODE, "…")
    return Problem(
        SPACE_DOUBLE,
        N_('double space after "%(text)s"; keep one space'),
        {"text": word},
    )


INVISIBLE = Code(
    "invisible",
    # Translators: the title of a kind of finding.
    N_("Invisible character"),
    N_(
        "Zero-width spaces and direction marks are often pasted by accident. They interfere with "
        "searching and line breaking. Scripts that need them are exempt."
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
        INVISIBLE, N_("invisible character U+%(code)s; remove it"),
        {"code": f"{ord(found[0]):04X}"},
    )  # fmt: skip


LINE_ENDS = Code(
    "line-ends",
    N_("Paragraph breaks differ from the source"),
    N_(
        "In emails and terminals, blank lines separate paragraphs. The check compares only the "
        "presence of blank lines, not their number."
    ),
    severity="warning",
)


@text_check(LINE_ENDS)
def find_line_ends(pair: Pair) -> Problem | None:
    """Check that both texts have blank lines (paragraph breaks), or neither."""
    if "\n" not in pair.source and "\n" not in pair.target:
        return None
    wanted, found = (len(_BLANK_LINE.findall(text.strip())) for text in (pair.source, pair.target))
    if bool(wanted) == bool(found) or "<p" in pair.source or _INDENTED.search(pair.source):
        return None
    if wanted:
        msgid = N_("missing paragraph breaks; add a blank line where the source has one")
    else:
        msgid = N_("unexpected paragraph breaks; remove the blank lines")
    return Problem(LINE_ENDS, msgid)
