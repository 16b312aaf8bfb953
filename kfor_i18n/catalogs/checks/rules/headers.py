"""Checks of the header of a catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.model import catalog_check
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.locales import find_locale, to_folder

_UNFILLED = re.compile(r"FULL NAME|EMAIL@ADDRESS|YEAR-MO-DA|LL@li\.org|PACKAGE VERSION|CHARSET")


HEADER_MISSING = Code(
    "header-missing",
    N_("A catalog without a header"),
    N_("The header names the charset, the language and the plural rule; without it, tools guess."),
    severity="warning",
)
HEADER_LANGUAGE = Code(
    "header-language",
    N_("The header names another language than the folder"),
    N_("Editors offer spelling, plural forms and translation memory by the header's Language."),
    severity="warning",
)
HEADER_UNFILLED = Code(
    "header-unfilled",
    N_("A header field that still has its placeholder"),
    N_("FULL NAME, YEAR-MO-DA and their like are what a new file has until someone fills it in."),
    severity="warning",
    is_on=False,
)


@catalog_check(HEADER_MISSING, HEADER_LANGUAGE, HEADER_UNFILLED)
def find_header_faults(catalog: Catalog) -> Iterator[Finding]:
    """Check that there is a header, for the directory's language and without template values."""
    if not catalog.po.headers:
        problem = Problem(HEADER_MISSING, N_("has no header; run kfor-i18n init for one"))
        yield catalog.finding(None, problem)
        return
    named = catalog.po.headers.get("language", "")
    if named and not _is_same(named, catalog.folder):
        problem = Problem(
            HEADER_LANGUAGE,
            N_("the header's Language is %(found)s, the folder's name %(wanted)s"),
            {"found": named, "wanted": catalog.folder},
        )
        yield catalog.finding(None, problem)
    for name, value in catalog.po.headers.items():
        if _UNFILLED.search(value):
            problem = Problem(
                HEADER_UNFILLED, N_("the header's %(name)s is still %(value)s; fill it in"),
                {"name": name, "value": value},
            )  # fmt: skip
            yield catalog.finding(None, problem)
            return


def _is_same(named: str, folder: str) -> bool:
    if to_folder(named).lower() == to_folder(folder).lower():
        return True
    one, other = find_locale(named), find_locale(folder)
    if one and other:
        return one.language == other.language
    # A territory that CLDR does not have, as in sr_SP, leaves the language what it is.
    return to_folder(named).partition("_")[0] == to_folder(folder).partition("_")[0]
