"""The program that renders the site of the environment's settings, for a server to send.

    python -m kfor_i18n.serving.renderer FOLDER [--keep]

It is a process of its own, so that no request waits for it, and so that what rendering needs ends
with it: whole catalogs above all. Each line of standard input asks for a rendering, by options in
JSON, and is answered by a line: the problem or ``None``, pickled, in hexadecimal digits.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import sys
import traceback
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from flask import Flask

from kfor_i18n.answers.compression import Effort
from kfor_i18n.catalogs.problems import N_, Problem
from kfor_i18n.clock import current_time
from kfor_i18n.config import SiteError, read_settings
from kfor_i18n.serving.sources import list_files, require_files
from kfor_i18n.serving.store import RenderedSite, Store
from kfor_i18n.site import create_app, policy_of, site_of
from kfor_i18n.site.health import describe_catalogs
from kfor_i18n.site.rendering import RenderError, render_site


def render(app: Flask, effort: Effort) -> RenderedSite:
    """Render an application for workers. Raises ``RenderError`` when an address fails."""
    site = site_of(app)
    security = list(policy_of(site).headers().items())
    return RenderedSite(render_site(app, effort), describe_catalogs(site.languages), security)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render the site into a store once, or for as long as somebody asks for it; return 0."""
    parser = argparse.ArgumentParser(prog="kfor_i18n.serving.renderer")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", action="store_true", help="wait for further requests")
    options = parser.parse_args(arguments)
    store = Store(options.folder)
    for line in islice(sys.stdin.buffer, None if options.keep else 1):
        problem = _try_to_render(store, **json.loads(line))
        sys.stdout.write(f"{pickle.dumps(problem).hex()}\n")
        sys.stderr.flush()
        sys.stdout.flush()
    return 0


def _try_to_render(store: Store, *, quick: bool, strict: bool) -> Problem | None:
    """Render the site into a store; return what is wrong if that fails.

    ``quick`` compresses quickly rather than well, ``strict`` fails where a catalog cannot be read.
    """
    try:
        now = current_time()
        settings = read_settings()
        require_files(list_files(settings))
        app = create_app(settings, now=lambda: now)
        if strict:
            _require_catalogs(app)
        store.save(render(app, "quick" if quick else "best"))
    except SiteError as error:
        return error.problem
    except OSError as error:
        return RenderError("%(error)s", error=str(error)).problem
    except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
        traceback.print_exc()
        return RenderError("%(error)s", error=repr(error)).problem
    return None


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
    # The file is all that it leaves; taking down the rest would only keep a start waiting.
    os._exit(status)
