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
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from kfor_i18n.clock import current_date
from kfor_i18n.config import Settings
from kfor_i18n.serving.refresh import list_program, look

_SUFFIX = ".ready"


class SetCache:
    """A folder of the user's with the last ready set, under the name of the state it is of."""

    def __init__(self, folder: Path | None, name_state: Callable[[], str]) -> None:
        """Take the folder, which need not exist, or ``None``: then nothing is kept or found.

        ``name_state`` names the state of all that a set is made of, as it is when it is called.
        """
        self._folder = folder
        self._name_state = name_state
        self._noted = ""

    def find(self) -> bytes | None:
        """Return the set that was kept for the present state, as ``Store`` has it, or ``None``.

        What anybody else may write to, file or folder, is not trusted.
        """
        if self._folder is None:
            return None
        file = self._folder / f"{self._name_state()}{_SUFFIX}"
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as opened:
            statuses = (os.fstat(descriptor), self._folder.stat())
            return opened.read() if all(map(_is_own, statuses)) else None

    def note(self) -> None:
        """Note the present state: it is that of the set which is now begun."""
        self._noted = self._name_state()

    def keep(self, file: Path) -> None:
        """Keep a copy of the set that was begun, in place of any other, if its state is still so.

        A folder that cannot be written to keeps nothing.
        """
        if self._folder is None or self._name_state() != self._noted:
            return
        unfinished = self._folder / f".{self._noted}.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(file, unfinished)
            unfinished.chmod(0o600)
            unfinished.replace(self._folder / f"{self._noted}{_SUFFIX}")
            for other in self._folder.glob(f"*{_SUFFIX}"):
                if other.stem != self._noted:
                    other.unlink(missing_ok=True)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()


def _is_own(status: os.stat_result) -> bool:
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def find_cache_folder() -> Path | None:
    """Return the user's folder for what can be made again (XDG Base Directory), if there is one."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named) / "kfor-i18n"
    home = os.environ.get("HOME", "")
    return Path(home) / ".cache" / "kfor-i18n" if Path(home).is_absolute() else None


def name_state(settings: Settings, files: Iterable[Path]) -> str:
    """Return a name for the state of all that a ready set is made of."""
    libraries = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    parts = (
        sys.version,
        settings,
        current_date(),
        sorted(look([*files, *list_program(), *libraries])),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
