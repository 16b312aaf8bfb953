"""Addresses that moved: where those lead that only an earlier set of pages had."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def follow_moves(
    former: Mapping[str, str], present: Mapping[str, str], paths: Collection[str]
) -> dict[str, str]:
    """Return the target of each path that used to lead somewhere and is gone.

    ``former`` and ``present`` are redirects, then and now: the target by the path that leads to it.
    ``paths`` are all that there are now. A page is known by its redirects: where one of them has
    another target than before, the page has moved from the one to the other.
    """
    moved = {
        target: present.get(path, path)
        for path, target in former.items()
        if path in paths and present.get(path, path) != target
    }
    gone = {*former, *former.values()} - set(paths)
    targets = {path: former.get(path, path) for path in gone}
    return {path: moved[target] for path, target in targets.items() if target in moved}
