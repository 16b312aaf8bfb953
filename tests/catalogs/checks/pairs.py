"""Pairs of source text and translation for text checks."""

from __future__ import annotations

from kfor_i18n.catalogs.catalog import TargetLanguage
from kfor_i18n.catalogs.checks.model import Pair, load_checks
from kfor_i18n.catalogs.plurals import read_rule
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.locales import find_locale
from tests.builders import PLURALS, parse


def make_entry(flags: str = "", plural: str | None = None) -> Entry:
    """Return an entry, with flags or a plural if given."""
    comment = f"#, {flags}\n" if flags else ""
    second = f'msgid_plural "{plural}"\nmsgstr[0] "x"\n' if plural else 'msgstr "x"\n'
    return parse(f'{comment}msgid "x"\n{second}').entries[0]


ENTRY = make_entry()
TEXT_CHECKS = {code.name: function for code, function in load_checks().texts}


def make_language(tag: str) -> TargetLanguage:
    """Return a language, with its plural rule if ``PLURALS`` has it."""
    locale = find_locale(tag)
    rule = read_rule(PLURALS[tag], locale) if tag in PLURALS else None
    return TargetLanguage(tag, locale, rule)


def make_pair(
    source: str, target: str, tag: str = "sl", entry: Entry = ENTRY, form: int | None = None
) -> Pair:
    """Return a pair: of a message without a plural, or of the plural form ``form``."""
    return Pair(source, target, form, entry, make_language(tag))
