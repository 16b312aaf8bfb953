"""Inflected forms of a word: whether another word is one of them, by rules of thumb.

Slovenian has the endings of its declensions; other languages are matched by the stem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Matcher = Callable[[str], object]
"""Returns a true value if a word is a form of the word that the matcher was made for."""

# Languages that write compounds as one word, or particles before one.
_COMPOUNDING = frozenset({
    "af", "ar", "da", "de", "et", "fa", "fi", "he", "hu", "is", "lb", "nb", "nl", "nn", "no", "sv",
    "ur",
})  # fmt: skip


def is_acronym(word: str) -> bool:
    """Return whether a word is an acronym: it has two capitals or more."""
    return sum(letter.isupper() for letter in word) > 1


def compile_word(word: str, code: str) -> Matcher:
    """Return a matcher of a word's inflected forms; capitalized words are case-sensitive."""
    flags = 0 if word[0].isupper() else re.IGNORECASE
    if len(word) <= 2 or any(char.isdigit() for char in word):
        pattern = re.escape(word)
    elif is_acronym(word):
        pattern = rf"{re.escape(word)}[^\W\d_]{{0,3}}"
    elif code == "sl":
        return _inflect_slovenian(word)
    elif code in _COMPOUNDING:
        pattern, flags = rf"\w*{_inflect(word)}", re.IGNORECASE
    else:
        pattern = _inflect(word)
    return re.compile(pattern, flags).fullmatch


_VOWELS = "aeiouyαεηιουωаеёиоуыэюяіїє"


def _inflect(word: str) -> str:
    """Return a pattern of words with the stem of a word, which may lose or gain its last vowel."""
    stems = [word if len(word) == 3 else word[: max(3, -(-2 * len(word) // 3))]]
    *_, last_but_one, last = is_vowel = [letter in _VOWELS for letter in word.casefold()]
    if last_but_one and not last and len(word) > 3:
        stems.append(word[:-2] + word[-1])
    if last and not any(is_vowel[-3:-1]):
        stems.append(f"{word[:-2]}[eoеоёі]{word[-2]}")
    return f"(?:{'|'.join(stems)})\\w*"


# Slovenian: the endings of all declensions, and those of adjectives.
_ENDINGS = (
    "a", "e", "i", "o", "u", "om", "em", "oma", "ema", "ov", "ev", "am", "ama", "ami", "ah", "eh",
    "ih", "im", "ima", "imi", "mi", "ega", "emu", "jo",
)  # fmt: skip
_ADJECTIVAL = "(?:a|e|i|o|u|ega|emu|em|im|ih|ima|imi)?"
_CASES = re.compile(rf"(?:j|n|t|es)?(?:{'|'.join(_ENDINGS)}|(?:ov|ev|in){_ADJECTIVAL})?")
_ADJECTIVES = re.compile(rf"(?:ov|ev)?(?:e?n|s?k){_ADJECTIVAL}")
_CONSONANTS = "bcčdfghjklmnprsštvzž"
_SOFTENED = (str.maketrans("kgh", "czs"), str.maketrans("kgch", "šžčš"))


def _inflect_slovenian(word: str) -> Matcher:
    """Return a matcher of a word's cases, its possessive and the adjective derived from it.

    The adjective of a proper noun is in lower case.
    """
    is_name = word[0].isupper()
    stems = tuple({stem if is_name else stem.lower() for stem in _slovenian_stems(word)})
    lower_stems = tuple(stem.lower() for stem in stems)

    def matches(other: str) -> bool:
        other = other if is_name else other.lower()
        return _is_built(other, stems, _CASES) or _is_built(other, lower_stems, _ADJECTIVES)

    return matches


def _is_built(word: str, stems: tuple[str, ...], endings: re.Pattern[str]) -> bool:
    return word.startswith(stems) and any(
        word.startswith(stem) and endings.fullmatch(word, len(stem)) for stem in stems
    )


def _slovenian_stems(word: str) -> Iterator[str]:
    """Yield possible stems of a word: unchanged, softened, and with a mobile vowel."""
    cut = [word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2]
    for stem in (word, *cut):
        yield stem
        for softened in _SOFTENED:
            yield stem[:-1] + stem[-1].translate(softened)
        if stem[-2] == "e" and stem[-1] in _CONSONANTS and stem[-3] in _CONSONANTS:
            yield stem[:-2] + stem[-1]
        if stem[-1] in _CONSONANTS and stem[-2] in _CONSONANTS:
            yield f"{stem[:-1]}{'i' if stem[-1] == 'j' else 'e'}{stem[-1]}"
