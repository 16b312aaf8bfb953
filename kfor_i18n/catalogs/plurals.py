"""Plural rules: parses ``Plural-Forms`` headers and compares their values with CLDR's rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import c2py
from typing import Literal

from babel import Locale

from kfor_i18n.catalogs.cldr import CATEGORIES, format_rule
from kfor_i18n.catalogs.problems import N_, Code, Problem

PLURAL_ORDER = Code(
    "plural-order",
    N_("Plural forms not in CLDR order"),
    N_(
        "For some languages, such as Slovenian, two orders of the plural forms are in use. Either "
        "is correct as long as the header and the translations agree. kfor-i18n check --fix "
        "changes both to the CLDR order."
    ),
    severity="warning",
    is_on=False,
    is_fixed=True,
)


PLURAL_BOUNDARY = Code(
    "plural-boundary",
    N_("Plural rule groups numbers that CLDR distinguishes"),
    N_(
        "Either the boundaries between the forms differ from CLDR, or there are fewer forms in a "
        "language for which GNU gettext has no rule. Find out which rule the translations were "
        "written for. The rules of GNU gettext are as good as those of CLDR."
    ),
    severity="warning",
)


PLURAL_GNU = Code(
    "plural-gnu",
    N_("Plural rule of GNU gettext with fewer forms than CLDR"),
    N_(
        "GNU gettext, and tools that follow it, use fewer plural forms for some languages. This is "
        "correct, but other tools may expect the forms of CLDR."
    ),
    severity="warning",
    is_on=False,
)


PLURAL_CATEGORIES = Code(
    "plural-categories",
    N_("Plural rule has fewer forms than the language needs"),
    N_(
        "According to both CLDR and GNU gettext, the language distinguishes more forms for the "
        "numbers 0 to 200 than this rule does, so some numbers cannot be translated correctly. If "
        "a message with plural forms is translated, kfor-i18n compile does not compile the "
        "catalog; with --skip-invalid, it leaves out only the messages with plural forms."
    ),
)


PLURAL_REACH = Code(
    "plural-reach",
    N_("Plural rule selects a form that does not exist"),
    N_(
        "For some numbers, the rule returns nplurals or more. There is no such form, so the "
        "lookup fails."
    ),
)


PLURAL_RULE = Code(
    "plural-rule",
    N_("Invalid plural rule"),
    N_("The rule must be a C expression in n. Copy the rule shown in the finding."),
)


PLURAL_HEADER = Code(
    "plural-header",
    N_("Missing or malformed plural rule"),
    N_(
        "The Plural-Forms field of the header contains the number of plural forms and the rule "
        "that selects the form for a number. Copy the rule shown in the finding."
    ),
)


Serves = Literal["zero", "one", "others", "all"]
"""The numbers that a plural form is used for: 0 only, 1 only, others than 1, or 1 and others."""

# The languages that GNU gettext has a rule for (its manual, "Plural forms"), and those of the rules
# that differ from CLDR's for some number.
_GNU_LANGUAGES = frozenset({
    "ar", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "fi", "fo", "fr",
    "ga", "he", "hr", "hu", "it", "ja", "ko", "lt", "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro",
    "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi",
})  # fmt: skip
_GNU_RULES = {
    "ga": ("n==1 ? 0 : n==2 ? 1 : 2",),
    "he": ("n != 1",),
    "lv": ("n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2",),
}
# Rules that catalogs of other languages usually have. Where the noun does not change after a
# number, one form is enough.
_USUAL_RULES = {
    "cy": (
        "n==1 ? 0 : n==2 ? 1 : (n != 8 && n != 11) ? 2 : 3",
        "n==1 ? 0 : n==2 ? 1 : (n==8 || n==11) ? 2 : 3",
    ),
    "fil": ("n > 1",),
    **dict.fromkeys(
        ("az", "bn", "fa", "hy", "ka", "kk", "ky", "mn", "tk", "tr", "tt", "ug", "uz"), ("0",)
    ),
}

_HEADER = re.compile(r"\s*nplurals\s*=\s*([1-9][0-9]?)\s*;\s*plural\s*=\s*([^;]{1,1000})[;\s]*")
_COMPARED = range(201)
_PROBED = (*range(1_001), 10_000, 100_000, 1_000_000, 1_000_001, 2_000_000)


class PluralError(ValueError):
    """A ``Plural-Forms`` header that is unusable for its language, as described by ``problem``."""

    def __init__(self, code: Code, msgid: str, **values: object) -> None:
        """Initialize with the code, the msgid and the values of the ``Problem``."""
        self.problem = Problem(code, msgid, values)
        super().__init__(str(self.problem))


@dataclass(frozen=True, slots=True)
class PluralRule:
    """A catalog's plural rule: its number of forms, and the form for each number.

    ``expression`` is the C expression in the header; ``index`` evaluates it. ``doubt`` is a
    permitted difference from CLDR's rule, if any.
    """

    forms: int
    expression: str
    index: Callable[[int], int]
    doubt: Problem | None = None

    def serves(self, form: int) -> Serves:
        """Return which numbers a form is used for."""
        numbers = find_numbers(self.index, form)
        if numbers == (0,):
            return "zero"
        if 1 not in numbers:
            return "others"
        return "one" if numbers == (1,) else "all"

    def __reduce__(self) -> tuple[Callable[..., PluralRule], tuple[int, str, Problem | None]]:
        return _build_rule, (self.forms, self.expression, self.doubt)


@cache
def read_rule(header: str, locale: Locale | None) -> PluralRule:
    """Parse a ``Plural-Forms`` header and compare it with CLDR's rule for the locale.

    ``locale`` is ``None`` if CLDR does not have it; then nothing is compared. Raises
    ``PluralError`` if the header is malformed, selects a form that does not exist, or distinguishes
    fewer categories than both CLDR and GNU gettext for the numbers 0 to 200. A different order of
    the forms, different boundaries between them and additional forms are allowed, as are fewer
    forms in a language for which GNU gettext has no rule. The rules of GNU gettext and a different
    form for 0 are ignored, since languages such as Portuguese are written either way.
    """
    match = _HEADER.fullmatch(header)
    if not match:
        raise PluralError(
            PLURAL_HEADER,
            N_('malformed header field Plural-Forms "%(header)s"; set it to %(right)s')
            if header.strip()
            else N_("missing header field Plural-Forms; set it to %(right)s"),
            header=header,
            right=suggest_rule(locale),
        )
    forms, expression = int(match[1]), match[2].strip()
    try:
        index: Callable[[int], int] = c2py(expression)
        reached = {index(number) for number in _PROBED}
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise PluralError(
            PLURAL_RULE,
            N_(
                'invalid plural rule "%(header)s": %(error)s; set the header field Plural-Forms '
                "to %(right)s"
            ),
            header=header,
            error=error,
            right=suggest_rule(locale),
        ) from None
    if not reached <= set(range(forms)):
        raise PluralError(
            PLURAL_REACH,
            N_(
                "plural rule selects msgstr[%(form)s], but nplurals is %(forms)s; set the header "
                "field Plural-Forms to %(right)s"
            ),
            form=max(reached),
            forms=forms,
            right=suggest_rule(locale),
        )
    return PluralRule(forms, expression, index, _compare(index, forms, locale) if locale else None)


@lru_cache(maxsize=256)
def find_numbers(index: Callable[[int], int], form: int) -> tuple[int, ...]:
    """Return the numbers from 0 to 200 that a form is used for, by the index of a plural rule."""
    return tuple(number for number in _COMPARED if index(number) == form)


def _build_rule(forms: int, expression: str, doubt: Problem | None) -> PluralRule:
    return PluralRule(forms, expression, c2py(expression), doubt)


def _compare(index: Callable[[int], int], forms: int, locale: Locale) -> Problem | None:
    """Return a permitted difference from CLDR's rule. Raises ``PluralError`` for too few forms."""
    categories: dict[int, dict[str, int]] = {}
    order: dict[str, int] = {}
    find_category = locale.plural_form
    for number in (*_COMPARED[1:], 0):  # 0 last: an example only if no other number has the form.
        found, category = index(number), find_category(number)
        categories.setdefault(found, {}).setdefault(category, number)
        order.setdefault(category, found)
    if _is_one_of(index, _USUAL_RULES.get(locale.language, ())):
        return None
    if _is_one_of(index, _GNU_RULES.get(locale.language, ())):
        return Problem(
            PLURAL_GNU,
            N_(
                "plural rule of GNU gettext, with fewer forms than the rule of CLDR; keep it or, "
                "for the forms of CLDR, set the header field Plural-Forms to %(right)s"
            ),
            {"right": suggest_rule(locale)},
        )
    if len(categories) < len(order) and locale.language in _GNU_LANGUAGES:
        raise PluralError(
            PLURAL_CATEGORIES,
            N_(
                "too few plural forms: the plural rule distinguishes %(found)s, the language "
                "%(needed)s; set the header field Plural-Forms to %(right)s"
            ),
            found=len(categories),
            needed=len(order),
            right=suggest_rule(locale),
        )  # fmt: skip
    mixed = [sorted(filter(None, found.values())) for found in categories.values()]
    for one, other, *_ in (numbers for numbers in mixed if len(numbers) > 1):
        return Problem(
            PLURAL_BOUNDARY,
            N_(
                "one plural form for both %(one)s and %(other)s, which CLDR distinguishes; set "
                "the header field Plural-Forms to %(right)s and adapt the translations"
            ),
            {"one": one, "other": other, "right": suggest_rule(locale)},
        )  # fmt: skip
    if any(len(found) > 1 for found in categories.values()):
        return None  # Only the form for 0 differs, which reordering would change.
    usual = [order[category] for category in CATEGORIES if category in order]
    return _describe_order(index, forms, locale) if usual != sorted(usual) else None


def _describe_order(index: Callable[[int], int], forms: int, locale: Locale) -> Problem:
    if order_forms(index, forms, locale):
        msgid = N_("plural forms not in CLDR order; run kfor-i18n check --fix")
        return Problem(PLURAL_ORDER, msgid)
    msgid = N_(
        "plural forms not in CLDR order; set the header field Plural-Forms to %(right)s and adapt "
        "the translations"
    )
    return Problem(PLURAL_ORDER, msgid, {"right": suggest_rule(locale)})


def order_forms(index: Callable[[int], int], forms: int, locale: Locale) -> list[int]:
    """Return the present index of each plural form, in CLDR's order.

    ``index`` and ``forms`` are those of a plural rule. The list is empty if the rule has more or
    fewer forms than CLDR's, so that reordering alone does not turn it into that.
    """
    present: dict[str, int] = {}
    for number in (*_COMPARED, 1_000_000):
        present.setdefault(locale.plural_form(number), index(number))
    order = [present[category] for category in CATEGORIES if category in present]
    is_possible = len(order) == forms == count_forms({"plural-forms": format_rule(locale)})
    return order if is_possible else []


def _is_one_of(index: Callable[[int], int], rules: Iterable[str]) -> bool:
    """Return whether a plural rule gives the same forms as one of these C expressions."""
    return any(
        all(index(number) == own(number) for number in _COMPARED) for own in map(c2py, rules)
    )


def suggest_rule(locale: Locale | None) -> str:
    """Return the value of ``Plural-Forms`` for a locale; the English one for ``None``."""
    return format_rule(locale) if locale else "nplurals=2; plural=(n != 1);"


def count_forms(headers: Mapping[str, str]) -> int:
    """Return ``nplurals`` of a catalog's header fields; 2 if it is missing or malformed."""
    match = _HEADER.fullmatch(headers.get("plural-forms", ""))
    return int(match[1]) if match else 2
