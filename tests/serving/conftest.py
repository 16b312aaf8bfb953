from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from kfor_i18n.config import Settings
from kfor_i18n.serving.store import Store
from tests.builders import COMMAND
from tests.pages import LANGUAGES, PAGES, SITE_URL, path_of
from tests.serving.servers import Site, run_nginx, run_server

FILES = [
    "/robots.txt", "/sitemap.xml", "/favicon.ico", "/.well-known/security.txt",
    *(f"/{tag}/manifest.webmanifest" for tag in LANGUAGES),
]  # fmt: skip


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    translations = {"KFOR_TRANSLATIONS": str(settings.translations)}
    with run_server(tmp_path_factory.mktemp("server"), **translations) as site:
        yield site


@pytest.fixture(scope="session")
def build(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, published by the command."""
    out = tmp_path_factory.mktemp("build") / "out"
    environment = {
        "KFOR_SITE_URL": SITE_URL,
        "KFOR_TRANSLATIONS": str(settings.translations),
        "PATH": "/usr/bin:/bin",
    }
    subprocess.run([COMMAND, "build", out], check=True, env=environment, capture_output=True)
    return out


@pytest.fixture(scope="session")
def nginx(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with run_nginx(tmp_path_factory.mktemp("nginx"), build) as site:
        yield site


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """Return a store without a site."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return Store(folder)


@pytest.fixture(params=[*PAGES, *FILES], ids=str)
def address(request: pytest.FixtureRequest, app: Flask) -> str:
    """Return each address that has a page or a file."""
    found: str | tuple[str, str] = request.param
    return found if isinstance(found, str) else path_of(app, *found)


@pytest.fixture(params=["server", "nginx"])
def site(request: pytest.FixtureRequest) -> Site:
    """Return the site by each of the servers: one specification for both."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Site)
    return found
