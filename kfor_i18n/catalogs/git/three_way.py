"""Three versions of anything, a common one and two that came of it, made into one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Literal, TypeVar

Side = Literal["ours", "theirs"]
T = TypeVar("T", bound=Hashable)


def pick(base: object, ours: object, theirs: object) -> Side | None:
    """Return the side whose value stands: the one that changed, ours where both are the same.

    Returns ``None`` where both changed it, each in its own way.
    """
    if theirs in (base, ours):
        return "ours"
    return "theirs" if ours == base else None


def merge_sequences(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> list[T]:
    """Return what ours and theirs have in common or added; what one of them removed is gone."""
    side = pick(list(base), list(ours), list(theirs))
    if side:
        return list(ours if side == "ours" else theirs)
    old, left, right = set(base), set(ours), set(theirs)
    return interleave(
        [item for item in ours if item in right or item not in old],
        [item for item in theirs if item in left or item not in old],
    )


def interleave(
    own: Sequence[T], other: Sequence[T], group: Callable[[T], Hashable] = lambda _: None
) -> list[T]:
    """Return a sequence with another's additions, each after what stands before it there.

    What both have keeps its own order. Only members of one group are neighbours, so that nothing is
    put among members of another.
    """
    known, shared = set(own), set(own).intersection(other)
    waiting, after = _find_places(known, other, group)
    result: list[T] = []
    for position, item in enumerate(own, 1):
        kind = group(item)
        if item in shared:
            result += waiting.pop(kind, [])
        result.append(item)
        if item in after:
            waiting.setdefault(kind, []).extend(after.pop(item))
        if position == len(own) or group(own[position]) != kind:
            result += waiting.pop(kind, [])
    return result + [item for items in waiting.values() for item in items]


def _find_places(
    known: set[T], other: Sequence[T], group: Callable[[T], Hashable]
) -> tuple[dict[Hashable, list[T]], dict[T, list[T]]]:
    """Return what is new by the group that it begins, and by the known one that it follows."""
    first: dict[Hashable, list[T]] = {}
    after: dict[T, list[T]] = {}
    anchors: dict[Hashable, T] = {}
    for item in dict.fromkeys(other):
        kind = group(item)
        if item in known:
            anchors[kind] = item
        elif kind in anchors:
            after.setdefault(anchors[kind], []).append(item)
        else:
            first.setdefault(kind, []).append(item)
    return first, after
