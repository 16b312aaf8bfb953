"""The WSGI server under ``kfor-i18n serve``."""

from __future__ import annotations

import socket
from collections.abc import Callable

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kfor_i18n.config import ConfigError
from kfor_i18n.site import create_app


def run(host: str, port: int, on_ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve the site, set up from the environment, until the process is told to stop.

    ``on_ready`` is called with the address once everything is found to be usable. Raises
    ``ConfigError`` when the site cannot be built or the address cannot be listened on: here, since
    a worker that fails at its start would only show a traceback.
    """
    create_app()
    address = find_address(host, port)
    on_ready(f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/")
    Server(
        "kfor_i18n.site:create_app",
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.warning,
    ).serve()


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
