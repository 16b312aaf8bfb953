"""Clients that hold connections, and visitors who are answered all the same."""

from __future__ import annotations

import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kfor_i18n.serving.connections import MOST, close_idle, limit_connections
from tests.serving.servers import PATIENCE, Site, run_small_server, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")

GET, HEAD = (f"{method} /sl/ HTTP/1.1\r\nHost: x\r\n\r\n".encode() for method in ("GET", "HEAD"))
MAX_FILES = 300
"""Files that a server may have open in these tests: fewer connections are enough to fill it."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Site]:
    """Return a server that takes few connections at a time."""
    with run_small_server(tmp_path, MAX_FILES) as site:
        yield site


def connect(site: Site) -> socket.socket:
    """Connect as a client that takes little at a time."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    connection.settimeout(PATIENCE)
    connection.connect(("127.0.0.1", site.port))
    return connection


def is_held(site: Site, connection: socket.socket) -> bool:
    """Tell whether the server still holds a connection, whatever its client knows of that."""
    ends = f":{site.port:04X} 0100007F:{connection.getsockname()[1]:04X} 01"
    return ends in Path("/proc/net/tcp").read_text(encoding="ascii")


def test_a_client_that_does_not_read_is_dropped(site: Site) -> None:
    with connect(site) as connection:
        connection.sendall(GET * 400)
        wait_until(lambda: is_held(site, connection))
        wait_until(lambda: not is_held(site, connection))


def test_a_client_that_reads_a_little_at_a_time_gets_everything(site: Site) -> None:
    answer = b""
    with connect(site) as connection:
        connection.sendall(GET * 3 + b"GET /ni HTTP/1.0\r\n\r\n")
        while part := connection.recv(2_048):
            answer += part
    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_idle_connections_are_closed_before_a_visitor_has_to_wait(small: Site) -> None:
    with ExitStack() as held:
        for _ in range(2 * MAX_FILES):
            held.enter_context(connect(small))
        # Sooner than the server gives up each idle connection in its turn.
        for _ in range(5):
            assert small.ask("/sl/", patience=10).status == 200


def test_a_connection_in_use_is_kept_however_many_are_idle(small: Site) -> None:
    with connect(small) as busy, ExitStack() as held:
        for _ in range(2 * MAX_FILES):
            held.enter_context(connect(small))
            busy.sendall(HEAD)
            assert busy.recv(4_096).startswith(b"HTTP/1.1 200")


def test_nothing_is_closed_while_there_is_room() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as held:
        place = listening.getsockname()
        mine = held.enter_context(socket.create_connection(place))
        theirs = held.enter_context(listening.accept()[0])
        assert close_idle(MOST) == 0
        mine.sendall(b"x")
        assert theirs.recv(1) == b"x"
        wait_until(lambda: close_idle(2))
        assert theirs.recv(1) == b""


def test_no_more_connections_are_taken_than_files_may_be_open() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        assert limit_connections() <= MOST
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert (soft, hard) >= before
        resource.setrlimit(resource.RLIMIT_NOFILE, (200, hard))
        assert limit_connections() < resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
