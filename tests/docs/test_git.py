"""Catalogs in git: the page's commands print what it says, in a repository with its branches."""

from __future__ import annotations

import re

import pytest

from tests.builders import CATALOG, PLURALS, make_header
from tests.catalogs.git.repositories import Repository
from tests.docs.pages import Block, edit, follow, read_blocks, read_page, run

PAGE = read_page("git.md")

MESSAGES = {"Welcome": "", "Open the file": "", "Close": "Zapri", "Save": ""}

BRANCHES = {
    "second": ("two", "2026-03-02", {"Open the file": "Odpri datoteko", "Save": "Shrani"}),
    "third": ("three", "2026-02-28", {"Welcome": "Pozdravljeni"}),
    "main": ("one", "2026-03-01", {"Welcome": "Dobrodošli na strani"}),
}
"""Who translated what on a branch, and when."""


def format_catalog(translator: str, date: str, translations: dict[str, str]) -> str:
    header = make_header(
        Project_Id_Version="shop",
        PO_Revision_Date=f"{date} 10:00+0100",
        Last_Translator=f"{translator} <{translator}@example.com>",
        Language="sl",
        Plural_Forms=PLURALS["sl"],
        Content_Type="text/plain; charset=UTF-8",
    )
    entries = (
        f'\n#: templates/index.html\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'
        for msgid, msgstr in {**MESSAGES, **translations}.items()
    )
    return header + "".join(entries)


@pytest.fixture
def branches(repository: Repository) -> Repository:
    """Give the repository the page's branches; the attributes are the page's."""
    attributes = re.findall(r"^  (\*\.pot? .*)$", PAGE, re.M)
    repository.write(".gitattributes", "".join(f"{line}\n" for line in attributes))
    repository.write("babel.cfg", "[python: **.py]\n")
    repository.commit({CATALOG: format_catalog("zero", "2026-01-01", {})})
    for name, (translator, date, translations) in BRANCHES.items():
        repository.git("checkout", "--quiet", *(() if name == "main" else ("-b",)), name)
        text = format_catalog(translator, date, translations)
        repository.commit({CATALOG: text.replace("Close", "Close the file", name == "main")})
        repository.git("checkout", "--quiet", "main")
    return repository


def test_the_page_s_commands_print_what_it_says(branches: Repository) -> None:
    catalog = branches.root / CATALOG
    conflict = next(block.text for block in read_blocks(PAGE) if block.kind == "po")

    def prepare(block: Block, command: str) -> None:
        if "Without the driver" in block.prose and command.startswith("git merge"):
            branches.git("config", "--remove-section", "merge.kfor-i18n")
        if "With the driver" in block.prose:
            branches.git("merge", "--abort")
            run(branches, "kfor-i18n install-hooks")
        if command.startswith("kfor-i18n check"):
            assert conflict in catalog.read_text(encoding="utf-8")
            branches.git("checkout", "--quiet", "--force", "main")
            edit(catalog, 'msgstr "Odpri datoteko"', 'msgstr ""')
            branches.git("commit", "--quiet", "--no-verify", "--all", "--message", "x")

    for command, output, printed in follow(branches, PAGE, prepare):
        pattern = re.escape(output).replace(re.escape("..."), ".*")
        assert re.fullmatch(pattern, printed, re.S), f"{command}\n{printed}"
