"""The page for a project of one's own: its files are written, its commands run, in its order."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.catalogs.git.repositories import Repository, create_repository

PAGE = (ROOT / "docs" / "starting.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"(?:(?:^|\s)`(?P<path>[\w./-]+)`:\n\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)
OURS = ("kfor-i18n ", "git ")
"""What commands begin with that are run; others need a network, or an image."""


def blocks(kind: str | None = None) -> Iterator[re.Match[str]]:
    return (found for found in BLOCK.finditer(PAGE) if kind in (None, found["kind"]))


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console with what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return an empty project whose ``kfor-i18n`` is this one."""
    program = tmp_path / "bin" / "kfor-i18n"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -P -c '
        '"from kfor_i18n.cli import main; main()" "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("LANGUAGE", "en")
    return create_repository(tmp_path, monkeypatch)


def run(repository: Repository, command: str) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} 2>&1"],
        cwd=repository.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout


def publish(repository: Repository) -> None:
    """Give the repository an origin in which another branch has changed the same catalog."""
    origin = repository.root.parent / "origin.git"
    repository.git("init", "--quiet", "--bare", str(origin))
    repository.git("remote", "add", "origin", str(origin))
    repository.git("add", "--all")
    commit = ("commit", "--quiet", "--no-verify", "--message", "x")
    repository.git(*commit)
    repository.git("branch", "--move", "--force", "main")
    repository.git("push", "--quiet", "--set-upstream", "origin", "main")
    path = repository.root / "translations/sl/LC_MESSAGES/messages.po"
    text = path.read_text(encoding="utf-8")
    changes = {
        "main": ("2026-01-01", 'shop"\nmsgstr "', "Dobrodošli"),
        "mine": ("2026-01-02", 'msgstr[0] "', "%(num)s izdelek"),
    }
    for branch, (date, start, translation) in changes.items():
        if branch == "mine":
            repository.git("checkout", "--quiet", "-b", "mine", "HEAD~1")
        dated = re.sub(r"(PO-Revision-Date: ).*?\\n", rf"\g<1>{date} 10:00+0000\\n", text)
        path.write_text(dated.replace(start, start + translation), encoding="utf-8")
        repository.git("add", "--all")
        repository.git(*commit)
        repository.git("push", "--quiet", "--set-upstream", "origin", branch)


def test_the_page_s_commands_print_what_it_says(repository: Repository) -> None:
    for block in blocks():
        if block["path"] and block["kind"] != "yaml":
            repository.write(block["path"], block["text"])
        for command, output in steps(block["text"]) if block["kind"] == "console" else ():
            if not command.startswith(OURS):
                continue
            if command.startswith("git fetch"):
                publish(repository)
            assert run(repository, command) == output
    catalog = (repository.root / "translations/sl/LC_MESSAGES/messages.po").read_text("utf-8")
    assert 'msgstr "Dobrodošli"' in catalog
    assert 'msgstr[0] "%(num)s izdelek"' in catalog


def test_what_its_automation_runs_succeeds_in_such_a_project(repository: Repository) -> None:
    for block in blocks():
        if block["path"] and block["kind"] != "yaml":
            repository.write(block["path"], block["text"])
    run(repository, "kfor-i18n extract && kfor-i18n init sl")
    automation = "".join(block["text"] for kind in ("yaml", "dockerfile") for block in blocks(kind))
    commands = re.findall(r"(?:run:|RUN|entry:) (kfor-i18n .*)", automation)
    assert len(commands) == 6
    for command in commands:
        run(repository, command)


def test_it_names_no_address_and_no_tag_that_does_not_exist() -> None:
    texts = [page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md")]
    assert not any(re.search(r"repo: https|rev: v", text) for text in texts)
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version is not None
    assert set(re.findall(r"kfor_i18n-([\d.]+)-py3", PAGE)) == {version[1]}
