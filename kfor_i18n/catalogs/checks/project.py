"""Running the checks of projects."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs.checks.model import load_checks
from kfor_i18n.catalogs.checks.selection import Selection
from kfor_i18n.catalogs.po.file import parse_po_file, read_po
from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.catalogs.project import Project


def check_project(project: Project, *, since: str | None = None) -> list[Finding]:
    """Run the project checks that are selected, and return their findings.

    With ``since``, a git revision, translations lost since then are reported too. Raises
    ``SettingsError`` if the revision is unknown, and ``CatalogError`` if a catalog or template
    cannot be read.
    """
    wanted = Selection(project.check)
    findings = []
    for codes, function in load_checks().projects:
        if any(code in wanted for code in codes):
            findings += [
                found
                for found in function(project)
                # Errors that prevent a check are reported whatever is selected.
                if found.problem.code in wanted or found.problem.code not in codes
            ]
    if since is not None:
        findings += [found for found in _find_lost(project, since) if found.problem.code in wanted]
    return findings


def _find_lost(project: Project, since: str) -> Iterator[Finding]:
    from kfor_i18n.catalogs.git.history import find_lost, read_at, report_lost

    for domain in project.domains:
        template_path = project.template(domain)
        template = read_po(template_path) if template_path.exists() else None
        for path in project.catalogs(domain):
            data = read_at(project.root, since, path)
            if data is not None:
                after = read_po(path)
                losses = find_lost(parse_po_file(path, data), after, template)
                yield from report_lost(path, after, losses, since)
