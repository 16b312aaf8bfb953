"""Findings about a project: what has fallen behind, what was never marked, what was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.catalog import Language
from kfor_i18n.catalogs.checks.hardcoded import find_hardcoded
from kfor_i18n.catalogs.checks.model import REGISTRY, Check
from kfor_i18n.catalogs.checks.selection import select_codes
from kfor_i18n.catalogs.git.history import LOST, find_lost, read_at, report_lost
from kfor_i18n.catalogs.mo.compiling import is_fresh
from kfor_i18n.catalogs.po.file import parse_po_file, read_po
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.stats import count_project, find_shortfalls

REGISTRY.describe(
    Check(
        "drift-template",
        N_("The template is behind the sources"),
        N_("Run kfor-i18n sync, and commit what it writes."),
        severity="error",
    ),
    Check(
        "drift-catalog",
        N_("A catalog is behind the template"),
        N_("Run kfor-i18n sync, and commit what it writes."),
        severity="error",
    ),
    Check(
        "mo-stale",
        N_("A compiled catalog is missing or behind its source"),
        N_("Readers see what was compiled, not what was written. Run kfor-i18n compile. A .mo "
           "that is built where it is used need not be there before: it is off by default."),
        is_on=False,
    ),
    Check(
        "coverage",
        N_("Less of a language is translated than the project asks for"),
        N_("The setting min-coverage names the least part. Translated is what is complete, "
           "confirmed and not refused."),
        severity="error",
    ),
    *(
        Check(
            code,
            N_("A translation that was lost since a revision"),
            N_("With --since, what was translated at a revision and is now fuzzy, empty or gone "
               "is named, unless its source went too. A changed source is only warned of."),
            severity="error",
        )
        for code in LOST
    ),
)  # fmt: skip


def inspect_project(project: Project, *, since: str | None = None) -> list[Finding]:
    """Return what is wrong with a project as a whole, its single messages apart.

    With ``since``, a git revision, translations that were lost since then are named as well.
    Raises ``SettingsError`` for a revision that there is not.
    """
    wanted = select_codes(project.check, Language("", None))
    findings = list(_find_drift(project)) if wanted & {"drift-template", "drift-catalog"} else []
    if "mo-stale" in wanted:
        findings += _find_stale(project)
    if "hardcoded" in wanted:
        findings += _find_hardcoded(project)
    if "coverage" in wanted and project.check.min_coverage is not None:
        percent = 100 * project.check.min_coverage
        findings += find_shortfalls(project, count_project(project), percent)
    if since is not None:
        findings += _find_lost(project, since)
    return [
        finding
        for finding in findings
        if finding.problem.code in wanted or finding.problem.code not in REGISTRY.checks
    ]


def _find_drift(project: Project) -> Iterator[Finding]:
    try:
        templates = workflow.extract(project, check=True)
        catalogs = workflow.update(project, check=True, templates=templates)
    except CatalogError as error:
        yield from error.findings
        return
    for template in templates:
        if template.has_changed:
            problem = Problem(
                "drift-template",
                N_("is behind the sources by %(added)s new and %(removed)s vanished messages; "
                   "run kfor-i18n sync"),
                {"added": len(template.added), "removed": len(template.removed)},
            )  # fmt: skip
            yield Finding(template.path, None, problem)
    for catalog in catalogs:
        if catalog.has_changed:
            problem = Problem("drift-catalog", N_("is behind the template; run kfor-i18n sync"))
            yield Finding(catalog.path, None, problem)


def _find_stale(project: Project) -> Iterator[Finding]:
    for path in project.catalogs():
        if not is_fresh(project, path, read_file(path)):
            problem = Problem(
                "mo-stale", N_("was not compiled from its catalog; run kfor-i18n compile")
            )
            yield Finding(project.compiled_path(path), None, problem, severity="warning")


def _find_hardcoded(project: Project) -> Iterator[Finding]:
    options = workflow.extraction_options(project)
    for mapping in project.domains.values():
        for finding in find_hardcoded(
            project.root, mapping, options=options, ignored=project.check.hardcoded_ignore
        ):
            yield replace(finding, path=project.root / finding.path)


def _find_lost(project: Project, since: str) -> Iterator[Finding]:
    for domain in project.domains:
        path = project.template(domain)
        template = read_po(path) if path.exists() else None
        for path in project.catalogs(domain):
            data = read_at(project.root, since, path)
            if data is not None:
                after = read_po(path)
                losses = find_lost(parse_po_file(path, data), after, template)
                yield from report_lost(path, after, losses, since)
