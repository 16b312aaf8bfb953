"""The program that renders the site of the environment's settings, for a server to send.

    python -m kfor_i18n.serving.renderer FOLDER [--quick] [--strict]

It is a process of its own, so that no request waits for it, and so that what rendering needs ends
with it: whole catalogs above all. When it fails, it writes the problem to standard output, pickled.
"""

from __future__ import annotations

import argparse
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from kfor_i18n.answers.compression import Effort
from kfor_i18n.catalogs.problems import N_
from kfor_i18n.clock import current_time
from kfor_i18n.config import SiteError, read_settings
from kfor_i18n.serving.process import FAILED
from kfor_i18n.serving.store import RenderedSite, Store
from kfor_i18n.site import create_app, policy_of, site_of
from kfor_i18n.site.health import describe_catalogs
from kfor_i18n.site.rendering import RenderError, render_site


def render(app: Flask, effort: Effort) -> RenderedSite:
    """Render an application for workers. Raises ``RenderError`` when an address fails."""
    ready, site = render_site(app, effort), site_of(app)
    # Pickled after the rendering, which found out what pages need of the catalogs.
    application = pickle.dumps((site.settings, dict(site.languages)))
    security = list(policy_of(site).headers().items())
    return RenderedSite(ready, describe_catalogs(site.languages), application, security)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render the site into a store; return the exit status: 0, or ``FAILED``."""
    parser = argparse.ArgumentParser(prog="kfor_i18n.serving.renderer")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="compress quickly rather than well")
    parser.add_argument("--strict", action="store_true", help="fail where a catalog cannot be read")
    options = parser.parse_args(arguments)
    try:
        now = current_time()
        app = create_app(read_settings(), now=lambda: now)
        if options.strict:
            _require_catalogs(app)
        Store(options.folder).save(render(app, "quick" if options.quick else "best"))
    except SiteError as error:
        return _report(error)
    except OSError as error:
        return _report(RenderError("%(error)s", error=str(error)))
    return 0


def _report(error: SiteError) -> int:
    pickle.dump(error.problem, sys.stdout.buffer)
    return FAILED


def _require_catalogs(app: Flask) -> None:
    languages = site_of(app).languages.items()
    unreadable = [tag for tag, language in languages if not language.is_readable]
    if unreadable:
        raise RenderError(
            N_("compiled catalogs that cannot be read: %(languages)s; run kfor-i18n compile"),
            languages=", ".join(unreadable),
        )


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # The file is all that it leaves; taking down the rest would only keep a start waiting.
    os._exit(status)
