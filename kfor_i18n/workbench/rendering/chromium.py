"""The system's Chromium, which nothing downloads, without a window and run through Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_PROGRAMS = (
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
_ARGUMENTS = (
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--force-device-scale-factor=1",
)  # fmt: skip


def has_playwright() -> bool:
    """Return whether Playwright is installed."""
    return find_spec("playwright") is not None


def find_chromium() -> str | None:
    """Return the path of the program, ``None`` if there is none."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def run_chromium(*arguments: str) -> Iterator[Browser]:
    """Run Chromium until the block is left. Raises ``playwright.sync_api.Error``.

    Playwright and Chromium must be there (``has_playwright``, ``find_chromium``). A process cannot
    do it in a thread that runs another browser.
    """
    from playwright.sync_api import sync_playwright

    # Root, as in a container, cannot make a sandbox.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = [*_ARGUMENTS, *arguments, *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        try:
            yield browser
        finally:
            browser.close()
