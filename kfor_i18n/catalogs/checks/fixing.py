"""Safe fixes: leading and trailing whitespace, and the order of plural forms."""

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
    """Fix catalogs in place. Raises ``CatalogError`` if one cannot be read."""
    for path in paths:
        reorder_forms(project, path)
        fix_ends(open_catalog(project, path))


def fix_ends(catalog: Catalog) -> None:
    """Give translations the leading and trailing whitespace of their source texts."""
    edits = []
    for entry in catalog.live:
        if entry.is_translated and not entry.is_fuzzy:
            msgstrs = tuple(_fix_pair(pair) for pair in make_pairs(catalog, entry))
            if msgstrs != entry.msgstrs:
                edits.append(Edit(entry.key, msgstrs, seen=digest(entry)))
    if edits:
        change(catalog, edits)


def _fix_pair(pair: Pair) -> str:
    text = pair.target
    if not text.strip():
        # A blank on purpose has no text between its ends; to replace them would empty it.
        return text
    if find_space_start(pair):
        text = pair.source[: len(pair.source) - len(pair.source.lstrip())] + text.lstrip()
    if find_space_end(pair):
        text = text.rstrip() + pair.source[len(pair.source.rstrip()) :]
    return text


def reorder_forms(project: Project, path: Path) -> None:
    """Change a catalog's plural rule to CLDR's and reorder all msgstrs accordingly.

    Nothing changes unless the rule differs from CLDR's only in the order of the forms. Fuzzy and
    obsolete entries are reordered too. It is no ``Edit``: those leave the header and obsolete
    entries alone, and are validated by the rule that is replaced here. Raises ``CatalogError`` if
    the catalog cannot be read.
    """
    with lock_folder(project.translations):
        catalog = open_catalog(project, path)
        order = _find_order(catalog)
        if order and catalog.locale:
            style, wanted = detect_style(catalog.po, project.width), format_rule(catalog.locale)
            texts = [_reorder(entry, order, wanted, style) for entry in catalog.po.entries]
            write_atomically(path, catalog.po.encode("".join(texts) + catalog.po.tail))


def _find_order(catalog: Catalog) -> list[int]:
    """Return the present index of each form in CLDR's order; empty if nothing is to change."""
    rule, locale, problem = catalog.rule, catalog.locale, catalog.rule_problem
    if not rule or not locale or not problem or problem.code != PLURAL_ORDER:
        return []
    forms: dict[str, int] = {}
    for number in (*range(201), 1_000_000):
        forms.setdefault(locale.plural_form(number), rule.index(number))
    order = [forms[category] for category in CATEGORIES if category in forms]
    is_possible = len(order) == rule.forms == count_forms({"plural-forms": format_rule(locale)})
    return order if is_possible else []


def _reorder(entry: Entry, order: Sequence[int], wanted: str, style: Style) -> str:
    if entry.is_header:
        return replace_field(entry.text, "Plural-Forms", wanted)
    if entry.plural is None or len(entry.msgstrs) != len(order):
        return entry.text
    return fill_entry(entry, [entry.msgstrs[form] for form in order], style)
