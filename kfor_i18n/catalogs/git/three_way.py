"""Three-way merges of values and sequences: a common ancestor (base) and two sides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Literal, TypeVar

Side = Literal["ours", "theirs"]
T = TypeVar("T", bound=Hashable)


def pick(base: object, ours: object, theirs: object) -> Side | None:
    """Return the side whose value is kept: the side that changed it, or ours if both agree.

    Returns ``None`` if both sides changed the value differently.
    """
    if theirs in (base, ours):
        return "ours"
    return "theirs" if ours == base else None


def merge_sequences(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> list[T]:
    """Return the items that both sides have and those that either side added.

    Items that one side removed are omitted. If only one side changed the sequence, it is returned
    as it is.
    """
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
    """Return a sequence with the additions of another, each after its predecessor there.

    The items of ``own`` keep their order. Predecessors are looked up in the same group only, so
    that no item is inserted among those of a different group.
    """
    known, shared = set(own), set(own).intersection(other)
    waiting, after = _group_additions(known, other, group)
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


def _group_additions(
    known: set[T], other: Sequence[T], group: Callable[[T], Hashable]
) -> tuple[dict[Hashable, list[T]], dict[T, list[T]]]:
    """Return the new items: the first ones of each group, and the others by known predecessor."""
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
