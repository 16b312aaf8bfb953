"""Checks of the header of a catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.model import catalog_check
from kfor_i18n.catalogs.po.file import PoFile
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.locales import find_locale, to_folder

_UNFILLED = re.compile(r"FULL NAME|EMAIL@ADDRESS|YEAR-MO-DA|LL@li\.org|PACKAGE VERSION|CHARSET")


HEADER_MISSING = Code(
    "header-missing",
    # Translators: the title of a kind of finding.
    N_("Missing header"),
    N_(
        "The header contains the charset, the language and the plural rule. Without it, tools "
        "have to guess them."
    ),
    severity="warning",
)
HEADER_LANGUAGE = Code(
    "header-language",
    N_("Header language differs from the directory name"),
    N_(
        "Translation editors choose the spelling dictionary, the plural forms and the translation "
        "memory by the Language field of the header."
    ),
    severity="warning",
)
HEADER_UNFILLED = Code(
    "header-unfilled",
    N_("Header field not filled in"),
    N_(
        "FULL NAME, YEAR-MO-DA and similar values are placeholders in a new file. Replace them "
        "with real values."
    ),
    severity="warning",
    is_on=False,
)


@catalog_check(HEADER_MISSING, HEADER_LANGUAGE, HEADER_UNFILLED)
def find_header_faults(catalog: Catalog) -> Iterator[Finding]:
    """Check that there is a header, for the directory's language and without template values."""
    if not catalog.po.headers:
        problem = Problem(
            HEADER_MISSING,
            N_(
                "missing header; copy the header from the template or another catalog, and set "
                "its fields Language and Plural-Forms for this language"
            ),
        )
        yield catalog.finding(None, problem)
        return
    named = catalog.po.headers.get("language", "")
    if named and not _is_same(named, catalog.folder):
        problem = Problem(
            HEADER_LANGUAGE,
            N_(
                "header field Language is %(found)s, but the path says %(wanted)s; change one of "
                "them"
            ),
            {"found": named, "wanted": catalog.folder},
        )
        yield catalog.finding(None, problem)
    for name, value in _list_fields(catalog.po):
        if _UNFILLED.search(value):
            problem = Problem(
                HEADER_UNFILLED,
                N_("header field %(name)s still contains %(value)s; fill it in"),
                {"name": name, "value": value},
            )
            yield catalog.finding(None, problem)


def _list_fields(po: PoFile) -> Iterator[tuple[str, str]]:
    """Yield the header's fields, with their names as they are written."""
    for line in po.header.msgstrs[0].splitlines() if po.header else ():
        name, _, value = line.partition(":")
        yield name.strip(), value.strip()


def _is_same(named: str, folder: str) -> bool:
    if to_folder(named).lower() == to_folder(folder).lower():
        return True
    one, other = find_locale(named), find_locale(folder)
    if one and other:
        return one.language == other.language
    # A territory that CLDR does not have, as in sr_SP, leaves the language what it is.
    return to_folder(named).partition("_")[0] == to_folder(folder).partition("_")[0]
