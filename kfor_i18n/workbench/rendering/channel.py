"""Objects sent over a socket, each with its length before it, and received within a time."""

from __future__ import annotations

import pickle
import socket
from collections.abc import Callable
from contextlib import suppress
from struct import Struct
from time import monotonic
from typing import Any

MOST_BYTES = 200_000_000
"""How long an object may be: no response that is handed on is as long."""

_LENGTH = Struct("!Q")
_PART = 1_000_000
_LOOK_SECONDS = 0.2
"""How often it is looked whether the other side is still there."""


class BrokenError(Exception):
    """What arrived is nothing that the other side sends."""


class Channel:
    """One of the two ends of a socket; one thread sends, and one receives, at a time."""

    def __init__(self, end: socket.socket, is_alive: Callable[[], bool] | None = None) -> None:
        """Initialize with the end of the socket, and what tells if the other side is there."""
        self._socket, self._is_alive = end, is_alive

    def send(self, content: object, deadline: float | None = None) -> None:
        """Send an object. Raises ``TimeoutError`` after a time (``monotonic``), and ``OSError``."""
        data = pickle.dumps(content)
        self._limit(deadline)
        self._socket.sendall(_LENGTH.pack(len(data)) + data)

    def receive(self, deadline: float | None = None) -> Any:
        """Return the next object, all of which must be there in time.

        Raises ``TimeoutError`` after the deadline (``monotonic``), ``EOFError`` if the other end is
        closed or nobody is there any more, ``BrokenError``, and ``OSError``.
        """
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline))
        if length > MOST_BYTES:
            raise BrokenError
        data = self._read(length, deadline)
        try:
            return pickle.loads(data)  # noqa: S301 - of a process of the same user
        except Exception as error:
            raise BrokenError from error

    def close(self) -> None:
        """Close this end."""
        with suppress(OSError):
            self._socket.close()

    def _read(self, length: int, deadline: float | None) -> bytes:
        data = bytearray()
        while len(data) < length:
            part = self._receive_part(min(length - len(data), _PART), deadline)
            if not part:
                raise EOFError
            data += part
        return bytes(data)

    def _receive_part(self, most: int, deadline: float | None) -> bytes:
        """Return what there is; nothing if the other side is gone.

        Processes that it started may have its end of the socket, and live on: it stays open then.
        """
        while True:
            # What it sent before its end is to be read first.
            was_alive = self._is_alive is None or self._is_alive()
            self._limit(deadline, _LOOK_SECONDS if self._is_alive else None)
            try:
                return self._socket.recv(most)
            except TimeoutError:
                if not was_alive:
                    return b""

    def _limit(self, deadline: float | None, most: float | None = None) -> None:
        """Let the next operation end at a time; that it could be done at once is no excuse."""
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        self._socket.settimeout(min((each for each in (left, most) if each), default=None))
