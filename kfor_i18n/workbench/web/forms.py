"""What clients are told of the forms of a translation: the numbers that each is used for."""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.plurals import PluralRule
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_

_CATEGORIES = {
    # Translators: Workbench. CLDR's name of a plural category, before some of its numbers:
    # "one: 1, 101, 201".
    "zero": N_("zero"),
    # Translators: Workbench. CLDR's name of a plural category: "one: 1, 101, 201".
    "one": N_("one"),
    # Translators: Workbench. CLDR's name of a plural category: "two: 2, 102, 202".
    "two": N_("two"),
    # Translators: Workbench. CLDR's name of a plural category: "few: 3, 4, 103".
    "few": N_("few"),
    # Translators: Workbench. CLDR's name of a plural category: "many: 5, 6, 7".
    "many": N_("many"),
    # Translators: Workbench. CLDR's name of a plural category, that of all other numbers.
    "other": N_("other"),
}

_EXAMPLES = 3
_PROBED = (*range(1_001), 1_000_000)


def describe_forms(
    catalog: Catalog, entry: Entry, msgstrs: tuple[str, ...], texts: NullTranslations
) -> list[dict[str, Any]]:
    """Return the forms of a translation, each with the numbers that it is used for."""
    if entry.plural is None:
        label = texts.gettext("Translation")
        return [{"index": 0, "label": label, "samples": (), "text": "".join(msgstrs[:1])}]
    rule = catalog.rule
    count = max(rule.forms if rule else 0, len(msgstrs))
    return [
        {
            "index": form,
            "label": _label_form(catalog, rule, form, texts),
            "samples": _samples_of(rule, form),
            "text": text,
        }
        for form, text in enumerate(pad(msgstrs, count))
    ]


def _label_form(
    catalog: Catalog, rule: PluralRule | None, form: int, texts: NullTranslations
) -> str:
    """Return CLDR's name of a plural form and some of its numbers: ``one: 1, 101, 201``."""
    numbers = _samples_of(rule, form)
    if not numbers:
        return f"msgstr[{form}]"
    category = name_category(catalog, form, texts) or f"msgstr[{form}]"
    return f"{category}: {', '.join(map(str, numbers))}"


def name_category(catalog: Catalog, form: int, texts: NullTranslations) -> str:
    """Return CLDR's name of a plural form in the interface's language, "" if it has none."""
    numbers = _samples_of(catalog.rule, form)
    if not numbers or not catalog.locale:
        return ""
    return texts.gettext(_CATEGORIES[catalog.locale.plural_form(numbers[-1])])  # i18n: ignore


def _samples_of(rule: PluralRule | None, form: int) -> list[int]:
    if rule is None or form >= rule.forms:
        return []
    found: list[int] = []
    for number in _PROBED:
        if rule.index(number) == form:
            found.append(number)
            if len(found) == _EXAMPLES:
                break
    return found


def pad(forms: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return forms with empty ones after them, so that there are at least ``count``."""
    return forms + ("",) * (count - len(forms))
