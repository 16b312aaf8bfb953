"""Mends of what cannot change a meaning: white space at the ends, the order of plural forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from babel import Locale

from kfor_i18n.catalogs.checks.model import Language, Pair
from kfor_i18n.catalogs.checks.running import make_pairs
from kfor_i18n.catalogs.checks.spacing import find_space_end, find_space_start
from kfor_i18n.catalogs.cldr import CATEGORIES, format_rule
from kfor_i18n.catalogs.plurals import PluralError, PluralRule, count_forms, read_rule
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po, read_po
from kfor_i18n.catalogs.po.writing import Style, detect_style, fill_entry
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.validation.catalog import judge_file
from kfor_i18n.files import lock_folder, write_atomically
from kfor_i18n.locales import find_locale

MENDED = ("space-start", "space-end", "plural-order")
"""The codes that can be mended."""

_RULE = re.compile(r'("Plural-Forms:)(?:[^"\n]|"\s*\n\s*")*?(\\n")', re.IGNORECASE)


def mend_files(project: Project, paths: Sequence[Path]) -> None:
    """Mend catalogs in place. Raises ``CatalogError`` where one cannot be read."""
    with lock_folder(project.translations):
        for path in paths:
            po = read_po(path)
            text = mend_catalog(path, po, frozenset(MENDED))
            if text != po.text:
                write_atomically(path, po.encode(text))


def mend_catalog(path: Path, po: PoFile, codes: frozenset[str]) -> str:
    """Return a catalog's text with the faults of some codes mended, all else to the byte.

    Takes the path for its locale, and the codes to mend, others among them left aside.
    """
    tag = path.parent.parent.name
    locale = find_locale(tag)
    if "plural-order" in codes and locale:
        po = _reorder_forms(po, locale)
    language = Language(tag, locale, _read_rule(po, locale))
    usable = {message.key for message in judge_file(path, po, locale).usable}
    style = detect_style(po.text)
    texts = [
        _mend_ends(entry, language, codes, style)
        if entry.key in usable and not (entry.is_obsolete or entry.is_fuzzy)
        else entry.text
        for entry in po.entries
    ]
    return "".join(texts) + po.tail


def _read_rule(po: PoFile, locale: Locale | None) -> PluralRule | None:
    try:
        return read_rule(po.headers.get("plural-forms", ""), locale)
    except PluralError:
        return None


def _mend_ends(entry: Entry, language: Language, codes: frozenset[str], style: Style) -> str:
    pairs = list(make_pairs(entry, language))
    msgstrs = [_mend_pair(pair, codes) for pair in pairs]
    if msgstrs == [pair.target for pair in pairs]:
        return entry.text
    return fill_entry(entry, msgstrs, style)


def _mend_pair(pair: Pair, codes: frozenset[str]) -> str:
    text = pair.target
    if "space-start" in codes and find_space_start(pair):
        start = pair.source[: len(pair.source) - len(pair.source.lstrip())]
        text = start + text.lstrip()
    if "space-end" in codes and find_space_end(pair):
        text = text.rstrip() + pair.source[len(pair.source.rstrip()) :]
    return text


def _reorder_forms(po: PoFile, locale: Locale) -> PoFile:
    """Bring header and msgstrs into CLDR's order together; fuzzy and obsolete entries as well."""
    rule = _read_rule(po, locale)
    if rule is None or rule.doubt is None or rule.doubt.code != "plural-order":
        return po
    wanted = format_rule(locale)
    order = _old_places(rule, locale)
    if len(order) != rule.forms or count_forms({"plural-forms": wanted}) != rule.forms:
        return po
    style = detect_style(po.text)
    texts = [_reorder_entry(entry, order, wanted, style) for entry in po.entries]
    return parse_po(po.encode("".join(texts) + po.tail))


def _old_places(rule: PluralRule, locale: Locale) -> list[int]:
    """Return for each form in CLDR's order where it stands now."""
    places: dict[str, int] = {}
    for number in (*range(201), 1_000_000):
        places.setdefault(locale.plural_form(number), rule.index(number))
    return [places[category] for category in CATEGORIES if category in places]


def _reorder_entry(entry: Entry, order: Sequence[int], wanted: str, style: Style) -> str:
    if entry.is_header:
        return _RULE.sub(lambda match: f"{match[1]} {wanted}{match[2]}", entry.text, count=1)
    if entry.plural is None or len(entry.msgstrs) != len(order):
        return entry.text
    msgstrs = [entry.msgstrs[place] for place in order]
    return fill_entry(entry, msgstrs, style)
