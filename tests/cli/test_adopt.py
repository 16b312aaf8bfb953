"""``kfor-i18n adopt``: from pybabel's files to settings, and what the first update changes."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kfor_i18n.catalogs.project import read_project
from tests.builders import call
from tests.catalogs.git.repositories import Repository, create_repository

APP = """from flask_babel import gettext as _, lazy_gettext as _l

TITLE = _l("Title")
TEXT = _("Hello, %(name)s", name="x")
"""
SCRIPT = """pybabel extract -F babel.cfg -o app/i18n/messages.pot app
pybabel update -i app/i18n/messages.pot -d app/i18n
pybabel compile -d app/i18n
"""


def pybabel(root: Path, *arguments: str) -> None:
    program = Path(sys.executable).with_name("pybabel")
    subprocess.run([program, "-q", *arguments], cwd=root, check=True, capture_output=True)


def read_all(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project whose template and catalog pybabel made."""
    (tmp_path / "app" / "i18n").mkdir(parents=True)
    (tmp_path / "app" / "views.py").write_text(APP)
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    (tmp_path / "i18n.sh").write_text(SCRIPT)
    pybabel(tmp_path, "extract", "-F", "babel.cfg", "-o", "app/i18n/messages.pot", "app")
    pybabel(tmp_path, "init", "-i", "app/i18n/messages.pot", "-d", "app/i18n", "-l", "de")
    return tmp_path


def test_check_shows_the_settings_and_writes_nothing(root: Path) -> None:
    before = read_all(root)
    result = call(root, "adopt", "--check")
    assert result.exit_code == 0
    assert read_all(root) == before
    assert 'directory = "app/i18n"' in result.stdout
    assert 'locations = "full"  # i18n.sh:1' in result.stdout


def test_what_differs_from_pybabel_is_shown_by_message(root: Path) -> None:
    """The call in the script lacks ``-k _l``, so that pybabel misses a message."""
    result = call(root, "adopt", "--check")
    assert (
        "messages: 1 message the same as with pybabel, different ones: 1\n"
        '  only kfor-i18n: "Title" app/views.py:3'
    ) in result.stdout
    (root / "i18n.sh").write_text(SCRIPT.replace("extract", "extract -k _l"))
    assert "only" not in call(root, "adopt", "--check").stdout


def test_the_settings_go_into_a_file_of_their_own_without_a_pyproject(root: Path) -> None:
    result = call(root, "adopt")
    assert result.exit_code == 0
    assert "kfor-i18n sync --check" in result.stdout
    assert read_project(root).translations == root / "app" / "i18n"
    assert tomllib.loads((root / "kfor-i18n.toml").read_text())["width"] == 76


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_pyproject_keeps_every_byte_before_the_settings(root: Path, end: str) -> None:
    before = f"[project]{end or chr(10)}name = 'ščž'{end}".encode()
    (root / "pyproject.toml").write_bytes(before)
    assert call(root, "adopt").exit_code == 0
    after = (root / "pyproject.toml").read_bytes()
    assert after.startswith(before)
    assert tomllib.loads(after.decode())["tool"]["kfor-i18n"]["directory"] == "app/i18n"
    assert (b"\r\n" in after) == (end == "\r\n")
    assert not (root / "kfor-i18n.toml").exists()


def test_only_what_was_not_there_before_is_reported_afterwards(root: Path) -> None:
    path = root / "app" / "i18n" / "de" / "LC_MESSAGES" / "messages.po"
    translation = 'msgid "Hello, %(name)s"\nmsgstr "{}"'
    catalog = path.read_text(encoding="utf-8")
    spaced = translation.format(" Hallo, %(name)s")
    path.write_text(catalog.replace(translation.format(""), spaced), encoding="utf-8")
    result = call(root, "adopt")
    assert "kfor-i18n-baseline.json: written, with 1 existing finding" in result.stdout
    assert call(root, "sync").exit_code == 0
    assert call(root, "check").exit_code == 0
    catalog = path.read_text(encoding="utf-8")
    path.write_text(catalog.replace(" Hallo, %(name)s", "Hallo"), encoding="utf-8")
    assert "placeholder-missing" in call(root, "check").stdout


def test_calls_that_no_catalog_can_hold_do_not_fail_the_step_for_ci(root: Path) -> None:
    with (root / "app" / "views.py").open("a") as file:
        file.write('_("Bye, %s" % name)\n_(f"Good day, {name}")\n')
    assert call(root, "adopt").exit_code == 0
    assert call(root, "sync").exit_code == 0
    for step in (["sync", "--check"], ["check"]):
        assert call(root, *step).exit_code == 0
    with (root / "app" / "views.py").open("a") as file:
        file.write('_("Welcome, %s" % name)\n')
    result = call(root, "check")
    assert result.exit_code == 1
    assert "formatted-early" in result.stdout


def test_a_project_is_adopted_once(root: Path) -> None:
    call(root, "adopt")
    before = read_all(root)
    result = call(root, "adopt")
    assert result.exit_code == 1
    assert "kfor-i18n.toml: error: adopted: kfor-i18n settings already exist" in result.stderr
    assert read_all(root) == before


def test_afterwards_an_update_changes_only_what_pybabel_would(root: Path) -> None:
    (root / "i18n.sh").write_text(SCRIPT.replace("extract", "extract -k _l"))
    (root / "app" / "views.py").write_text(APP + 'NEW = _("New")\n')
    pybabel(root, "extract", "-F", "babel.cfg", "-k", "_l", "-o", "app/i18n/messages.pot", "app")
    catalog = root / "app" / "i18n" / "de" / "LC_MESSAGES" / "messages.po"
    before = catalog.read_text()
    outlook = "first update: catalogs that will change: 1 of 1; new messages: 2;"
    assert outlook in call(root, "adopt").stdout
    call(root, "update")
    ours = catalog.read_text()
    catalog.write_text(before)
    pybabel(root, "update", "-i", "app/i18n/messages.pot", "-d", "app/i18n")

    def entries(text: str) -> list[str]:
        return text.split("\n\n")[1:]

    assert entries(ours) == entries(catalog.read_text())


def test_an_extractor_that_pybabel_cannot_find_is_said(root: Path) -> None:
    (root / "babel.cfg").write_text("[nowhere: **.txt]\n")
    (root / "app" / "a.txt").write_text("x")
    result = call(root, "adopt", "--check")
    assert "nowhere" in result.output
    assert "would lose" not in result.output


def test_the_whole_plan_can_be_read_by_a_program(root: Path) -> None:
    document = json.loads(call(root, "adopt", "--check", "--format", "json").stdout)
    assert document["plans"][0]["settings"]["directory"] == "app/i18n"
    assert document["differences"][0] == {
        "domain": "messages", "msgid": "Title", "context": None, "tool": "kfor-i18n",
        "references": ["app/views.py:3"],
    }  # fmt: skip


def test_a_file_of_settings_that_cannot_be_read_is_named(root: Path) -> None:
    (root / "pyproject.toml").write_text("[tool")
    result = call(root, "adopt")
    assert result.exit_code == 2
    assert "pyproject.toml: error: settings: invalid TOML" in result.stderr


def test_nothing_is_written_where_there_is_nothing_to_adopt(tmp_path: Path) -> None:
    result = call(tmp_path, "adopt")
    assert result.exit_code == 1
    assert "no pybabel call, gettext catalog or gettext call found" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_sources_that_are_not_known_are_not_said_to_be_as_with_pybabel(root: Path) -> None:
    (root / "i18n.sh").write_text(SCRIPT.replace("messages.pot app", "messages.pot $SRC", 1))
    result = call(root, "adopt", "--check")
    assert (
        "i18n.sh:1: warning: adopt-sources: $SRC is known only when the call runs" in result.stderr
    )
    assert "messages: 2 messages, not compared with pybabel" in result.stdout
    assert "the same as with pybabel" not in result.stdout


def test_translations_that_compile_refuses_are_told(root: Path) -> None:
    path = root / "app" / "i18n" / "de" / "LC_MESSAGES" / "messages.po"
    catalog = path.read_text(encoding="utf-8")
    msgid = 'msgid "Hello, %(name)s"\nmsgstr "'
    path.write_text(catalog.replace(msgid, f"{msgid}Hallo, %(ime)s"), encoding="utf-8")
    result = call(root, "adopt")
    assert "compile rejects 1 translation in 1 catalog" in result.stdout
    assert call(root, "sync").exit_code == 1
    assert call(root, "sync", "--skip-invalid").exit_code == 0
    assert path.with_suffix(".mo").exists()


def test_the_kinds_of_changes_are_told(root: Path) -> None:
    path = root / "app" / "i18n" / "de" / "LC_MESSAGES" / "messages.po"
    catalog = path.read_text(encoding="utf-8")
    path.write_text(catalog.replace("#, python-format\n", ""), encoding="utf-8")
    (root / "i18n.sh").write_text(SCRIPT.replace("extract", "extract -k _l"))
    result = call(root, "adopt", "--check")
    assert "  flags: 1 catalog\n" in result.stdout
    document = json.loads(call(root, "adopt", "--check", "--format", "json").stdout)
    (outlook,) = document["outlook"]
    assert outlook["kinds"]["flags"] == 1
    assert "references" not in outlook["kinds"]


def test_settings_with_which_no_message_is_found_are_not_written(root: Path) -> None:
    (root / "babel.cfg").write_text("[python: nowhere/**.py]\n")
    before = read_all(root)
    result = call(root, "adopt")
    assert result.exit_code == 1
    assert "i18n/messages.pot: error: adopt-emptied: would lose all" in result.stderr
    (root / "app" / "i18n" / "messages.pot").unlink()
    result = call(root, "adopt", "--check")
    assert result.exit_code == 1
    assert "de/LC_MESSAGES/messages.po: error: adopt-emptied: would lose all" in result.stderr
    (root / "app" / "i18n" / "messages.pot").write_bytes(before["app/i18n/messages.pot"])
    assert read_all(root) == before


def test_a_project_whose_calls_were_not_found_is_told_so(root: Path) -> None:
    (root / "i18n.sh").unlink()
    result = call(root, "adopt", "--check")
    assert (
        "messages: 1 message the same as with pybabel without options, different ones: 1; no"
    ) in result.stdout


def test_a_template_that_git_ignores_is_named_with_the_line(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_repository(tmp_path_factory.mktemp("home"), monkeypatch)
    repository = Repository(root)
    repository.git("init", "--quiet")
    (root / ".gitignore").write_text("*.mo\n*.pot\n")
    result = call(root, "adopt", "--check")
    assert result.exit_code == 0
    assert (
        ".gitignore:2: warning: adopt-ignored: makes git ignore the template app" in result.stderr
    )
    (root / ".gitignore").write_text("*.pot\n!messages.pot\n")
    assert ".gitignore" not in call(root, "adopt", "--check").stderr
    (root / ".gitignore").write_text("*.pot\n")
    repository.git("add", "--force", "app/i18n/messages.pot")
    assert ".gitignore" not in call(root, "adopt", "--check").stderr


@pytest.mark.parametrize(("locales", "source"), [(["de"], "de"), (["de", "en", "sl"], "en")])
def test_msgids_that_are_keys_are_noticed(tmp_path: Path, locales: list[str], source: str) -> None:
    keys = ("home.title", "home.text", "user_name-label")
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    (tmp_path / "app.py").write_text("".join(f'_("{key}")\n' for key in keys))
    (tmp_path / "translations").mkdir()
    pybabel(tmp_path, "extract", "-F", "babel.cfg", "-o", "translations/messages.pot", ".")
    for locale in locales:
        pybabel(tmp_path, "init", "-i", "translations/messages.pot", "-d", "translations",
                "-l", locale)  # fmt: skip
    said = f'add source = "{source}"'
    assert said not in call(tmp_path, "adopt", "--check").stderr, "nothing is translated"
    for path in tmp_path.rglob("*.po"):
        header, *entries = path.read_text(encoding="utf-8").split("\n\n")
        entries = [entry.replace('msgstr ""', 'msgstr "Some words"') for entry in entries]
        path.write_text("\n\n".join([header, *entries]), encoding="utf-8")
    assert said in call(tmp_path, "adopt", "--check").stderr


def test_check_shows_what_a_project_with_settings_would_get(root: Path) -> None:
    call(root, "adopt")
    result = call(root, "adopt", "--check")
    assert result.exit_code == 0
    assert "kfor-i18n.toml: warning: adopted: kfor-i18n settings already exist" in result.stderr
    assert 'directory = "app/i18n"' in result.stdout
