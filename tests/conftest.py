from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import hypothesis
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from kfor_i18n.catalogs import workflow
from kfor_i18n.config import Settings, read_settings
from kfor_i18n.files import write_atomically
from kfor_i18n.site import create_app
from kfor_i18n.site.i18n import project_of
from tests.support import write_mo_file

# How long an example takes depends on the machine and not on the code. The gate tries the same
# examples each time; ``make fuzz`` tries many more at random, and what it finds becomes an example.
_ANY_SPEED = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile(
    "project", derandomize=True, database=None, deadline=None, suppress_health_check=_ANY_SPEED
)
hypothesis.settings.register_profile(
    "fuzz", max_examples=3_000, print_blob=True, deadline=None, suppress_health_check=_ANY_SPEED
)
hypothesis.settings.load_profile("project")

TOOLS = frozenset(
    {"git", "msgattrib", "msgcat", "msgfmt", "msgmerge", "msgunfmt", "nginx", "openssl"}
)
"""Programs that some tests compare with; those are skipped without them, but for REQUIRE_ALL."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, None, None]:
    with _skip_without_tools():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    with _skip_without_tools():
        yield


@contextmanager
def _skip_without_tools() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if error.filename in TOOLS and not os.environ.get("REQUIRE_ALL"):
            pytest.skip(f"{error.filename} is not installed")
        raise


Edit = Callable[[Catalog], None]


@pytest.fixture(scope="session")
def settings() -> Settings:
    settings = read_settings({"KFOR_SITE_URL": "https://kfor.example"})
    # As the command compiles them, so that neither undoes the other's work.
    workflow.compile_project(project_of(settings))
    return settings


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def pseudo_app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the site with the pseudo-locales' catalogs, and one that is hardly begun."""
    root = tmp_path_factory.mktemp("pseudo")
    shutil.copytree(settings.translations, root / "translations")
    project = project_of(replace(settings, translations=root / "translations"))
    for locale in ("en_XA", "ar_XB", "hr"):
        workflow.init(project, locale)
    workflow.compile_project(project)
    return create_app(read_settings({"KFOR_TRANSLATIONS": str(root / "translations")}))


@pytest.fixture
def edited(tmp_path: Path, settings: Settings) -> Callable[[Edit], FlaskClient]:
    """Return a function that serves the site after an edit of the Slovenian catalog."""

    def serve(edit: Edit) -> FlaskClient:
        translations = tmp_path / "translations"
        shutil.copytree(settings.translations, translations)
        source = translations / "sl" / "LC_MESSAGES" / "messages.po"
        catalog = read_po(BytesIO(source.read_bytes()))
        edit(catalog)
        write_atomically(source.with_suffix(".mo"), write_mo_file(catalog))
        environment = {
            "KFOR_SITE_URL": "https://kfor.example",
            "KFOR_TRANSLATIONS": str(translations),
        }
        return create_app(read_settings(environment)).test_client()

    return serve
