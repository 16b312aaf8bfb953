"""The site as visitors reach it, over a socket: by its own server, and published, by nginx."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

from tests.builders import COMMAND
from tests.pages import SITE_URL

Process = subprocess.Popen[str]
PATIENCE = 60
"""Seconds after which a condition that did not come to pass fails a test."""


@dataclass(frozen=True)
class Reply:
    """An answer as it came over the wire."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Site:
    """A running server: its name, its port, and the content codings that it has."""

    name: str
    port: int
    codings: tuple[str, ...]
    process: Process

    def ask(
        self, path: str, method: str = "GET", patience: float = PATIENCE, **headers: str
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def send(self, *chunks: bytes) -> bytes:
        """Send bytes as they are, and return all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for chunk in chunks:
                connection.sendall(chunk)
            answer = b""
            while part := connection.recv(65_536):
                answer += part
        return answer


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def is_open(port: int) -> bool:
    """Tell whether anything listens on a port."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextmanager
def run(start: Callable[[int], Process]) -> Iterator[tuple[int, Process]]:
    """Start a server on a free port and wait until it listens.

    Another process may take the port before the server does; then it is started on another one.
    """
    for _ in range(3):
        port = find_port()
        process = start(port)
        if listens(process, port):
            break
    else:
        raise AssertionError(f"it does not start: {process.args!r}")
    try:
        yield port, process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def listens(process: Process, port: int) -> bool:
    """Wait until a process listens on a port, or ends; tell which."""
    wait_until(lambda: process.poll() is not None or is_open(port))
    return process.poll() is None


@contextmanager
def run_server(folder: Path, *options: str, **environment: str) -> Iterator[Site]:
    """Run ``kfor-i18n serve`` until it answers everything; its log is ``log`` in the folder."""
    with _run_command(folder, [COMMAND, "serve", *options], environment) as site:
        yield site


@contextmanager
def run_small_server(folder: Path, max_files: int) -> Iterator[Site]:
    """Run a server each of whose processes may have so many files open."""
    with _run_command(folder, ["prlimit", f"--nofile={max_files}", COMMAND, "serve"], {}) as site:
        yield site


@contextmanager
def _run_command(
    folder: Path, command: list[str | Path], environment: Mapping[str, str]
) -> Iterator[Site]:
    variables = {
        **os.environ, "KFOR_SITE_URL": SITE_URL, "XDG_CACHE_HOME": str(folder / "cache"),
        **environment,
    }  # fmt: skip

    def start(port: int) -> Process:
        with (folder / "log").open("w", encoding="utf-8") as log:
            return subprocess.Popen(
                [*command, "--port", str(port)],
                env=variables, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip

    with run(start) as (port, process):
        site = Site("server", port, ("br", "zstd", "gzip"), process)
        if "--certificate" not in command:
            wait_until(lambda: site.ask("/readyz").status == 200)
        yield site


@contextmanager
def run_nginx(folder: Path, build: Path) -> Iterator[Site]:
    """Run nginx on a build with the configuration that was published, on another port."""
    configuration = folder / "nginx.conf"

    def start(port: int) -> Process:
        configuration.write_text(_configure_nginx(folder, build, port), encoding="utf-8")
        return subprocess.Popen(
            ["nginx", "-p", str(build), "-c", str(configuration)], text=True, stderr=subprocess.PIPE
        )

    with run(start) as (port, process):
        yield Site("nginx", port, ("gzip",), process)


def _configure_nginx(folder: Path, build: Path, port: int) -> str:
    main = (build / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    main = main.replace("listen 8080", f"listen 127.0.0.1:{port}")
    main = main.replace("/tmp/kfor-nginx", str(folder / "nginx"))
    for name in ("maps.conf", "site.conf"):
        main = main.replace(f"include {name}", f"include {build / 'nginx' / name}")
    # Temporary folders are root's alone, and nginx would give itself another user.
    return f"user root;\n{main}" if os.getuid() == 0 else main


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until a function returns something true."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def waits_for_a_lock(process: Process) -> bool:
    """Tell whether a process waits for a file lock that another one holds."""
    waiting = Path("/proc/locks").read_text(encoding="ascii")
    return re.search(rf"-> FLOCK +ADVISORY +WRITE {process.pid} ", waiting) is not None
