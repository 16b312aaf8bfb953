"""Checking whole projects: their sources and templates, their catalogs, and the coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kfor_i18n.catalogs.catalog import TargetLanguage
from kfor_i18n.catalogs.checks.model import load_checks
from kfor_i18n.catalogs.checks.running import check_catalogs
from kfor_i18n.catalogs.checks.selection import Selection
from kfor_i18n.catalogs.po.file import parse_po_file, read_po
from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.catalogs.project import CheckSettings, Project
from kfor_i18n.catalogs.stats import COVERAGE, CatalogStats, find_shortfalls


def check_project(project: Project, *, since: str | None = None) -> list[Finding]:
    """Run the checks that are selected on a project and all its catalogs.

    With ``since``, a git revision, translations lost since then are reported too. Raises
    ``SettingsError`` if the revision is unknown, and ``CatalogError`` if a catalog or template
    cannot be read at that revision.
    """
    wanted = Selection(project.check)
    findings = list(_run_project_checks(project, wanted))
    if since is not None:
        findings += [found for found in _find_lost(project, since) if found.problem.code in wanted]
    checked = check_catalogs(project, project.catalogs())
    # An unreadable catalog is found twice: it cannot be compared with its template either.
    known = set(map(str, findings))
    findings += [found for each in checked for found in each.findings if str(found) not in known]
    findings += _find_little_coverage(project, [each.stats for each in checked if each.stats])
    return findings


def _run_project_checks(project: Project, wanted: Selection) -> Iterator[Finding]:
    for codes, function in load_checks().projects:
        if any(code in wanted for code in codes):
            for found in function(project):
                # Errors that prevent a check are reported whatever is selected.
                if found.problem.code in wanted or found.problem.code not in codes:
                    yield found


def _find_little_coverage(project: Project, catalogs: Sequence[CatalogStats]) -> Iterator[Finding]:
    """Look for locales whose coverage is below the setting ``min-coverage``."""
    for folder in project.folders():
        own = project.check.locales.get(folder, CheckSettings()).min_coverage
        share = project.check.min_coverage if own is None else own
        if share is not None and COVERAGE in Selection(project.check, TargetLanguage(folder, None)):
            counted = [catalog for catalog in catalogs if catalog.locale == folder]
            yield from find_shortfalls(project, counted, 100 * share)


def _find_lost(project: Project, since: str) -> Iterator[Finding]:
    from kfor_i18n.catalogs.git.history import find_lost, read_at, report_lost

    for domain in project.domains:
        template_path = project.template(domain)
        template = read_po(template_path) if template_path.exists() else None
        for path in project.catalogs(domain):
            if project.is_generated(path):
                continue
            data = read_at(project.root, since, path)
            if data is not None:
                after = read_po(path)
                losses = find_lost(parse_po_file(path, data), after, template)
                yield from report_lost(path, after, losses, since)
