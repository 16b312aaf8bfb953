"""The folder of a running server, and those that killed servers have left."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Not that of versions without a lock, whose folders look as if nobody held them.
_PREFIX = "kfor-i18n-serve-"


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a server a new folder for temporary files, and remove it at the end.

    Folders of servers that were killed are removed first: a server holds a lock on its own, which
    the system releases however the server ends. Raises ``OSError`` when there can be no folder.
    """
    _clear()
    folder, lock = _make_locked()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _make_locked() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Another server may have taken it for an abandoned one before it was locked.
        if folder.exists():
            return folder, lock
        os.close(lock)


def _clear() -> None:
    """Remove this user's folders that no server holds. What cannot be removed stays."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.lstat().st_uid == os.getuid():
                _remove_unlocked(folder)


def _remove_unlocked(folder: Path) -> None:
    """Remove a folder unless somebody holds it. Raises ``OSError`` if so, and for a link."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)
