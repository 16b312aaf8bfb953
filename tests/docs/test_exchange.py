"""Translators without git: a file goes out, a translator edits it, and it comes back."""

from __future__ import annotations

from tests.builders import HEADERS, write_catalog
from tests.catalogs.git.repositories import Repository
from tests.docs.pages import Block, edit, follow, read_page

TRANSLATIONS = {
    '<source>Delete <ph id="1">%(name)s</ph>?</source>\n<target state="new"></target>': (
        '<source>Delete %(name)s?</source>\n<target state="translated">Izbriši %(name)s?</target>'
    ),
    "Zdravo, %(name)s</target>": "Pozdravljeni, %(name)s</target>",
}
"""What a translator writes into the file; the second one stays to be reviewed."""


def format_catalog() -> str:
    """Return a catalog with two untranslated messages and ten fuzzy ones, and one translated."""
    others = "".join(
        f'\n#, fuzzy\nmsgid "Item {letter}"\nmsgstr "Izdelek {letter}"\n' for letter in "ABCDEFGHI"
    )
    return (
        HEADERS["sl"]
        + '\n#, python-format\nmsgid "Delete %(name)s?"\nmsgstr ""\n'
        + '\n#, fuzzy, python-format\nmsgctxt "menu"\nmsgid "Hello, %(name)s"\n'
        + 'msgstr "Zdravo, %(name)s"\n\nmsgid "Open"\nmsgstr ""\n'
        + '\nmsgid "Close"\nmsgstr "Zapri"\n'
        + others
    )


def test_the_page_s_commands_print_what_it_says(repository: Repository) -> None:
    repository.write("babel.cfg", "[python: **.py]\n")
    write_catalog(repository.root, format_catalog())

    def prepare(_block: Block, command: str) -> None:
        if command.startswith("kfor-i18n import"):
            for old, new in TRANSLATIONS.items():
                edit(repository.root / "sl.xlf", old, new)

    for command, output, printed in follow(repository, read_page("exchange.md"), prepare):
        assert printed == output, command
