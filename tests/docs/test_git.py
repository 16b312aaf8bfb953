"""Catalogs in git: the page's commands print what it says, in a repository with its branches."""

from __future__ import annotations

import re

import pytest

from tests.builders import CATALOG
from tests.catalogs.git.repositories import Repository
from tests.docs.pages import Block, edit, follow, read_blocks, read_page, run

PAGE = read_page("git.md")

PAGE_TEMPLATE = "".join(
    f"<p>{{{{ gettext('{msgid}') }}}}</p>\n"
    for msgid in ("Welcome", "Open the file", "Close", "Save", "Help")
)

BRANCHES = {
    "second": ("two", "2026-03-02", {"Open the file": "Odpri datoteko", "Save": "Shrani"}),
    "third": ("three", "2026-02-28", {"Welcome": "Pozdravljeni"}),
    "main": ("one", "2026-03-01", {"Welcome": "Dobrodošli na strani"}),
}
"""Who translated what on a branch, and when."""


def translate(repository: Repository, translator: str, date: str, texts: dict[str, str]) -> None:
    """Translate texts in the catalog, and sign its header."""
    path = repository.root / CATALOG
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(PO-Revision-Date: ).*?\\n", rf"\g<1>{date} 10:00+0100\\n", text)
    signature = rf"\g<1>{translator} <{translator}@example.com>\\n"
    text = re.sub(r"(Last-Translator: ).*?\\n", signature, text)
    path.write_text(text, encoding="utf-8")
    for msgid, msgstr in texts.items():
        edit(path, f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')


@pytest.fixture
def branches(repository: Repository) -> Repository:
    """Give the repository the page's attributes and branches; ``main`` changes a source text."""
    attributes = re.findall(r"^  (\*\.pot? .*)$", PAGE, re.M)
    repository.write(".gitattributes", "".join(f"{line}\n" for line in attributes))
    repository.write("babel.cfg", "[jinja2: templates/**.html]\n")
    template = repository.write("templates/index.html", PAGE_TEMPLATE)
    run(repository, "kfor-i18n extract && kfor-i18n init sl")
    translate(repository, "one", "2026-01-01", {"Close": "Zapri", "Help": "Pomoč"})
    repository.commit({})
    for name, work in BRANCHES.items():
        repository.git("checkout", "--quiet", *(() if name == "main" else ("-b",)), name)
        if name == "main":
            edit(template, "Close", "Close the file")
            run(repository, "kfor-i18n sync")
        translate(repository, *work)
        repository.commit({})
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
