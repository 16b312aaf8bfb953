"""Words in their dictionary form, where the extra ``lemmas`` is installed: for hints only."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

_WORD = re.compile(r"\w+")


def find_words(text: str, term: str, code: str) -> str:
    """Return the words of a text that are probably forms of a term's words, in its order.

    Returns "" if there is none for one of them, or if no dictionary of the language is installed.
    """
    wanted = [_lemma_of(word, code) for word in _WORD.findall(term)]
    words = {_lemma_of(word, code): word for word in _WORD.findall(text)}
    if not wanted or not all(lemma and lemma in words for lemma in wanted):
        return ""
    return " ".join(words[lemma] for lemma in wanted)


@lru_cache(maxsize=4096)
def _lemma_of(word: str, code: str) -> str:
    """Return the dictionary form of a word, "" in a language without a dictionary."""
    lemmatize = _open_dictionary()
    try:
        return lemmatize(word, code).casefold() if lemmatize else ""
    except ValueError:
        return ""


@cache
def _open_dictionary() -> Callable[[str, str], str] | None:
    """Return the function that finds dictionary forms, ``None`` if it is not installed."""
    try:
        from simplemma import lemmatize
    except ImportError:
        return None
    return lemmatize
