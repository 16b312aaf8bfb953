"""Looking similar source texts up, fast enough for a look at each message that is opened."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kfor_i18n.catalogs.memory.segments import Segment

CUTOFF = 0.7
"""The least similarity of a match: below it, writing anew is faster than correcting."""

_SAME_BUT_FOR_CASE = 0.99
_SPARE = 4
"""How many times as many candidates are looked at as are wanted: many share one translation."""


@dataclass(frozen=True, slots=True)
class Match:
    """A segment and how similar its source is to the text looked up, from ``CUTOFF`` to 1.

    1 is the same text; 0.99 one that differs in capitals and white space only.
    """

    segment: Segment
    score: float


class Memory:
    """Segments of one language, from one catalog or from files.

    Similarity is the share of characters that are not inserted or deleted (normalized Indel
    similarity), so only texts of a similar length are compared.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        """Initialize with segments, of which those with a source text and a translation count."""
        folded = [(fold(segment.source), segment) for segment in segments]
        folded.sort(key=lambda item: len(item[0]))
        self._texts = [text for text, _ in folded]
        self._segments = [segment for _, segment in folded]
        self._lengths = [len(text) for text in self._texts]

    def __len__(self) -> int:
        return len(self._segments)

    def add(self, segment: Segment) -> None:
        """Add a segment."""
        text = fold(segment.source)
        at = bisect_right(self._lengths, len(text))
        self._lengths.insert(at, len(text))
        self._texts.insert(at, text)
        self._segments.insert(at, segment)

    def remove(self, segment: Segment) -> None:
        """Remove a segment, if it is there."""
        length = len(fold(segment.source))
        start, end = bisect_left(self._lengths, length), bisect_right(self._lengths, length)
        if segment in (near := self._segments[start:end]):
            at = start + near.index(segment)
            del self._lengths[at], self._texts[at], self._segments[at]

    def find(self, source: str, limit: int, cutoff: float = CUTOFF) -> list[Match]:
        """Return the best matches of a source text, at most ``limit``, the best first."""
        text = fold(source)
        if not text:
            return []
        # Two texts of lengths a < b are at most 2a / (a + b) similar.
        start = bisect_left(self._lengths, len(text) * cutoff / (2 - cutoff))
        end = bisect_right(self._lengths, len(text) * (2 - cutoff) / cutoff)
        found = process.extract(
            text, self._texts[start:end], scorer=fuzz.ratio, processor=None,
            score_cutoff=100 * cutoff, limit=limit,
        )  # fmt: skip
        segments = [self._segments[start + index] for _, _, index in found]
        return [
            Match(segment, _score(source, segment, score / 100))
            for segment, (_, score, _) in zip(segments, found, strict=True)
        ]


def find_in(
    memories: Sequence[Memory],
    source: str,
    limit: int = 5,
    is_wanted: Callable[[Segment], bool] = lambda _: True,
) -> list[Match]:
    """Return the best matches of a source text in several memories, the best first.

    Segments that are not wanted are left out. Of those with the same translation, only the best is
    in the result; of equally good ones, that of the first memory comes first.
    """
    matches = [
        match
        for memory in memories
        for match in memory.find(source, _SPARE * limit)
        if is_wanted(match.segment)
    ]
    best: dict[tuple[str, ...], Match] = {}
    for match in sorted(matches, key=lambda match: -match.score):
        best.setdefault(match.segment.msgstrs, match)
    return list(best.values())[:limit]


def fold(text: str) -> str:
    """Return a text without differences in capitals and white space."""
    return " ".join(text.split()).casefold()


def _score(source: str, segment: Segment, similarity: float) -> float:
    return 1.0 if source == segment.source else min(similarity, _SAME_BUT_FOR_CASE)
