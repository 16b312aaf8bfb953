"""What the tests in a browser share: a served application, and a page opened in Chromium."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

PHONE, DESKTOP = (360, 740), (1280, 900)
ARGUMENTS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def run_chromium() -> Iterator[Browser]:
    """Run Chromium; skip the test, or fail it where all must run, if it is not installed."""
    executable = shutil.which("chromium")
    if executable is None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("Chromium is missing; install it (Debian: apt-get install chromium)")
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


def open_page(browser: Browser, url: str, size: tuple[int, int] = DESKTOP, **options: Any) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    page = context.new_page()
    page.goto(url)
    return page
