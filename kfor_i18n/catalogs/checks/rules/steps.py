"""Checks that templates, catalogs and compiled catalogs are up to date."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.checks.model import project_check
from kfor_i18n.catalogs.extraction.errors import EXTRACTION_CODES
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file

DRIFT_TEMPLATE = Code(
    "drift-template",
    N_("Template out of date"),
    N_(
        "The messages in the sources are no longer those in the template, or their comments, "
        "references or flags differ. Run kfor-i18n sync and commit the result."
    ),
)
DRIFT_CATALOG = Code(
    "drift-catalog",
    N_("Catalog out of date"),
    N_(
        "The messages in the template are no longer those in the catalog. Run kfor-i18n sync and "
        "commit the result."
    ),
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
        yield from template.findings
        if template.has_changed:
            yield Finding(template.path, None, _describe_template(template))
    for catalog in catalogs:
        yield from catalog.findings
        is_behind = catalog.has_changed and catalog.merged and catalog.merged.is_behind
        if is_behind and not project.is_generated(catalog.path):
            problem = Problem(DRIFT_CATALOG, _OUT_OF_DATE)
            yield Finding(catalog.path, None, problem)


def _describe_template(template: workflow.Extracted) -> Problem:
    if not (template.added or template.removed):  # Only comments, references or flags differ.
        return Problem(DRIFT_TEMPLATE, _OUT_OF_DATE)
    return Problem(
        DRIFT_TEMPLATE,
        N_("out of date (new messages: %(added)s, removed messages: %(removed)s); "
           "run kfor-i18n sync"),
        {"added": len(template.added), "removed": len(template.removed)},
    )  # fmt: skip


_OUT_OF_DATE = N_("out of date; run kfor-i18n sync")


MO_STALE = Code(
    "mo-stale",
    N_("Compiled catalog missing or out of date"),
    N_(
        "Readers see the compiled catalog, not the .po file. Run kfor-i18n compile. The check is "
        "off by default, because .mo files are often created during deployment and not committed."
    ),
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
            problem = Problem(MO_STALE, N_("missing or out of date; run kfor-i18n compile"))
            yield Finding(project.compiled_path(path), None, problem)
