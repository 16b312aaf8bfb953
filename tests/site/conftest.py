from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.pages import PAGES, path_of
from tests.site.browsing import ARGUMENTS, serve

MISSING = [("no", "en"), ("ni", "sl")]


@pytest.fixture(scope="package")
def site(app: Flask) -> Iterator[str]:
    with serve(app) as address:
        yield address


@pytest.fixture(scope="package")
def pseudo_site(pseudo_app: Flask) -> Iterator[str]:
    with serve(pseudo_app) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("Chromium is missing; install it (Debian: apt-get install chromium)")
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[*PAGES, *MISSING], ids="-".join)
def path(request: pytest.FixtureRequest, app: Flask) -> str:
    """Return the path of each page in each language, and one without a page."""
    name, tag = request.param
    return f"/{tag}/{name}/" if request.param in MISSING else path_of(app, name, tag)
