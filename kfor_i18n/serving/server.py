"""The server under ``kfor-i18n serve``: granian, set up for this site."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from ssl import SSLError
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels
from granian.server import MPServer

from kfor_i18n.config import ConfigError, Settings, read_settings
from kfor_i18n.serving.cache import SetCache, find_cache_folder, name_state
from kfor_i18n.serving.metrics import count_requests, prepare_metrics, show_metrics
from kfor_i18n.serving.observing import AccessLog, Observed, Observer
from kfor_i18n.serving.refresh import Refresher, RenderingFailedError
from kfor_i18n.serving.store import Store
from kfor_i18n.serving.worker import Worker

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

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


@dataclass(frozen=True)
class ServeOptions:
    """How to serve: where, by how many processes, and what to tell of it.

    ``certificate`` and ``key`` are PEM files; with them the server speaks TLS 1.3, and HTTP/2 to
    those who can. ``access_log`` is a file, ``-`` for standard output, or empty. ``metrics_port``
    is 0 for none. ``look_seconds`` lie between two looks at the site's files.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None
    access_log: str = ""
    metrics_port: int = 0
    look_seconds: float = 1.0


def run(
    options: ServeOptions,
    settings: Settings,
    *,
    prepare: Callable[[], None] = lambda: None,
    list_sources: Callable[[], list[Path]] = list,
    on_ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the site that the environment describes until the process is told to stop.

    ``prepare`` is called before each rendering, and ``list_sources`` names the files, beside the
    site's own, whose change makes one due. ``on_ready`` is called with the address once everything
    is found to be usable. Raises ``ConfigError`` when the site cannot be rendered or the address
    cannot be listened on: here, since a worker that fails would only show a traceback.
    """
    address = find_address(options.host, options.port)
    if options.metrics_port:
        find_address(options.host, options.metrics_port)
    log = _open_log(options.access_log) if options.access_log else None
    with TemporaryDirectory(prefix="kfor-i18n-") as name:
        store = Store(Path(name))

        def list_all() -> list[Path]:
            return [*list_files(_read_again(settings)), *list_sources()]

        cache = SetCache(find_cache_folder(), lambda: name_state(_read_again(settings), list_all()))

        def begin() -> None:
            prepare()
            cache.note()

        refresher = Refresher(
            store,
            list_all,
            prepare=begin,
            on_rendered=lambda: cache.keep(store.file),
            interval=options.look_seconds,
        )
        _make_first_set(store, refresher, cache.find())
        if options.metrics_port:
            prepare_metrics(store.folder / "metrics")
        server = _make_server(options, address, refresher)
        scheme = "https" if options.certificate else "http"
        host = f"[{address}]" if ":" in address else address
        on_ready(f"{scheme}://{host}:{options.port}/")
        has_metrics = bool(options.metrics_port)
        loader = partial(load_worker, store.folder, log, has_metrics=has_metrics)
        server.serve(target_loader=loader, wrap_loader=False)


def _read_again(settings: Settings) -> Settings:
    """Return the settings as the environment has them now, or else those that were read before."""
    try:
        return read_settings()
    except ConfigError:
        return settings


def _make_first_set(store: Store, refresher: Refresher, kept: Path | None) -> None:
    """Put a set into the store: the one that was kept, or one that is to be made better soon."""
    if kept is not None:
        shutil.copyfile(kept, store.file)
        return
    try:
        refresher.render(quick=True)
    except RenderingFailedError as error:
        raise ConfigError(str(error)) from error
    refresher.request()


def list_files(settings: Settings) -> list[Path]:
    """Return the files that the pages are made of."""
    named = os.environ.get("KFOR_SETTINGS", "")
    return [
        *([Path(named)] if named else []),
        settings.translations / "messages.pot",
        *settings.translations.glob("*/LC_MESSAGES/messages.mo"),
        *(settings.templates / "site").rglob("*"),
        *settings.static.rglob("*"),
    ]


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


def _make_server(options: ServeOptions, address: str, refresher: Refresher) -> MPServer:
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


def _open_log(name: str) -> int:
    if name == "-":
        return sys.stdout.fileno()
    return os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)


def find_address(host: str, port: int) -> str:
    """Return the IP address to listen on for a host's name or address.

    Raises ``ConfigError`` when there is none, or when the port cannot be had: workers share a
    port, so that a second server beside another would take half of its requests.
    """
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, place = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise ConfigError(
            f"cannot listen on {host} port {port}: {error.strerror or error}; "
            "choose another with --host and --port"
        ) from error
    return str(place[0])
