"""What clients are told of findings about a message: what is wrong, and what corrects it there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from gettext import NullTranslations
from typing import Any

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.model import Pair
from kfor_i18n.catalogs.checks.rules.glossary import GLOSSARY, list_missing_terms
from kfor_i18n.catalogs.checks.rules.spacing import SPACE_END, SPACE_START
from kfor_i18n.catalogs.checks.running import glossary_of, make_pairs
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Finding, Problem
from kfor_i18n.workbench.live.fits import FIT
from kfor_i18n.workbench.web.forms import name_category
from kfor_i18n.workbench.web.terms import describe_terms

_FORM = re.compile(r"msgstr\[(\d+)\]")

REWORDED = {
    "missing leading whitespace %(wanted)s; run kfor-i18n check --fix": N_(
        "missing leading whitespace %(wanted)s"
    ),
    "unexpected leading whitespace %(found)s; run kfor-i18n check --fix": N_(
        "unexpected leading whitespace %(found)s"
    ),
    "missing trailing whitespace %(wanted)s; run kfor-i18n check --fix": N_(
        "missing trailing whitespace %(wanted)s"
    ),
    "unexpected trailing whitespace %(found)s; run kfor-i18n check --fix": N_(
        "unexpected trailing whitespace %(found)s"
    ),
    "duplicate of the message on line %(line)s; run kfor-i18n check --fix to join the two": N_(
        "duplicate of the message on line %(line)s; ask the developers to join the two"
    ),
}
"""Texts whose remedy is a command, as they are for those who translate in a browser."""


def describe_findings(
    findings: Iterable[Finding], catalog: Catalog, entry: Entry, texts: NullTranslations
) -> list[dict[str, Any]]:
    """Return findings about an entry: what is wrong, how to mend it, and in which form.

    Forms are called what their fields are called. ``fix`` is the white space that a form is to
    begin or end with; ``terms`` are those of the glossary that are missing; ``shows`` are pages and
    widths at which a text does not fit.
    """
    pairs = {pair.form: pair for pair in make_pairs(catalog, entry, glossary_of(catalog))}
    described = []
    for finding in findings:
        problem, form = _reword(finding.problem), _form_of(finding)
        described.append(
            {
                "code": problem.code.name,
                "title": texts.gettext(problem.code.title),  # i18n: ignore
                "severity": finding.severity,
                "text": name_forms(problem.text(texts.gettext), catalog, texts),
                "form": form,
                "can_dismiss": finding.severity == "warning",
                **_describe_remedy(problem, pairs.get(form)),
            }
        )
    return described


def describe_shows(shows: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return pages by their ids, each with a width to show it at."""
    return [{"page": page, "width": width} for page, width in shows]


def _describe_remedy(problem: Problem, pair: Pair | None) -> dict[str, Any]:
    if problem.code is FIT:
        inner = problem.values.get("problem", problem)
        shows = inner.values.get("shows") if isinstance(inner, Problem) else None
        return {"shows": describe_shows(shows)} if isinstance(shows, tuple) else {}
    if pair is None:
        return {}
    source = pair.source
    if problem.code is SPACE_START:
        return {"fix": {"start": source[: len(source) - len(source.lstrip())]}}
    if problem.code is SPACE_END:
        return {"fix": {"end": source[len(source.rstrip()) :]}}
    if problem.code is GLOSSARY:
        return {"terms": describe_terms(list_missing_terms(pair))}
    return {}


def _reword(problem: Problem) -> Problem:
    """Return a problem, and the one within it, without a command as its remedy."""
    values = {
        name: _reword(value) if isinstance(value, Problem) else value
        for name, value in problem.values.items()
    }
    return Problem(problem.code, REWORDED.get(problem.msgid, problem.msgid), values)


def name_forms(text: str, catalog: Catalog, texts: NullTranslations) -> str:
    """Return a text in which plural forms are called what their fields are called."""

    def name(match: re.Match[str]) -> str:
        category = name_category(catalog, int(match[1]), texts) or match[0]
        # Translators: Workbench. A plural form, within a sentence, in quotation marks.
        return texts.gettext('"%(category)s"') % {"category": category}

    return _FORM.sub(name, text)


def _form_of(finding: Finding) -> int | None:
    form = finding.problem.values.get("form")
    return int(form) if isinstance(form, int | str) and str(form).isdecimal() else None
