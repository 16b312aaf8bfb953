from __future__ import annotations

import gettext
import json
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
from tests.builders import CATALOG, ROOT, call, write_settings

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


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small Flask-Babel project with default settings."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    (tmp_path / "templates").mkdir()
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n[jinja2: templates/**.html]\n")
    return tmp_path


@pytest.fixture
def project(root: Path) -> Project:
    return read_project(root)


def translate(path: Path, msgid: str, msgstr: str) -> None:
    text = path.read_text(encoding="utf-8")
    before = f'msgid "{msgid}"\nmsgstr ""'
    assert before in text
    path.write_text(text.replace(before, before.replace('""', f'"{msgstr}"')), encoding="utf-8")


def test_python_finds_a_message_after_all_steps_of_the_workflow(root: Path) -> None:
    assert call(root, "extract").exit_code == 0
    assert call(root, "init", "sl").exit_code == 0
    catalog = root / CATALOG
    assert "nplurals=4" in catalog.read_text(encoding="utf-8")
    translate(catalog, "Welcome", "Dobrodošli")
    assert call(root, "sync").exit_code == 0
    translations = gettext.translation("messages", root / "translations", ["sl"])
    assert translations.gettext("Welcome") == "Dobrodošli"


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


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("app.py", "def broken(:\n", 1),
        ("app.py", 'from x import _\n\n_(f"Hi {1}")\n', 3),
        ("templates/page.html", '<p>\n{{ _("100%") }}\n', 2),
        ("templates/page.html", "\n{% if x %}\n{{ _(name) }}", 3),
    ],
)
def test_an_error_in_the_sources_stops_extraction_and_is_reported_with_its_line(
    root: Path, file: str, text: str, line: int
) -> None:
    call(root, "extract")
    before = (root / "translations" / "messages.pot").read_bytes()
    (root / file).write_text(text, encoding="utf-8")
    result = call(root, "extract")
    assert result.exit_code == 1
    assert f"{file}:{line}:" in result.stderr
    assert (root / "translations" / "messages.pot").read_bytes() == before


def test_check_reports_what_would_change_and_writes_nothing(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    assert call(root, "sync", "--check").exit_code == 0
    files = {path: path.read_bytes() for path in (root / "translations").rglob("*.po*")}
    (root / "app.py").write_text(APP.replace("Title", "Heading"), encoding="utf-8")
    result = call(root, "extract", "--check")
    assert result.exit_code == 1
    assert '+ "Heading"' in result.stdout
    assert '- "Title"' in result.stdout
    assert {path: path.read_bytes() for path in (root / "translations").rglob("*.po*")} == files
    result = call(root, "sync", "--check")
    assert result.exit_code == 1
    assert result.stdout.count('+ "Heading"') == 2, "the catalog is held against the new template"
    call(root, "extract")
    result = call(root, "update", "--check")
    assert result.exit_code == 1
    assert '+ "Heading"' in result.stdout
    assert call(root, "update").exit_code == 0
    assert call(root, "update", "--check").exit_code == 0


def test_update_reports_fuzzy_matches(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    catalog = root / CATALOG
    (root / "templates" / "page.html").write_text('{{ _("Welcome to this page") }}')
    call(root, "sync")
    translate(catalog, "Welcome to this page", "Dobrodošli na tej strani")
    (root / "templates" / "page.html").write_text('{{ _("Welcome to that page") }}')
    call(root, "extract")
    result = call(root, "update", "--format", "json")
    (described,) = json.loads(result.stdout)["catalogs"]
    (matched,) = described["matched"]
    assert matched["old"]["msgid"] == "Welcome to this page"
    assert matched["new"]["msgid"] == "Welcome to that page"
    assert 0.7 < matched["score"] < 1
    assert '#| msgid "Welcome to this page"' in catalog.read_text(encoding="utf-8")


def test_a_duplicate_stops_an_update_before_anything_is_written(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    call(root, "init", "hr")
    catalog = root / CATALOG
    text = catalog.read_text(encoding="utf-8") + '\nmsgid "Title"\nmsgstr "Naslov"\n'
    catalog.write_text(text, encoding="utf-8")
    (root / "app.py").write_text(APP.replace("Hello", "Hi"), encoding="utf-8")
    call(root, "extract")
    other = (root / "translations" / "hr" / "LC_MESSAGES" / "messages.po").read_bytes()
    result = call(root, "update")
    assert result.exit_code == 1
    assert "stands already on line" in result.stderr
    assert catalog.read_text(encoding="utf-8") == text
    assert (root / "translations" / "hr" / "LC_MESSAGES" / "messages.po").read_bytes() == other


@pytest.mark.parametrize("locale", ["xx", "sl/../x", "", "slovene"])
def test_init_rejects_an_unknown_locale(project: Project, locale: str) -> None:
    workflow.extract(project)
    with pytest.raises(CatalogError, match="no locale"):
        workflow.init(project, locale)


def test_a_new_catalog_is_formatted(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    assert call(root, "format", "--check").exit_code == 0


@pytest.mark.parametrize("command", ["update", "compile"])
def test_a_project_without_catalogs_gets_a_remedy(root: Path, command: str) -> None:
    call(root, "extract")
    result = call(root, command)
    assert (result.exit_code, "init" in result.stdout) == (0, True)


def test_init_never_replaces_a_catalog(project: Project) -> None:
    workflow.extract(project)
    (path,) = workflow.init(project, "pt-BR")
    assert path.parts[-3] == "pt_BR"
    path.write_text("mine")
    with pytest.raises(CatalogError, match="exists already"):
        workflow.init(project, "pt_BR")
    assert path.read_text() == "mine"


@pytest.mark.parametrize("locale", ["en_XA", "ar_XB"])
def test_a_pseudo_catalog_is_complete_and_valid(project: Project, locale: str) -> None:
    workflow.extract(project)
    workflow.init(project, locale)
    (result,) = workflow.compile_project(project)
    assert (result.status, result.messages, result.findings) == ("compiled", 4, ())
    translations = gettext.translation("messages", project.translations, [locale])
    assert "%(name)s" in translations.gettext("Hello, %(name)s")
    assert translations.gettext("Welcome") != "Welcome"


def test_domains_and_jinja_options_can_be_set(root: Path) -> None:
    (root / "pyproject.toml").write_text(
        """[project]
name = "demo"
[tool.kfor-i18n]
directory = "locale"
jinja = "engine:options"
line-numbers = true
keywords = ["mark:1"]
width = 0
[tool.kfor-i18n.domains]
site = "babel.cfg"
"""
    )
    (root / "engine.py").write_text('options = {"trimmed": True}\n')
    (root / "app.py").write_text('mark("Marked")\n')
    (root / "templates" / "page.html").write_text("{% trans %}\n  Two\n  lines\n{% endtrans %}")
    assert call(root, "extract").exit_code == 0
    text = (root / "locale" / "site.pot").read_text(encoding="utf-8")
    assert '#: app.py:1\nmsgid "Marked"' in text
    assert 'msgid "Two lines"' in text
    assert "Project-Id-Version: demo" in text


@pytest.mark.parametrize(
    "settings",
    ["colour = 1", "width = -1", 'line-numbers = "yes"', "cutoff = 7", "domains = 3", "= ="],
)
def test_an_invalid_setting_is_reported_and_nothing_is_done(root: Path, settings: str) -> None:
    write_settings(root, settings)
    result = call(root, "extract")
    assert result.exit_code == 2
    assert "pyproject.toml" in result.stderr
    assert not (root / "translations").exists()


def test_an_application_that_cannot_be_loaded_is_reported(root: Path) -> None:
    write_settings(root, 'jinja = "nowhere:app"')
    result = call(root, "extract")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_the_project_is_found_from_a_directory_inside_it(root: Path) -> None:
    inside = root / "templates"
    assert find_root(inside) == root.resolve()


def test_compile_reports_errors_and_exits_with_1(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    catalog = root / CATALOG
    translate(catalog, "Hello, %(name)s", "Pozdrav, %(ime)s")
    result = call(root, "compile", "--format", "json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert document["ok"] is False
    (finding,) = document["findings"]
    assert finding["code"] == "placeholder-foreign"
    assert finding["line"] > 1
    assert not catalog.with_suffix(".mo").exists()
    assert call(root, "compile", "--skip-invalid", "--quiet").stdout == ""
    assert catalog.with_suffix(".mo").exists()


@pytest.mark.parametrize("language", ["en", "sl"])
def test_the_command_uses_the_language_of_the_environment(root: Path, language: str) -> None:
    command = Path(sys.executable).with_name("kfor-i18n")
    done = subprocess.run(
        [command, "--project", root, "extract", "--help"],
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


def test_the_catalogs_of_this_project_are_up_to_date() -> None:
    result = call(ROOT, "sync", "--check")
    assert result.exit_code == 0, result.output
    assert call(ROOT, "compile").exit_code == 0


def test_plain_pybabel_extracts_the_same_messages(tmp_path: Path) -> None:
    path = tmp_path / "messages.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run(
        [pybabel, "-q", "extract", "-F", "babel.cfg", "-o", path, "."], cwd=ROOT, check=True
    )
    ours = parse_po((ROOT / "translations" / "messages.pot").read_bytes())
    theirs = parse_po(path.read_bytes())
    assert {entry.key for entry in theirs.entries} == {entry.key for entry in ours.entries}


def test_the_badge_in_the_readme_is_up_to_date(tmp_path: Path) -> None:
    badge = tmp_path / "badge.svg"
    assert call(ROOT, "stats", "--locale", "sl", "--badge", str(badge)).exit_code == 0
    assert badge.read_bytes() == (ROOT / "docs" / "images" / "translated-sl.svg").read_bytes()
