"""Findings since a git revision: those that a change has brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kfor_i18n.catalogs.checks.identity import CATALOGS, Identity, identify
from kfor_i18n.catalogs.checks.running import check_catalog
from kfor_i18n.catalogs.git.history import find_lost, read_at, report_lost
from kfor_i18n.catalogs.po.file import parse_po_file, read_po
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.project import Project


def drop_old(project: Project, findings: Iterable[Finding], revision: str) -> list[Finding]:
    """Return the findings that were not there at a git revision, in the same order.

    In a catalog or template, a finding was there if that revision's file has one with the same code
    about the same message, and an error also with the same translation; in a source file, if it has
    the same line. A finding without a line, such as a template that is out of date, is about the
    whole project, and stays. Raises ``SettingsError`` if the revision is unknown.
    """
    found = list(findings)
    new: list[Finding] = []
    for path, group in groupby(sorted(found, key=_path_of), _path_of):
        new += _drop_old(project, path, list(group), revision)
    kept = Counter(map(id, new))
    return [finding for finding in found if id(finding) in kept]


def _path_of(finding: Finding) -> Path:
    return finding.path


def _drop_old(
    project: Project, path: Path, findings: Sequence[Finding], revision: str
) -> Iterator[Finding]:
    data = read_at(project.root, revision, path) if path.is_file() else None
    if data is None:
        yield from findings
        return
    if path.suffix in CATALOGS:
        old = check_catalog(project, path, data).findings
        yield from _drop_known(identify(findings, path), identify(old, path, data))
    else:
        yield from _drop_unchanged(findings, path.read_bytes(), set(_split(data)))


def _drop_known(
    findings: Iterable[tuple[Identity, Finding]], old: Iterable[tuple[Identity, Finding]]
) -> Iterator[Finding]:
    known = Counter(identity for identity, _ in old)
    for identity, finding in findings:
        if known[identity] <= 0:
            yield finding
        known[identity] -= 1


def _drop_unchanged(
    findings: Iterable[Finding], data: bytes, old: Collection[bytes]
) -> Iterator[Finding]:
    lines = _split(data)
    for finding in findings:
        line = finding.line or 0
        if not 0 < line <= len(lines) or lines[line - 1] not in old:
            yield finding


def _split(data: bytes) -> list[bytes]:
    """Return the lines of a source file without their indentation."""
    return [line.strip() for line in data.splitlines()]


def find_lost_since(project: Project, paths: Iterable[Path], revision: str) -> Iterator[Finding]:
    """Yield a finding for each translation in some catalogs that was lost since a git revision.

    Catalogs that cannot be read, now or at the revision, are left out. Raises ``SettingsError`` if
    the revision is unknown.
    """
    for path in paths:
        data = read_at(project.root, revision, path)
        if data is None:
            continue
        template_path = project.template(project.place_of(path).domain)
        try:
            before, after = parse_po_file(path, data), read_po(path)
            template = read_po(template_path) if template_path.exists() else None
        except CatalogError:
            continue
        yield from report_lost(path, after, find_lost(before, after, template), revision)
