"""The files and directories that git ignores."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.problems import SettingsError


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
