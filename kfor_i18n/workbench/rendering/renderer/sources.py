"""The Python sources that an application was loaded from, and whether they changed since."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

from kfor_i18n.workbench.rendering.protocol import Stamps
from kfor_i18n.workbench.rendering.renderer.failures import is_own

_SECONDS = 0.3
"""How often they are looked at, at most."""


class Sources:
    """The sources of the modules of a project that are loaded."""

    def __init__(self, root: Path) -> None:
        """Initialize with the project's directory."""
        self._root = root
        self._stamps: dict[str, int] = {}
        self._looked = 0.0

    def stamps(self, more: Iterable[Path] = ()) -> dict[str, int]:
        """Return the files with what changes with each version of them, and those of ``more``."""
        paths = {*filter(None, map(_file_of, list(sys.modules.values()))), *more}
        for path in paths:
            if str(path) not in self._stamps and is_own(path, self._root):
                self._stamps[str(path)] = stamp_of(str(path))
        return dict(self._stamps)

    def have_changed(self) -> bool:
        """Return whether any changed since it was first looked at."""
        now = monotonic()
        if now - self._looked < _SECONDS:
            return False
        self._looked = now
        return has_changed(self.stamps())


def stamp_of(path: str) -> int:
    """Return what changes with each version of a file; 0 for one that is not there."""
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


def has_changed(stamps: Stamps) -> bool:
    """Return whether a file changed since its stamp was taken."""
    return any(stamp_of(path) != stamp for path, stamp in stamps.items())


def watch(stamps: Stamps) -> Callable[[], bool]:
    """Return a function that tells the same, and looks only now and then."""
    looked, found = monotonic(), False

    def look() -> bool:
        nonlocal looked, found
        if not found and monotonic() - looked > _SECONDS:
            looked, found = monotonic(), has_changed(stamps)
        return found

    return look


def _file_of(module: object) -> Path | None:
    name = getattr(module, "__file__", None)
    return Path(name) if isinstance(name, str) and name.endswith(".py") else None
