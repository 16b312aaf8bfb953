"""The Flask development server, which restarts when a source file changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from werkzeug.serving import run_simple

from kfor_i18n.site import create_app


def run_development(
    host: str, port: int, files: Iterable[Path], *, has_debugger: bool = False
) -> None:
    """Serve the site, with nothing precomputed, until the process is told to stop.

    ``files`` are those besides Python's whose change restarts it. The debugger runs any code that
    a visitor types in: it is off unless asked for.
    """
    app = create_app()
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    run_simple(
        host,
        port,
        app,
        threaded=True,
        use_reloader=True,
        use_debugger=has_debugger,
        extra_files=[str(file) for file in files],
    )
