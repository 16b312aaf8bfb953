"""What listens: the address and port, checked beforehand, and granian, set up for this site."""

from __future__ import annotations

import signal
import socket
from functools import partial
from pathlib import Path
from ssl import SSLError
from typing import TYPE_CHECKING, Any

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.config import ConfigError
from kfor_i18n.serving.connections import limit_connections
from kfor_i18n.serving.metrics import count_requests, show_metrics
from kfor_i18n.serving.observing import AccessLog, Observed, Observer
from kfor_i18n.serving.options import ServeOptions
from kfor_i18n.serving.refresh import Refresher
from kfor_i18n.serving.store import Store
from kfor_i18n.serving.worker import Worker

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from granian.server import MPServer

HEADER_SECONDS = 15
"""How long a client may take for a request's headers, and a connection may be idle."""

UNREAD_SECONDS = 8
"""How long a client may leave an answer unread, where the system can tell (Linux)."""

STOP_SECONDS = 10
"""How long a request that is under way may take after the server was told to stop."""

MAX_HEADER_BYTES = 16_384
BACKLOG = 4_096
"""Connections that wait in the kernel's queue, if the system allows as many."""

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


def find_addresses(options: ServeOptions) -> str:
    """Return the IP address to listen on.

    Raises ``ConfigError`` when there is none, or when a port cannot be listened on.
    """
    address = find_address(options.host, options.port)
    if options.metrics_port:
        find_address(options.host, options.metrics_port, option="--metrics-port")
        if options.metrics_port == options.port:
            raise ConfigError(N_("--port and --metrics-port are the same; choose different ports"))
    return address


def find_address(host: str, port: int, *, option: str = "--port (make serve PORT=8001)") -> str:
    """Return the IP address to listen on for a host name or address; ``option`` sets the port.

    Raises ``ConfigError`` when there is none, or when the port is taken: workers share a port, so
    a second server would get half of the first one's requests.
    """
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, place = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise ConfigError(
            N_(
                "cannot listen on %(host)s port %(port)s: %(error)s; choose another "
                "address with --host, or another port with %(option)s"
            ),
            host=host,
            port=port,
            error=error.strerror or error,
            option=option,
        ) from error
    return str(place[0])


def make_server(options: ServeOptions, address: str, refresher: Refresher) -> MPServer:
    """Return the server for an IP address, ready to serve; it does not listen yet.

    Once it does, the refresher works beside it. Raises ``ConfigError`` when the certificate or its
    key cannot be used.
    """
    server_class = _make_server_class(options, address, refresher)
    try:
        return server_class("kfor_i18n", address=address, **_configure(options))
    except SSLError as error:
        raise ConfigError(
            N_(
                "%(certificate)s and %(key)s are not a certificate and its private key: "
                "%(error)s; give a certificate and the private key that belongs to it, both in "
                "PEM format"
            ),
            certificate=options.certificate,
            key=options.key,
            error=error,
        ) from error


def _make_server_class(options: ServeOptions, address: str, refresher: Refresher) -> type[MPServer]:
    # Imported here: while the site is rendered. Addresses are looked for before.
    from granian.server import MPServer

    class RefreshingServer(MPServer):
        """The server, with pages that are rendered anew while it runs."""

        def _init_shared_socket(self) -> None:
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            if self._ssp is not None:
                # Else each worker would open a socket of its own, whose queue waits for that
                # worker alone and is lost with it. A respawned worker takes over this one.
                self._shd, self._ssp = self._ssp.build(), None
                self._sfd = self._shd.get_fd()
                self._sso = socket.socket(fileno=self._sfd)
                _limit_unread(self._sso)

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

    return RefreshingServer


def _limit_unread(listening: socket.socket) -> None:
    """Let the system drop whoever reads nothing: the server itself waits for them for ever.

    Connections take the option over from the socket that listens (tcp(7)).
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1_000)


def _configure(options: ServeOptions) -> dict[str, Any]:
    from granian.constants import HTTPModes, Interfaces, RuntimeModes
    from granian.http import HTTP1Settings, HTTP2Settings
    from granian.log import LogLevels

    return {
        "port": options.port,
        "interface": Interfaces.WSGI,
        "workers": options.workers,
        # One thread: it waits for nothing but the interpreter's lock, and a second one would only
        # contend for that.
        "blocking_threads": 1,
        "runtime_mode": RuntimeModes.st,
        "backlog": BACKLOG,
        "backpressure": limit_connections(),
        "http": HTTPModes.auto if options.certificate else HTTPModes.http1,
        "http1_settings": HTTP1Settings(
            header_read_timeout=HEADER_SECONDS * 1_000, max_buffer_size=MAX_HEADER_BYTES
        ),
        "http2_settings": HTTP2Settings(
            max_headers_size=MAX_HEADER_BYTES, max_concurrent_streams=100
        ),
        "ssl_cert": options.certificate,
        "ssl_key": options.key,
        "respawn_failed_workers": True,
        "workers_kill_timeout": STOP_SECONDS,
        "log_level": LogLevels.warning,
        "log_dictconfig": _LOGGING,
    }


def serve(server: MPServer, store: Store, log: int | None, *, has_metrics: bool) -> None:
    """Let the workers send what a store holds until the process is told to stop."""
    loader = partial(load_worker, store.folder, log, has_metrics=has_metrics)
    server.serve(target_loader=loader, wrap_loader=False)


def load_worker(folder: Path, log: int | None, *, has_metrics: bool) -> WSGIApplication:
    """Return the application of a worker process, which sends what the folder's store holds.

    ``log`` is the open file descriptor of the access log, if there is one.
    """
    worker = Worker(Store(folder), limit_connections())
    worker.start()
    observers: list[Observer] = []
    if log is not None:
        observers.append(AccessLog(log))
    if has_metrics:
        observers.append(count_requests())
    return Observed(worker.app, observers) if observers else worker.app
