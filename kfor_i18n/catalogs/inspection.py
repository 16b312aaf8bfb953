"""Findings about a project: what has fallen behind, what was never marked, what was lost."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.checks.model import REGISTRY, Check, Language
from kfor_i18n.catalogs.checks.selection import select_codes
from kfor_i18n.catalogs.compiling import CompileOptions, is_fresh
from kfor_i18n.catalogs.files import read_file
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project

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
    options = CompileOptions(always_formatted=project.always_formatted)
    for domain in project.domains:
        for path in project.catalogs(domain):
            if not is_fresh(path.with_suffix(".mo"), read_file(path), options):
                problem = Problem(
                    "mo-stale", N_("was not compiled from its catalog; run kfor-i18n compile")
                )
                yield Finding(path.with_suffix(".mo"), None, problem, severity="warning")
