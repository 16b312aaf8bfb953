from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project, find_root, read_project
from tests.builders import COMMAND, ROOT

APP = """from flask_babel import gettext, lazy_gettext as _l

TITLE = _l("Title")


def hello(name):
    # Translators: a greeting
    return gettext("Hello, %(name)s", name=name)
"""
PAGE = """<h1>{{ _("Welcome") }}</h1>
{% trans trimmed count=n %}
  One file
{% pluralize %}
  {{ count }} files
{% endtrans %}
"""


def write_sources(root: Path) -> None:
    """Write a small Flask-Babel project whose settings are all defaults."""
    (root / "templates").mkdir()
    (root / "app.py").write_text(APP, encoding="utf-8")
    (root / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    (root / "babel.cfg").write_text("[python: **.py]\n[jinja2: templates/**.html]\n")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    write_sources(tmp_path)
    return tmp_path


@pytest.fixture
def project(root: Path) -> Project:
    return read_project(root)


def test_the_same_sources_give_the_same_template_on_any_day(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow.extract(project)
    path = project.template("messages")
    first = path.read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1999999999")
    (result,) = workflow.extract(project)
    assert not result.has_changed
    assert path.read_bytes() == first
    page = project.root / "templates" / "page.html"
    page.rename(page.with_name("a_page.html"))
    workflow.extract(project)
    assert b"2026-01-01 00:00+0000" in path.read_bytes(), "references alone are no new date"
    (project.root / "app.py").write_text(APP.replace("Title", "The title"), encoding="utf-8")
    (result,) = workflow.extract(project)
    assert [key.msgid for key in result.added] == ["The title"]
    assert [key.msgid for key in result.removed] == ["Title"]
    assert b"2033-05-18" in path.read_bytes()


def test_a_template_has_comments_flags_and_references_without_line_numbers(
    project: Project,
) -> None:
    workflow.extract(project)
    text = project.template("messages").read_text(encoding="utf-8")
    assert (
        '\n#. Translators: a greeting\n#: app.py\n#, python-format\nmsgid "Hello, %(name)s"\n'
    ) in text
    assert 'msgid "One file"\nmsgid_plural "%(count)s files"\nmsgstr[0] ""\nmsgstr[1] ""\n' in text
    assert 'msgid "Title"' in text, "lazy_gettext under another name"


@pytest.mark.parametrize("locale", ["xx", "sl/../x", "", "slovene"])
def test_init_rejects_an_unknown_locale(project: Project, locale: str) -> None:
    workflow.extract(project)
    with pytest.raises(CatalogError, match="no locale"):
        workflow.init(project, locale)


def test_init_never_replaces_a_catalog(project: Project) -> None:
    workflow.extract(project)
    (path,) = workflow.init(project, "pt-BR")
    assert path.parts[-3] == "pt_BR"
    path.write_text("mine")
    with pytest.raises(CatalogError, match="exists already"):
        workflow.init(project, "pt_BR")
    assert path.read_text() == "mine"


def test_the_project_is_found_from_a_directory_inside_it(root: Path) -> None:
    inside = root / "templates"
    assert find_root(inside) == root.resolve()


@pytest.mark.parametrize("language", ["en", "sl"])
def test_the_command_uses_the_language_of_the_environment(root: Path, language: str) -> None:
    done = subprocess.run(
        [COMMAND, "--project", root, "extract", "--help"],
        env={**os.environ, "LANGUAGE": language, "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    wanted = {"en": ("Usage:", "Write nothing"), "sl": ("Uporaba:", "Ne zapiši ničesar")}
    for text in wanted[language]:
        assert text in done.stdout


def test_without_a_source_date_epoch_the_present_time_is_used(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    workflow.extract(project)
    text = project.template("messages").read_text(encoding="utf-8")
    assert f"POT-Creation-Date: {datetime.now(UTC):%Y-%m}" in text


def test_plain_pybabel_extracts_the_same_messages(tmp_path: Path) -> None:
    path = tmp_path / "messages.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run(
        [pybabel, "-q", "extract", "-F", "babel.cfg", "-o", path, "."], cwd=ROOT, check=True
    )
    ours = parse_po((ROOT / "translations" / "messages.pot").read_bytes())
    theirs = parse_po(path.read_bytes())
    assert {entry.key for entry in theirs.entries} == {entry.key for entry in ours.entries}
