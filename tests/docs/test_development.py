"""A developer's day: what the page says happens between its commands happens, and they print it."""

from __future__ import annotations

from tests.builders import CATALOG
from tests.catalogs.git.repositories import Repository
from tests.docs.pages import Block, edit, follow, read_blocks, read_page

PAGE = read_page("development.md")

EDITS = {
    "A translator writes": (
        CATALOG,
        'msgid "Hello, %(name)s"\nmsgstr ""',
        'msgid "Hello, %(name)s"\nmsgstr "Pozdrav, %(ime)s"',
    ),
    "With `%(name)s` instead": (CATALOG, "%(ime)s", "%(name)s"),
    "A developer changes": ("app.py", "Hello,", "Hello again,"),
    "With the line": (
        "app.py",
        "    # Translators",
        '    news = gettext(f"News of {day}")\n    # Translators',
    ),
}
"""What somebody does before the commands of a block, by the words that say it."""


def test_the_page_s_commands_print_what_it_says(repository: Repository) -> None:
    left = dict(EDITS)

    def prepare(block: Block, _command: str) -> None:
        for words in [words for words in left if words in block.prose]:
            name, old, new = left.pop(words)
            edit(repository.root / name, old, new)

    for command, output, printed in follow(repository, PAGE, prepare):
        assert printed == output or not output, command
        if command == "kfor-i18n sync":
            (entry,) = (block.text for block in read_blocks(PAGE) if block.kind == "po")
            assert entry in (repository.root / CATALOG).read_text(encoding="utf-8")
    assert not left
