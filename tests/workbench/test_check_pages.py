"""Whether translations fit, as the command measures it in Chromium."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from kfor_i18n.catalogs.project import read_project
from kfor_i18n.workbench import checking
from tests.builders import COMMAND, call, write_settings
from tests.workbench.misfits import ALL, EXPECTED, TEXT
from tests.workbench.misfits import APP as SOURCE
from tests.workbench.opening import make_app_project, write_app

pytestmark = pytest.mark.browser

APP = SOURCE.replace('"/broken/"', '"/logout/"')
"""The application without a page that fails."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_app_project(tmp_path / "project", TEXT, APP)


def measure(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: a browser of other tests may run in this one."""
    return subprocess.run(
        [COMMAND, "--project", root, "check", "--pages", *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, "LANGUAGE": "en"},
    )  # fmt: skip


def check(root: Path, *arguments: str) -> list[Any]:
    """Return the findings about what does not fit, or why it was not measured."""
    result = measure(root, "--format", "json", *arguments)
    assert result.returncode in (0, 1), result.stderr
    found = json.loads(result.stdout)["findings"]
    return [each for each in found if each["code"] in ("fit", "check-page")]


def read(findings: list[Any]) -> dict[str, tuple[str, str]]:
    """Return what is said of each message, and the widths."""
    pattern = re.compile(r"(.+) at ([\d, ]+) px on /; shorten the translation")
    matches = ((each["msgid"], pattern.fullmatch(each["message"])) for each in findings)
    return {msgid: (match[1], match[2]) for msgid, match in matches if match}


def test_each_way_not_to_fit_is_found_and_nothing_else(root: Path) -> None:
    findings = check(root)
    assert read(findings) == EXPECTED
    assert len(findings) == len(EXPECTED)
    assert {each["severity"] for each in findings} == {"warning"}
    lines = (root / "translations/sl/LC_MESSAGES/messages.po").read_text("utf-8").splitlines()
    assert [lines[each["line"] - 1] for each in findings[:2]] == ['msgid "Clipped"', 'msgid "Low"']


def test_two_runs_say_the_same_and_pages_are_measured_only_if_asked_for(root: Path) -> None:
    assert check(root) == check(root)
    assert "fit" not in call(root, "check").stdout


def test_a_comment_and_the_settings_ignore_what_does_not_fit(root: Path) -> None:
    path = root / "translations/sl/LC_MESSAGES/messages.po"
    text = path.read_text("utf-8").replace('msgid "Low"', '# kfor-i18n: ignore fit\nmsgid "Low"')
    path.write_text(text, "utf-8")
    assert set(read(check(root))) == EXPECTED.keys() - {"Low"}
    assert check(root, "--ignore", "fit") == []
    assert check(root, "--select", "space") == []


def test_only_the_locales_of_the_given_catalogs_are_measured(root: Path) -> None:
    german = root / "translations/de/LC_MESSAGES/messages.po"
    german.parent.mkdir(parents=True)
    german.write_text(
        TEXT.replace("Language: sl", "Language: de").replace(
            re.findall(r"Plural-Forms: .*?\\n", TEXT)[0],
            r"Plural-Forms: nplurals=2; plural=(n != 1);\n",
        ).replace('msgstr[2] "%(num)d dolgi in naporni dnevi"\nmsgstr[3] "%(num)d dni"\n', ""),
        "utf-8",
    )  # fmt: skip
    assert len(check(root)) == 2 * len(EXPECTED) - 1
    found = check(root, str(german))
    assert {each["path"] for each in found} == {str(german)}


def test_a_page_that_fails_is_named(root: Path) -> None:
    write_app(root, SOURCE)
    (found,) = (each for each in check(root) if each["code"] == "check-page")
    assert found["message"].startswith("not measured: /broken/: ")
    assert "ZeroDivisionError" in found["message"]


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ("app", "no application; name it in the app setting"),
        ("source", "ZeroDivisionError"),
        ("find_chromium", "which is not installed"),
        ("has_playwright", 'pip install "kfor-i18n[pictures]"'),
    ],
)
def test_without_what_is_needed_the_command_says_what_that_is(
    root: Path, missing: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "app":
        write_settings(root, "")
    elif missing == "source":
        write_app(root, "1 / 0")
    else:
        monkeypatch.setattr(checking, missing, lambda: None)
    result = call(root, "check", "--pages")
    assert result.exit_code == 2
    assert reason in result.stderr


def test_pages_cannot_be_measured_at_an_earlier_revision(root: Path) -> None:
    result = call(root, "check", "--pages", "--since", "HEAD")
    assert (result.exit_code, "--since" in result.stderr) == (2, True)


@pytest.mark.parametrize("format_name", ["github", "sarif"])
def test_other_formats_have_the_findings(root: Path, format_name: str) -> None:
    result = measure(root, "--select", "fit", "--format", format_name)
    assert result.returncode == 1
    assert f"at {ALL} px on /" in result.stdout
    assert "sl/LC_MESSAGES/messages.po" in result.stdout


def test_a_baseline_holds_what_is_known(root: Path) -> None:
    measure(root, "--write-baseline")
    assert check(root) == []


def test_the_progress_counts_the_pages(root: Path) -> None:
    project, totals, seen = read_project(root), list[int](), list[object]()

    def progress(total: int) -> nullcontext[Callable[[object], None]]:
        totals.append(total)
        return nullcontext(seen.append)

    with ThreadPoolExecutor() as pool:
        pool.submit(checking.check_pages, project, project.catalogs(), progress).result()
    assert totals == [len(seen)]
