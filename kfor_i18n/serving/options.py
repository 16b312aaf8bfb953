"""The options of the server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServeOptions:
    """How to serve: where, with how many processes, and what to report.

    ``certificate`` and ``key`` are PEM files; with them the server speaks TLS 1.3, and HTTP/2 to
    clients that can. ``access_log`` is a file, ``-`` for standard output, or empty; there are no
    metrics if ``metrics_port`` is 0. With ``is_reloading`` a change is shown as soon as it can be,
    at the cost of a renderer that stays in memory.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None
    access_log: str = ""
    metrics_port: int = 0
    is_reloading: bool = False
