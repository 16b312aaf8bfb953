"""How many requests wait for the application at a time: the others are told to come again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

_MOST = 3
_MOST_WAITING = 6
_SECONDS = 2.0


class BusyError(Exception):
    """Too many requests wait for the application already."""


class Gate:
    """Lets a few requests in at a time; a few others wait for a short time.

    An application answers one request after another, and may be slow. Without a gate, the pictures
    of one page take all threads of the workbench, which then answers nothing any more.
    """

    def __init__(
        self, most: int = _MOST, most_waiting: int = _MOST_WAITING, seconds: float = _SECONDS
    ) -> None:
        """Initialize with how many are in, how many wait to be, and for how many seconds."""
        self._inside = BoundedSemaphore(most)
        self._here = BoundedSemaphore(most + most_waiting)
        self._seconds = seconds

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Be inside until the block is left. Raises ``BusyError``."""
        if not self._here.acquire(blocking=False):
            raise BusyError
        try:
            if not self._inside.acquire(timeout=self._seconds):
                raise BusyError
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._here.release()
