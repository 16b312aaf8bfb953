"""The walk over a source tree."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kfor_i18n.catalogs.extraction.errors import unreadable
from kfor_i18n.catalogs.extraction.mapping import Rule
from kfor_i18n.catalogs.problems import Finding

IGNORED_FOLDERS = frozenset({"venv", "node_modules", "dist", "build", "__pycache__"})
"""Folders that hold no sources, at any depth; hidden folders are left out as well."""


def find_sources(
    root: Path, folders: Sequence[Path], rules: Sequence[Rule]
) -> tuple[list[tuple[str, Rule]], list[Finding]]:
    """Return the sources in some folders or files with the rule of each, and unreadable folders.

    The patterns of the rules are relative to each folder, and to ``root`` for a file. Paths are
    relative to ``root``.
    """
    found: dict[str, Rule] = {}
    findings: list[Finding] = []
    for folder in folders:
        where = Path(os.path.relpath(folder, root))
        if folder.is_file():
            rule = _find_rule(where.as_posix(), rules)
            files = {where.as_posix(): rule} if rule else {}
        else:
            inside, unread = find_files(folder, rules)
            files = {os.path.normpath(where / path): rule for path, rule in inside}
            findings += [replace(finding, path=where / finding.path) for finding in unread]
        found |= {path: rule for path, rule in files.items() if path not in found}
    return list(found.items()), findings


def find_files(root: Path, rules: Sequence[Rule]) -> tuple[list[tuple[str, Rule]], list[Finding]]:
    """Return the sources with the rule that applies to each, and the folders not readable.

    The first rule that matches a path applies. Paths are relative to ``root`` and sorted.
    """
    found, findings = [], []

    def complain(error: OSError) -> None:
        folder = Path(error.filename).relative_to(root)
        findings.append(Finding(folder, None, unreadable(error)))

    for parent, folders, files in os.walk(root, onerror=complain):
        folder = Path(parent).relative_to(root)
        folders[:] = [name for name in folders if _may_have_sources(folder / name, rules)]
        for name in files:
            path = (folder / name).as_posix()
            if rule := _find_rule(path, rules):
                found.append((path, rule))
    return sorted(found, key=lambda pair: pair[0]), findings


def _find_rule(path: str, rules: Iterable[Rule]) -> Rule | None:
    rule = next((rule for rule in rules if rule.matches(path)), None)
    return rule if rule and rule.method != "ignore" else None


def _may_have_sources(folder: Path, rules: Iterable[Rule]) -> bool:
    if folder.name.startswith(".") or folder.name in IGNORED_FOLDERS:
        return False
    path = folder.as_posix()
    if any(rule.method == "ignore" and rule.matches(path) for rule in rules):
        return False
    return any(rule.method != "ignore" and rule.may_match_in(path) for rule in rules)
