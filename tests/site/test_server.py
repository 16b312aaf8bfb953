from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kfor_i18n.config import ConfigError
from kfor_i18n.serving.server import find_address

COMMAND = Path(sys.executable).with_name("kfor-i18n")


@pytest.fixture
def busy() -> Iterator[int]:
    """Return a port that another server listens on, as one of ours does."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_named_without_a_traceback(busy: int) -> None:
    done = subprocess.run(
        [COMMAND, "serve", "--port", str(busy)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"port {busy}" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("host", ["host.invalid", "192.0.2.1", "999.1.1.1"])
def test_a_host_that_is_not_here_is_named(host: str) -> None:
    with pytest.raises(ConfigError, match=host):
        find_address(host, 8000)


def test_a_bad_setting_stops_the_command_with_a_sentence() -> None:
    done = subprocess.run(
        [COMMAND, "serve"], env={**os.environ, "KFOR_SITE_URL": "x"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "KFOR_SITE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Return the port of the site as the command serves it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    process = subprocess.Popen([COMMAND, "serve", "--port", str(number)], stdout=subprocess.PIPE)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", number)).close()
            break
        except OSError:
            time.sleep(0.1)
    yield number
    process.terminate()
    process.communicate()


def ask(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    return answer


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /%00 HTTP/1.1",
        b"GET /%ff%fe/ HTTP/1.1",
        b"GET /sl/%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
        b"GET //evil.test/ HTTP/1.1",
        b"GET http://evil.test/sl HTTP/1.1",
        b"GET /" + b"a" * 5_000 + b" HTTP/1.1",
        b"GET /sl/?" + b"q=1&" * 2_000 + b" HTTP/1.1",
        b"FOO /sl/ HTTP/1.1",
        b"TRACE /sl/ HTTP/1.1",
        b"GET /sl HTTP/1.1\r\nAccept-Language: " + b"sl," * 5_000,
        b'GET /sl/ HTTP/1.1\r\nIf-None-Match: \xff"',
        b"GET /sl/ HTTP/1.1\r\nAccept-Encoding: ;;;q=\xe9",
        b"GET /sl/ HTTP/1.1\r\nRange: bytes=5-1",
        b"GET /sl/ HTTP/1.1\r\nContent-Length: x",
        b"GET /sl/languages HTTP/1.1\r\nX-Forwarded-Host: evil.test",
    ],
)
def test_nothing_that_is_sent_makes_the_server_fail(port: int, request_line: bytes) -> None:
    answer = ask(port, request_line + b"\r\nHost: evil.test\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert 200 <= int(head.split()[1]) < 500
    assert b"set-cookie" not in head.lower()
    assert b"location: http" not in head.lower()
    assert b"evil.test" not in body
