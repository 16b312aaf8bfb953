"""The punctuation that a text ends with, in any script, and what a catalog's own style is.

Punctuation is compared by *kind*: the full stop represents the stops of all scripts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kfor_i18n.catalogs.checks.texts import strip_code, words_of

# Unicode's property Sentence_Terminal, the Tibetan marks, and the colons and semicolons.
_KINDS = {
    ".": ".．｡。।॥৷۔։።፨។៕။༎།༏༐༑᙮᠃᠉᱾᱿꓿꘎꛳꤯꩝꩞꩟꫰꫱꯫᪨᪩᭚᭛᭞᭟",
    "!": "!！﹗՜¡߹᥄‼",
    "?": "?？﹖؟՞፧\u037e⁇⁈⁉᥅꛷",
    ":": ":：﹕∶፦՝៖׃᠄༔",
    ";": ";；﹔؛፤\u0387",
    "…": "…⋯‥",
}
_KIND_OF = {character: kind for kind, characters in _KINDS.items() for character in characters}
# Characters that are of a different kind in a language: the Greek question mark is a semicolon,
# the Armenian full stop looks like a colon and the other way round, and a danda is often typed as a
# vertical bar.
_OWN: dict[str, dict[str, str]] = {
    "el": {";": "?"},
    "hy": {":": ".", "․": "."},
    **{code: {"|": "."} for code in ("as", "bn", "hi", "mai", "mr", "ne", "or", "pa", "sa")},
    **{code: {"፡፡": ".", "::": ".", "፡": ":"} for code in ("am", "ti")},
}
_BRACKETS = ")]}」』）】］〉》"
_INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_CLOSING = f" \u00a0\u202f\u3000\n\r\t\"'”“»«’‘‚„›‹*_`{_BRACKETS}{_INVISIBLE}"
_OPENING = "\"'“„‘‚«‹»›([{「『（【《"
_LAST_TAG = re.compile(
    r"(?:</[A-Za-z][^<>]*>|<br ?/?>|\{/\w+\}|%\((?:end|close)\w*\)s|%\(\w+_?(?:end|close)\)s)\Z"
)


@lru_cache(maxsize=8192)
def end_of(text: str, code: str = "") -> str | None:
    """Return the kind of a text's end punctuation: one of ``. ! ? : ; …``, or "" if it has none.

    ``code`` is the language. Tags, quotes, brackets and whitespace after the punctuation are
    ignored. The result is ``None`` if it is uncertain: a stop in brackets, quoted punctuation, or
    two stops.
    """
    if text[-1:].isalpha():
        return ""  # Most texts, and the rest takes long.
    kept = _strip_closing(text)
    if kept[-1:] in _KIND_OF and kept[-2:-1] and kept[-2:-1] in _OPENING:
        return None
    after = text[len(kept) :]
    kept = strip_code(kept)
    if kept.endswith(("...", "。。。", "···", "．．．")):
        kept = "…"
    elif kept.endswith((". .", "..")):
        return None
    own = _OWN.get(code, {})
    kind = own.get(kept[-2:]) or own.get(kept[-1:]) or _KIND_OF.get(kept[-1:], "")
    return None if kind in (".", "…") and any(bracket in after for bracket in _BRACKETS) else kind


def _strip_closing(text: str) -> str:
    while True:
        text = text.rstrip(_CLOSING)
        start = max(text.rfind("<"), text.rfind("{"), text.rfind("%("))
        tag = _LAST_TAG.match(text, start) if start >= 0 else None
        if tag is None:
            return text
        text = text[:start]


_INNER_STOP = re.compile("[.!?]\\s+\\w|[。！？।።။។]\\s*\\w")
_MOST_WORDS = 4
_TELLING = frozenset({
    "are", "be", "can", "cannot", "can't", "could", "exists", "failed", "has", "have", "invalid",
    "is", "missing", "must", "no", "not", "please", "unable", "unauthorized", "was", "were", "you",
})  # fmt: skip


@lru_cache(maxsize=8192)
def size_of(text: str) -> str:
    """Return whether a text is a ``label`` of few words, a ``sentence`` or several ``sentences``.

    A few words are a sentence if one of them is typical of sentences, as in "Group not found".
    """
    if _INNER_STOP.search(text):
        return "sentences"
    words = words_of(text)
    is_label = len(words) <= _MOST_WORDS and _TELLING.isdisjoint(map(str.lower, words))
    return "label" if is_label else "sentence"


@dataclass(frozen=True)
class Habits:
    """How the translations of a catalog end where their source texts end differently.

    ``pairs`` are the source texts and their translations, ``code`` is the language. They are
    found when they are first asked for, unless ``find`` is called.
    """

    pairs: Sequence[tuple[str, str]] = ()
    code: str = ""

    def find(self) -> None:
        """Find all habits, which takes a second in a catalog of 50,000 messages."""
        self.is_style("", "", "")

    def is_style(self, source: str, wanted: str, found: str) -> bool:
        """Return whether an ending that differs from the source is the catalog's style.

        It is if at least three translations have it, and more than a tenth of those whose sources
        are of this size and end as this one does.
        """
        size = size_of(source)
        times, total = self._times[size, wanted, found], self._totals[size, wanted]
        return times >= 3 and times * 10 > total

    @cached_property
    def keeps_last_space(self) -> bool:
        """Whether most translations keep a space that their source texts end with.

        A single translation shows nothing, since it would be compared with itself.
        """
        kept = [b[-1:].isspace() for a, b in self.pairs if a.rstrip() and a.endswith(" ")]
        return sum(kept) * 2 >= len(kept) > 1

    @cached_property
    def drops_first_space(self) -> bool:
        """Whether most translations drop a space at the beginning of their source texts.

        At least three of them must show it.
        """
        kept = [b[:1].isspace() for a, b in self.pairs if a.strip() and a.startswith(" ")]
        return len(kept) >= 3 and sum(kept) * 2 < len(kept)

    @cached_property
    def _times(self) -> Counter[tuple[str, str | None, str | None]]:
        return Counter((size_of(a), end_of(a), end_of(b, self.code)) for a, b in self.pairs)

    @cached_property
    def _totals(self) -> Counter[tuple[str, str | None]]:
        totals: Counter[tuple[str, str | None]] = Counter()
        for (size, wanted, _), times in self._times.items():
            totals[size, wanted] += times
        return totals


NO_HABITS = Habits()
"""The habits of a text without a catalog."""
