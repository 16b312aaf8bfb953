"""Catalogs run through the judgement and all checks that are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, Language, open_catalog
from kfor_i18n.catalogs.checks import (  # noqa: F401 - importing a module registers its checks
    expressions,
    files,
    forms,
    judged,
    numbers,
    punctuation,
    quantities,
    size,
    spacing,
    typography,
    words,
)
from kfor_i18n.catalogs.checks.glossary import load_glossary, make_glossary_check
from kfor_i18n.catalogs.checks.model import REGISTRY, Check, Pair, TextCheck
from kfor_i18n.catalogs.checks.selection import drop_ignored, select_codes
from kfor_i18n.catalogs.git.conflicts import report_conflicts
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.project import CheckSettings, Project
from kfor_i18n.catalogs.validation.catalog import validate_catalog

# Below this many bytes of catalogs, starting processes costs more than it gains.
_WORTH_PROCESSES = 1_000_000

GLOSSARY = "glossary"

_Functions = Sequence[tuple[Check, TextCheck]]


def check_catalogs(project: Project, paths: Sequence[Path]) -> list[Finding]:
    """Check catalogs as a project's settings ask for, on all cores where there is much to do.

    Returns the findings in the order of the files and of their lines.
    """
    workers = min(os.cpu_count() or 1, len(paths))
    if workers < 2 or sum(_size(path) for path in paths) < _WORTH_PROCESSES:
        return [finding for path in paths for finding in check_catalog(project, path)]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        tasks = [pool.submit(check_catalog, project, path) for path in paths]
        return [finding for task in tasks for finding in task.result()]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def check_catalog(project: Project, path: Path) -> list[Finding]:
    """Check one catalog; a file that cannot be read gives the findings that say why."""
    try:
        catalog = open_catalog(project, path)
    except CatalogError as error:
        return list(error.findings)
    verdict = validate_catalog(catalog)
    codes = select_codes(project.check, catalog.language)
    functions = _choose_functions(project.check, codes, catalog.folder)
    findings = [*verdict.errors, *verdict.invalid, *report_conflicts(path, catalog.po)]
    findings += [finding for finding in verdict.warnings if finding.problem.code in codes]
    findings += _run_catalog_checks(catalog, codes)
    # What may not be shown is an error already; finding more in it would only hide that.
    valid = {message.key for message in verdict.valid}
    for entry in catalog.live:
        if entry.key in valid:
            findings += _run_text_checks(catalog, entry, functions)
    return sorted(drop_ignored(catalog, findings), key=lambda finding: finding.line or 0)


def _choose_functions(settings: CheckSettings, codes: frozenset[str], folder: str) -> _Functions:
    functions = [(REGISTRY.checks[c], f) for c, f in REGISTRY.texts.items() if c in codes]
    own = settings.locales.get(folder)
    if own and own.glossary and GLOSSARY in codes:
        functions.append((REGISTRY.checks[GLOSSARY], _glossary_check(own.glossary)))
    return functions


@cache
def _glossary_check(path: Path) -> TextCheck:
    return make_glossary_check(load_glossary(path))


def _run_catalog_checks(catalog: Catalog, codes: frozenset[str]) -> Iterator[Finding]:
    functions = {function: None for code, function in REGISTRY.catalogs.items() if code in codes}
    for function in functions:
        for finding in function(catalog):
            if finding.problem.code in codes:
                yield finding


def _run_text_checks(catalog: Catalog, entry: Entry, functions: _Functions) -> Iterator[Finding]:
    for pair in make_pairs(entry, catalog.language):
        for check, function in functions:
            if problem := function(pair):
                yield catalog.finding(entry, problem, check.severity)


def make_pairs(entry: Entry, language: Language) -> Iterator[Pair]:
    """Yield an entry's translations, each beside the source that it is held against."""
    if entry.plural is None:
        yield Pair(entry.msgid, entry.msgstrs[0], None, entry, language)
        return
    one = language.rule.index(1) if language.rule else 0
    for form, msgstr in enumerate(entry.msgstrs):
        yield Pair(entry.msgid if form == one else entry.plural, msgstr, form, entry, language)
