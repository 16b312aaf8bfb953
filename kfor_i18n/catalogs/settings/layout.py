"""Where a domain's template, catalogs and compiled catalogs are: patterns of paths.

A pattern is a path relative to the project directory, in which ``{locale}``, ``{domain}`` and
``{directory}`` (the setting ``directory``) are replaced. Only this module contains paths of files.
"""

from __future__ import annotations

import glob
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

DIRECTORY, DOMAIN, LOCALE = "{directory}", "{domain}", "{locale}"

_NAMES = re.compile("({directory}|{domain}|{locale})")


class Place(NamedTuple):
    """The domain and the locale's folder name in a catalog's path."""

    domain: str
    folder: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of a domain's files; the defaults are the layout of Flask-Babel and pybabel.

    ``compiled`` is the pattern of the compiled catalogs (default: next to each catalog).
    """

    catalogs: str = f"{DIRECTORY}/{LOCALE}/LC_MESSAGES/{DOMAIN}.po"
    template: str = f"{DIRECTORY}/{DOMAIN}.pot"
    compiled: str = ""


STANDARD = Patterns()
"""The layout of Flask-Babel and pybabel."""


def directory_of(pattern: str) -> str:
    """Return the directory in which all files of a pattern are: the part before ``{locale}``."""
    start = _NAMES.split(pattern.removeprefix("./"), maxsplit=1)[0]
    return start.rpartition("/")[0] or "."


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of a domain's files in a project whose root and directory are absolute paths."""

    root: Path
    directory: Path
    domain: str
    patterns: Patterns = STANDARD

    @property
    def template(self) -> Path:
        """The path of the domain's template."""
        return self._expand(self.patterns.template, "")

    @property
    def catalogs_pattern(self) -> str:
        """The pattern of the catalogs, relative to the root, with ``{locale}``."""
        return os.path.relpath(self._pattern, self.root)

    def catalog(self, folder: str) -> Path:
        """Return the path of a locale's catalog."""
        return self._expand(self.patterns.catalogs, folder)

    def compiled(self, folder: str) -> Path:
        """Return the path of a locale's compiled catalog."""
        if not self.patterns.compiled:
            return self.catalog(folder).with_suffix(".mo")
        return self._expand(self.patterns.compiled, folder)

    def _expand(self, pattern: str, folder: str) -> Path:
        values = {DIRECTORY: str(self.directory), DOMAIN: self.domain, LOCALE: folder}
        parts = [values.get(part, part) for part in _NAMES.split(pattern)]
        return Path(os.path.normpath(self.root / "".join(parts)))

    def find(self) -> list[Path]:
        """Return the paths of the domain's catalogs, sorted."""
        return [Path(path) for path, _ in _search(self._pattern)]

    def folder_of(self, path: Path) -> str | None:
        """Return the locale's folder name in the path of a catalog; ``None`` if it is not one."""
        match = _compile(self._pattern).fullmatch(str(path))
        return match[1] if match else None

    def folders(self) -> list[str]:
        """Return the folder names of the locales, with a catalog of this domain or without one."""
        above = str(Path(self._pattern).parent)
        found = _search(above if LOCALE in above else self._pattern)
        is_folder = LOCALE in above
        return sorted({folder for path, folder in found if not is_folder or Path(path).is_dir()})

    @property
    def _pattern(self) -> str:
        return str(self._expand(self.patterns.catalogs, LOCALE))


def _search(pattern: str) -> list[tuple[str, str]]:
    """Return the paths that match an absolute pattern, sorted, each with its locale's folder."""
    # Path.glob takes no absolute patterns, and finds hidden files.
    found = glob.glob("*".join(map(glob.escape, pattern.split(LOCALE))))  # noqa: PTH207
    matches = ((path, _compile(pattern).fullmatch(path)) for path in sorted(found))
    return [(path, match[1]) for path, match in matches if match]


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    first, *others = map(re.escape, pattern.split(LOCALE))
    return re.compile(f"{first}([^{re.escape(os.sep)}]+)" + r"\1".join(others))
