"""The files and directories that git ignores, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.problems import SettingsError

# A pattern that begins with ! takes a path in again.
_IGNORING = re.compile(r"(.+?):([0-9]+):(?!!)")


def list_ignored(folder: Path) -> frozenset[str]:
    """Return the files and directories that git ignores in a directory, relative to it.

    A directory ends with a slash and includes everything in it. The result is empty without git,
    outside a repository, or if git ignores the directory itself.
    """
    try:
        found = ask_git(
            folder, "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"
        )
    except SettingsError:
        return frozenset()
    names = frozenset((found or b"").decode("utf-8", "surrogateescape").split("\0")) - {""}
    return frozenset() if "./" in names else names


def find_ignoring_line(folder: Path, path: Path) -> tuple[Path, int] | None:
    """Return the file of git's settings, and its line, that make git ignore a path.

    ``folder`` is in the repository. ``None`` for a path that is not ignored or has been committed,
    without git, and outside of a repository.
    """
    try:
        top = ask_git(folder, "rev-parse", "--show-toplevel")
        found = ask_git(folder, "check-ignore", "--verbose", "--", str(path))
    except SettingsError:
        return None
    match = _IGNORING.match((found or b"").decode("utf-8", "surrogateescape"))
    if match is None:
        return None
    root = (top or b"").decode("utf-8", "surrogateescape").removesuffix("\n")
    return Path(root, match[1]), int(match[2])


def list_tracked(folder: Path, paths: Sequence[Path]) -> list[Path]:
    """Return which of some files git tracks; none without git, and outside of a repository."""
    if not paths:
        # Git would list all that it tracks.
        return []
    try:
        found = ask_git(folder, "ls-files", "--full-name", "-z", "--", *map(str, paths))
        top = ask_git(folder, "rev-parse", "--show-toplevel")
    except SettingsError:
        return []
    root = Path((top or b"").decode("utf-8", "surrogateescape").removesuffix("\n"))
    names = (found or b"").decode("utf-8", "surrogateescape").split("\0")
    return [root / name for name in names if name]
