"""Checks for untranslated, fuzzy and inconsistent messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.model import catalog_check
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem

UNTRANSLATED = Code(
    "untranslated",
    N_("A message without a translation"),
    N_(
        "Its readers get the source text. kfor-i18n stats counts these; select this code to "
        "have them listed."
    ),
    severity="warning",
    is_on=False,
)
FUZZY = Code(
    "fuzzy",
    N_("A guess that nobody has confirmed"),
    N_(
        "A fuzzy translation is not compiled. Read it, mend it, and remove the flag; select "
        "this code to have them listed."
    ),
    severity="warning",
    is_on=False,
)


@catalog_check(UNTRANSLATED, FUZZY)
def find_unfinished(catalog: Catalog) -> Iterator[Finding]:
    """Report untranslated and fuzzy messages."""
    for entry in catalog.live:
        if entry.is_fuzzy:
            yield catalog.finding(
                entry, Problem(FUZZY, N_("is a guess; confirm it by removing the flag fuzzy"))
            )
        elif not any(entry.msgstrs):
            yield catalog.finding(entry, Problem(UNTRANSLATED, N_("is not translated")))


INCONSISTENT = Code(
    "inconsistent",
    N_("One source text with two translations"),
    N_(
        "The same text in two contexts is often translated alike, and rightly not where the "
        "contexts ask for it: look and decide."
    ),
    severity="warning",
    is_on=False,
)


@catalog_check(INCONSISTENT)
def find_inconsistent(catalog: Catalog) -> Iterator[Finding]:
    """Report source texts with different translations in different contexts."""
    by_source: dict[str, list[Entry]] = defaultdict(list)
    for entry in catalog.live:
        if not entry.is_fuzzy and any(entry.msgstrs):
            by_source[entry.msgid].append(entry)
    for first, *others in by_source.values():
        for entry in others:
            if entry.msgstrs[0] != first.msgstrs[0]:
                problem = Problem(
                    INCONSISTENT,
                    N_('is "%(found)s" here and "%(other)s" on line %(line)s'),
                    {
                        "found": entry.msgstrs[0],
                        "other": first.msgstrs[0],
                        "line": catalog.po.line_of(first),
                    },
                )
                yield catalog.finding(entry, problem)
