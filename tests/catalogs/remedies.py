"""Findings and their remedies: what tests of remedies share."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kfor_i18n import cli, workbench
from kfor_i18n.catalogs.checks.project import check_files
from kfor_i18n.catalogs.checks.selection import load_codes
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.problems import Finding, Problem
from kfor_i18n.catalogs.project import read_project
from tests.builders import HEADERS, ROOT, make_project

ALL = '[tool.kfor-i18n.check]\nselect = ["all"]'


class Edit(NamedTuple):
    """A finding, and the text of the entries of a catalog before and after its remedy.

    ``finding`` is the msgid of the problem. The header is that of the locale, unless ``header`` and
    ``fixed_header`` are given.
    """

    finding: str
    before: str
    after: str
    locale: str = "sl"
    header: str | None = None
    fixed_header: str | None = None


def message(source: str, translation: str, comment: str = "") -> str:
    """Return an entry in PO syntax, with the escapes that the texts are written with."""
    return f'{comment}msgid "{source}"\nmsgstr "{translation}"\n'


def plural(singular: str, *forms: str) -> str:
    """Return an entry with a plural in PO syntax; its plural source text has an s at the end."""
    lines = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    return f'msgid "{singular}"\nmsgid_plural "{singular}s"\n{lines}'


def write(root: Path, text: str, locale: str = "sl", settings: str = ALL) -> Path:
    """Write a project with the catalog; return the catalog's path."""
    project = make_project(root, text, locale)
    (root / "pyproject.toml").write_text(settings + "\n", encoding="utf-8")
    return project.catalog_path("messages", locale)


def find(root: Path, *paths: Path) -> list[Finding]:
    """Return the findings in catalogs of a project, as its settings say."""
    return check_files(read_project(root), paths).findings


def msgid_of(problem: Problem) -> str:
    """Return the msgid of a problem; of one about a plural form, that of what is wrong with it."""
    inner = problem.values.get("problem")
    return msgid_of(inner) if isinstance(inner, Problem) else problem.msgid


def msgids_of(root: Path, *paths: Path) -> set[str]:
    """Return the msgids of the problems that are found in catalogs."""
    return {msgid_of(finding.problem) for finding in find(root, *paths)}


def follow(root: Path, edit: Edit) -> None:
    """Check a catalog, follow the remedy of the finding, and see that nothing is left to find."""
    header = HEADERS[edit.locale] if edit.header is None else edit.header
    path = write(root, f"{header}\n{edit.before}", edit.locale)
    assert edit.finding in msgids_of(root, path)
    header = HEADERS[edit.locale] if edit.fixed_header is None else edit.fixed_header
    write(root, f"{header}\n{edit.after}", edit.locale)
    assert find(root, path) == []


def remedies_in(*folders: str) -> set[str]:
    """Return the msgids of findings in these folders or modules of ``kfor_i18n/catalogs``.

    They are taken from the project's own template; a finding has a remedy after a semicolon.
    """
    codes = load_codes(cli, workbench).values()
    explained = {text for code in codes for text in (code.title, code.explanation)}
    return {
        entry.msgid
        for entry in read_po(ROOT / "translations" / "tools.pot").live
        if entry.msgid not in explained
        and any(name.startswith(_inside(folders)) for name in read_references(entry))
    }


def _inside(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"kfor_i18n/catalogs/{folder}" for folder in folders)
