"""Each error of a command about a project says what to do, and that ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.project import read_project
from tests.builders import (
    HEADERS,
    call,
    catalog_of,
    make_project,
    run,
    write_catalog,
    write_settings,
)

SOURCE = '_("Save")\n'
ENTRY = '\nmsgid "Save"\nmsgstr "%s"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with a source and without a template and catalogs."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    (root / "app.py").write_text(SOURCE, encoding="utf-8")
    return root


def test_a_missing_template_is_extracted_or_named(root: Path) -> None:
    remedy = "create it with kfor-i18n extract, or correct the template setting"
    assert remedy in call(root, "init", "sl").stderr
    call(root, "extract")
    (root / "translations" / "messages.pot").rename(root / "texts.pot")
    write_settings(root, "template = 'texts.pot'")
    assert call(root, "init", "sl").exit_code == 0


def test_a_template_of_another_tool_is_created_with_it(root: Path) -> None:
    write_settings(root, "domains.tools = { template = 'tools.pot' }")
    remedy = "create it with the tool that extracts the messages, or correct the template setting"
    assert remedy in call(root, "init", "sl").stderr
    (root / "tools.pot").write_text(HEADERS["en"] + ENTRY % "", encoding="utf-8")
    assert call(root, "init", "sl").exit_code == 0


def test_a_project_without_catalogs_gets_one(root: Path) -> None:
    call(root, "extract")
    remedy = "no catalogs match translations/{locale}/LC_MESSAGES/messages.po; create one with"
    assert (
        f"{remedy} kfor-i18n init LOCALE, for example kfor-i18n init sl\n"
        in call(root, "update").stdout
    )
    call(root, "init", "sl")
    assert remedy not in call(root, "update").output


@pytest.mark.parametrize("by_hand", [True, False])
def test_catalogs_elsewhere_are_found_with_a_setting(root: Path, by_hand: bool) -> None:
    for locale in ("de", "sl"):
        path = root / "i18n" / f"{locale}.po"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEADERS["sl"] + ENTRY % "", encoding="utf-8")
    remedy = 'set catalogs = "i18n/{locale}.po" (in a project without settings, kfor-i18n adopt'
    assert remedy in call(root, "stats").stderr
    if by_hand:
        write_settings(root, 'catalogs = "i18n/{locale}.po"')
    else:
        call(root, "adopt")
    assert call(root, "stats").exit_code == 0


@pytest.mark.parametrize("command", ["update", "compile", "stats"])
def test_a_locale_without_a_catalog_gets_one(root: Path, command: str) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    arguments = (command, "--locale", "pt-BR")
    remedy = "create it with kfor-i18n init pt_BR, or choose one of these: sl"
    assert remedy in call(root, *arguments).stderr
    assert call(root, command, "--locale", "sl").exit_code == 0
    call(root, "init", "pt_BR")
    assert call(root, *arguments).exit_code == 0


def test_a_catalog_that_exists_is_updated(root: Path) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    (root / "app.py").write_text(f'{SOURCE}_("Open")\n', encoding="utf-8")
    call(root, "extract")
    assert "already exists; update it with kfor-i18n update" in call(root, "init", "sl").stderr
    assert call(root, "update").exit_code == 0
    assert 'msgid "Open"' in catalog_of(read_project(root)).read_text(encoding="utf-8")


def test_an_unknown_locale_is_written_as_cldr_has_it(root: Path) -> None:
    call(root, "extract")
    assert "use a CLDR locale such as sl or pt_BR" in call(root, "init", "slovene").stderr
    for locale in ("sl", "pt_BR"):
        assert call(root, "init", locale).exit_code == 0


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_catalog_of_source_texts_is_created_or_is_not_needed(root: Path, by_hand: bool) -> None:
    call(root, "extract")
    call(root, "init", "sl")
    write_settings(root, "source = 'en'")
    remedy = "create it with kfor-i18n init en, or correct the setting"
    assert remedy in call(root, "compile").stderr
    if by_hand:
        write_settings(root, "source = 'sl'")
    else:
        assert call(root, "init", "en").exit_code == 0
    assert remedy not in call(root, "compile").stderr


def test_coverage_is_reached_with_the_messages_that_are_named(root: Path) -> None:
    write_catalog(root, HEADERS["sl"] + ENTRY % "")
    arguments = ("stats", "--fail-under", "100")
    result = call(root, *arguments)
    assert "0% translated (0 of 1 messages), below the minimum of 100%; translate the" in (
        result.stderr
    )
    assert "starting with messages.po:7" in result.stderr
    listed = call(root, "check", "--select", "untranslated,fuzzy", "--ignore", "no-template")
    assert "messages.po:7: warning: untranslated" in listed.stdout
    write_catalog(root, HEADERS["sl"] + ENTRY % "Shrani")
    assert call(root, *arguments).exit_code == 0


def test_a_command_is_run_in_a_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = root.parent
    monkeypatch.chdir(elsewhere)
    remedy = "run the command in a project, or pass its directory with --project"
    assert remedy in run("extract").stderr
    assert run("--project", str(root), "extract").exit_code == 0
    monkeypatch.chdir(root)
    assert run("extract").exit_code == 0


def test_settings_are_adopted_once_they_are_removed(root: Path) -> None:
    write_settings(root, "width = 80")
    assert "remove them and run kfor-i18n adopt again" in call(root, "adopt").stderr
    (root / "pyproject.toml").unlink()
    assert call(root, "adopt").exit_code == 0


def test_a_project_is_adopted_once_it_has_a_mapping_file(tmp_path: Path) -> None:
    remedy = "create a babel.cfg, or pass another directory with --project"
    assert remedy in call(tmp_path, "adopt").stderr
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    assert call(tmp_path, "adopt").exit_code == 0


@pytest.mark.parametrize(
    ("broken", "remedy", "repaired"),
    [
        ("src", "src; correct the call or, after adopt, the sources setting", "."),
        ("$SRC", "after adopt, write its value in the mapping or sources setting", "."),
    ],
)
def test_the_sources_of_a_call_are_corrected(
    root: Path, broken: str, remedy: str, repaired: str
) -> None:
    script = root / "i18n.sh"
    script.write_text(f"pybabel extract -F babel.cfg -o messages.pot {broken}\n")
    assert remedy in call(root, "adopt", "--check").stderr
    script.write_text(f"pybabel extract -F babel.cfg -o messages.pot {repaired}\n")
    assert remedy not in call(root, "adopt", "--check").stderr


def test_a_call_for_files_outside_is_adopted_in_the_directory_around_both(tmp_path: Path) -> None:
    inside = make_project(tmp_path / "app", HEADERS["sl"]).root
    (inside / "i18n.sh").write_text("pybabel extract -F babel.cfg -o ../i18n/messages.pot .\n")
    remedy = "use --project with a directory that contains both the project and this path"
    assert remedy in call(inside, "adopt", "--check").stderr
    assert remedy not in call(tmp_path, "adopt", "--check").stderr
