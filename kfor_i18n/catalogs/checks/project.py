"""Checking whole projects: their sources and templates, their catalogs, and the coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.catalog import TargetLanguage
from kfor_i18n.catalogs.checks.model import load_checks
from kfor_i18n.catalogs.checks.rules.unfinished import UNTRANSLATED
from kfor_i18n.catalogs.checks.running import Checked, check_catalogs
from kfor_i18n.catalogs.checks.selection import Selection
from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.settings.check import CheckSettings
from kfor_i18n.catalogs.stats import COVERAGE, CatalogStats, Counts, find_shortfalls, total


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, and the counts of what is left to translate in the catalogs that were checked.

    Locales that ignore untranslated messages, such as the source language, have nothing left.
    """

    findings: list[Finding]
    left: Counts


def check_project(project: Project, *, since: str | None = None) -> Report:
    """Run the checks that are selected on a project and all its catalogs.

    With ``since``, a git revision, findings that were there at that revision are left out, and
    translations lost since then are reported. Raises ``SettingsError`` if the revision is unknown.
    """
    wanted, paths = Selection(project.check), project.catalogs()
    findings = list(_run_project_checks(project, wanted))
    checked = check_catalogs(project, paths)
    # An unreadable catalog is found twice: it cannot be compared with its template either.
    known = set(map(str, findings))
    findings += [found for each in checked for found in each.findings if str(found) not in known]
    stats = _stats_of(checked)
    findings += _find_little_coverage(project, stats)
    return Report(_since(project, findings, paths, since), _count_left(project, stats))


def check_files(project: Project, paths: Sequence[Path], *, since: str | None = None) -> Report:
    """Check single catalogs and templates as ``check_project`` does, without its project checks."""
    checked = check_catalogs(project, paths)
    findings = [found for each in checked for found in each.findings]
    left = _count_left(project, _stats_of(checked))
    return Report(_since(project, findings, paths, since), left)


def _count_left(project: Project, stats: Iterable[CatalogStats]) -> Counts:
    locales = project.check.locales
    return total(
        catalog
        for catalog in stats
        if not UNTRANSLATED.is_of(locales.get(catalog.locale, CheckSettings()).ignore)
    )


def _stats_of(checked: Iterable[Checked]) -> list[CatalogStats]:
    return [each.stats for each in checked if each.stats]


def _since(
    project: Project, findings: list[Finding], paths: Sequence[Path], revision: str | None
) -> list[Finding]:
    if revision is None:
        return findings
    from kfor_i18n.catalogs.checks.since import drop_old, find_lost_since

    wanted = Selection(project.check)
    lost = find_lost_since(project, paths, revision)
    new = drop_old(project, findings, revision)
    return [*(found for found in lost if found.problem.code in wanted), *new]


def _run_project_checks(project: Project, wanted: Selection) -> Iterator[Finding]:
    for codes, function in load_checks().projects:
        if any(code in wanted for code in codes):
            for found in function(project):
                # Errors that prevent a check are reported whatever is selected.
                if wanted.selects(found) or found.problem.code not in codes:
                    yield found


def _find_little_coverage(project: Project, catalogs: Sequence[CatalogStats]) -> Iterator[Finding]:
    """Look for locales whose coverage is below the setting ``min-coverage``."""
    for folder in project.folders():
        own = project.check.locales.get(folder, CheckSettings()).min_coverage
        share = project.check.min_coverage if own is None else own
        if share is not None and COVERAGE in Selection(project.check, TargetLanguage(folder, None)):
            counted = [catalog for catalog in catalogs if catalog.locale == folder]
            yield from find_shortfalls(project, counted, 100 * share)
