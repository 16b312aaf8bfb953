"""Fixes of what cannot change a meaning: white space at the ends, the order of plural forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.checks.model import Pair
from kfor_i18n.catalogs.checks.rules.spacing import find_space_end, find_space_start
from kfor_i18n.catalogs.checks.running import make_pairs
from kfor_i18n.catalogs.cldr import CATEGORIES, format_rule
from kfor_i18n.catalogs.editing import Edit, change, digest
from kfor_i18n.catalogs.plurals import PLURAL_ORDER, count_forms
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.po.writing import Style, detect_style, fill_entry, replace_field
from kfor_i18n.catalogs.project import Project
from kfor_i18n.files import lock_folder, write_atomically


def fix_catalogs(project: Project, paths: Sequence[Path]) -> None:
    """Fix catalogs in place. Raises ``CatalogError`` where one cannot be read."""
    for path in paths:
        reorder_forms(project, path)
        fix_ends(open_catalog(project, path))


def fix_ends(catalog: Catalog) -> None:
    """Give translations the white space at their ends that their sources have."""
    edits = []
    for entry in catalog.live:
        if entry.is_translated and not entry.is_fuzzy:
            msgstrs = tuple(_fix_pair(pair) for pair in make_pairs(entry, catalog.language))
            if msgstrs != entry.msgstrs:
                edits.append(Edit(entry.key, msgstrs, seen=digest(entry)))
    if edits:
        change(catalog, edits)


def _fix_pair(pair: Pair) -> str:
    text = pair.target
    if find_space_start(pair):
        text = pair.source[: len(pair.source) - len(pair.source.lstrip())] + text.lstrip()
    if find_space_end(pair):
        text = text.rstrip() + pair.source[len(pair.source.rstrip()) :]
    return text


def reorder_forms(project: Project, path: Path) -> None:
    """Bring header and msgstrs into CLDR's order together; fuzzy and obsolete entries as well."""
    with lock_folder(project.translations):
        catalog = open_catalog(project, path)
        places = _find_places(catalog)
        if places and catalog.locale:
            style, wanted = detect_style(catalog.po), format_rule(catalog.locale)
            texts = [_reorder(entry, places, wanted, style) for entry in catalog.po.entries]
            write_atomically(path, catalog.po.encode("".join(texts) + catalog.po.tail))


def _find_places(catalog: Catalog) -> list[int]:
    """Return for each form in CLDR's order where it is now; nothing where that need not change."""
    rule, locale, problem = catalog.rule, catalog.locale, catalog.rule_problem
    if not rule or not locale or not problem or problem.code != PLURAL_ORDER:
        return []
    places: dict[str, int] = {}
    for number in (*range(201), 1_000_000):
        places.setdefault(locale.plural_form(number), rule.index(number))
    order = [places[category] for category in CATEGORIES if category in places]
    is_possible = len(order) == rule.forms == count_forms({"plural-forms": format_rule(locale)})
    return order if is_possible else []


def _reorder(entry: Entry, places: Sequence[int], wanted: str, style: Style) -> str:
    if entry.is_header:
        return replace_field(entry.text, "Plural-Forms", wanted)
    if entry.plural is None or len(entry.msgstrs) != len(places):
        return entry.text
    return fill_entry(entry, [entry.msgstrs[place] for place in places], style)
