from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kfor_i18n.config import Settings
from tests.serving.servers import COMMAND, SITE_URL, Site, run_nginx, run_server


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with run_server(tmp_path_factory.mktemp("server")) as site:
        yield site


@pytest.fixture(scope="session")
def build(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, published by the command."""
    out = tmp_path_factory.mktemp("build") / "out"
    environment = {"KFOR_SITE_URL": SITE_URL, "PATH": "/usr/bin:/bin"}
    subprocess.run([COMMAND, "build", out], check=True, env=environment, capture_output=True)
    return out


@pytest.fixture(scope="session")
def nginx(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with run_nginx(tmp_path_factory.mktemp("nginx"), build) as site:
        yield site


@pytest.fixture(params=["server", "nginx"])
def site(request: pytest.FixtureRequest) -> Site:
    """Return the site by each of the servers: one specification for both."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Site)
    return found
