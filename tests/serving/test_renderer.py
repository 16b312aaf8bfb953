"""What the renderer hands to the workers beside the ready set."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from kfor_i18n.catalogs.workflow import compile_project
from kfor_i18n.config import Settings, project_of, read_settings
from kfor_i18n.serving.renderer import render
from kfor_i18n.serving.store import RenderedSite
from kfor_i18n.site import create_app
from kfor_i18n.site.languages import Language

FILLER = 2_000


@pytest.fixture(scope="module")
def large(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of the site with a catalog full of messages that no page asks for."""
    translations = tmp_path_factory.mktemp("large") / "translations"
    shutil.copytree(settings.translations, translations)
    large = read_settings(
        {"KFOR_SITE_URL": settings.site_url, "KFOR_TRANSLATIONS": str(translations)}
    )
    project = project_of(large)
    fill(project.template("messages"), "")
    fill(project.catalog_path("messages", "sl"), "Polnilo številka")
    compile_project(project)
    return large


def fill(file: Path, translation: str) -> None:
    entries = (
        f'\nmsgid "Filler number {number}"\nmsgstr "{translation and f"{translation} {number}"}"\n'
        for number in range(FILLER)
    )
    file.write_text(file.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")


@pytest.fixture
def rendered(large: Settings) -> RenderedSite:
    return render(create_app(large), "quick")


def restore(rendered: RenderedSite) -> tuple[Settings, dict[str, Language]]:
    settings, languages = pickle.loads(rendered.application)
    return settings, languages


def test_it_describes_the_catalogs(rendered: RenderedSite) -> None:
    slovenian = dict(rendered.catalogs["sl"])
    assert slovenian["coverage"] == 1.0
    assert slovenian["messages"] > FILLER
    assert slovenian["refused"] == 0


def test_of_a_catalog_it_hands_on_only_what_pages_ask_for(
    large: Settings, rendered: RenderedSite
) -> None:
    compiled = project_of(large).catalog_path("messages", "sl").with_suffix(".mo")
    assert compiled.stat().st_size > 100_000
    assert len(rendered.application) < 50_000


def test_that_is_enough_for_every_page(large: Settings, rendered: RenderedSite) -> None:
    settings, languages = restore(rendered)
    compiled = project_of(large).catalog_path("messages", "sl").with_suffix(".mo")
    hidden = compiled.rename(compiled.with_suffix(".hidden"))
    try:
        again = create_app(settings, languages)
        assert render(again, "quick").ready.revision == rendered.ready.revision
        assert "Ta stran ne obstaja" in again.test_client().get("/sl/ni/").text
    finally:
        hidden.rename(compiled)


def test_any_other_message_is_read_again(rendered: RenderedSite) -> None:
    _, languages = restore(rendered)
    text = languages["sl"].text
    assert text.gettext("Filler number 7") == "Polnilo številka 7"
    assert text.gettext("The mandate") == "Mandat"
    assert text.gettext("no such message") == "no such message"
