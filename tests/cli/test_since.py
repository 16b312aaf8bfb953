"""What a change is checked for: findings since a revision, the baseline, and the hook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kfor_i18n.catalogs.checks.baseline import BASELINE
from kfor_i18n.catalogs.project import read_project
from tests.builders import CATALOG, HEADERS, call, catalog_of
from tests.catalogs.git.repositories import Repository, create_repository

HEADER = HEADERS["sl"]
APP = 'from flask_babel import _, ngettext\n\n_("It is saved.")\nngettext("a day", "days", n)\n'
OLD = f'{HEADER}\n#: app.py\nmsgid "It is saved."\nmsgstr "Shranjeno je"\n'
NEW = '\n#: app.py\nmsgid "Wait a minute."\nmsgstr "Počakajte trenutek"\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository with a project whose translation lacks the full stop."""
    repository = create_repository(tmp_path, monkeypatch)
    repository.commit({"babel.cfg": "[python: **.py]\n", "app.py": APP})
    repository.commit({"translations/sl/LC_MESSAGES/messages.po": OLD})
    return repository


def found(root: Path, *arguments: str) -> list[tuple[str, str | None]]:
    """Return the code and msgid of each finding about the catalog."""
    result = call(root, "check", "--format", "json", str(root / CATALOG), *arguments)
    findings = json.loads(result.stdout)["findings"]
    assert result.exit_code == bool(findings)
    return [(finding["code"], finding["msgid"]) for finding in findings]


def add(root: Path, text: str) -> None:
    (root / CATALOG).write_text((root / CATALOG).read_text() + text, encoding="utf-8")


def test_only_findings_that_a_revision_did_not_have_are_reported(repository: Repository) -> None:
    root = repository.root
    assert found(root) == [("end-punctuation", "It is saved.")]
    assert found(root, "--since", "HEAD") == []
    text = (root / CATALOG).read_text().replace(HEADER, HEADER + "\n# a line more\n")
    (root / CATALOG).write_text(text + NEW, encoding="utf-8")
    assert found(root, "--since", "HEAD") == [("end-punctuation", "Wait a minute.")]
    assert found(root, "--since", "HEAD~1") == found(root)


def test_another_fault_of_a_message_that_had_one_is_reported(repository: Repository) -> None:
    root = repository.root
    text = (root / CATALOG).read_text().replace("Shranjeno je", "Shranjeno  je")
    (root / CATALOG).write_text(text, encoding="utf-8")
    assert found(root, "--since", "HEAD") == [("space-double", "It is saved.")]


@pytest.mark.parametrize("msgstr", ["Zdravo <script>alert(1)</script>", "Zdravo <b>x</b><i>z</i>"])
def test_an_error_in_a_translation_that_was_edited_is_reported(
    repository: Repository, msgstr: str
) -> None:
    root, old = repository.root, "Zdravo <b>x</b><i>y</i>"
    entry = f'\nmsgid "Hello <b>x</b>"\nmsgstr "{old}"\n'
    repository.commit({CATALOG: OLD + entry})
    (root / CATALOG).write_text(f"{OLD}\n# a line more{entry}", encoding="utf-8")
    assert found(root, "--since", "HEAD") == []
    (root / CATALOG).write_text(OLD + entry.replace(old, msgstr), encoding="utf-8")
    assert found(root, "--since", "HEAD") == [("markup-added", "Hello <b>x</b>")]


def test_a_file_that_could_not_be_read_hides_nothing_that_it_had_not(
    repository: Repository,
) -> None:
    root = repository.root
    repository.commit({"translations/sl/LC_MESSAGES/messages.po": "nonsense"})
    (root / CATALOG).write_text(OLD, encoding="utf-8")
    assert found(root, "--since", "HEAD") == [("end-punctuation", "It is saved.")]


def test_lost_translations_are_reported_for_files_too(repository: Repository) -> None:
    root = repository.root
    (root / CATALOG).write_text(OLD.replace("Shranjeno je", ""), encoding="utf-8")
    assert found(root, "--since", "HEAD") == [("lost-empty", "It is saved.")]


def test_before_the_first_commit_everything_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = create_repository(tmp_path, monkeypatch)
    repository.write("babel.cfg", "[python: **.py]\n")
    repository.write("translations/sl/LC_MESSAGES/messages.po", OLD)
    assert found(repository.root, "--since", "HEAD") == [("end-punctuation", "It is saved.")]
    assert call(repository.root, "check", "--since", "v1").exit_code == 2


def test_in_a_template_a_line_that_was_there_is_not_reported(repository: Repository) -> None:
    root = repository.root
    repository.write("babel.cfg", "[jinja2: **.html]\n")
    repository.commit({"page.html": "<p>Old text here</p>\n"})
    repository.write("page.html", "<div>\n  <p>Old text here</p>\n<p>New text here</p></div>\n")
    result = call(root, "check", "--select", "hardcoded", "--since", "HEAD")
    assert "New text here" in result.stdout
    assert "Old text here" not in result.stdout


def test_a_baseline_keeps_what_was_there_from_being_reported(repository: Repository) -> None:
    root = repository.root
    call(root, "sync")
    assert call(root, "check").exit_code == 1
    result = call(root, "check", "--write-baseline")
    assert result.exit_code == 0
    assert "0 findings (and 1 in the baseline)" in result.stderr
    assert json.loads((root / BASELINE).read_text(encoding="utf-8")) == {
        "translations/sl/LC_MESSAGES/messages.po": {"end-punctuation": ["It is saved."]}
    }
    assert found(root) == []
    add(root, NEW)
    assert found(root) == [("end-punctuation", "Wait a minute.")]


def test_a_baseline_only_shrinks_and_goes_when_it_is_empty(repository: Repository) -> None:
    root = repository.root
    add(root, NEW)
    call(root, "update")
    call(root, "check", "--write-baseline")
    before = (root / BASELINE).read_text(encoding="utf-8")
    add(root, NEW.replace("Wait a minute", "Stay a minute"))
    assert call(root, "check", "--write-baseline").exit_code == 1
    assert (root / BASELINE).read_text(encoding="utf-8") == before
    (root / CATALOG).write_text(
        (root / CATALOG).read_text().replace("Shranjeno je", "Shranjeno je."), encoding="utf-8"
    )
    call(root, "check", "--write-baseline")
    assert "It is saved." not in (root / BASELINE).read_text(encoding="utf-8")
    (root / CATALOG).write_text(HEADER, encoding="utf-8")
    (root / "app.py").write_text("")
    call(root, "sync")
    assert call(root, "check", "--write-baseline").exit_code == 0
    assert not (root / BASELINE).exists()


def test_an_error_of_another_translation_is_reported_whatever_a_baseline_has(
    repository: Repository,
) -> None:
    root = repository.root
    text = f'{HEADER}\nmsgid "Hello %(name)s"\nmsgstr "Zdravo %(ime)s"\n'
    (root / CATALOG).write_text(text, encoding="utf-8")
    call(root, "check", "--write-baseline")
    assert found(root) == []
    error = ("placeholder-foreign", "Hello %(name)s")
    (root / CATALOG).write_text(text.replace("%(ime)s", "%(naziv)s"), encoding="utf-8")
    assert error in found(root)
    call(root, "check", "--write-baseline")
    assert error in found(root), "a baseline takes nothing new"


def test_a_baseline_of_an_older_version_is_read(repository: Repository) -> None:
    root = repository.root
    text = f'{HEADER}\nmsgid "Hello %(name)s"\nmsgstr "Zdravo %(ime)s"\n'
    (root / CATALOG).write_text(text, encoding="utf-8")
    codes = ("placeholder-foreign", "placeholder-missing")
    older = {CATALOG: {code: ["Hello %(name)s"] for code in codes}}
    (root / BASELINE).write_text(json.dumps(older), encoding="utf-8")
    assert found(root) == []
    call(root, "check", "--write-baseline")
    (root / CATALOG).write_text(text.replace("%(ime)s", "%(naziv)s"), encoding="utf-8")
    assert found(root), "the errors have their translations now"


def test_a_baseline_keeps_calls_in_sources_as_long_as_their_lines_are_the_same(
    repository: Repository,
) -> None:
    root = repository.root
    (root / "app.py").write_text(APP + '_("Hello %s" % name)\n_(f"Bye {name}")\n')
    call(root, "sync")
    call(root, "check", "--write-baseline")
    (root / "app.py").write_text("\n" + APP + '_("Hello %s" % name)\n_(f"Bye {name}")\n')
    assert call(root, "check").exit_code == 0
    (root / "app.py").write_text(APP + '_("Hello %s" % name)\n_(f"Goodbye {name}")\n')
    assert call(root, "check").stdout.count("app.py") == 1
    (root / "app.py").write_text(APP + "(\n")
    assert call(root, "check", "--write-baseline").exit_code == 1
    assert "syntax" not in (root / BASELINE).read_text(encoding="utf-8")


def test_what_is_behind_the_sources_is_reported_whatever_a_baseline_says(
    repository: Repository,
) -> None:
    root = repository.root
    call(root, "sync")
    (root / "app.py").write_text(APP + '_("New.")\n')
    assert call(root, "check", "--write-baseline").exit_code == 1
    document = json.loads((root / BASELINE).read_text(encoding="utf-8"))
    assert [code for codes in document.values() for code in codes] == ["end-punctuation"]
    document["translations/messages.pot"] = {"drift-template": ["", "#, #"]}
    (root / BASELINE).write_text(json.dumps(document), encoding="utf-8")
    assert "drift-template" in call(root, "check").stdout
    call(root, "check", "--write-baseline")
    assert "drift-template" not in (root / BASELINE).read_text(encoding="utf-8")


def test_a_missing_template_stays_a_finding(repository: Repository) -> None:
    root = repository.root
    (root / "pyproject.toml").write_text('[tool.kfor-i18n.domains]\nmessages = ""\n')
    before = call(root, "check").stdout
    call(root, "check", "--write-baseline")
    assert "no-template" in before
    assert "no-template" in call(root, "check").stdout


def test_a_baseline_has_the_values_of_a_problem_and_not_its_wording(repository: Repository) -> None:
    root = repository.root
    repository.write("babel.cfg", "[python: **.py]\n[jinja2: **.html]\n")
    repository.write("page.html", "<p>Hello i18n, page 12</p>\n")
    call(root, "check", "--write-baseline")
    document = json.loads((root / BASELINE).read_text(encoding="utf-8"))
    assert document["page.html"] == {"hardcoded": ["Hello i18n, page #, {# i18n: ignore #}"]}
    repository.write("page.html", "\n<p>Hello i18n, page 13</p>\n")
    assert "hardcoded" not in call(root, "check").stdout


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"a": []}', '{"a": {"b": "c"}}', "\ud800"])
def test_a_file_that_is_no_baseline_is_an_error_with_a_remedy(
    repository: Repository, text: str
) -> None:
    root = repository.root
    (root / BASELINE).write_bytes(text.encode("utf-8", "surrogatepass"))
    result = call(root, "check")
    assert result.exit_code == 2
    assert "run kfor-i18n check --write-baseline" in result.stderr


def test_a_baseline_is_of_the_whole_project(repository: Repository) -> None:
    for arguments in ([str(repository.root / CATALOG)], ["--since", "HEAD"], ["--select", "dash"]):
        assert call(repository.root, "check", "--write-baseline", *arguments).exit_code == 2


@pytest.fixture
def hooked(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return the repository with the hook, which runs this package."""
    program = repository.root.parent / "kfor-i18n"
    root = Path(__file__).parents[2]
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -P -c '
        '"from kfor_i18n.cli import main; main()" "$@"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    call(repository.root, "install-hooks")
    return repository


def commit(repository: Repository) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(repository.root), "commit", "--quiet", "--all", "--message", "x"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_hook_stops_a_commit_for_what_it_brings_in_alone(hooked: Repository) -> None:
    add(hooked.root, '\n#: app.py\nmsgid "Wait a minute."\nmsgstr "Počakajte trenutek."\n')
    assert commit(hooked).returncode == 0
    add(hooked.root, NEW.replace("Wait", "Stay"))
    done = commit(hooked)
    assert done.returncode == 1
    assert 'end-punctuation "Stay a minute."' in done.stderr
    assert "It is saved." not in done.stderr


def test_the_hook_asks_for_the_normal_form_only_where_there_was_one(hooked: Repository) -> None:
    call(hooked.root, "format")
    hooked.git("commit", "--quiet", "--all", "--no-verify", "--message", "x")
    fine = '\n#: app.py\nmsgid "Wait a minute."\nmsgstr   "Počakajte trenutek."\n'
    add(hooked.root, fine)
    done = commit(hooked)
    assert done.returncode == 1
    assert "would change; run kfor-i18n format translations/sl/LC_MESSAGES/messages.po" in (
        done.stderr
    )
    hooked.git("commit", "--quiet", "--all", "--no-verify", "--message", "x")
    add(hooked.root, fine.replace("Wait", "Stay"))
    assert commit(hooked).returncode == 0


def test_what_the_tool_writes_passes_check_format_and_hook(hooked: Repository) -> None:
    root = hooked.root
    (root / CATALOG).unlink()
    for arguments in (["extract"], ["init", "sl"], ["init", "ja"], ["update"], ["sync"]):
        assert call(root, *arguments).exit_code == 0
    template = root / "translations" / "messages.pot"
    assert "msgid_plural" in template.read_text(encoding="utf-8")
    files = [
        str(path) for path in (template, (root / CATALOG), catalog_of(read_project(root), "ja"))
    ]
    assert call(root, "check").stdout == ""
    assert (
        call(root, "check", "--select", "all", "--ignore", "untranslated,header", *files).stdout
        == ""
    )
    assert call(root, "format", "--check", *files).exit_code == 0
    hooked.git("add", "--all")
    assert commit(hooked).returncode == 0


def test_a_template_is_checked_for_its_form(repository: Repository) -> None:
    path = repository.write("translations/messages.pot", f"{HEADER}\n{NEW}{NEW}")
    assert "messages.pot:13: error: duplicate" in call(repository.root, "check", str(path)).stdout
