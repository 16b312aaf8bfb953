"""The server of ``kfor-i18n serve``: everything it needs is checked before it listens."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack

from kfor_i18n.config import Settings
from kfor_i18n.serving.cache import SiteCache, find_cache_folder
from kfor_i18n.serving.folder import open_folder
from kfor_i18n.serving.listening import find_address, find_addresses, make_server, serve
from kfor_i18n.serving.metrics import prepare_metrics
from kfor_i18n.serving.options import ServeOptions
from kfor_i18n.serving.process import RendererProcess
from kfor_i18n.serving.refresh import CALM, FAST, Refresher
from kfor_i18n.serving.sources import Sources
from kfor_i18n.serving.store import Store


def run(
    options: ServeOptions,
    settings: Settings,
    *,
    compile_catalogs: Callable[[Settings], None] | None = None,
    on_ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the site of the environment's settings until the process is told to stop.

    ``compile_catalogs``, if given, is called before each rendering, which a changed catalog then
    makes due as well. ``on_ready`` is called with the address once everything is found to be
    usable. Raises ``SiteError`` when the site cannot be rendered or the address cannot be listened
    on: here, since a worker that fails would only show a traceback.
    """
    # Until the server listens it has nothing to finish and nothing to render again.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    address = find_addresses(options)
    log = _open_log(options.access_log) if options.access_log else None
    with open_folder() as folder, ExitStack() as at_end:
        store = Store(folder)
        renderer = RendererProcess(store, is_kept=options.is_reloading)
        sources = Sources(settings, SiteCache(find_cache_folder()), compile_catalogs)
        pace = FAST if options.is_reloading else CALM
        refresher = Refresher(store, sources, renderer, pace)
        at_end.callback(refresher.stop)
        if not sources.take_kept(store):
            # Compressed quickly now, and well as soon as it is served.
            renderer.begin(quick=True)
            refresher.request()
        if options.metrics_port:
            prepare_metrics(store.folder / "metrics")
        server = make_server(options, address, refresher)
        renderer.finish()
        # Once more: another server may have started meanwhile.
        find_address(options.host, options.port)
        on_ready(_address_of(options, address))
        serve(server, store, log, has_metrics=bool(options.metrics_port))


def _address_of(options: ServeOptions, address: str) -> str:
    scheme = "https" if options.certificate else "http"
    host = f"[{address}]" if ":" in address else address
    return f"{scheme}://{host}:{options.port}/"


def _open_log(name: str) -> int:
    """Open a file to append lines to; a pipe that nobody reads does not block."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK
    try:
        return os.open("/dev/stdout" if name == "-" else name, flags, 0o640)
    except OSError:
        if name == "-":
            return sys.stdout.fileno()
        raise
