"""The workers under the server: granian, set up for this site."""

from __future__ import annotations

import signal
from functools import partial
from pathlib import Path
from ssl import SSLError
from typing import TYPE_CHECKING, Any

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels
from granian.server import MPServer

from kfor_i18n.config import ConfigError
from kfor_i18n.serving.metrics import count_requests, show_metrics
from kfor_i18n.serving.observing import AccessLog, Observed, Observer
from kfor_i18n.serving.refresh import Refresher
from kfor_i18n.serving.store import Store
from kfor_i18n.serving.worker import Worker

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from kfor_i18n.serving.server import ServeOptions

HEADER_SECONDS = 15
"""How long a client may take for a request's headers, and a connection may be idle."""

STOP_SECONDS = 10
"""How long a request that is under way may take after the server was told to stop."""

MAX_HEADER_BYTES = 16_384
CONNECTIONS = 1_024
"""Connections that a worker takes at a time; further ones wait in the kernel's queue."""

# Standard output is for the access log alone.
_LOGGING = {
    "handlers": {
        name: {
            "class": "logging.StreamHandler",
            "formatter": "generic",
            "stream": "ext://sys.stderr",
        }
        for name in ("console", "access")
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}


def load_worker(folder: Path, log: int | None, *, has_metrics: bool) -> WSGIApplication:
    """Return the application of a worker process, which sends what the folder's store holds.

    ``log`` is the descriptor of the access log's open file, if there is to be one.
    """
    worker = Worker(Store(folder))
    worker.start()
    observers: list[Observer] = []
    if log is not None:
        observers.append(AccessLog(log))
    if has_metrics:
        observers.append(count_requests())
    return Observed(worker.app, observers) if observers else worker.app


def serve(server: MPServer, store: Store, log: int | None, *, has_metrics: bool) -> None:
    """Let the workers send what a store holds until the process is told to stop."""
    loader = partial(load_worker, store.folder, log, has_metrics=has_metrics)
    server.serve(target_loader=loader, wrap_loader=False)


def make_server(options: ServeOptions, address: str, refresher: Refresher) -> MPServer:
    """Return the server for an IP address, ready to serve; it does not listen yet.

    Once it does, the refresher works beside it. Raises ``ConfigError`` where the certificate or
    its key cannot be used.
    """

    class RefreshingServer(MPServer):
        """The server, with pages that are rendered anew while it runs."""

        def startup(self, *arguments: Any) -> None:
            super().startup(*arguments)  # type: ignore[no-untyped-call]
            # Only now: the workers are forked, and no thread should run beside a fork.
            signal.signal(signal.SIGHUP, lambda *_: refresher.request())
            refresher.start()
            if options.metrics_port:
                show_metrics(refresher.store, address, options.metrics_port)

        def shutdown(self, exit_code: int = 0) -> None:
            refresher.stop()
            super().shutdown(exit_code)  # type: ignore[no-untyped-call]

    try:
        return RefreshingServer(
            "kfor_i18n",
            address=address,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=options.workers,
            # One thread: it waits for nothing but the interpreter's lock, and a second one would
            # only contend for that.
            blocking_threads=1,
            runtime_mode=RuntimeModes.st,
            backpressure=CONNECTIONS,
            http=HTTPModes.auto if options.certificate else HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=HEADER_SECONDS * 1_000, max_buffer_size=MAX_HEADER_BYTES
            ),
            http2_settings=HTTP2Settings(
                max_headers_size=MAX_HEADER_BYTES, max_concurrent_streams=100
            ),
            ssl_cert=options.certificate,
            ssl_key=options.key,
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_SECONDS,
            log_level=LogLevels.warning,
            log_dictconfig=_LOGGING,
        )
    except SSLError as error:
        raise ConfigError(
            f"{options.certificate} and {options.key} are no certificate and its key: {error}"
        ) from error
