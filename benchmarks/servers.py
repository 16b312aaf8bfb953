"""Servers to be measured: each is run on one core, on a free port of this machine alone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter

from benchmarks.timing import KFOR

ROOT = Path(__file__).parents[1]
GRANIAN = str(Path(sys.executable).with_name("granian"))
HOST = "127.0.0.1"
CORE = "0"
"""The core that all servers run on; the load comes from another."""

START_SECONDS = 30
STOP_SECONDS = 10

Line = Sequence[str | Path]

# As nginx's documentation of it shows.
OPEN_FILE_CACHE = (
    "open_file_cache max=1000 inactive=20s;",
    "open_file_cache_valid 30s;",
    "open_file_cache_min_uses 2;",
    "open_file_cache_errors on;",
)


@dataclass(frozen=True)
class Server:
    """How a server is started: what makes its command line for a port, and a path it answers.

    ``environment`` is added to this process's own.
    """

    make_line: Callable[[int], Line]
    path: str = "/sl/"
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Running:
    """A server that answers: its process, its port, and the seconds from its start to a 200."""

    pid: int
    port: int
    path: str
    seconds: float


def kfor(cache: Path) -> Server:
    """Return this project's server, which keeps its ready answers in a folder."""
    return Server(
        lambda port: [KFOR, "serve", "--host", HOST, "--port", str(port)],
        environment={"XDG_CACHE_HOME": str(cache)},
    )


def granian(target: str, path: str = "/sl/") -> Server:
    """Return granian with an application of ``benchmarks.peers``, set up as this project does."""

    def make_line(port: int) -> Line:
        options = "--interface wsgi --workers 1 --blocking-threads 1 --runtime-mode st --http 1"
        where = ["--host", HOST, "--port", str(port), "--log-level", "warning"]
        return [GRANIAN, *options.split(), *where, f"benchmarks.peers.{target}:app"]

    return Server(make_line, path)


def nginx(build: Path, folder: Path, settings: Sequence[str] = ()) -> Server:
    """Return nginx for what ``kfor-i18n build`` published, with its configuration.

    ``folder`` is for nginx's own files; ``settings`` are added to the ``http`` block.
    """

    def make_line(port: int) -> Line:
        folder.mkdir()
        names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        lines = [
            "daemon off;",
            f"pid {folder}/nginx.pid;",
            "worker_processes 1;",
            "events { worker_connections 1024; }",
            "http {",
            "access_log off;",
            "keepalive_requests 1000000000;",
            *(f"{name}_temp_path {folder}/{name};" for name in names),
            *settings,
            f"include {build}/nginx/maps.conf;",
            "server {",
            f"listen {HOST}:{port};",
            f"root {build}/public;",
            f"include {build}/nginx/site.conf;",
            "}",
            "}",
        ]
        file = folder / "nginx.conf"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [find_nginx() or "nginx", "-e", "stderr", "-p", folder, "-c", file]

    return Server(make_line)


def find_nginx() -> str | None:
    """Return where nginx is, which need not be in a user's ``PATH``, or ``None``."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def run(server: Server, scratch: Path) -> Iterator[Running]:
    """Run a server on its core until the block ends; its files go into a folder.

    Raises ``RuntimeError`` when it does not answer its path with 200.
    """
    port = _find_port()
    log = scratch / f"{port}.log"
    with log.open("w", encoding="utf-8") as output:
        line = ["taskset", "-c", CORE, *server.make_line(port)]
        start = perf_counter()
        process = subprocess.Popen(
            line,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(scratch), **server.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # A group of its own: Ctrl-C is for this process, which then stops the server.
            start_new_session=True,
        )
        try:
            while not _answers(port, server.path):
                if process.poll() is not None or perf_counter() - start > START_SECONDS:
                    said = log.read_text(encoding="utf-8")[-2000:]
                    raise RuntimeError(f"no answer from {' '.join(map(str, line))}\n{said}")
                time.sleep(0.002)
            yield Running(process.pid, port, server.path, perf_counter() - start)
        finally:
            _stop(process)


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a server to stop, and end what is left of its processes after that."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
