"""Safe fixes: consistent duplicates, the order of plural forms, leading and trailing whitespace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.checks.joining import join_duplicates
from kfor_i18n.catalogs.checks.model import Pair
from kfor_i18n.catalogs.checks.rules.spacing import find_space_end, find_space_start
from kfor_i18n.catalogs.checks.running import make_pairs, set_habits
from kfor_i18n.catalogs.cldr import format_rule
from kfor_i18n.catalogs.editing import Edit, change, digest
from kfor_i18n.catalogs.plurals import PLURAL_ORDER, order_forms
from kfor_i18n.catalogs.po.file import Entry, parse_po, read_po
from kfor_i18n.catalogs.po.formatting import FormatOptions, format_files, format_text
from kfor_i18n.catalogs.po.writing import Style, detect_style, fill_entry, replace_field
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import size_of
from kfor_i18n.catalogs.validation.catalog import find_duplicates
from kfor_i18n.files import lock_folder, write_atomically
from kfor_i18n.parallel import run_each

# Below this many bytes of catalogs, starting processes takes longer than it saves.
_WORTH_PROCESSES = 1_000_000


@dataclass(frozen=True, slots=True)
class Fixed:
    """A catalog that was fixed: its text before and after."""

    path: Path
    before: str
    after: str


def fix_catalogs(project: Project, paths: Sequence[Path], options: FormatOptions) -> list[Fixed]:
    """Fix catalogs in place and format them; return those that needed it.

    Catalogs that cannot be read are skipped: ``check_catalogs`` reports their errors.
    """
    is_faulty = partial(_is_faulty, project, options)
    weight = sum(map(size_of, paths))
    faulty = run_each(is_faulty, paths, weight=weight, worth=_WORTH_PROCESSES)
    return [
        _fix(project, options, path) for path, found in zip(paths, faulty, strict=True) if found
    ]


def _is_faulty(project: Project, options: FormatOptions, path: Path) -> bool:
    """Return whether fixing would change a catalog; nothing is written."""
    try:
        catalog = open_catalog(project, path)
    except CatalogError:
        return False
    return bool(
        _rewrite(catalog) != catalog.po.text
        or _find_ends(catalog)
        or format_text(catalog.po, options) != catalog.po.text
    )


def _fix(project: Project, options: FormatOptions, path: Path) -> Fixed:
    with lock_folder(project.translations):
        catalog = open_catalog(project, path)
        before = catalog.po.text
        text = _rewrite(catalog)
        if text != before:
            write_atomically(path, catalog.po.encode(text))
    catalog = open_catalog(project, path)
    if edits := _find_ends(catalog):
        change(catalog, edits)
    format_files(project, options, [path])
    return Fixed(path, before, read_po(path).text)


def _find_ends(catalog: Catalog) -> list[Edit]:
    """Return the edits that give translations the leading and trailing whitespace of the source."""
    edits = []
    entries = [entry for entry in catalog.live if entry.is_translated and not entry.is_fuzzy]
    pairs = [list(make_pairs(catalog, entry)) for entry in entries]
    set_habits([pair for of_entry in pairs for pair in of_entry], catalog.language.code)
    for entry, of_entry in zip(entries, pairs, strict=True):
        msgstrs = tuple(map(_fix_ends, of_entry))
        if msgstrs != entry.msgstrs:
            edits.append(Edit(entry.key, msgstrs, seen=digest(entry)))
    return edits


def _fix_ends(pair: Pair) -> str:
    text = pair.target
    if not text.strip():
        # An intended blank has no text between its ends; replacing them would empty it.
        return text
    if find_space_start(pair):
        text = pair.source[: len(pair.source) - len(pair.source.lstrip())] + text.lstrip()
    if find_space_end(pair):
        text = text.rstrip() + pair.source[len(pair.source.rstrip()) :]
    return text


def _rewrite(catalog: Catalog) -> str:
    """Return a catalog's text with its duplicates joined and its plural forms in CLDR's order.

    The forms change only if the plural rule differs from CLDR's only in their order. Then the rule
    changes too, and so do fuzzy and obsolete entries. This is not an ``Edit``: edits do not change
    the header or obsolete entries, and are validated by the rule that is replaced here.
    """
    style, po = detect_style(catalog.po, catalog.project.width), catalog.po
    if next(find_duplicates(catalog.path, po), None):
        po = parse_po(po.encode(join_duplicates(po, style)))
    order = _find_order(catalog)
    if not order or not catalog.locale:
        return po.text
    wanted = format_rule(catalog.locale)
    return "".join(_reorder(entry, order, wanted, style) for entry in po.entries) + po.tail


def _find_order(catalog: Catalog) -> list[int]:
    """Return the present index of each form in CLDR's order; empty if nothing is to change."""
    rule, locale, problem = catalog.rule, catalog.locale, catalog.rule_problem
    if not rule or not locale or not problem or problem.code != PLURAL_ORDER:
        return []
    return order_forms(rule.index, rule.forms, locale)


def _reorder(entry: Entry, order: Sequence[int], wanted: str, style: Style) -> str:
    if entry.is_header:
        return replace_field(entry.text, "Plural-Forms", wanted)
    if entry.plural is None or len(entry.msgstrs) != len(order):
        return entry.text
    return fill_entry(entry, [entry.msgstrs[form] for form in order], style)
