from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.checks.project import check_project
from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project, find_root, read_project
from kfor_i18n.catalogs.settings.check import CheckSettings
from tests.builders import COMMAND, HEADERS, ROOT, codes_of, make_project, write_catalog

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
    with pytest.raises(CatalogError, match="unknown locale"):
        workflow.init(project, locale)


@pytest.mark.parametrize(
    ("locale", "folder"),
    [("pt_br", "pt_BR"), ("de_DE.UTF-8", "de_DE"), ("iw", "he"), ("zh_TW", "zh_Hant_TW")],
)
def test_init_writes_the_folder_that_flask_babel_reads(
    project: Project, locale: str, folder: str
) -> None:
    workflow.extract(project)
    (path,) = workflow.init(project, locale)
    assert path.parts[-3] == folder
    assert f"Language: {folder}\\n" in path.read_text(encoding="utf-8")


def test_init_keeps_the_name_of_a_locale_where_gettext_reads_it(project: Project) -> None:
    workflow.extract(project)
    (path,) = workflow.init(replace(project, runtime="gettext"), "zh-tw")
    assert path.parts[-3] == "zh_TW"


def test_update_and_compile_can_be_of_one_locale(project: Project) -> None:
    workflow.extract(project)
    for locale in ("de", "zh_TW"):
        workflow.init(project, locale)
    (project.root / "app.py").write_text(APP + 'NEW = gettext("New")\n', encoding="utf-8")
    workflow.extract(project)
    (updated,) = workflow.update(project, locale="zh_TW")
    (compiled,) = workflow.compile_project(project, locale="zh-Hant-TW")
    assert updated.path.parts[-3] == compiled.source.parts[-3] == "zh_Hant_TW"
    with pytest.raises(CatalogError, match='no catalog for "fr"'):
        workflow.update(project, locale="fr")


def test_invalid_translations_are_left_out_where_the_project_wants_that(project: Project) -> None:
    workflow.extract(project)
    (path,) = workflow.init(project, "de")
    text = path.read_text(encoding="utf-8")
    wrong = text.replace('msgid "Title"\nmsgstr ""', 'msgid "Title"\nmsgstr "<b>Titel"')
    path.write_text(wrong, encoding="utf-8")
    assert [result.status for result in workflow.compile_project(project)] == ["refused"]
    lenient = replace(project, skip_invalid=True)
    assert [result.status for result in workflow.compile_project(lenient)] == ["compiled"]
    select = CheckSettings(select=("mo-stale",))
    assert "mo-stale" not in codes_of(check_project(replace(lenient, check=select)).findings)
    assert "mo-stale" in codes_of(check_project(replace(project, check=select)).findings)


def test_fuzzy_translations_are_compiled_where_the_project_wants_them(project: Project) -> None:
    workflow.extract(project)
    (path,) = workflow.init(project, "de")
    text = path.read_text(encoding="utf-8")
    fuzzy = text.replace('msgid "Title"\nmsgstr ""', '#, fuzzy\nmsgid "Title"\nmsgstr "Titel"')
    path.write_text(fuzzy, encoding="utf-8")
    assert [result.messages for result in workflow.compile_project(project)] == [0]
    (result,) = workflow.compile_project(replace(project, use_fuzzy=True))
    assert (result.status, result.messages) == ("compiled", 1)
    (result,) = workflow.compile_project(project)
    assert (result.status, result.messages) == ("compiled", 0), "the option is part of the digest"


def test_a_template_without_a_header_stays_without_one(project: Project) -> None:
    path = project.template("messages")
    path.parent.mkdir()
    path.write_text('#: app.py\nmsgid "Title"\nmsgstr ""\n', encoding="utf-8")
    workflow.extract(project)
    text = path.read_text(encoding="utf-8")
    assert 'msgid ""\nmsgstr ""\n"' not in text
    assert 'msgid "Welcome"' in text


def test_init_never_replaces_a_catalog(project: Project) -> None:
    workflow.extract(project)
    (path,) = workflow.init(project, "pt-BR")
    assert path.parts[-3] == "pt_BR"
    path.write_text("mine")
    with pytest.raises(CatalogError, match="already exists"):
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


def test_a_catalog_whose_charset_lacks_a_character_is_named_and_others_are_updated(
    tmp_path: Path,
) -> None:
    project = make_project(tmp_path, HEADERS["sl"].replace("UTF-8", "ISO-8859-2"))
    write_catalog(tmp_path, HEADERS["en"], "en")
    (tmp_path / "app.py").write_text('_("Wait…")\n', encoding="utf-8")
    workflow.extract(project)
    english, slovenian = workflow.update(project)
    assert english.has_changed
    assert '"…" cannot be encoded in the charset ISO-8859-2' in str(slovenian.findings[0])


def test_a_template_without_a_header_stays_one_and_new_catalogs_are_of_today(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    template = project.template("messages")
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text('msgid "Old"\nmsgstr ""\n', encoding="utf-8")
    workflow.extract(project)
    assert template.read_text(encoding="utf-8").startswith("#")
    (catalog,) = workflow.init(project, "sl")
    text = catalog.read_text(encoding="utf-8")
    assert "Copyright (C) 2026" in text
    assert 'POT-Creation-Date: 2026-01-01 00:00+0000\\n"' in text
    assert 'PO-Revision-Date: 2026-01-01 00:00+0000\\n"' in text


def test_templates_and_new_catalogs_have_the_width_of_the_settings(project: Project) -> None:
    narrow = replace(project, width=40)
    (narrow.root / "app.py").write_text(f'_("{"word " * 20}end")\n', encoding="utf-8")
    workflow.extract(project)
    (catalog,) = workflow.init(narrow, "sl")
    workflow.extract(narrow)
    for path in (catalog, project.template("messages")):
        body = path.read_text(encoding="utf-8").partition('"word')[2]
        assert max(map(len, body.split("\n"))) <= 40


def test_a_template_that_is_a_link_to_itself_is_named(project: Project) -> None:
    template = project.template("messages")
    template.parent.mkdir(parents=True, exist_ok=True)
    template.symlink_to(template.name)
    for run in (workflow.extract, lambda project: workflow.init(project, "sl")):
        with pytest.raises(CatalogError, match=r"messages\.pot: cannot be read"):
            run(project)
