"""The WSGI server under ``kfor-i18n serve``."""

from __future__ import annotations

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from kfor_i18n.site import create_app


def run(host: str, port: int) -> None:
    """Serve the site, set up from the environment, until the process is told to stop.

    Raises ``ConfigError`` when the site cannot be built: here, since a worker that fails at its
    start would only show a traceback.
    """
    create_app()
    Server(
        "kfor_i18n.site:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.warning,
    ).serve()
