"""Checks of words: repeated, untranslated, or in mixed scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import strip_code, words_of
from kfor_i18n.catalogs.problems import N_, Code, Problem

# Vowel signs of Indic scripts, which are not letters but belong to the word.
_SIGN = r"\u0900-\u109f\u1780-\u17ff"
_DOUBLED = re.compile(
    rf"(?<![-‑'’·:*_/.{_SIGN}])\b([^\W\d_]{{2,}})[ \u00a0]+\1\b(?![-‑'’{_SIGN}]|\.\w)"
)
# Words that may be repeated in a language, and languages that form words by reduplication.
_REPEATED = {
    "ca": {"que"}, "da": {"til", "om", "på"}, "de": {"die", "der", "das", "sie"},
    "dsb": {"jaden", "wjele"}, "es": {"que"}, "fr": {"en", "nous", "vous"}, "ga": {"do", "go"},
    "gl": {"se"}, "hsb": {"jedyn", "wjele"}, "hu": {"az", "egy"}, "it": {"via"},
    "nb": {"til", "om", "på"},
    "nl": {"aan", "dat", "die", "hiep", "in", "is", "je", "op", "uit", "voor", "wordt"},
    "pl": {"się", "nie"}, "pt": {"se", "que"}, "sl": {"se", "si", "zelo"},
    "sq": {"e", "i", "së", "të"}, "sv": {"till", "om", "på"},
}  # fmt: skip
_REDUPLICATING = frozenset(
    {"ar", "az", "bn", "eu", "fa", "fil", "gu", "hi", "id", "ja", "jv", "kk", "km", "kn", "ky",
     "mi", "ml", "mn", "mr", "ms", "my", "ne", "pa", "su", "sw", "ta", "te", "tet", "tg", "th",
     "tk", "tl", "tr", "ur", "uz", "vi", "zh"}
)  # fmt: skip


WORD_DOUBLE = Code(
    "word-double",
    # Translators: the title of a kind of finding.
    N_("Repeated word"),
    N_("A repeated word is easy to overlook when writing and distracting when reading."),
    severity="warning",
)


@text_check(WORD_DOUBLE)
def find_word_double(pair: Pair) -> Problem | None:
    """Look for a repeated word, unless the source text has one too."""
    if pair.language.code in _REDUPLICATING:
        return None
    found = _DOUBLED.search(strip_code(pair.target))
    if (
        not found
        or found[1].lower() in _REPEATED.get(pair.language.code, ())
        or _is_repeating(pair.source)
    ):
        return None
    return Problem(WORD_DOUBLE, N_('repeated word "%(word)s"; remove one'), {"word": found[1]})


def _is_repeating(text: str) -> bool:
    """Return whether a text has a word twice within two words, as in "the file's file"."""
    words = _ANY_WORD.findall(text.lower())
    return bool(_DOUBLED.search(text)) or any(
        len(word) >= _LONG_WORD and word in words[at + 1 : at + 3] for at, word in enumerate(words)
    )


_ANY_WORD = re.compile(r"[^\W\d_]+")
# Shorter ones, such as "to" in "to go to", are often near each other.
_LONG_WORD = 4

# Names in code, such as keys as msgids, what readers type, and calls as in "@(if: …)".
_CODE = re.compile(
    r"[@#$]\([^()]*\)|\w*_\w+|<(code|kbd|pre|samp|tt|var)\b[^<>]*>.*?</\1>", re.DOTALL
)


# Keywords or sample tags, which may be the same.
_LIST = re.compile(r"[\w.-]+(?:[,;] ?[\w.-]+)+[,;]?")


UNCHANGED = Code(
    "unchanged",
    N_("Translation identical to the source"),
    N_(
        "A text that is identical to its source was probably copied and forgotten. Texts of fewer "
        "than four words, and names, are not checked, because they may be the same in both "
        "languages."
    ),
    severity="warning",
)


@text_check(UNCHANGED)
def find_unchanged(pair: Pair) -> Problem | None:
    """Look for a translation of several words that equals its source text."""
    if pair.target != pair.source or pair.language.code == "en" or "://" in pair.source:
        return None
    if _LIST.fullmatch(pair.source):
        return None
    source = _CODE.sub("", pair.source)
    words = [word for word in words_of(source) if word.islower() and len(word) > 1]
    if len(words) < 4 or len(source.split()) < 4:
        return None
    return Problem(UNCHANGED, N_("text identical to the source; translate it"))


_ACRONYM = re.compile("^[A-Z]{2,}s?")
_ESCAPED_LETTER = re.compile(r"\\[A-Za-z]")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


MIXED_SCRIPT = Code(
    "mixed-script",
    N_("Letters from two scripts in one word"),
    N_(
        "A Latin letter in a Cyrillic or Greek word may look right, but search, sorting and "
        "screen readers treat it as a different letter."
    ),
    severity="warning",
)


@text_check(MIXED_SCRIPT)
def find_mixed_script(pair: Pair) -> Problem | None:
    """Look for a word with letters of more than one script."""
    if pair.target.isascii():
        return None
    target = pair.target
    if "\\" in target:
        target = _ESCAPED_LETTER.sub(" ", target)
    for word in words_of(target):
        # An apostrophe separates a foreign name from its ending.
        if not word.isascii() and any(map(_is_mixed, re.split("['’]", word))):
            return Problem(
                MIXED_SCRIPT,
                N_('letters from two scripts in "%(word)s"; retype the word'),
                {"word": word},
            )
    return None


@lru_cache(maxsize=8192)
def _is_mixed(word: str) -> bool:
    # Acronyms may have endings in another script; the Greek mu is also the prefix micro.
    rest = _ACRONYM.sub("", word.lstrip("µμ"))
    names = [unicodedata.name(letter, "") for letter in rest]
    scripts = {script for script in _SCRIPTS for name in names if name.startswith(script)}
    return len(scripts) > 1
