"""What the screenshots of the workbench show: a copy of the project with work left to do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, StorageState

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.editing import Edit, change
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.project import read_project

ROOT = Path(__file__).parent.parent
DRAFTED = "NATO has been leading a peacekeeping operation"
"""How the message begins that is being translated."""
UNTRANSLATED = ("The NATO-led Kosovo Force", "Tasks of the Slovenian troops")
NEEDS_REVIEW = ("The mandate",)
PAST = "From conflict to today"
"""How the message begins whose history is shown."""
COMMITS = (
    ("Translate the page into Slovenian", "Od konflikta do današnjega dne"),
    ("Use the term of the glossary", "Od spopada do danes"),
    ("Write about several conflicts", ""),
)
"""The subjects of commits, and the translations that the message has in them; "" is as it is."""
LONG = ("Contribute", "Sodelovanje pri prevajanju")
"""A heading, and a translation that takes a line more than the source text."""


def prepare_project(root: Path) -> str:
    """Copy the project with some messages to be translated; return the translation of one."""
    for name in ("translations", "templates"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("babel.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    path = root / "translations" / "sl" / "LC_MESSAGES" / "messages.po"
    catalog = open_catalog(read_project(root), path, path.read_bytes())
    past = find(catalog, PAST)
    git(root, "init", "--quiet")
    (root / ".gitignore").write_text("*.mo\n")
    for subject, text in COMMITS:
        (_, catalog) = change(catalog, [Edit(past.key, (text,) if text else past.msgstrs)])
        commit(root, subject)
    emptied = [find(catalog, start) for start in (DRAFTED, *UNTRANSLATED)]
    fuzzy = [find(catalog, start) for start in NEEDS_REVIEW]
    change(
        catalog,
        [
            *(Edit(entry.key, ("",)) for entry in emptied),
            *(Edit(entry.key, is_fuzzy=True) for entry in fuzzy),
            Edit(find(catalog, LONG[0]).key, LONG[1:]),
        ],
    )
    commit(root, "Update the catalogs")
    return emptied[0].msgstrs[0]


def find(catalog: Catalog, start: str) -> Entry:
    """Return the message that begins with a text."""
    return next(entry for entry in catalog.live if entry.msgid.startswith(start))


def commit(root: Path, subject: str) -> None:
    """Commit everything."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", f"--message={subject}")


def git(root: Path, *arguments: str) -> None:
    """Run git as a translator without a name."""
    identity = ("-c", "user.name=Translator", "-c", "user.email=translator@example.org")
    subprocess.run(["git", "-C", root, *identity, *arguments], check=True)


@contextmanager
def run_workbench(root: Path, state: Path) -> Iterator[str]:
    """Run the workbench of a project until the block is left; yield its address."""
    command: list[str | Path] = [Path(sys.executable).parent / "kfor-i18n", "--project", root]
    process = subprocess.Popen(
        [*command, "translate", "--no-open"],
        env={**os.environ, "XDG_STATE_HOME": str(state), "LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)


def enter(browser: Browser, address: str) -> StorageState:
    """Let the browser in; return the cookie and the key by which the workbench knows it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_url("**/_kfor-i18n/?*")
    state = context.storage_state()
    context.close()
    return state
