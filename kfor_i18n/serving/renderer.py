"""The program that renders the site which the environment describes, for a server to send.

    python -m kfor_i18n.serving.renderer FOLDER [--quick] [--strict]

It is a process of its own, so that no request waits for it, and so that what it needs for rendering
ends with it: whole catalogs above all.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kfor_i18n.config import ConfigError, read_settings
from kfor_i18n.serving.store import Store
from kfor_i18n.site import create_app
from kfor_i18n.site.clock import read_clock
from kfor_i18n.site.i18n import languages_of
from kfor_i18n.site.rendering import RenderError, render_site

FAILED = 3
"""The exit status where the site cannot be rendered; standard error then ends with the reason."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Render the site into a store; return 0, or ``FAILED`` with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="kfor_i18n.serving.renderer")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="compress quickly rather than well")
    parser.add_argument("--strict", action="store_true", help="fail where a catalog cannot be read")
    options = parser.parse_args(arguments)
    try:
        now = read_clock()
        app = create_app(read_settings(), now=lambda: now)
        unreadable = [tag for tag, lang in languages_of(app).items() if not lang.is_readable]
        if options.strict and unreadable:
            raise RenderError(f"the catalog of {', '.join(unreadable)} cannot be read")
        Store(options.folder).save(render_site(app, "quick" if options.quick else "best"))
    except (ConfigError, RenderError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    # The file is all that it leaves; taking down the rest would only keep a start waiting.
    os._exit(status)
