"""Fuzzy matching: finds the old message that each new message of a template came from.

Texts are compared in two steps, so that the time is linear in the number of messages. An index of
words, and of trigrams of short texts, gives a limited number of candidates for each new text, by
its rarest features. Only the candidates are compared, by letters and by words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from kfor_i18n.catalogs.validation.placeholders import read_placeholders

CUTOFF = 0.65
"""The minimum score for long texts; ``benchmarks/matching.py`` compares other values."""

_WORD = re.compile(r"\w+")

# Texts of up to this many words are indexed by trigrams too: a typo leaves few words unchanged.
_SHORT = 3
# Texts that share this many words at the start are checked for one being a prefix of the other.
_OPENING = 4
_MOST_CANDIDATES = 100

_OTHER_WRITING = 0.05
_OTHER_CONTEXT = 0.05
_OTHER_NUMBER = 0.01


class Source(NamedTuple):
    """The source text of a message: msgid, plural msgid and context, the latter two if any."""

    msgid: str
    plural: str | None = None
    context: str | None = None


class Match(NamedTuple):
    """A fuzzy match: the indexes of an old and a new message, and a score from 0 to 1."""

    old: int
    new: int
    score: float


def match_messages(
    old: Sequence[Source], new: Sequence[Source], *, cutoff: float = CUTOFF
) -> list[Match]:
    """Match old messages to new ones; return the matches in the order of the new messages.

    ``old`` are the messages removed from a template, ``new`` the added ones. Each message is in at
    most one match. The minimum score is ``cutoff``, and higher for texts of fewer than five words,
    in which a single word changes the meaning. The new message has all placeholders of the old
    one, without which the translation would be invalid. Case, punctuation, context and plural have
    a small weight; ties are resolved by the order of the messages.
    """
    index = _Index(old)
    scores: dict[tuple[int, int], float] = {}
    for number, source in enumerate(new):
        available = _placeholders(source)
        for owner, score in index.find(source, cutoff):
            pair = owner, number
            if score > scores.get(pair, 0.0) and _placeholders(old[owner]) <= available:
                scores[pair] = score
    return _assign(Match(*pair, score) for pair, score in scores.items())


def _assign(pairs: Iterable[Match]) -> list[Match]:
    taken: set[int] = set()
    chosen: dict[int, Match] = {}
    for match in sorted(pairs, key=lambda pair: (-pair.score, pair.new, pair.old)):
        if match.old not in taken and match.new not in chosen:
            taken.add(match.old)
            chosen[match.new] = match
    return [chosen[new] for new in sorted(chosen)]


def _placeholders(source: Source) -> set[str]:
    try:
        return set(read_placeholders(source.msgid) + read_placeholders(source.plural or ""))
    except ValueError:
        return set()


class _Form(NamedTuple):
    """The msgid or plural msgid of a message: as written, as words, and as joined words."""

    written: str
    words: list[str]
    text: str


def _read_forms(source: Source) -> Iterator[_Form]:
    for written in source.msgid, source.plural:
        if written is not None:
            words = _WORD.findall(written.casefold()) or written.split()
            yield _Form(written, words, " ".join(words))


class _Index:
    """An inverted index of old messages by the features of their texts."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._forms: list[_Form] = []
        self._owners: list[int] = []
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for owner, source in enumerate(sources):
            for form in _read_forms(source):
                for feature in _features(form):
                    self._postings[feature].append(len(self._forms))
                self._forms.append(form)
                self._owners.append(owner)

    def find(self, source: Source, cutoff: float) -> Iterator[tuple[int, float]]:
        """Yield the index and the score of each old message that is similar enough to a new one.

        The same index can be yielded more than once, for different pairs of msgid and plural msgid.
        """
        for form in _read_forms(source):
            for number, similarity in self._compare(form, cutoff):
                other, owner = self._forms[number], self._owners[number]
                score = similarity - _penalty(form, other, source, self._sources[owner])
                if score >= _minimum(cutoff, min(len(form.words), len(other.words))):
                    yield owner, score

    def _compare(self, form: _Form, cutoff: float) -> Iterator[tuple[int, float]]:
        candidates = self._candidates(form)
        words = len(form.words)
        # Below this similarity of letters, similar words do not raise the score to the cutoff.
        least = _minimum(cutoff, words) if words < _SHORT else max(0.0, cutoff - 0.1)
        texts = [self._forms[number].text for number in candidates]
        for _, letters, position in process.extract(
            form.text, texts, scorer=Indel.normalized_similarity, score_cutoff=least, limit=None
        ):
            number = candidates[position]
            yield number, _similarity(form, self._forms[number], letters)
        for number in self._bounded(_opening(form)) if words >= _OPENING else ():
            other = self._forms[number]
            if form.text.startswith(other.text) or other.text.startswith(form.text):
                # However much text was added, the old translation is valid for the rest.
                letters = Indel.normalized_similarity(form.text, other.text)
                yield number, (2 + letters) / 3

    def _candidates(self, form: _Form) -> list[int]:
        known = (numbers for f in _features(form) if (numbers := self._bounded(f)))
        found: set[int] = set()
        for numbers in sorted(known, key=len):
            if len(found) + len(numbers) > _MOST_CANDIDATES:
                break
            found.update(numbers)
        return list(found)

    def _bounded(self, feature: str) -> Sequence[int]:
        numbers = self._postings.get(feature, ())
        return numbers if len(numbers) <= _MOST_CANDIDATES else ()


def _features(form: _Form) -> dict[str, None]:
    """Return the features of a text: a dictionary, whose order is the same in every run."""
    features = dict.fromkeys((form.text, *form.words))
    if len(form.words) <= _SHORT:
        features |= dict.fromkeys(form.text[i : i + 3] for i in range(len(form.text) - 2))
    else:
        features[_opening(form)] = None
    return features


def _opening(form: _Form) -> str:
    return " ".join(form.words[:_OPENING])


def _similarity(one: _Form, other: _Form, letters: float) -> float:
    # In a text of two words, a typo would halve the similarity of words.
    if min(len(one.words), len(other.words)) < _SHORT:
        return letters
    return (2 * letters + Indel.normalized_similarity(one.words, other.words)) / 3


def _penalty(form: _Form, other: _Form, new: Source, old: Source) -> float:
    return (
        _OTHER_WRITING * Indel.normalized_distance(form.written, other.written)
        + _OTHER_CONTEXT * (new.context != old.context)
        + _OTHER_NUMBER * ((new.plural is None) != (old.plural is None))
    )


def _minimum(cutoff: float, words: int) -> float:
    """Return the minimum score for texts of ``words`` words: the fewer words, the higher."""
    return min(1.0, cutoff + 0.05 * max(0, 5 - words))
