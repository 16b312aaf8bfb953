"""The pages for a project of one's own: their files are written, their commands run in order."""

from __future__ import annotations

import re

import pytest

from tests.builders import CATALOG, ROOT
from tests.catalogs.git.repositories import Repository
from tests.docs.pages import PAGES, Block, follow, read_blocks, read_page, run, write_files

LANGUAGES = {"en": "starting.md", "sl": "starting.sl.md"}


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
    path = repository.root / CATALOG
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_s_commands_print_what_it_says(
    language: str, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", language)

    def prepare(_block: Block, command: str) -> None:
        if command.startswith("git fetch"):
            publish(repository)

    for command, output, printed in follow(repository, read_page(LANGUAGES[language]), prepare):
        assert printed == output, command
    catalog = (repository.root / CATALOG).read_text("utf-8")
    assert 'msgstr "Dobrodošli"' in catalog
    assert 'msgstr[0] "%(num)s izdelek"' in catalog


def test_what_its_automation_runs_succeeds_in_such_a_project(repository: Repository) -> None:
    page = read_page(LANGUAGES["en"])
    write_files(repository, page)
    run(repository, "kfor-i18n extract && kfor-i18n init sl")
    kinds = ("yaml", "dockerfile")
    automation = "".join(block.text for block in read_blocks(page) if block.kind in kinds)
    commands = re.findall(r"(?:run:|RUN|entry:) (kfor-i18n .*)", automation)
    assert len(commands) == 6
    for command in commands:
        assert "(exit status" not in run(repository, command)


def list_content(page: str) -> list[str | list[str]]:
    """Return the files that a page shows, and its commands without what they print."""
    return [
        [command for command, _ in block.commands()] or block.path + block.text
        for block in read_blocks(page)
    ]


def test_the_pages_have_the_same_files_and_commands() -> None:
    english, slovenian = map(read_page, LANGUAGES.values())
    assert list_content(slovenian.replace("POT/DO", "PATH/TO")) == list_content(english)


def test_it_names_no_address_and_no_tag_that_does_not_exist() -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    assert not any(re.search(r"repo: https|rev: v", text) for text in texts)
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version is not None
    for name in LANGUAGES.values():
        assert set(re.findall(r"kfor_i18n-([\d.]+)-py3", read_page(name))) == {version[1]}
