"""Files replaced whole, and folders that one process at a time may change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path
from stat import S_ISREG
from time import monotonic, sleep

try:
    import fcntl
except ImportError:  # Windows has no advisory locks on folders; writes are atomic all the same.
    fcntl = None  # type: ignore[assignment]

_UNFINISHED = ".unfinished"
_LOOK_SECONDS = 0.02


def require_regular(path: Path) -> None:
    """Raise ``OSError`` if a path does not lead to a regular file.

    A pipe would not be read before somebody writes to it, and some devices never end.
    """
    if not S_ISREG(path.stat().st_mode):
        raise OSError(EINVAL, "not a regular file")


def write_atomically(path: Path, data: bytes, *, is_durable: bool = True) -> None:
    """Replace a file's content whole: a reader sees the old bytes or the new, never a part.

    A link is followed, and a file that exists keeps its permissions. ``is_durable`` waits until
    the disk has the bytes, so that they outlive a loss of power. Raises ``OSError`` about this
    file, and then leaves it as it was.
    """
    path = path.resolve()
    # Path.resolve raises RuntimeError for a link that leads back to itself.
    path = Path(os.path.realpath(path))
    try:
        _replace(path, data, is_durable=is_durable)
    except OSError as error:
        # Nobody knows the unfinished file that it may be about.
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _replace(path: Path, data: bytes, *, is_durable: bool) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=_UNFINISHED
    )
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def lock_folder(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Keep other processes that do the same out of a folder until the block is left.

    What a process that was killed left unfinished is removed first. Raises ``BlockingIOError`` if
    others are not out after ``patience`` seconds (``None``: waits for as long as it takes).
    """
    if fcntl is None or not folder.is_dir():
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, folder, patience)
        for unfinished in folder.rglob(f".*{_UNFINISHED}"):
            unfinished.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def hold_file(path: Path) -> Iterator[bool]:
    """Yield whether no other process holds a file, and hold it until the block is left.

    The file is only there to be held; it is created. Raises ``OSError``.
    """
    if fcntl is None:
        yield True
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path, patience: float | None) -> None:
    if patience is None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    end = monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if monotonic() > end:
                raise BlockingIOError(error.errno, error.strerror, str(folder)) from None
        sleep(_LOOK_SECONDS)
