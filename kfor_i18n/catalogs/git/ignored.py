"""What git ignores in a folder."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.problems import SettingsError


def list_ignored(folder: Path) -> frozenset[str]:
    """Return the files and folders that git ignores in a folder, relative to it.

    A folder ends with a slash and stands for all that is in it. Nothing is ignored without git,
    outside of a repository, or where git ignores the folder itself.
    """
    try:
        found = ask_git(
            folder, "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z"
        )
    except SettingsError:
        return frozenset()
    names = frozenset((found or b"").decode("utf-8", "surrogateescape").split("\0")) - {""}
    return frozenset() if "./" in names else names
