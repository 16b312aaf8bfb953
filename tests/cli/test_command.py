from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kfor_i18n.catalogs.checks.rules.unfinished import UNTRANSLATED
from kfor_i18n.catalogs.problems import CatalogError, Finding, Problem, SettingsError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.cli import COMMANDS, CommandRow
from kfor_i18n.cli.command import command
from kfor_i18n.cli.output import Output
from tests.builders import HEADERS, call, make_project, run

Work = Callable[..., bool]
Add = Callable[..., None]

FINDING = Finding(Path("a.po"), 3, Problem(UNTRANSLATED, "is odd"), "One\ntwo", severity="warning")


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Add:
    """Return a function that adds a command ``hello`` which runs a function."""

    def add_hello(work: Work, **options: Any) -> None:
        module = ModuleType("kfor_i18n.cli.hello")
        setattr(module, "hello_command", command(**options)(work))  # noqa: B010 - for mypy
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(COMMANDS, "hello", CommandRow("hello", "Greet the project."))

    return add_hello


def greet(project: Project, output: Output) -> bool:
    output.say(f"Hello, {project.name}")
    output.add("greetings", {"name": project.name})
    return True


def complain(project: Project, output: Output) -> bool:
    output.report([FINDING])
    return False


def fail(error: Exception) -> Work:
    def work(project: Project, output: Output) -> bool:
        raise error

    return work


def test_a_command_is_a_function_and_a_row_of_the_table(tmp_path: Path, add: Add) -> None:
    add(greet)
    assert "  hello          Greet the project.\n" in call(tmp_path, "--help").stdout
    assert "\n  Greet the project.\n" in call(tmp_path, "hello", "--help").stdout
    result = call(tmp_path, "hello")
    assert (result.exit_code, result.stdout) == (0, "Hello, PROJECT\n")


def test_quiet_leaves_what_is_wrong(tmp_path: Path, add: Add) -> None:
    add(greet)
    assert call(tmp_path, "hello", "--quiet").output == ""
    add(complain)
    result = call(tmp_path, "hello", "--quiet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == 'a.po:3: warning: untranslated "One two": is odd\n'


def test_json_is_one_document_whatever_happens(tmp_path: Path, add: Add) -> None:
    finding = {
        "code": "untranslated",
        "severity": "warning",
        "path": "a.po",
        "line": 3,
        "msgid": "One\ntwo",
        "message": "is odd",
    }
    for work, document in (
        (greet, {"ok": True, "findings": [], "greetings": [{"name": "PROJECT"}]}),
        (complain, {"ok": False, "findings": [finding]}),
        (fail(SettingsError([FINDING])), {"ok": False, "findings": [finding]}),
    ):
        add(work)
        result = call(tmp_path, "hello", "--format", "json")
        assert json.loads(result.stdout) == document
        assert result.stderr == ""


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (CatalogError([FINDING]), 1, "a.po:3"),
        (SettingsError([FINDING]), 2, "a.po:3"),
        (OSError(28, "No space left on device"), 2, "kfor-i18n: No space left on device\n"),
        (OSError(13, "Permission denied", "/a.po"), 2, "kfor-i18n: /a.po: Permission denied\n"),
    ],
)
def test_an_error_is_reported_with_its_status(
    tmp_path: Path, add: Add, error: Exception, status: int, message: str
) -> None:
    add(fail(error))
    result = call(tmp_path, "hello")
    assert result.exit_code == status
    assert message in result.stderr


def test_a_command_whose_1_means_something_else_ends_with_2(tmp_path: Path, add: Add) -> None:
    add(fail(CatalogError([FINDING])), error_status=2)
    assert call(tmp_path, "hello").exit_code == 2


def test_a_project_that_cannot_be_read_is_reported(tmp_path: Path, add: Add) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.kfor-i18n]\ncolour = 1\n")
    add(greet)
    result = call(tmp_path, "hello")
    assert result.exit_code == 2
    assert "unknown setting colour" in result.stderr


def test_a_command_may_have_no_project_and_no_format(tmp_path: Path, add: Add) -> None:
    add(lambda output: True, has_project=False, has_format=False)
    (tmp_path / "pyproject.toml").write_text("[tool.kfor-i18n]\ncolour = 1\n")
    assert call(tmp_path, "hello").exit_code == 0
    assert call(tmp_path, "hello", "--format", "json").exit_code == 2


def test_the_garbage_collector_rests_while_a_command_works_and_no_longer(
    tmp_path: Path, add: Add
) -> None:
    def work(project: Project, output: Output) -> bool:
        assert not gc.isenabled()
        return True

    add(work)
    assert call(tmp_path, "hello").exit_code == 0
    add(fail(OSError()))
    call(tmp_path, "hello")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(tmp_path: Path, add: Add) -> None:
    add(greet)
    gc.disable()
    try:
        call(tmp_path, "hello")
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("explain",), ("stats",), ("check",), ("extract", "--check"), ("update", "--check"),
        ("compile", "--force"), ("format", "--check"), ("check", "--format", "json"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_reader_that_has_read_enough_is_no_error(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    make_project(tmp_path, HEADERS["sl"])
    command = [sys.executable, "-c", "from kfor_i18n.cli import main; main()"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*command, "--project", str(tmp_path), *arguments], stdout=writer, stderr=subprocess.PIPE,
        check=False, text=True,
    )  # fmt: skip
    os.close(writer)
    assert "Broken pipe" not in done.stderr
    assert "BrokenPipeError" not in done.stderr


def test_outside_of_a_project_a_command_says_that_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("stats", "check", "sync", "update"):
        result = run(name)
        assert result.exit_code == 2
        assert re.match(f"{tmp_path}: .*no project here", result.stderr)
    (tmp_path / "translations").mkdir()
    assert "no project" not in run("stats").stderr
