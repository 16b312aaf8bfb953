"""Observers of requests, such as the access log and the metrics."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from kfor_i18n.clock import current_time

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Exchange(NamedTuple):
    """A request and its response. It contains nothing about the client, for privacy.

    ``language`` and ``coding`` are those of the response, empty for none; ``size`` is that of its
    body in bytes, -1 if unknown; ``seconds`` passed until its headers and body were handed over.
    """

    method: str
    path: str
    status: int
    language: str
    coding: str
    size: int
    seconds: float


Observer = Callable[[Exchange], None]


class Observed:
    """A WSGI application in front of another that calls observers with each exchange."""

    def __init__(self, app: WSGIApplication, observers: Sequence[Observer]) -> None:
        """Initialize with the application and the observers."""
        self._app = app
        self._observers = observers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        begun = time.perf_counter()
        said: list[Any] = ["500", []]

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            said[:] = status, headers
            return start_response(status, headers, *rest)

        body = self._app(environ, start)
        headers = {name.lower(): value for name, value in said[1]}
        exchange = Exchange(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
            int(said[0][:3]),
            headers.get("content-language", ""),
            headers.get("content-encoding", ""),
            int(headers.get("content-length", -1)),
            time.perf_counter() - begun,
        )
        for observe in self._observers:
            observe(exchange)
        return body


class AccessLog:
    """An observer that writes a line of JSON for each exchange."""

    def __init__(self, descriptor: int) -> None:
        """Initialize with the descriptor of an open file.

        In a file opened for appending, the lines of several processes do not mix.
        """
        self._descriptor = descriptor

    def __call__(self, exchange: Exchange) -> None:
        """Write a line; a full disk loses the line and not the response."""
        line = {
            "time": current_time().isoformat(timespec="milliseconds"),
            **exchange._asdict(),
            "seconds": round(exchange.seconds, 6),
        }
        with suppress(OSError):
            os.write(self._descriptor, f"{json.dumps(line)}\n".encode())
