"""Flask's own server, for work on the program: it begins anew when a source changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from werkzeug.serving import run_simple

from kfor_i18n.site import create_app


def run_development(
    host: str, port: int, files: Iterable[Path], *, has_debugger: bool = False
) -> None:
    """Serve the site, nothing of it kept ready, until the process is told to stop.

    ``files`` are those beside Python's whose change makes it begin anew. The debugger runs whatever
    code whoever reaches the page types in: it is off unless asked for.
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
