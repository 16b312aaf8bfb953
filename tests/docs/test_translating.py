"""A translator's day in this project's catalog: the pages' commands print what they say."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.builders import CATALOG, ROOT
from tests.catalogs.git.repositories import Repository
from tests.docs.pages import Block, edit, follow, read_page, run

LANGUAGES = {"en": "translating.md", "sl": "translating.sl.md"}

FAULTS = {
    "The first deployment": (".", ""),
    "If you find a wrong word": ("</a>", ""),
    "%(num)s year": ("%(num)s leti", "leti"),
}
"""What the translator gets wrong: the beginning of a source text, and a text that is replaced."""


@pytest.fixture
def project(repository: Repository) -> Repository:
    """Return a copy of this project as far as the commands need it."""
    for name in ("translations", "templates"):
        shutil.copytree(ROOT / name, repository.root / name)
    for name in ("pyproject.toml", "babel.cfg"):
        shutil.copy(ROOT / name, repository.root)
    return repository


def make_faults(repository: Repository) -> None:
    catalog = repository.root / CATALOG
    for start, (old, new) in FAULTS.items():
        entry = re.search(
            rf'^msgid "{re.escape(start)}(?:.+\n)+', catalog.read_text("utf-8"), re.MULTILINE
        )
        assert entry
        before, _, after = entry[0].rpartition(old)
        edit(catalog, entry[0], before + new + after)


def without_lines(text: str) -> str:
    return re.sub(r"(\.po):\d+:", r"\1:", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_s_commands_print_what_it_says(
    language: str, project: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", language)

    def prepare(_block: Block, command: str) -> None:
        if " check " in command:
            make_faults(project)

    for command, output, printed in follow(project, read_page(LANGUAGES[language]), prepare):
        if output:
            assert without_lines(printed) == without_lines(output), command
        else:
            assert "(exit status" not in printed, command


def test_the_readme_shows_what_is_said_of_a_fault(project: Repository) -> None:
    (serving,) = re.findall(r"^\$ make serve\n(.*?: .*)\n", (ROOT / "README.md").read_text(), re.M)
    edit(project.root / CATALOG, "%(num)s dneva", "%(dni)s dneva")
    assert without_lines(serving) in without_lines(run(project, "kfor-i18n compile"))
