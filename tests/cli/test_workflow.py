from __future__ import annotations

import gettext
import json
import os
import re
from pathlib import Path

import pytest

from kfor_i18n.catalogs.project import read_project
from tests.builders import CATALOG, ROOT, call, catalog_of
from tests.catalogs.test_workflow import APP, write_sources


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small Flask-Babel project; its settings are all defaults."""
    write_sources(tmp_path)
    return tmp_path


def translate(root: Path, msgid: str, msgstr: str) -> None:
    text = (root / CATALOG).read_text(encoding="utf-8")
    before = f'msgid "{msgid}"\nmsgstr ""'
    assert before in text
    after = before.replace('""', f'"{msgstr}"')
    (root / CATALOG).write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("width", [0, 50, 79, 120])
def test_files_stay_in_the_width_of_the_settings(root: Path, width: int) -> None:
    (root / "pyproject.toml").write_text(f"[tool.kfor-i18n]\nwidth = {width}\n")
    source = (
        "This text is longer than some widths and shorter than others, and is never wrapped twice."
    )
    (root / "more.py").write_text(f'from flask_babel import _\n\n_("{source}")\n')
    for arguments in (["extract"], ["init", "sl"], ["sync", "--check"], ["format", "--check"]):
        result = call(root, *arguments)
        assert result.exit_code == 0, (arguments, result.output)
    written = (root / CATALOG).read_bytes()
    (root / "again.py").write_text(f'from flask_babel import _\n\n_("{source} Again.")\n')
    for arguments in (["sync"], ["sync", "--check"], ["format", "--check"]):
        result = call(root, *arguments)
        assert result.exit_code == 0, (arguments, result.output)
    assert (root / CATALOG).read_bytes() != written


def test_python_finds_a_message_after_all_steps_of_the_workflow(root: Path) -> None:
    assert call(root, "extract").exit_code == 0
    assert call(root, "init", "sl").exit_code == 0
    assert "nplurals=4" in (root / CATALOG).read_text(encoding="utf-8")
    translate(root, "Welcome", "Dobrodošli")
    assert call(root, "sync").exit_code == 0
    translations = gettext.translation("messages", root / "translations", ["sl"])
    assert translations.gettext("Welcome") == "Dobrodošli"


def read_ids(root: Path) -> list[str]:
    """Return the msgids of the template, without its header."""
    text = (root / "translations" / "messages.pot").read_text(encoding="utf-8")
    return re.findall('^msgid "(.+)"$', text, re.MULTILINE)


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("app.py", 'def broken(: _("Text")\n', 1),
        ("app.py", 'from x import _\n\n_(f"Hi {x}")\n', 3),
        ("templates/page.html", '<p>\n{{ _("100%") }}\n', 2),
        ("templates/page.html", "\n{% if x %}\n{{ _(name) }}", 3),
    ],
)
@pytest.mark.parametrize("is_setting", [True, False])
def test_a_strict_extraction_stops_at_any_error_in_the_sources_and_names_its_line(
    root: Path, file: str, text: str, line: int, is_setting: bool
) -> None:
    call(root, "extract")
    before = (root / "translations" / "messages.pot").read_bytes()
    (root / file).write_text(text, encoding="utf-8")
    if is_setting:
        (root / "pyproject.toml").write_text("[tool.kfor-i18n]\nstrict = true\n")
    result = call(root, "extract", *([] if is_setting else ["--strict"]))
    assert result.exit_code == 1
    assert f"{file}:{line}:" in result.stderr
    assert "warning" not in result.stderr
    assert (root / "translations" / "messages.pot").read_bytes() == before


def test_calls_that_no_catalog_can_hold_are_left_out_counted_and_listed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "more.py").write_text('_(name)\n_(f"Hi {x}")\n_("Text")\n_("Hi {}".format(x))\n')
    result = call(root, "extract")
    assert result.exit_code == 0
    assert "5 messages, 3 calls skipped, changed" in result.stdout
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == [
        "more.py:1", "more.py:2", "more.py:4",
    ]  # fmt: skip
    assert "Text" in read_ids(root)
    found = json.loads(call(root, "extract", "--format", "json").stdout)
    assert found["ok"] is True
    assert found["templates"][0]["calls_left_out"] == 3
    assert [item["code"] for item in found["findings"]] == [
        "not-literal", "f-string", "formatted-early",
    ]  # fmt: skip


@pytest.mark.parametrize("locations", ["file", "full", "never"])
def test_a_file_that_cannot_be_read_loses_no_message(root: Path, locations: str) -> None:
    (root / "pyproject.toml").write_text(f'[tool.kfor-i18n]\nlocations = "{locations}"\n')
    (root / "more.py").write_text('_("Goes")\n')
    assert call(root, "extract").exit_code == 0
    before = read_ids(root)
    (root / "app.py").write_text(APP + "def broken(:\n", encoding="utf-8")
    (root / "more.py").write_text('_("Comes")\n')
    result = call(root, "extract")
    assert result.exit_code == 1
    assert "app.py:" in result.stderr
    kept = set(before) - {"Goes"} if locations != "never" else set(before)
    assert set(read_ids(root)) == {*kept, "Comes"}
    assert read_ids(root)[0] == before[0]
    assert call(root, "extract", "--check").exit_code == 1
    (root / "app.py").write_text(APP, encoding="utf-8")
    assert call(root, "sync").exit_code == 0
    assert set(read_ids(root)) == {*before, "Comes"} - {"Goes"}


def test_where_references_are_paths_from_elsewhere_no_message_is_lost(root: Path) -> None:
    call(root, "extract")
    template = root / "translations" / "messages.pot"
    text = template.read_text(encoding="utf-8").replace("#: ", "#: ../src/")
    template.write_text(text, encoding="utf-8")
    (root / "app.py").unlink()
    (root / "app.py").mkdir()
    (root / "templates" / "page.html").write_text("{% if %}")
    assert call(root, "extract").exit_code == 1
    assert len(read_ids(root)) == 4


def test_what_a_kept_message_says_is_kept_too(root: Path) -> None:
    call(root, "extract")
    template = root / "translations" / "messages.pot"
    before = template.read_bytes()
    (root / "app.py").write_text(APP + "def broken(:\n", encoding="utf-8")
    assert call(root, "extract").exit_code == 1
    assert template.read_bytes() == before


def test_what_is_left_out_though_the_mapping_matches_it_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    for folder in ("build", "node_modules"):
        (root / folder).mkdir()
        (root / folder / "app.py").write_text('_("Text")')
    (root / ".app.py").write_text('_("Text")')
    result = call(root, "extract")
    assert [line for line in result.stdout.splitlines() if "skipped" in line] == [
        '.app.py: skipped (hidden); to extract from it, add ".app.py" to the include setting',
        'build/: skipped (build output); to extract from it, add "build" to the include setting',
        'node_modules/: skipped (Node.js packages); to extract from it, add "node_modules" to the '
        "include setting",
    ]
    found = json.loads(call(root, "extract", "--format", "json").stdout)["templates"][0]
    assert found["left_out"][1] == {"path": "build/", "reason": "build output"}
    (root / "pyproject.toml").write_text('[tool.kfor-i18n]\ninclude = ["build"]\n')
    assert "build" not in call(root, "extract").stdout
    assert "Text" in read_ids(root)


@pytest.mark.parametrize(
    ("settings", "switches"),
    [
        ('locations = "never"', ["--no-location"]),
        ('locations = "never"', ["--add-location", "never"]),
        ('locations = "full"', ["--add-location", "full"]),
        ("line-numbers = true", ["--add-location", "full"]),
        ('sort = "msgid"', ["--sort-output"]),
        ('sort = "file"', ["--sort-by-file"]),
        ('keywords = ["_own", "many:1,2"]', ["-k", "_own", "--keyword", "many:1,2"]),
        (
            'default-keywords = false\nkeywords = ["_own"]',
            ["--no-default-keywords", "-k", "_own"],
        ),
        ("strip-comment-tags = true", ["--strip-comments"]),
        (
            'comment-tags = ["Translators:", "TRANSLATORS:", "NOTE:", "L10n:", "i18n:"]',
            ["-c", "i18n:"],
        ),
    ],
)
def test_a_switch_does_what_its_setting_does(
    root: Path, monkeypatch: pytest.MonkeyPatch, settings: str, switches: list[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    (root / "z.py").write_text('# i18n: ours\n_("Again")\n_own("Own")\nmany("day", "days")\n')
    template = root / "translations" / "messages.pot"
    call(root, "extract")
    usual = template.read_bytes()
    template.unlink()
    call(root, "extract", *switches)
    switched = template.read_bytes()
    template.unlink()
    (root / "pyproject.toml").write_text(f"[tool.kfor-i18n]\n{settings}\n")
    call(root, "extract")
    assert template.read_bytes() == switched != usual


def test_a_domain_has_keywords_of_its_own(root: Path) -> None:
    (root / "script.js").write_text('$T.gettext("Script"); gettext("Page");')
    (root / "script.cfg").write_text("[javascript: **.js]\n")
    (root / "pyproject.toml").write_text(
        "[tool.kfor-i18n]\n"
        '[tool.kfor-i18n.domains]\nmessages = "babel.cfg"\n'
        '[tool.kfor-i18n.domains.script]\nmapping = "script.cfg"\n'
        'default-keywords = false\nkeywords = ["$T.gettext"]\n'
    )
    assert call(root, "extract").exit_code == 0
    script = (root / "translations" / "script.pot").read_text(encoding="utf-8")
    assert re.findall('^msgid "(.+)"$', script, re.MULTILINE) == ["Script"]
    assert "Welcome" in read_ids(root)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ('locations = "everywhere"', "locations"),
        ("sort = true", "sort"),
        ('strict = "yes"', "strict"),
        ('include = "build"', "include"),
        ('keywords = ["x:y"]', "keywords"),
        ('[tool.kfor-i18n.domains.messages]\nsort = "x"', "domains.messages.sort"),
        ("[tool.kfor-i18n.domains.messages]\nwidth = 5", "domains.messages.width"),
    ],
)
def test_a_setting_of_extraction_that_cannot_be_used_is_named(
    root: Path, settings: str, name: str
) -> None:
    (root / "pyproject.toml").write_text(f"[tool.kfor-i18n]\n{settings}\n")
    result = call(root, "extract")
    assert result.exit_code == 2
    assert f"for {name};" in result.stderr or f"unknown setting {name};" in result.stderr


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
    (root / "templates" / "page.html").write_text('{{ _("Welcome to this page") }}')
    call(root, "sync")
    translate(root, "Welcome to this page", "Dobrodošli na tej strani")
    (root / "templates" / "page.html").write_text('{{ _("Welcome to that page") }}')
    call(root, "extract")
    result = call(root, "update", "--format", "json")
    (described,) = json.loads(result.stdout)["catalogs"]
    (matched,) = described["matched"]
    assert matched["old"]["msgid"] == "Welcome to this page"
    assert matched["new"]["msgid"] == "Welcome to that page"
    assert 0.7 < matched["score"] < 1
    assert '#| msgid "Welcome to this page"' in (root / CATALOG).read_text(encoding="utf-8")


def test_a_catalog_with_duplicates_is_named_and_left_alone_and_the_others_are_updated(
    root: Path,
) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    call(root, "init", "hr")
    text = (root / CATALOG).read_text(encoding="utf-8") + '\nmsgid "Title"\nmsgstr "Naslov"\n'
    (root / CATALOG).write_text(text, encoding="utf-8")
    (root / "app.py").write_text(APP.replace("Hello", "Hi"), encoding="utf-8")
    call(root, "extract")
    other = catalog_of(read_project(root), "hr")
    before = other.read_bytes()
    result = call(root, "update")
    assert result.exit_code == 1
    assert "translations/sl/LC_MESSAGES/messages.po" in result.stderr
    assert "duplicate of the message on line" in result.stderr
    assert (root / CATALOG).read_text(encoding="utf-8") == text
    assert other.read_bytes() != before


def test_each_command_does_the_other_catalogs_and_names_the_one_that_is_broken(root: Path) -> None:
    for arguments in (["extract"], ["init", "sl"], ["init", "hr"]):
        call(root, *arguments)
    (root / "app.py").write_text(APP.replace("Hello", "Hi"), encoding="utf-8")
    call(root, "extract")
    catalog_of(read_project(root), "hr").write_text(
        'msgid "Title"\nmsgstr Naslov"\n', encoding="utf-8"
    )
    broken = catalog_of(read_project(root), "hr").read_bytes()
    (root / CATALOG).write_text((root / CATALOG).read_text() + "\n\n", encoding="utf-8")
    for arguments in (
        ["update"],
        ["sync"],
        ["format", "--check"],
        ["format"],
        ["stats"],
        ["compile"],
        ["check", "--fix"],
    ):
        result = call(root, *arguments)
        assert result.exit_code == 1, arguments
        assert "hr/LC_MESSAGES/messages.po:" in result.output, arguments
        assert "sl" in result.stdout or arguments == ["check", "--fix"], arguments
    assert catalog_of(read_project(root), "hr").read_bytes() == broken
    assert 'msgid "Hi' in (root / CATALOG).read_text(encoding="utf-8")
    assert (root / CATALOG).with_suffix(".mo").exists()


def test_a_template_that_cannot_be_used_stops_only_its_own_domain(root: Path) -> None:
    (root / "pyproject.toml").write_text(
        '[tool.kfor-i18n.domains]\nmessages = "babel.cfg"\nother = "babel.cfg"\n'
    )
    for arguments in (["extract"], ["init", "sl"]):
        call(root, *arguments)
    (root / "app.py").write_text(APP.replace("Hello", "Hi"), encoding="utf-8")
    call(root, "extract")
    (root / "translations/messages.pot").write_text("nonsense")
    result = call(root, "update")
    assert result.exit_code == 1
    assert "messages.pot:1:" in result.stderr
    assert 'msgid "Hi' in catalog_of(read_project(root), domain="other").read_text(encoding="utf-8")


def test_a_new_catalog_is_formatted(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    assert call(root, "format", "--check").exit_code == 0


@pytest.mark.parametrize("command", ["update", "compile"])
def test_a_project_without_catalogs_gets_a_remedy(root: Path, command: str) -> None:
    call(root, "extract")
    result = call(root, command)
    assert result.exit_code == 0
    assert result.stdout.endswith(
        "translations: no catalogs match translations/{locale}/LC_MESSAGES/messages.po; "
        "create one with kfor-i18n init LOCALE, for example kfor-i18n init sl\n"
    )


def test_sync_tells_so_once(root: Path) -> None:
    assert call(root, "sync").stdout.count("no catalogs match") == 1


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
    [
        "colour = 1",
        "width = -1",
        'line-numbers = "yes"',
        "cutoff = 7",
        "domains = 3",
        "= =",
        'keywords = ["say:x"]',
        'keywords = ["say:"]',
        'keywords = ["say:1:2"]',
    ],
)
def test_an_invalid_setting_is_reported_and_nothing_is_done(root: Path, settings: str) -> None:
    (root / "pyproject.toml").write_text(f"[tool.kfor-i18n]\n{settings}\n")
    result = call(root, "extract")
    assert result.exit_code == 2
    assert "pyproject.toml" in result.stderr
    assert not (root / "translations").exists()


def test_an_application_that_cannot_be_loaded_is_reported(root: Path) -> None:
    (root / "pyproject.toml").write_text('[tool.kfor-i18n]\njinja = "nowhere:app"\n')
    result = call(root, "extract")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_compile_reports_errors_and_exits_with_1(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    translate(root, "Hello, %(name)s", "Pozdrav, %(ime)s")
    result = call(root, "compile", "--format", "json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert document["ok"] is False
    (finding,) = document["findings"]
    assert finding["code"] == "placeholder-foreign"
    assert finding["line"] > 1
    assert not (root / CATALOG).with_suffix(".mo").exists()
    assert call(root, "compile", "--skip-invalid", "--quiet").stdout == ""
    assert (root / CATALOG).with_suffix(".mo").exists()


def test_the_catalogs_of_this_project_are_up_to_date() -> None:
    result = call(ROOT, "sync", "--check")
    assert result.exit_code == 0, result.output
    assert call(ROOT, "compile").exit_code == 0


def test_the_badge_in_the_readme_is_up_to_date(tmp_path: Path) -> None:
    badge = tmp_path / "badge.svg"
    assert call(ROOT, "stats", "--locale", "sl", "--badge", str(badge)).exit_code == 0
    assert badge.read_bytes() == (ROOT / "docs" / "images" / "translated-sl.svg").read_bytes()


def test_init_says_in_which_folder_the_application_looks(root: Path) -> None:
    call(root, "extract")
    said = call(root, "init", "pt-br").stdout
    assert said.startswith(
        'the directory for "pt-br" is named "pt_BR", as the application expects\n'
    )
    assert "is written" not in call(root, "init", "de").stdout
    assert "is written" not in call(root, "init", "en_XA").stdout


@pytest.mark.parametrize("name", ["os:getcwd", "os:sep", "os:path"])
def test_a_jinja_setting_that_leads_to_anything_else_is_named(root: Path, name: str) -> None:
    (root / "pyproject.toml").write_text(f'[tool.kfor-i18n]\njinja = "{name}"\n')
    result = call(root, "extract")
    assert result.exit_code == 2
    assert f'jinja = "{name}" has the type ' in result.stderr


@pytest.mark.parametrize("name", ["babel.cfg", "pyproject.toml"])
def test_a_pipe_in_place_of_a_file_of_settings_is_named(root: Path, name: str) -> None:
    (root / name).unlink(missing_ok=True)
    os.mkfifo(root / name)
    result = call(root, "extract")
    assert result.exit_code
    assert f"{name}: error:" in result.stderr
    assert "not a regular file" in result.stderr


def test_a_pipe_in_place_of_a_compiled_catalog_is_replaced(root: Path) -> None:
    project = read_project(root)
    call(root, "sync")
    call(root, "init", "sl")
    compiled = project.compiled_path(catalog_of(project))
    compiled.unlink(missing_ok=True)
    os.mkfifo(compiled)
    assert call(root, "compile").exit_code == 0
    assert compiled.is_file()
