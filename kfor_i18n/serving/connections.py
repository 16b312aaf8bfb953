"""How many connections a worker holds, and idle ones closed before others have to wait."""

from __future__ import annotations

import os
import resource
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

MOST = 8_192
"""Connections that a worker takes at a time; further ones wait in the kernel's queue."""

IDLE_MS = 1_000
"""How long nothing may have come or gone until a connection counts as idle."""

_RESERVED = 128
"""File descriptors that a process keeps for everything but connections."""

_DESCRIPTORS = "/proc/self/fd"
_TCP_INFO = struct.Struct("=8B24I")
_ESTABLISHED, _LAST_SENT, _LAST_RECEIVED = 1, 17, 19
"""Places in ``struct tcp_info`` (linux/tcp.h): milliseconds since data went, and came."""


def limit_connections() -> int:
    """Return how many connections a worker may take, and let the process have as many.

    The system's limit on open files is raised as far as it may be; it may still be the lower one.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + _RESERVED
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
    open_files = allowed if soft == resource.RLIM_INFINITY else soft
    return max(1, min(MOST, open_files - _RESERVED))


def close_idle(limit: int) -> int:
    """Close the connections of this process that have been idle the longest; return how many.

    Nothing is closed while less than three in four of ``limit`` are open, and no more than brings
    them to one in two. Where the system does not tell (other than Linux) nothing is.
    """
    try:
        with os.scandir(_DESCRIPTORS) as entries:
            descriptors = [int(entry.name) for entry in entries]
    except OSError:
        return 0
    if len(descriptors) < limit * 3 // 4:
        return 0
    idle = sorted(_find_idle(descriptors), reverse=True)
    chosen = idle[: len(descriptors) - limit // 2]
    return sum(_close(descriptor) for _, descriptor in chosen)


def _find_idle(descriptors: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield, for each idle connection, the milliseconds it has been idle and its descriptor."""
    for descriptor in descriptors:
        with suppress(OSError), _borrow(descriptor) as connection:
            idle = _measure_idle(connection)
            if idle >= IDLE_MS:
                yield idle, descriptor


def _measure_idle(connection: socket.socket) -> int:
    """Return for how many milliseconds nothing came or went, 0 for what is no open connection.

    Raises ``OSError`` for what is not TCP.
    """
    data = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    info = _TCP_INFO.unpack(data.ljust(_TCP_INFO.size, b"\0"))
    return min(info[_LAST_SENT], info[_LAST_RECEIVED]) if info[0] == _ESTABLISHED else 0


def _close(descriptor: int) -> bool:
    """Close a connection if it is still idle; its descriptor may be another's by now."""
    with suppress(OSError), _borrow(descriptor) as connection:
        if _measure_idle(connection) >= IDLE_MS:
            connection.shutdown(socket.SHUT_RDWR)
            return True
    return False


@contextmanager
def _borrow(descriptor: int) -> Iterator[socket.socket]:
    """Give a second handle on a socket, closed again without closing the first."""
    own = os.dup(descriptor)
    try:
        connection = socket.socket(fileno=own)
    except OSError:
        os.close(own)
        raise
    with connection:
        yield connection
