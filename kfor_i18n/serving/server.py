"""The server under ``kfor-i18n serve``: what it needs, looked at and made before it listens."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kfor_i18n.config import ConfigError, Settings, read_settings
from kfor_i18n.serving.cache import SetCache, find_cache_folder, name_state
from kfor_i18n.serving.metrics import prepare_metrics
from kfor_i18n.serving.refresh import (
    Preparation,
    Refresher,
    RenderingFailedError,
    list_program,
    look,
)
from kfor_i18n.serving.store import Store

if TYPE_CHECKING:
    pass


logger = logging.getLogger(__name__)


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
    # Until the server listens it has nothing to finish, and nothing to render anew.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    address = _find_addresses(options)
    log = _open_log(options.access_log) if options.access_log else None
    with TemporaryDirectory(prefix="kfor-i18n-") as folder, ExitStack() as at_end:
        store = Store(Path(folder))
        refresher = _begin_first_set(store, settings, Preparation(prepare, list_sources), options)
        at_end.callback(refresher.stop)
        if options.metrics_port:
            prepare_metrics(store.folder / "metrics")
        # Imported here: while the first set is rendered.
        from kfor_i18n.serving.listening import make_server, serve

        server = make_server(options, address, refresher)
        try:
            refresher.finish()
        except RenderingFailedError as error:
            raise ConfigError(str(error)) from error
        # Once more: another server may have begun meanwhile.
        find_address(options.host, options.port)
        scheme = "https" if options.certificate else "http"
        host = f"[{address}]" if ":" in address else address
        on_ready(f"{scheme}://{host}:{options.port}/")
        serve(server, store, log, has_metrics=bool(options.metrics_port))


def _find_addresses(options: ServeOptions) -> str:
    """Return the address to listen on. Raises ``ConfigError`` where a port cannot be had."""
    address = find_address(options.host, options.port)
    if options.metrics_port:
        find_address(options.host, options.metrics_port)
        if options.metrics_port == options.port:
            raise ConfigError("--port and --metrics-port must differ")
    return address


def _read_again(settings: Settings) -> Settings:
    """Return the settings as the environment has them now, or else those that were read before."""
    try:
        return read_settings()
    except ConfigError:
        return settings


def _begin_first_set(
    store: Store, settings: Settings, preparation: Preparation, options: ServeOptions
) -> Refresher:
    """Put the set that was kept into the store, or begin one that is to be made better soon.

    Returns what keeps the store fresh from then on, and keeps its sets for the next start.
    """

    def list_made() -> list[Path]:
        return list_files(_read_again(settings))

    def name() -> str:
        return name_state(_read_again(settings), [*list_made(), *preparation.list_sources()])

    cache = SetCache(find_cache_folder(), name)
    program = look(list_program())

    def make() -> None:
        if look(list_program()) != program:
            raise RuntimeError("the program was replaced; restart to serve its new version")
        preparation.make()
        cache.note()

    refresher = Refresher(
        store,
        list_made,
        preparation=Preparation(make, preparation.list_sources),
        on_rendered=lambda: cache.keep(store.file),
        interval=options.look_seconds,
    )
    if not _take_kept(store, cache.find()):
        refresher.begin(quick=True)
        refresher.request()
    return refresher


def _take_kept(store: Store, kept: bytes | None) -> bool:
    """Put a set that was kept into the store; tell whether there is one and it can be used."""
    if kept is None:
        return False
    store.file.write_bytes(kept)
    try:
        store.load()
    except Exception:
        logger.warning("the pages of the last start cannot be used", exc_info=True)
        store.file.unlink()
        return False
    return True


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


def _open_log(name: str) -> int:
    """Open a file to add lines to; a pipe that nobody reads keeps no one waiting."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK
    try:
        return os.open("/dev/stdout" if name == "-" else name, flags, 0o640)
    except OSError:
        if name == "-":
            return sys.stdout.fileno()
        raise


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
