"""Ready sets kept from one start of the server to the next, so that a start need not render.

A set is found again only where all that it was made of is the same: files, settings, day, program
and libraries. What is not found is rendered.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from kfor_i18n.config import Settings
from kfor_i18n.serving.refresh import look, today

_PACKAGE = Path(__file__).resolve().parents[1]
_SUFFIX = ".ready"


class SetCache:
    """A folder of the user's with the last ready set."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder, which need not exist, or ``None``: then nothing is kept or found."""
        self._folder = folder

    def find(self, key: str) -> Path | None:
        """Return the file of the set that was kept for a key, or ``None``.

        A file that anybody but its owner, this user, may write to is not trusted.
        """
        if self._folder is None:
            return None
        file = self._folder / f"{key}{_SUFFIX}"
        try:
            status = file.lstat()
        except OSError:
            return None
        is_own = status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        return file if is_own and stat.S_ISREG(status.st_mode) else None

    def keep(self, key: str, file: Path) -> None:
        """Keep a copy of a set's file for a key, in place of any other set.

        A folder that cannot be written to keeps nothing.
        """
        if self._folder is None:
            return
        unfinished = self._folder / f".{key}.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(file, unfinished)
            unfinished.chmod(0o600)
            unfinished.replace(self._folder / f"{key}{_SUFFIX}")
            for other in self._folder.glob(f"*{_SUFFIX}"):
                if other.stem != key:
                    other.unlink(missing_ok=True)
        except OSError:
            return


def find_cache_folder() -> Path | None:
    """Return the user's folder for what can be made again (XDG Base Directory), if there is one."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named) / "kfor-i18n"
    home = os.environ.get("HOME", "")
    return Path(home) / ".cache" / "kfor-i18n" if Path(home).is_absolute() else None


def make_key(settings: Settings, files: Iterable[Path]) -> str:
    """Return a name for the state of all that a ready set is made of."""
    libraries = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    parts = (
        sys.version,
        settings,
        today(),
        sorted(look([*files, *_PACKAGE.rglob("*.py"), *libraries])),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
