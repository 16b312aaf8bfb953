"""Running validation and the checks of texts and catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.checks.endings import Habits
from kfor_i18n.catalogs.checks.model import Pair, load_checks
from kfor_i18n.catalogs.checks.selection import Selection, drop_ignored, is_ignored
from kfor_i18n.catalogs.git.conflicts import report_conflicts
from kfor_i18n.catalogs.messages import CREDITS
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.stats import CatalogStats, count_catalog
from kfor_i18n.catalogs.validation.catalog import (
    PARTIAL,
    find_duplicates,
    find_entry_doubts,
    validate_catalog,
    validate_entry,
    validate_filled_forms,
)
from kfor_i18n.catalogs.validation.slugs import Slugs
from kfor_i18n.parallel import run_each

# Below this many bytes of catalogs, starting processes takes longer than it saves.
_WORTH_PROCESSES = 1_000_000

# Where Crowdin shows translations in their context, they are marks and no text.
_IN_CONTEXT = "crwdns"


@dataclass(frozen=True, slots=True)
class Checked:
    """A catalog's findings, ordered by line, and its statistics unless it cannot be read."""

    findings: list[Finding]
    stats: CatalogStats | None = None


def check_catalogs(project: Project, paths: Sequence[Path]) -> list[Checked]:
    """Check catalogs as configured in the project, in the order of ``paths``.

    They are checked in parallel if they are large.
    """
    check, weight = partial(check_catalog, project), sum(map(_size, paths))
    return list(run_each(check, paths, weight=weight, worth=_WORTH_PROCESSES))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def check_catalog(project: Project, path: Path, data: bytes | None = None) -> Checked:
    """Check a catalog or template; ``data`` is its content, if already read.

    The catalog of a pseudo-locale has no findings, since nobody translates it.
    A file that cannot be read raises nothing: its errors are the findings. A template has no
    language, so that it needs no plural rule and only its form is checked.
    """
    if project.is_generated(path):
        return Checked([])
    try:
        catalog = open_catalog(project, path, data)
    except CatalogError as error:
        return Checked(list(error.findings))
    if path.suffix == ".pot":
        return Checked([*find_duplicates(path, catalog.po), *report_conflicts(path, catalog.po)])
    validation = validate_catalog(catalog)
    wanted = Selection(project.check, catalog.language)
    findings = [*validation.errors, *validation.invalid, *validation.incomplete]
    findings += report_conflicts(path, catalog.po)
    findings += [finding for finding in validation.warnings if finding.problem.code in wanted]
    findings += _run_catalog_checks(catalog, wanted)
    # An invalid translation already has an error, which warnings would only obscure.
    valid = {message.key for message in validation.valid}
    entries = [entry for entry in catalog.live if entry.key in valid]
    findings += _run_text_checks(catalog, entries, wanted)
    findings = sorted(drop_ignored(catalog, findings), key=lambda finding: finding.line or 0)
    return Checked(findings, count_catalog(catalog, validation))


def check_entry(catalog: Catalog, entry: Entry, slugs: Slugs, habits: Habits) -> list[Finding]:
    """Check a message as ``check_catalog`` does, in a catalog or as an edit would make it.

    ``slugs`` are those of the catalog, ``habits`` are what ``find_habits`` returns for it. Findings
    that compare several messages are not included, and a fuzzy translation is checked too.
    """
    if not any(entry.msgstrs):
        return []
    wanted = Selection(catalog.project.check, catalog.language)
    if not all(entry.msgstrs):
        problem = validate_filled_forms(catalog, entry)
        findings = [catalog.finding(entry, each) for each in (problem, PARTIAL) if each]
    elif problem := validate_entry(catalog, entry, slugs):
        return [catalog.finding(entry, problem)]
    else:
        findings = [catalog.finding(entry, doubt) for doubt in find_entry_doubts(catalog, entry)]
    findings = [f for f in findings if f.severity == "error" or f.problem.code in wanted]
    pairs = _list_pairs(catalog, [entry]) if all(entry.msgstrs) else []
    findings += _check_pairs(catalog, pairs, wanted, habits)
    return [finding for finding in findings if not is_ignored(entry, finding)]


def find_habits(catalog: Catalog) -> Habits:
    """Return the habits of a catalog, which its confirmed translations show."""
    entries = [entry for entry in catalog.live if entry.is_translated and not entry.is_fuzzy]
    return _habits_of(_list_pairs(catalog, entries), catalog)


def _run_catalog_checks(catalog: Catalog, wanted: Selection) -> Iterator[Finding]:
    for codes, function in load_checks().catalogs:
        if any(code in wanted for code in codes):
            yield from (found for found in function(catalog) if found.problem.code in wanted)


def _run_text_checks(
    catalog: Catalog, entries: Iterable[Entry], wanted: Selection
) -> Iterator[Finding]:
    pairs = _list_pairs(catalog, entries)
    yield from _check_pairs(catalog, pairs, wanted, _habits_of(pairs, catalog))


def _list_pairs(catalog: Catalog, entries: Iterable[Entry]) -> list[Pair]:
    glossary = glossary_of(catalog)
    return [
        pair
        for entry in entries
        for pair in make_pairs(catalog, entry, glossary)
        if _IN_CONTEXT not in pair.target and pair.source not in CREDITS
    ]


def glossary_of(catalog: Catalog) -> Path | None:
    """Return the path of the glossary of a catalog's language, if there is one."""
    own = catalog.project.check.locales.get(catalog.folder)
    return own.glossary if own else None


def _check_pairs(
    catalog: Catalog, pairs: Iterable[Pair], wanted: Selection, habits: Habits
) -> Iterator[Finding]:
    functions = [function for code, function in load_checks().texts if code in wanted]
    for pair in pairs:
        pair.habits = habits
        for function in functions:
            if problem := function(pair):
                yield catalog.finding(pair.entry, _name_form(pair, problem))


def _habits_of(pairs: Iterable[Pair], catalog: Catalog) -> Habits:
    return Habits([(pair.source, pair.target) for pair in pairs], catalog.language.code)


def _name_form(pair: Pair, problem: Problem) -> Problem:
    """Return a problem that names the plural form it is about, if it is about one."""
    if pair.form is None or "form" in problem.values:
        return problem
    values = {"form": pair.form, "problem": problem}
    return Problem(problem.code, N_("msgstr[%(form)s]: %(problem)s"), values)


def set_habits(pairs: Sequence[Pair], code: str) -> None:
    """Give pairs of a catalog in the language ``code`` its habits, which they themselves show."""
    habits = Habits([(pair.source, pair.target) for pair in pairs], code)
    for pair in pairs:
        pair.habits = habits


def make_pairs(catalog: Catalog, entry: Entry, glossary: Path | None = None) -> Iterator[Pair]:
    """Yield an entry's translations, each with the source text that it is compared with."""
    language, source = catalog.language, catalog.source_of(entry)
    if entry.plural is None:
        yield Pair(source.singular, entry.msgstrs[0], None, entry, language, glossary, source)
        return
    one = language.rule.index(1) if language.rule else 0
    for form, msgstr in enumerate(entry.msgstrs):
        text = source.texts[form != one]
        yield Pair(text, msgstr, form, entry, language, glossary, source)
