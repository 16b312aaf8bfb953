"""Pseudo-locales: generated, shown by Flask-Babel, generated again, and not checked."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel import Locale
from flask import Flask
from flask_babel import Babel, force_locale, format_date
from flask_babel import gettext as translate
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.checks.project import check_project
from kfor_i18n.catalogs.checks.running import check_catalogs
from kfor_i18n.catalogs.project import Project, read_project
from kfor_i18n.catalogs.stats import count_project, find_shortfalls
from kfor_i18n.catalogs.updating.pseudo import accent
from kfor_i18n.clock import current_date
from tests.builders import catalog_of, write_settings

SOURCES = '_("Welcome, %(name)s")\nngettext("%(num)s day", "%(num)s days", 3)\n_(" Save\\n")\n'
FOLDERS = {"en_XA": "en@pseudo", "ar_XB": "ar@pseudo"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    (tmp_path / "app.py").write_text(SOURCES, encoding="utf-8")
    project = read_project(tmp_path)
    workflow.extract(project)
    for name in FOLDERS:
        workflow.init(project, name)
    return project


@pytest.mark.parametrize("name", ["en_XA", "en-XA", "en@pseudo"])
def test_a_pseudo_locale_is_in_a_folder_that_babel_knows(project: Project, name: str) -> None:
    catalog_of(project, "en@pseudo").unlink()
    assert workflow.init(project, name) == [catalog_of(project, "en@pseudo")]
    assert str(Locale.parse("en@pseudo")) == "en@pseudo"


@pytest.mark.parametrize(("folder", "direction"), [("en@pseudo", "ltr"), ("ar@pseudo", "rtl")])
def test_flask_babel_lists_and_shows_pseudo_locales(
    project: Project, folder: str, direction: str
) -> None:
    workflow.compile_project(project)
    app = Flask(__name__)
    babel = Babel(app, default_translation_directories=str(project.translations))
    with app.test_request_context():
        shown = {str(locale): locale for locale in babel.list_translations()}
        assert shown[folder].text_direction == direction
        with force_locale(folder):
            assert translate("Welcome, %(name)s", name="Ana") not in ("Welcome, Ana", "")
            assert format_date(current_date())


@pytest.mark.parametrize("folder", FOLDERS.values())
def test_every_message_has_a_valid_translation(project: Project, folder: str) -> None:
    results = {result.source: result for result in workflow.compile_project(project)}
    compiled = results[catalog_of(project, folder)]
    assert (compiled.status, compiled.messages, compiled.findings) == ("compiled", 3, ())
    translations = gettext.translation("messages", project.translations, [folder])
    assert "%(name)s" in translations.gettext("Welcome, %(name)s")
    assert translations.ngettext("%(num)s day", "%(num)s days", 3).count("%(num)s") == 1


def test_an_update_makes_them_anew(project: Project) -> None:
    path = catalog_of(project, "en@pseudo")
    path.write_text("no catalog", encoding="utf-8")
    (project.root / "app.py").write_text('_("Welcome")\n', encoding="utf-8")
    workflow.extract(project)
    assert all(result.has_changed for result in workflow.update(project))
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Welcome"\nmsgstr "[Ŵéļçömé' in text
    assert "Save" not in text
    assert not any(result.has_changed for result in workflow.update(project))


def test_they_are_not_checked(project: Project) -> None:
    write_settings(project.root, "[tool.kfor-i18n.check]\nselect = ['all']\nmin-coverage = 1")
    strict = read_project(project.root)
    paths = [catalog_of(project, folder) for folder in FOLDERS.values()]
    for path in paths:
        path.write_text('msgid "broken', encoding="utf-8")
    assert [found for found in check_project(strict).findings if found.path in paths] == []
    assert [each.findings for each in check_catalogs(strict, paths)] == [[], []]


def test_no_coverage_is_asked_of_them(project: Project) -> None:
    path = catalog_of(project, "en@pseudo")
    path.write_text(
        path.read_text(encoding="utf-8").partition('\nmsgid "Welcome')[0]
        + '\nmsgid "x"\nmsgstr ""\n',
        encoding="utf-8",
    )
    assert list(find_shortfalls(project, count_project(project).catalogs, 100)) == []


def test_a_catalog_of_an_earlier_version_is_made_anew_where_it_is(project: Project) -> None:
    old = catalog_of(project, "en_XA")
    old.parent.mkdir(parents=True)
    old.write_bytes(catalog_of(project, "en@pseudo").read_bytes())
    (project.root / "app.py").write_text('_("Other")\n', encoding="utf-8")
    workflow.extract(project)
    workflow.update(project)
    assert 'msgid "Other"' in old.read_text(encoding="utf-8")


@given(st.text(st.sampled_from("a bé\n%{}<>"), max_size=12))
def test_white_space_at_the_ends_stays_there(text: str) -> None:
    accented = accent(text)
    inner = text.strip()
    before, _, after = text.partition(inner) if inner else (text, "", "")
    assert accented == text if not inner else accented.startswith(f"{before}[")
    assert accented.endswith(f"]{after}" if inner else text)
