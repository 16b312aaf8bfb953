"""The site as visitors reach it, over a socket: by its own server, and published, by nginx."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path

COMMAND = Path(sys.executable).with_name("kfor-i18n")
SITE_URL = "https://kfor.example"
PATIENCE = 10


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
    process: subprocess.Popen[str]

    def ask(self, path: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
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


def wait_for_port(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nothing listens on port {port}: {process.args!r}")


@contextmanager
def run_server(folder: Path, *options: str, **environment: str) -> Iterator[Site]:
    """Run ``kfor-i18n serve``; its standard error goes to ``log`` in the folder."""
    port = find_port()
    variables = {
        **os.environ, "KFOR_SITE_URL": SITE_URL, "XDG_CACHE_HOME": str(folder / "cache"),
        **environment,
    }  # fmt: skip
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", str(port), *options],
            env=variables, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        wait_for_port(port, process)
        yield Site("server", port, ("br", "zstd", "gzip"), process)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


@contextmanager
def run_nginx(folder: Path, build: Path) -> Iterator[Site]:
    """Run nginx on a build with the configuration that was published, on another port."""
    port = find_port()
    main = (build / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    main = main.replace("listen 8080", f"listen 127.0.0.1:{port}")
    main = main.replace("/tmp/kfor-nginx", str(folder / "nginx"))
    for name in ("maps.conf", "site.conf"):
        main = main.replace(f"include {name}", f"include {build / 'nginx' / name}")
    if os.getuid() == 0:
        # Temporary folders are root's alone, and nginx would give itself another user.
        main = f"user root;\n{main}"
    configuration = folder / "nginx.conf"
    configuration.write_text(main, encoding="utf-8")
    process = subprocess.Popen(
        ["nginx", "-p", str(build), "-c", str(configuration)], text=True, stderr=subprocess.PIPE
    )
    try:
        wait_for_port(port, process)
        yield Site("nginx", port, ("gzip",), process)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def wait_until(condition: object, *, patience: float = PATIENCE) -> None:
    """Wait until a function returns something true."""
    assert callable(condition)
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.05)
