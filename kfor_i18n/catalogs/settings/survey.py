"""The catalogs and templates that are in a directory, and the layouts that they follow."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kfor_i18n.catalogs.settings.layout import DOMAIN, LOCALE
from kfor_i18n.locales import right_folder

_IGNORED = frozenset({"node_modules", "site-packages", "venv", "env", "__pycache__"})
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*(?:[.@][A-Za-z0-9_.-]+)?")


@dataclass(frozen=True, slots=True)
class Group:
    """Catalogs of one domain in one layout; paths are relative to the surveyed directory.

    ``catalogs`` is a pattern as in the setting of that name, and ``folders`` are the names that
    ``{locale}`` is replaced with.
    """

    domain: str
    catalogs: str
    folders: tuple[str, ...]

    @property
    def example(self) -> str:
        """The path of one of the catalogs."""
        return self.catalogs.replace(DOMAIN, self.domain).replace(LOCALE, self.folders[0])


@dataclass(frozen=True, slots=True)
class Survey:
    """The groups of catalogs in a directory, the largest first, and the paths of all templates."""

    groups: tuple[Group, ...]
    templates: tuple[str, ...]


def survey(root: Path, domains: Collection[str] = ()) -> Survey:
    """Find the catalogs and templates below a directory, except hidden and installed ones.

    ``domains`` are names that are known to be domains, where a path can be read in two ways.
    """
    paths = sorted(_walk(root))
    templates = tuple(path for path in paths if path.endswith(".pot"))
    known = {*domains, *(PurePosixPath(path).stem for path in templates)}
    groups: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        found = _read_path(PurePosixPath(path), known) if path.endswith(".po") else None
        if found:
            domain, catalogs, folder = found
            groups.setdefault((domain, catalogs), []).append(folder)
    listed = [Group(*name, tuple(folders)) for name, folders in groups.items()]
    listed.sort(key=lambda group: (-len(group.folders), group.catalogs, group.domain))
    return Survey(tuple(listed), templates)


def _walk(root: Path) -> Iterator[str]:
    for parent, folders, files in os.walk(root):
        folders[:] = [f for f in folders if not f.startswith(".") and f not in _IGNORED]
        folder = Path(parent).relative_to(root)
        for name in files:
            if name.endswith((".po", ".pot")) and not name.startswith("."):
                yield (folder / name).as_posix()


def _read_path(path: PurePosixPath, domains: Collection[str]) -> tuple[str, str, str] | None:
    """Return the domain, the pattern and the locale's folder name in the path of a catalog."""
    above = path.parts[:-1]
    stem = path.stem
    if len(above) > 1 and above[-1] == "LC_MESSAGES":
        return stem, _join(*above[:-2], LOCALE, "LC_MESSAGES", f"{DOMAIN}.po"), above[-2]
    if _is_locale(stem):
        if above and above[-1] in domains:
            return above[-1], _join(*above[:-1], DOMAIN, f"{LOCALE}.po"), stem
        near = _nearest(domains)
        return near, _join(*above, f"{LOCALE}.po"), stem
    if above and _is_locale(above[-1]):
        return stem, _join(*above[:-1], LOCALE, f"{DOMAIN}.po"), above[-1]
    domain, dot, locale = stem.rpartition(".")
    if dot and _is_locale(locale):
        return domain, _join(*above, f"{DOMAIN}.{LOCALE}.po"), locale
    return None


def _nearest(domains: Iterable[str]) -> str:
    """Return the domain of catalogs whose paths do not name one: the only one, or messages."""
    names = list(domains)
    return names[0] if len(names) == 1 else "messages"


def _join(*parts: str) -> str:
    return "/".join(parts)


def _is_locale(name: str) -> bool:
    return bool(_LOCALE.fullmatch(name)) and right_folder(name, by_babel=False) is not None
