"""Catalogs run through the judgement and all checks that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

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
from kfor_i18n.catalogs.checks.model import (
    REGISTRY,
    CatalogFile,
    Check,
    Language,
    Pair,
    TextCheck,
)
from kfor_i18n.catalogs.checks.selection import drop_ignored, select_codes
from kfor_i18n.catalogs.git.conflicts import report_conflicts
from kfor_i18n.catalogs.plurals import PluralError, PluralRule, read_rule
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po_file
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.project import CheckSettings
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.validation.catalog import judge_file
from kfor_i18n.locales import find_locale
from kfor_i18n.parallel import run_each

# Below this many bytes of catalogs, starting processes costs more than it gains.
_WORTH_PROCESSES = 1_000_000

GLOSSARY = "glossary"

_Functions = Sequence[tuple[Check, TextCheck]]


def check_catalogs(
    paths: Sequence[Path], settings: CheckSettings, *, always_formatted: bool = False
) -> list[Finding]:
    """Check catalogs, on all cores where there is much to do.

    Returns the findings in the order of the files and of their lines. ``always_formatted`` is as
    for ``judge_file``.
    """
    check = partial(check_catalog, settings=settings, always_formatted=always_formatted)
    weight = sum(_size(path) for path in paths)
    results = run_each(check, paths, weight=weight, worth=_WORTH_PROCESSES)
    return [finding for findings in results for finding in findings]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def check_catalog(
    path: Path, settings: CheckSettings, *, always_formatted: bool = False
) -> list[Finding]:
    """Check one catalog; a file that cannot be read gives the findings that say why."""
    try:
        po = parse_po_file(path, read_file(path))
    except CatalogError as error:
        return list(error.findings)
    tag = path.parent.parent.name
    language = Language(tag, find_locale(tag))
    verdict = judge_file(path, po, language.locale, always_formatted=always_formatted)
    catalog = CatalogFile(path, po, replace(language, rule=_read_rule(po, language)))
    codes = select_codes(settings, language)
    functions = _choose_functions(settings, codes, tag)
    findings = [*verdict.errors, *verdict.refusals, *report_conflicts(path, po)]
    findings += [finding for finding in verdict.warnings if finding.problem.code in codes]
    findings += _run_catalog_checks(catalog, codes)
    # What may not be shown is refused already; finding more in it would only hide that.
    usable = {message.key for message in verdict.usable}
    for entry in po.entries:
        if not entry.is_obsolete and entry.key in usable:
            findings += _run_text_checks(catalog, entry, functions)
    return sorted(drop_ignored(catalog, findings), key=lambda finding: finding.line or 0)


def _choose_functions(settings: CheckSettings, codes: frozenset[str], tag: str) -> _Functions:
    functions = [(REGISTRY.checks[c], f) for c, f in REGISTRY.texts.items() if c in codes]
    own = settings.locales.get(tag)
    if own and own.glossary and GLOSSARY in codes:
        functions.append((REGISTRY.checks[GLOSSARY], _glossary_check(own.glossary)))
    return functions


@cache
def _glossary_check(path: Path) -> TextCheck:
    return make_glossary_check(load_glossary(path))


def _read_rule(po: PoFile, language: Language) -> PluralRule | None:
    try:
        return read_rule(po.headers.get("plural-forms", ""), language.locale)
    except PluralError:
        return None


def _run_catalog_checks(catalog: CatalogFile, codes: frozenset[str]) -> Iterator[Finding]:
    functions = {function: None for code, function in REGISTRY.catalogs.items() if code in codes}
    for function in functions:
        for finding in function(catalog):
            if finding.problem.code in codes:
                yield finding


def _run_text_checks(
    catalog: CatalogFile, entry: Entry, functions: _Functions
) -> Iterator[Finding]:
    for pair in make_pairs(entry, catalog.language):
        for check, function in functions:
            if problem := function(pair):
                yield catalog.find(entry, problem, check.severity)


def make_pairs(entry: Entry, language: Language) -> Iterator[Pair]:
    """Yield an entry's translations, each beside the source that it is held against."""
    if entry.plural is None:
        yield Pair(entry.msgid, entry.msgstrs[0], None, entry, language)
        return
    one = language.rule.index(1) if language.rule else 0
    for form, msgstr in enumerate(entry.msgstrs):
        yield Pair(entry.msgid if form == one else entry.plural, msgstr, form, entry, language)
