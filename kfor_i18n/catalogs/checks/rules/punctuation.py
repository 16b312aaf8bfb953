"""Checks of end punctuation and brackets."""

from __future__ import annotations

import re

from kfor_i18n.catalogs.checks.endings import end_of, size_of
from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import strip_code
from kfor_i18n.catalogs.problems import N_, Code, Problem

# A value at the end of a text may have no full stop after it, which could be taken for a part of
# the value; an unfinished list has its ellipsis in the middle in other languages.
# A full stop after an address would be taken for a part of it.
_ADDRESS_AT_END = re.compile(r"(?:://|@|\bwww\.)\S+\Z|\b[\w-]+\.(?:[a-z]{2,3}|info)(?:/\S*)?\Z")
_VALUE = re.compile(r"[:：]\s*[\"'“„«「]?\ufffc[\"'”“»」]?[.。]?\s*\Z")
_TAG = re.compile("</?[A-Za-z][^<>]*>")
_LISTED_ON = re.compile(r",\s*(?:\.\.\.|…)\s*\Z")
# A text that ends with such a word is followed by a value; other languages put a colon before it.
_GOES_ON = frozenset({"as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "to", "with"})
# An action in progress, such as "Loading the file", may have an ellipsis.
_GOES_ON_NOW = re.compile(r"(?i)\A\W*\w{2,}ing\b|\bin progress\b")
_INNER_COLON = re.compile(r"[:：]\s*\S")
# Languages that end sentences without punctuation, or often leave it out.
_WITHOUT_SIGNS = frozenset({"bo", "dz", "km", "lo", "my", "th"})
# Languages whose labels and short messages have no full stop.
_BARE_LABELS = frozenset({"ja", "ko", "zh"})
_ASKING = ("か", "の")
_YES_OR_NO = re.compile(
    r"(?i)\b(?:are you|really|sure)\b|(?:\A|[.!?>]\s*)(?:cancel|delete|discard|is|proceed|remove)\b"
)
_ABBREVIATIONS = frozenset({
    "abbr", "approx", "avg", "co", "corp", "dept", "dr", "eg", "e.g", "etc", "excl", "ext", "fig",
    "ie", "i.e", "inc", "incl", "jr", "ltd", "max", "min", "misc", "mr", "mrs", "nr", "no", "opt",
    "pp", "ref", "req", "resp", "sec", "sr", "st", "tel", "temp", "vol", "vs", "a.m", "p.m", "u.k",
    "u.s",
})  # fmt: skip


END_PUNCTUATION = Code(
    "end-punctuation",
    N_("End punctuation differs from the source"),
    N_(
        "A full stop, colon, question mark or ellipsis at the end shows what follows: a colon "
        "introduces something, an ellipsis means that something continues. The corresponding "
        "punctuation of another script counts as the same; quotation marks, brackets and tags "
        "after it are ignored. Not reported: differences that occur in more than a tenth of the "
        "comparable texts, which are the style of the catalog, and exclamation marks in place of "
        "full stops, which are a matter of taste."
    ),
    severity="warning",
)


@text_check(END_PUNCTUATION)
def find_end_punctuation(pair: Pair) -> Problem | None:
    """Compare the end punctuation of texts of at least four characters."""
    source, target = (_SMILEY.sub("", text) for text in (pair.source, pair.target))
    wanted, found = end_of(source), end_of(target, pair.language.code)
    if wanted == found or wanted is None or found is None or len(pair.source.strip()) < 4:
        return None
    if pair.entry.plural is not None and found in map(
        end_of, (pair.entry.msgid, pair.entry.plural)
    ):
        return None
    if _is_free(pair, wanted, found) or pair.habits.is_style(pair.source, wanted, found):
        return None
    if not found:
        msgid = N_('missing end punctuation "%(wanted)s"; add it')
    elif not wanted:
        msgid = N_('unexpected end punctuation "%(found)s"; remove it')
    else:
        msgid = N_('end punctuation "%(found)s" where the source has "%(wanted)s"; use the same')
    return Problem(END_PUNCTUATION, msgid, {"found": found, "wanted": wanted})


def _is_free(pair: Pair, wanted: str, found: str) -> bool:
    """Return whether the language, or the kind of text, allows either end punctuation."""
    ends, code = {wanted, found}, pair.language.code
    if not found and _SMILEY.search(pair.target):
        return True
    if _is_pseudo(pair) or _LISTED_ON.search(pair.source):
        return True
    if code in _WITHOUT_SIGNS:
        return ends <= {".", "?", "!", ":", "…", ""}
    if "!" in ends:
        return ends <= {"!", ".", ""}
    if code == "hy":
        # The question mark is inside the word that the question is about.
        is_stop = found == "." and not wanted and _is_free_stop(pair, wanted)
        is_question = wanted == "?" and "՞" in pair.target
        return is_stop or is_question or ends in ({".", ":"}, {":", ""})
    if wanted == "?":
        return _is_free_question(pair)
    if ":" in ends:
        return _is_free_colon(pair, wanted)
    # A label such as "Is default", or a request, may be a question in another language.
    if found == "?":
        return wanted in (".", "")
    if found == "…" and _GOES_ON_NOW.search(pair.source):
        return wanted in (".", "")
    return ends == {".", ""} and _is_free_stop(pair, wanted)


def _is_pseudo(pair: Pair) -> bool:
    """Return whether a translation is its source text with decoration around it."""
    source = pair.source.strip()
    is_decorated = len(source) < len(pair.target.strip()) and " " in source
    return is_decorated and source in pair.target


def _is_free_question(pair: Pair) -> bool:
    """Return whether a question may be a statement, as one that needs more than a yes or no may."""
    if pair.language.code in _BARE_LABELS and size_of(pair.source) == "label":
        return True
    if pair.language.code == "ja" and pair.target.rstrip("。 ").endswith(_ASKING):
        return True
    return not _YES_OR_NO.search(pair.source)


def _is_free_colon(pair: Pair, wanted: str) -> bool:
    """Return whether a language uses a colon where the source introduces something differently.

    One that the source has inside, as in "By: %(name)s", may move to the end with the word order.
    """
    if wanted == ":":
        code = pair.language.code
        return code in ("ja", "ko") and end_of(pair.target, code) == "."
    if _INNER_COLON.search(strip_code(pair.source)):
        return True
    return not wanted and pair.source.split()[-1].lower() in _GOES_ON


def _is_free_stop(pair: Pair, wanted: str) -> bool:
    """Return whether a text may end with a full stop or without one.

    The last word may be an abbreviation. A source that is a sentence without its full stop may
    get one.
    """
    if any(_ADDRESS_AT_END.search(text.rstrip(" .")) for text in (pair.source, pair.target)):
        return True
    texts = (strip_code(_TAG.sub("", text)) for text in (pair.source, pair.target))
    if wanted and any(map(_VALUE.search, texts)):
        return True
    is_label = size_of(pair.source) == "label"
    if is_label and pair.language.code in _BARE_LABELS:
        return True
    if not wanted:
        return not is_label or _is_abbreviated(pair.target)
    word = pair.source.rstrip().split()[-1].rstrip(".").lower()
    return word in _ABBREVIATIONS or (
        word == pair.source.rstrip().rstrip(".").lower() and len(word) <= 4
    )


def _is_abbreviated(text: str) -> bool:
    """Return whether a label's last word may be an abbreviation: short, or without a last vowel."""
    word = text.rsplit(maxsplit=1)[-1].rstrip(".)")
    return len(word) <= 5 or "." in word or not set(word[-2:].lower()) & _VOWELS


_VOWELS = frozenset("aeiouyáàâäãåāąéèêëēėęěíìîïīįóòôöõøōőúùûüūůűýÿæœıаеёиоуыэюяіїєαεηιουωάέήίόύώ")


# List markers such as "a)" have no opening bracket.
_LISTED = re.compile(r"(?<![\w(])\w{1,2}\)")
_SMILEY = re.compile(r"(?<!\S)[:;]-?[()DP]+(?!\w)")
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# The name of a character, whose translation may show it.
_NAMED_BRACKET = re.compile(r"\b(?:paren|bracket|brace)", re.IGNORECASE)
_WIDE_BRACKET = re.compile("[（）【】]")
_SIDES = str.maketrans("（）【】", "()[]")


BRACKETS = Code(
    "brackets",
    # Translators: the title of a kind of finding.
    N_("Unbalanced brackets"),
    N_(
        "The brackets in the source are balanced, but the translation has one that is never "
        "closed or never opened."
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
            if _is_turned(pair, opening, closing) or _NAMED_BRACKET.search(pair.source):
                continue
            return Problem(
                BRACKETS,
                N_(
                    "unbalanced brackets %(opening)s %(closing)s; add the missing one or remove "
                    "the extra one"
                ),
                {"opening": opening, "closing": closing},
            )
    return None


def _is_turned(pair: Pair, opening: str, closing: str) -> bool:
    """Return whether a bracket was typed the other way round, to look right next to Latin text."""
    if pair.language.code not in _RIGHT_TO_LEFT:
        return False
    source, target = (
        text.count(opening) + text.count(closing) for text in (pair.source, pair.target)
    )
    return source == target


def _is_paired(text: str, opening: str, closing: str) -> bool:
    is_bare = opening not in text and closing not in text
    if is_bare and (text.isascii() or not _WIDE_BRACKET.search(text)):
        return True
    # A bracket may be the last character of an address, or be after it.
    return any(
        _count_surplus(each, opening, closing) in (0, len(_LISTED.findall(each)))
        for each in (_SMILEY.sub("", one.translate(_SIDES)) for one in (strip_code(text), text))
    )


def _count_surplus(text: str, opening: str, closing: str) -> int:
    return text.count(closing) - text.count(opening)
