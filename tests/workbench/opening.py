"""The workbench of a small project with an application, open in a window of Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser

from tests.builders import make_project
from tests.workbench.browsing import DESKTOP, Workbench
from tests.workbench.running import run_workbench


def write_app(root: Path, source: str) -> None:
    """Write the application of a project, ``small_app:app``."""
    (root / "small_app.py").write_text(source, encoding="utf-8")


def make_app_project(root: Path, text: str, source: str) -> Path:
    """Make a project with a Slovenian catalog and an application; return its directory."""
    project = make_project(root, text, settings='app = "small_app:app"')
    write_app(root, source)
    return project.root


@contextmanager
def open_project(
    browser: Browser, root: Path, state: Path, page: str = "p:/", **options: Any
) -> Iterator[Workbench]:
    """Run the workbench of a project, and open it on a page; nothing may fail in the window."""
    width, height = options.pop("size", DESKTOP)
    with run_workbench(root, state) as (_, address):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        origin = address.partition("/_kfor")[0]
        entering = context.new_page()
        entering.goto(address)
        entering.wait_for_url(f"{origin}/_kfor-i18n/?*")
        entering.close()
        query = urlencode({"catalog": "sl.messages", "page": page})
        window = Workbench(browser, origin, f"?{query}", context=context)
        yield window
        assert window.problems == []
        window.close()
