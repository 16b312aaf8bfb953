"""The pages of the documentation as tests read them: blocks of code, in order, and commands."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.builders import ROOT
from tests.catalogs.git.repositories import Repository

PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])
"""The files of all pages."""

_BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
_PATH = re.compile(r"`([\w./-]+)`:\n\n\Z")


@dataclass(frozen=True)
class Block:
    """A block of code: what it is, its text, and the prose before it.

    ``path`` is the file that it is the content of; empty if it is of none.
    """

    kind: str
    text: str
    prose: str

    @property
    def path(self) -> str:
        found = _PATH.search(self.prose)
        return found[1] if found and self.kind != "console" else ""

    def commands(self) -> Iterator[tuple[str, str]]:
        """Yield each command of a console with what it prints."""
        parts = re.split(r"^\$ ", self.text, flags=re.M)[1:] if self.kind == "console" else []
        for part in parts:
            command, _, output = part.replace("\\\n", "").partition("\n")
            yield command, output.rstrip("\n")


def read_page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def read_blocks(page: str) -> list[Block]:
    """Return the blocks of the text of a page that are not indented."""
    end, blocks = 0, []
    for found in _BLOCK.finditer(page):
        blocks.append(Block(found["kind"], found["text"], page[end : found.start()]))
        end = found.end()
    return blocks


OURS = ("kfor-i18n ", ".venv/bin/kfor-i18n ", "git ")
"""What commands begin with that are run; others need a network, or an image."""


def follow(
    repository: Repository, page: str, prepare: Callable[[Block, str], None]
) -> Iterator[tuple[str, str, str]]:
    """Write a page's files and run its commands, in its order.

    Yields each command with what the page says that it prints and with what it prints. ``prepare``
    is called before each, with its block: it does what the page says that somebody does.
    """
    for block in read_blocks(page):
        if block.path and block.kind != "yaml":
            repository.write(block.path, block.text)
        for command, output in block.commands():
            if command.startswith(OURS):
                prepare(block, command)
                yield command, output, run(repository, command.removeprefix(".venv/bin/"))


def write_files(repository: Repository, page: str) -> None:
    """Write the files that a page shows, but for workflows."""
    for block in read_blocks(page):
        if block.path and block.kind != "yaml":
            repository.write(block.path, block.text)


def run(repository: Repository, command: str) -> str:
    """Return what a command prints, and as pages show it, its exit status if it is not 0."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} 2>&1"],
        cwd=repository.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    status = f"(exit status {done.returncode})" if done.returncode else ""
    # A merge that fails says so itself.
    return (done.stdout + ("" if command.startswith("git ") else status)).rstrip("\n")


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that a file has once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), encoding="utf-8")
