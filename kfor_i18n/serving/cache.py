"""Rendered sites kept from one start of the server to the next, so that a start need not render.

A site is found again only if everything that it depends on is the same: files, settings, day,
program and libraries (``fingerprint.name_state``). Otherwise it is rendered.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path

from kfor_i18n.serving.store import Store

logger = logging.getLogger(__name__)

_SUFFIX = ".ready"
_UNFINISHED = "."
_DIGEST_BYTES = 32


class SiteCache:
    """A directory of the user with the site that was rendered last, under the name of its state."""

    def __init__(self, folder: Path | None) -> None:
        """Initialize with the directory, which need not exist; with ``None``, nothing is kept."""
        self._folder = folder

    def take(self, state: str, store: Store) -> bool:
        """Put the site that was kept for a state into a store; return whether there was one.

        One that was damaged since is logged and left out.
        """
        kept = self._find(state)
        if kept is None:
            return False
        saved = kept[:-_DIGEST_BYTES]
        if seal(saved) != kept:
            logger.warning(
                _("the page cache of the last start is damaged; the pages are rendered again")
            )
            return False
        store.take(saved)
        return True

    def keep(self, state: str, file: Path) -> None:
        """Keep a copy of a store's file under the name of a state, in place of any other.

        In a directory that cannot be written to, nothing is kept.
        """
        if self._folder is None:
            return
        unfinished = self._folder / f"{_UNFINISHED}{state}.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _clear(self._folder, state)
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(seal(file.read_bytes()))
            unfinished.replace(self._folder / f"{state}{_SUFFIX}")
        except OSError:
            with suppress(OSError):
                unfinished.unlink()

    def _find(self, state: str) -> bytes | None:
        """Return what was kept for a state.

        A file or folder that anybody else may write to is not trusted.
        """
        if self._folder is None:
            return None
        try:
            descriptor = os.open(self._folder / f"{state}{_SUFFIX}", os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as opened:
            statuses = (os.fstat(descriptor), self._folder.stat())
            return opened.read() if all(map(_is_own, statuses)) else None


def seal(saved: bytes) -> bytes:
    """Return what is kept of a store's file: its bytes, and their digest."""
    return saved + hashlib.sha256(saved).digest()


def _clear(folder: Path, state: str) -> None:
    """Remove the site of any other state, and what a server that was killed left unfinished."""
    for other in folder.iterdir():
        is_other = other.suffix == _SUFFIX and other.stem != state
        if is_other or other.name.startswith(_UNFINISHED):
            other.unlink(missing_ok=True)


def _is_own(status: os.stat_result) -> bool:
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def find_cache_folder() -> Path | None:
    """Return the user's directory for cached data (XDG Base Directory), if there is one."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named) / "kfor-i18n"
    home = os.environ.get("HOME", "")
    return Path(home) / ".cache" / "kfor-i18n" if Path(home).is_absolute() else None
