"""The ``.gitattributes`` that assign catalogs to the merge driver."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.files import write_atomically

MERGE_ATTRIBUTE = Code(
    "merge-attribute",
    N_("Catalog without the merge driver"),
    N_("Git uses the merge driver only for files that have the attribute merge=kfor-i18n."),
)

DRIVER = "kfor-i18n"
"""The name of the merge driver, to which ``.gitattributes`` assigns catalogs."""


def find_unattributed(project: Project, top: Path) -> Iterator[Finding]:
    """Yield an error for each file that git does not assign to the merge driver.

    ``top`` is the root of the work tree.
    """
    for path in _list_unattributed(project, top):
        problem = Problem(
            MERGE_ATTRIBUTE,
            N_("no merge=kfor-i18n attribute, so git merges the file line by line; add "
               "*%(suffix)s merge=kfor-i18n to .gitattributes, or run kfor-i18n "
               "install-hooks --attributes"),
            {"suffix": path.suffix},
        )  # fmt: skip
        yield Finding(path, None, problem)


def write_attributes(project: Project, top: Path) -> Path | None:
    """Assign the project's files to the merge driver in its ``.gitattributes``.

    Lines are added at the end; the others stay. Returns the path, or ``None`` if nothing was
    missing. Raises ``CatalogError`` if the file cannot be read, ``OSError`` if it cannot be
    written.
    """
    suffixes = sorted({path.suffix for path in _list_unattributed(project, top)})
    if not suffixes:
        return None
    path = project.root / ".gitattributes"
    before = read_file(path) if path.exists() else b""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    if before and not before.endswith(b"\n"):
        before += newline
    lines = (f"*{suffix} merge={DRIVER}".encode() + newline for suffix in suffixes)
    write_atomically(path, before + b"".join(lines))
    return path


def _list_unattributed(project: Project, top: Path) -> Iterator[Path]:
    for domain in project.domains:
        for path in (project.template(domain), *project.catalogs(domain)):
            name = os.path.relpath(path.resolve(), top)
            answer = ask_git(top, "check-attr", "-z", "merge", "--", name) or b""
            if answer.split(b"\0")[2:3] != [DRIVER.encode()]:
                yield path
