"""Texts in pieces: placeholders, tags and white space told apart, and differences by words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, TypeAlias

from kfor_i18n.catalogs.validation.placeholders import find_placeholders
from kfor_i18n.catalogs.validation.tags import find_tags

PieceKind: TypeAlias = Literal["text", "placeholder", "tag", "space"]
Piece: TypeAlias = tuple[PieceKind, str]
DiffKind: TypeAlias = Literal["equal", "delete", "insert"]
Difference: TypeAlias = list[tuple[DiffKind, str]]

# White space that a reader cannot tell from a single space, or that begins or ends a text.
_SPACE = re.compile("^ +| +$|  +|[\t\n\r\u00a0\u2000-\u200f\u2028\u2029\u202f\u2060\ufeff]+")
_MOST_COMPARISONS = 1_000_000
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def split_text(text: str, *, is_formatted: bool) -> list[Piece]:
    """Split a text into pieces, which joined are the text.

    ``is_formatted``: percent signs in it begin placeholders. Pieces of white space are those that
    are easily overlooked: at the ends, more than one, and characters that look like a space or
    like nothing.
    """
    marked = sorted(_find_marked(text, is_formatted=is_formatted))
    pieces: list[Piece] = []
    position = 0
    for start, end, kind in marked:
        if start < position:
            continue
        pieces += _split_spaces(text, position, start)
        pieces.append((kind, text[start:end]))
        position = end
    return [*pieces, *_split_spaces(text, position, len(text))]


def list_insertables(texts: Iterable[str], *, is_formatted: bool) -> list[str]:
    """Return the placeholders and tags of source texts, each once, in their order."""
    kinds = ("placeholder", "tag")
    return list(
        dict.fromkeys(
            piece
            for text in texts
            for kind, piece in split_text(text, is_formatted=is_formatted)
            if kind in kinds
        )
    )


def list_numbers(texts: Iterable[str], *, is_formatted: bool) -> list[str]:
    """Return the numbers in texts outside of placeholders and tags, each once, in their order."""
    pieces = (piece for text in texts for piece in split_text(text, is_formatted=is_formatted))
    found = (number for kind, text in pieces if kind == "text" for number in _NUMBER.findall(text))
    return list(dict.fromkeys(found))


def diff_words(old: str, new: str) -> Difference:
    """Return the words of two texts, told apart by what became of them; joined, they are both."""
    left, right = _WORD.findall(old), _WORD.findall(new)
    differences: Difference = []
    position = 0
    for start, end, first, last in _compare(left, right):
        if position < start:
            differences.append(("equal", "".join(left[position:start])))
        if start < end:
            differences.append(("delete", "".join(left[start:end])))
        if first < last:
            differences.append(("insert", "".join(right[first:last])))
        position = end
    if position < len(left):
        differences.append(("equal", "".join(left[position:])))
    return differences


def merge_words(base: str, mine: str, theirs: str) -> str | None:
    """Merge two changes of a text by words; return ``None`` if they overlap."""
    words = _WORD.findall(base)
    changes = sorted([*_list_changes(words, mine), *_list_changes(words, theirs)])
    merged: list[str] = []
    position = 0
    previous: tuple[int, int, tuple[str, ...]] | None = None
    for change in changes:
        start, end, new = change
        if change == previous:
            continue
        # Two insertions at one place have no order, and touch.
        if previous and (start < previous[1] or start == previous[0]):
            return None
        merged += [*words[position:start], *new]
        position, previous = end, change
    return "".join([*merged, *words[position:]])


def _list_changes(words: list[str], text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    new = _WORD.findall(text)
    for start, end, first, last in _compare(words, new):
        yield start, end, tuple(new[first:last])


def _count_shared(one: list[str], other: list[str]) -> int:
    """Return with how many of the same words two texts begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _compare(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield what differs: from where to where in the old words, and in the new ones.

    The comparison takes as long as the product of both lengths in the worst case, so of very long
    texts only what they begin and end with is compared.
    """
    start = _count_shared(old, new)
    shared = _count_shared(old[start:][::-1], new[start:][::-1])
    left, right = old[start : len(old) - shared], new[start : len(new) - shared]
    if len(left) * len(right) > _MOST_COMPARISONS:
        yield start, start + len(left), start, start + len(right)
        return
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation != "equal":
            yield start + a, start + b, start + c, start + d


def _find_marked(text: str, *, is_formatted: bool) -> Iterator[tuple[int, int, PieceKind]]:
    for tag in find_tags(text):
        yield tag.start, tag.end, "tag"
    for found in find_placeholders(text, *(() if is_formatted else ("brace",))):
        if found.is_plain:
            yield found.start, found.start + len(found.text), "placeholder"


def _split_spaces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Split a part of a text at white space that is to be shown."""
    position = start
    # Of the text's own ends, as the pattern sees them: spaces before a tag are seen anyway.
    for match in _SPACE.finditer(text, start, end):
        first, last = match.span()
        if (match[0] == " ") and 0 < first < len(text) - 1:
            continue
        if first > position:
            yield "text", text[position:first]
        yield "space", match[0]
        position = last
    if position < end:
        yield "text", text[position:end]
