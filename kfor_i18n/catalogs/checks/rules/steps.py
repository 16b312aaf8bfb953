"""Checks that templates, catalogs and compiled catalogs are up to date."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.checks.model import project_check
from kfor_i18n.catalogs.extraction.errors import EXTRACTION_CODES, NOT_LITERAL
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file

DRIFT_TEMPLATE = Code(
    "drift-template",
    N_("The template is behind the sources"),
    N_("Run kfor-i18n sync, and commit what it writes."),
)
DRIFT_CATALOG = Code(
    "drift-catalog",
    N_("A catalog is behind the template"),
    N_("Run kfor-i18n sync, and commit what it writes."),
)


STEP_CODES = (DRIFT_TEMPLATE, DRIFT_CATALOG, *EXTRACTION_CODES)
"""The codes of what ``kfor-i18n sync`` would change or report."""


@project_check(*STEP_CODES)
def find_drift(project: Project) -> Iterator[Finding]:
    """Look for templates and catalogs that are out of date, without writing any.

    Errors of extraction are reported too.
    """
    try:
        templates = workflow.extract(project, check=True)
        catalogs = workflow.update(project, check=True, templates=templates)
    except CatalogError as error:
        yield from error.findings
        return
    for template in templates:
        yield from (found for found in template.findings if _is_said(project, found))
        if template.has_changed:
            problem = Problem(
                DRIFT_TEMPLATE,
                N_("is behind the sources by %(added)s new and %(removed)s vanished messages; "
                   "run kfor-i18n sync"),
                {"added": len(template.added), "removed": len(template.removed)},
            )  # fmt: skip
            yield Finding(template.path, None, problem)
    for catalog in catalogs:
        yield from catalog.findings
        is_behind = catalog.has_changed and catalog.merged and catalog.merged.is_behind
        if is_behind and not project.is_generated(catalog.path):
            problem = Problem(DRIFT_CATALOG, N_("is behind the template; run kfor-i18n sync"))
            yield Finding(catalog.path, None, problem)


def _is_said(project: Project, finding: Finding) -> bool:
    # What a variable holds may well be in a catalog: only strict projects want no such call.
    code = finding.problem.code
    return code != NOT_LITERAL or code.is_of(project.check.select)


MO_STALE = Code(
    "mo-stale",
    N_("A compiled catalog is missing or behind its source"),
    N_("Readers see what was compiled, not what was written. Run kfor-i18n compile. A .mo "
       "that is built where it is used need not be there before: it is off by default."),
    severity="warning",
    is_on=False,
)  # fmt: skip


@project_check(MO_STALE)
def find_stale(project: Project) -> Iterator[Finding]:
    """Look for compiled catalogs that are missing or out of date."""
    from kfor_i18n.catalogs.mo.compiling import CompileOptions, is_fresh

    options = CompileOptions(skip_invalid=project.skip_invalid)
    for path in project.catalogs():
        try:
            data = read_file(path)
        except CatalogError:
            continue  # It is reported as a file.
        if not project.is_generated(path) and not is_fresh(project, path, data, options):
            problem = Problem(
                MO_STALE, N_("was not compiled from its catalog; run kfor-i18n compile")
            )
            yield Finding(project.compiled_path(path), None, problem)
