"""Which old message each new one came from, when a template changes.

Texts are compared in two steps, so that time grows with the number of messages and not with its
square. An index from words, and from parts of short texts, names few old texts for each new one,
by what is rarest in it; only those are then compared letter by letter and word by word.
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
"""The least score of a match of long texts; ``benchmarks/matching.py`` shows what others give."""

_WORD = re.compile(r"\w+")

# Texts of so many words are found by their parts too: a typo leaves few of their words whole.
_SHORT = 3
# So many equal words at the beginning make it worth asking whether one text begins with the other.
_OPENING = 4
_MOST_CANDIDATES = 100

_OTHER_WRITING = 0.05
_OTHER_CONTEXT = 0.05
_OTHER_NUMBER = 0.01


class Source(NamedTuple):
    """What a template says of a message: msgid, plural msgid and context, ``None`` for none."""

    msgid: str
    plural: str | None = None
    context: str | None = None


class Match(NamedTuple):
    """A new message and the old one it came from, by their indexes; ``score`` is 0 to 1."""

    old: int
    new: int
    score: float


def match_messages(
    old: Sequence[Source], new: Sequence[Source], *, cutoff: float = CUTOFF
) -> list[Match]:
    """Say which old message each new one came from, in the order of the new ones.

    Takes the messages that a template has no more and those that it did not have before. No
    message stands in two matches. A score is at least ``cutoff``, and more for texts under five
    words, where one other word is another message. All placeholders of the old message are in the
    new one, as its translation could not be used otherwise. Case, punctuation, context and number
    count a little; where all are equal, the order of the messages decides.
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
    """The msgid or the plural msgid of a message: as written, its words, and these joined."""

    written: str
    words: list[str]
    text: str


def _read_forms(source: Source) -> Iterator[_Form]:
    for written in source.msgid, source.plural:
        if written is not None:
            words = _WORD.findall(written.casefold()) or written.split()
            yield _Form(written, words, " ".join(words))


class _Index:
    """Old messages, found by the features of their forms."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._forms: list[_Form] = []
        self._owners: list[int] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for owner, source in enumerate(sources):
            for form in _read_forms(source):
                for feature in _features(form):
                    self._places[feature].append(len(self._forms))
                self._forms.append(form)
                self._owners.append(owner)

    def find(self, source: Source, cutoff: float) -> Iterator[tuple[int, float]]:
        """Yield the index and the score of each old message that is like enough to a new one.

        A message with two forms may come more than once.
        """
        for form in _read_forms(source):
            for place, likeness in self._compare(form, cutoff):
                other, owner = self._forms[place], self._owners[place]
                score = likeness - _penalty(form, other, source, self._sources[owner])
                if score >= _demand(cutoff, min(len(form.words), len(other.words))):
                    yield owner, score

    def _compare(self, form: _Form, cutoff: float) -> Iterator[tuple[int, float]]:
        candidates = self._candidates(form)
        words = len(form.words)
        # A text with a worse share of equal letters than this is not saved by its equal words.
        least = _demand(cutoff, words) if words < _SHORT else max(0.0, cutoff - 0.1)
        texts = [self._forms[place].text for place in candidates]
        for _, letters, position in process.extract(
            form.text, texts, scorer=Indel.normalized_similarity, score_cutoff=least, limit=None
        ):
            place = candidates[position]
            yield place, _likeness(form, self._forms[place], letters)
        for place in self._bounded(_opening(form)) if words >= _OPENING else ():
            other = self._forms[place]
            if form.text.startswith(other.text) or other.text.startswith(form.text):
                # However much was added, the old translation holds for the rest.
                letters = Indel.normalized_similarity(form.text, other.text)
                yield place, (2 + letters) / 3

    def _candidates(self, form: _Form) -> list[int]:
        known = (places for f in _features(form) if (places := self._bounded(f)))
        found: set[int] = set()
        for places in sorted(known, key=len):
            if len(found) + len(places) > _MOST_CANDIDATES:
                break
            found.update(places)
        return list(found)

    def _bounded(self, feature: str) -> Sequence[int]:
        places = self._places.get(feature, ())
        return places if len(places) <= _MOST_CANDIDATES else ()


def _features(form: _Form) -> dict[str, None]:
    """Return what a form is found by; a dictionary has an order that is the same in every run."""
    features = dict.fromkeys((form.text, *form.words))
    if len(form.words) <= _SHORT:
        features |= dict.fromkeys(form.text[i : i + 3] for i in range(len(form.text) - 2))
    else:
        features[_opening(form)] = None
    return features


def _opening(form: _Form) -> str:
    return " ".join(form.words[:_OPENING])


def _likeness(one: _Form, other: _Form, letters: float) -> float:
    # In two words a typo is no reason to doubt half of the text.
    if min(len(one.words), len(other.words)) < _SHORT:
        return letters
    return (2 * letters + Indel.normalized_similarity(one.words, other.words)) / 3


def _penalty(form: _Form, other: _Form, new: Source, old: Source) -> float:
    return (
        _OTHER_WRITING * Indel.normalized_distance(form.written, other.written)
        + _OTHER_CONTEXT * (new.context != old.context)
        + _OTHER_NUMBER * ((new.plural is None) != (old.plural is None))
    )


def _demand(cutoff: float, words: int) -> float:
    """Return the least score for texts of so many words; the fewer, the more each one means."""
    return min(1.0, cutoff + 0.05 * max(0, 5 - words))
