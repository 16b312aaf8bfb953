from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.pages import PAGES, path_of
from tests.site.browsing import run_chromium, serve

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
    with run_chromium() as browser:
        yield browser


@pytest.fixture(params=[*PAGES, *MISSING], ids="-".join)
def path(request: pytest.FixtureRequest, app: Flask) -> str:
    """Return the path of each page in each language, and one without a page."""
    name, tag = request.param
    return f"/{tag}/{name}/" if request.param in MISSING else path_of(app, name, tag)
