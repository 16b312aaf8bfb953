"""A catalog file judged as a whole: what of it may be shown, and why the rest may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.plurals import PluralError, PluralRule, read_rule
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.po.writing import read_references
from kfor_i18n.catalogs.problems import N_, Finding, Problem, Severity
from kfor_i18n.catalogs.validation.message import Slugs, judge


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be shown of a catalog, and what there is to say about it.

    ``errors`` are about the file: while there is one, nothing of it should be compiled.
    ``refusals`` are errors of single messages, which are not among the ``usable`` ones.
    """

    usable: list[Message] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    refusals: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def judge_file(
    path: Path, po: PoFile, locale: Locale | None, *, always_formatted: bool = False
) -> Verdict:
    """Judge a catalog's translations; fuzzy, obsolete and untranslated ones are left aside.

    Takes the path for findings, the locale that the file is for (``None``: one that CLDR does not
    know, whose plural rule is then only checked for sense), and whether every text goes through
    printf formatting when it is shown, whatever its flags and places say.
    """
    entries = [e for e in po.entries if not (e.is_obsolete or e.is_header)]
    verdict = Verdict()
    verdict.errors.extend(find_duplicates(path, po))
    rule = _read_rule(path, po, locale, entries, verdict)
    slugs = Slugs(entry.key for entry in entries)
    for entry in entries:
        if not any(entry.msgstrs) or entry.is_fuzzy:
            continue
        if entry.plural is not None and rule is None:
            continue  # The header's error speaks for all of them.
        message = entry.message
        if not all(entry.msgstrs):
            verdict.warnings.append(_finding(path, po, entry, _PARTIAL, "warning"))
            continue
        problem = judge(
            message,
            rule,
            slugs.taken_from(message),
            is_formatted=always_formatted or is_formatted(entry),
        )
        if problem:
            verdict.refusals.append(_finding(path, po, entry, problem))
        else:
            verdict.usable.append(message)
            slugs.take(message)
    return verdict


_PARTIAL = Problem(
    "partial-plural", N_("has empty plural forms, so it is left out; fill in every form")
)


def _finding(
    path: Path, po: PoFile, entry: Entry, problem: Problem, severity: Severity = "error"
) -> Finding:
    return Finding(path, po.line_of(entry), problem, entry.msgid, severity)


def find_duplicates(path: Path, po: PoFile) -> Iterator[Finding]:
    """Yield an error for each live entry whose message stands in the file before it."""
    entries = [entry for entry in po.entries if not entry.is_obsolete]
    if len({entry.key for entry in entries}) == len(entries):
        return
    first: dict[Key, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other is not entry:
            problem = Problem(
                "duplicate",
                N_("stands already on line %(line)s; keep one of the two"),
                {"line": po.line_of(other)},
            )
            yield _finding(path, po, entry, problem)


def _read_rule(
    path: Path, po: PoFile, locale: Locale | None, entries: list[Entry], verdict: Verdict
) -> PluralRule | None:
    if all(entry.plural is None for entry in entries):
        return None
    header = next((entry for entry in po.entries if entry.is_header), None)
    line = po.line_of(header) if header else 1
    try:
        rule = read_rule(po.headers.get("plural-forms", ""), locale)
    except PluralError as error:
        verdict.errors.append(Finding(path, line, error.problem))
        return None
    if rule.doubt:
        verdict.warnings.append(Finding(path, line, rule.doubt, severity="warning"))
    return rule


def is_formatted(entry: Entry) -> bool:
    """Tell whether a message goes through printf formatting when it is shown.

    Its flags say so; where they are silent, a message of a template does, since Jinja's newstyle
    gettext formats every text, and a message that only Python files use does not.
    """
    if "%" not in entry.text:
        return False
    formats = [flag for flag in entry.flags if flag.endswith("-format")]
    if formats:
        return "python-format" in formats
    places = [place.partition(":")[0] for place in read_references(entry)]
    return not places or not all(place.endswith(".py") for place in places)
