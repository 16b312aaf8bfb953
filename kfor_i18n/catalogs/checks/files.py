"""Whole catalogs: their headers, what is left to do in them, one source with two translations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kfor_i18n.catalogs.checks.model import REGISTRY, CatalogFile, Check
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Finding, Problem
from kfor_i18n.locales import find_locale, to_folder

_UNFILLED = re.compile(r"FULL NAME|EMAIL@ADDRESS|YEAR-MO-DA|LL@li\.org|PACKAGE VERSION|CHARSET")


@REGISTRY.catalog(
    Check(
        "header-missing",
        N_("A catalog without a header"),
        N_("The header names the charset, the language and the plural rule; without it, tools "
           "guess."),
    ),
    Check(
        "header-language",
        N_("The header names another language than the folder"),
        N_("Editors offer spelling, plural forms and translation memory by the header's "
           "Language."),
    ),
    Check(
        "header-unfilled",
        N_("A header field that still has its placeholder"),
        N_("FULL NAME, YEAR-MO-DA and their like are what a new file has until someone fills it "
           "in."),
        is_on=False,
    ),
)  # fmt: skip
def find_header_faults(catalog: CatalogFile) -> Iterator[Finding]:
    """Look at the header's fields."""
    if not catalog.po.headers:
        problem = Problem("header-missing", N_("has no header; run kfor-i18n init for one"))
        yield catalog.find(None, problem)
        return
    named = catalog.po.headers.get("language", "")
    if named and not _is_same(named, catalog.language.tag):
        problem = Problem(
            "header-language",
            N_("the header's Language is %(found)s, the folder's name %(wanted)s"),
            {"found": named, "wanted": catalog.language.tag},
        )
        yield catalog.find(None, problem)
    for name, value in catalog.po.headers.items():
        if _UNFILLED.search(value):
            problem = Problem(
                "header-unfilled", N_("the header's %(name)s is still %(value)s; fill it in"),
                {"name": name, "value": value},
            )  # fmt: skip
            yield catalog.find(None, problem)
            return


def _is_same(named: str, folder: str) -> bool:
    if to_folder(named).lower() == to_folder(folder).lower():
        return True
    one, other = find_locale(named), find_locale(folder)
    return bool(one and other and one.language == other.language) or one == other is None


@REGISTRY.catalog(
    Check(
        "untranslated",
        N_("A message without a translation"),
        N_(
            "Its readers get the source text. kfor-i18n stats counts these; select this code to "
            "have them listed."
        ),
        is_on=False,
    ),
    Check(
        "fuzzy",
        N_("A guess that nobody has confirmed"),
        N_(
            "A fuzzy translation is not compiled. Read it, mend it, and remove the flag; select "
            "this code to have them listed."
        ),
        is_on=False,
    ),
)
def find_unfinished(catalog: CatalogFile) -> Iterator[Finding]:
    """List what is left to do."""
    for entry in catalog.po.entries:
        if entry.is_obsolete or entry.is_header:
            continue
        if entry.is_fuzzy:
            yield catalog.find(
                entry, Problem("fuzzy", N_("is a guess; confirm it by removing the flag fuzzy"))
            )
        elif not any(entry.msgstrs):
            yield catalog.find(entry, Problem("untranslated", N_("is not translated")))


@REGISTRY.catalog(
    Check(
        "inconsistent",
        N_("One source text with two translations"),
        N_(
            "The same text in two contexts is often translated alike, and rightly not where the "
            "contexts ask for it: look and decide."
        ),
        is_on=False,
    )
)
def find_inconsistent(catalog: CatalogFile) -> Iterator[Finding]:
    """Compare the translations of a text that stands in several contexts."""
    by_source: dict[str, list[Entry]] = defaultdict(list)
    for entry in catalog.po.entries:
        if not (entry.is_obsolete or entry.is_header or entry.is_fuzzy) and any(entry.msgstrs):
            by_source[entry.msgid].append(entry)
    for first, *others in by_source.values():
        for entry in others:
            if entry.msgstrs[0] != first.msgstrs[0]:
                problem = Problem(
                    "inconsistent",
                    N_('is "%(found)s" here and "%(other)s" on line %(line)s'),
                    {
                        "found": entry.msgstrs[0],
                        "other": first.msgstrs[0],
                        "line": catalog.po.line_of(first),
                    },
                )
                yield catalog.find(entry, problem)
