from __future__ import annotations

import os
import shutil
import signal
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
from kfor_i18n.catalogs.project import DOMAIN, Project, read_project
from kfor_i18n.config import SOURCE_LANGUAGE, Settings, project_of, read_settings
from kfor_i18n.files import write_atomically
from kfor_i18n.locales import PSEUDO_LOCALES
from kfor_i18n.site import create_app
from tests.builders import ROOT
from tests.pages import LANGUAGES, PAGES, SITE_URL, path_of
from tests.support import write_mo_file

# A shell has commands in the background ignore SIGINT, and so would the servers that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

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


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogs() -> None:
    """Compile this project's catalogs where they are stale: the command speaks by them."""
    workflow.compile_project(read_project(ROOT))


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of the site in the languages that the tests are written for."""
    own = project_of(read_settings({}))
    folder = tmp_path_factory.mktemp("site") / "translations"
    settings = read_settings(
        {"KFOR_SITE_URL": SITE_URL, "KFOR_TRANSLATIONS": str(_copy_catalogs(own, folder))}
    )
    workflow.compile_project(project_of(settings))
    return settings


def _copy_catalogs(project: Project, folder: Path) -> Path:
    copy = replace(project, translations=folder)
    folder.mkdir()
    shutil.copy(project.template(DOMAIN), copy.template(DOMAIN))
    for tag in LANGUAGES:
        if tag != SOURCE_LANGUAGE:
            target = copy.catalog_path(DOMAIN, tag)
            target.parent.mkdir(parents=True)
            shutil.copy(project.catalog_path(DOMAIN, tag), target)
    return folder


@pytest.fixture(scope="session")
def app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(params=PAGES, ids="-".join)
def page_path(request: pytest.FixtureRequest, app: Flask) -> str:
    """Return the path of each page in each language."""
    name, tag = request.param
    return path_of(app, name, tag)


@pytest.fixture(scope="session")
def pseudo_app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the site with the pseudo-locales' catalogs, and one that is hardly begun."""
    folder = tmp_path_factory.mktemp("pseudo") / "translations"
    shutil.copytree(settings.translations, folder)
    pseudo = read_settings({"KFOR_TRANSLATIONS": str(folder)})
    for locale in (*PSEUDO_LOCALES, "hr"):
        workflow.init(project_of(pseudo), locale)
    workflow.compile_project(project_of(pseudo))
    return create_app(read_settings({"KFOR_TRANSLATIONS": str(folder)}))


@pytest.fixture
def edited(tmp_path: Path, settings: Settings) -> Callable[[Edit], FlaskClient]:
    """Return a function that serves the site after an edit of the Slovenian catalog."""

    def serve(edit: Edit) -> FlaskClient:
        translations = tmp_path / "translations"
        shutil.copytree(settings.translations, translations)
        environment = {"KFOR_SITE_URL": SITE_URL, "KFOR_TRANSLATIONS": str(translations)}
        edited = read_settings(environment)
        project = project_of(edited)
        source = project.catalog_path(DOMAIN, "sl")
        catalog = read_po(BytesIO(source.read_bytes()))
        edit(catalog)
        write_atomically(project.compiled_path(source), write_mo_file(catalog))
        return create_app(edited).test_client()

    return serve
