"""Objects sent over a socket, each with its length before it, and received within a time."""

from __future__ import annotations

import pickle
import socket
from contextlib import suppress
from struct import Struct
from time import monotonic
from typing import Any

MOST_BYTES = 200_000_000
"""How long an object may be: no response that is handed on is as long."""

_LENGTH = Struct("!Q")
_PART = 1_000_000


class BrokenError(Exception):
    """What arrived is nothing that the other side sends."""


class Channel:
    """One of the two ends of a socket; one thread sends, and one receives, at a time."""

    def __init__(self, end: socket.socket) -> None:
        """Initialize with the end of the socket."""
        self._socket = end

    def send(self, content: object, deadline: float | None = None) -> None:
        """Send an object. Raises ``TimeoutError`` after a time (``monotonic``), and ``OSError``."""
        data = pickle.dumps(content)
        self._limit(deadline)
        self._socket.sendall(_LENGTH.pack(len(data)) + data)

    def receive(self, deadline: float | None = None) -> Any:
        """Return the next object, all of which must be there in time.

        Raises ``TimeoutError`` after the deadline (``monotonic``), ``EOFError`` if the other end is
        closed, ``BrokenError``, and ``OSError``.
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
            self._limit(deadline)
            part = self._socket.recv(min(length - len(data), _PART))
            if not part:
                raise EOFError
            data += part
        return bytes(data)

    def _limit(self, deadline: float | None) -> None:
        """Let the next operation end at a time; that it could be done at once is no excuse."""
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
