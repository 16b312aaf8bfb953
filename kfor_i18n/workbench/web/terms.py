"""What clients are told of the glossary's terms in a message, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from typing import Any

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.rules.glossary import Term
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_
from kfor_i18n.workbench.live.terms import judge_terms

_USES = {
    # Translators: Workbench. Of a term of the glossary: the translation has it.
    "used": N_("used"),
    # Translators: Workbench. Of a term of the glossary: these words are probably forms of it.
    "probable": N_("probably used: %(words)s"),
    # Translators: Workbench. Of a term of the glossary: the translation does not have it yet.
    "unused": N_("not used yet"),
}


def describe_terms(terms: Iterable[Term]) -> list[dict[str, str]]:
    """Return terms of a glossary, each with its first translation."""
    return [{"source": term.sources[0], "target": term.targets[0]} for term in terms]


def describe_used_terms(
    catalog: Catalog, entry: Entry, texts: NullTranslations
) -> list[dict[str, Any]]:
    """Return the terms in the source texts of an entry, and whether its translation has them."""
    used = judge_terms(catalog, entry)
    terms = describe_terms(each.term for each in used)
    return [
        {
            **term,
            "note": each.term.note,
            "use": each.use,
            "use_text": texts.gettext(_USES[each.use]) % {"words": each.words},  # i18n: ignore
        }
        for term, each in zip(terms, used, strict=True)
    ]
