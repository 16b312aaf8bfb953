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
    # Translators: the title of a kind of finding.
    N_("Untranslated message"),
    N_(
        "Readers see the source text. kfor-i18n stats counts untranslated messages; kfor-i18n "
        "check --select untranslated lists them."
    ),
    severity="warning",
    is_on=False,
)
FUZZY = Code(
    "fuzzy",
    # Translators: the title of a kind of finding.
    N_("Fuzzy translation"),
    N_(
        "Fuzzy translations are not compiled, unless the use-fuzzy setting is on. Review and "
        "correct the translation, then remove the fuzzy flag. kfor-i18n check --select fuzzy "
        "lists them."
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
                entry,
                Problem(FUZZY, N_("fuzzy translation; review it, then remove the fuzzy flag")),
            )
        elif not any(entry.msgstrs):
            yield catalog.finding(
                entry, Problem(UNTRANSLATED, N_("untranslated message; translate it"))
            )


INCONSISTENT = Code(
    "inconsistent",
    N_("Inconsistent translations of one source text"),
    N_(
        "The same text in different contexts usually has the same translation, but some contexts "
        "need a different one. Compare the translations and decide."
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
                    N_(
                        'translation "%(found)s" differs from "%(other)s" on line %(line)s; use '
                        "one of them, unless the contexts need both"
                    ),
                    {
                        "found": entry.msgstrs[0],
                        "other": first.msgstrs[0],
                        "line": catalog.po.line_of(first),
                    },
                )
                yield catalog.finding(entry, problem)
