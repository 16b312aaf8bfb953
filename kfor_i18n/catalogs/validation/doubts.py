"""Doubts about valid translations: what may be intended, and is rejected only if asked for."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.plurals import PluralRule
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import is_blank
from kfor_i18n.catalogs.validation.markup import has_markup
from kfor_i18n.catalogs.validation.message import STRICT, Basis
from kfor_i18n.catalogs.validation.tags import has_reference

BLANK = Code(
    "blank",
    # Translators: the title of a kind of finding.
    N_("Blank translation"),
    N_(
        "A translation of whitespace alone may be intended if the language does not need the "
        "word. It is compiled, unless the strict-translations setting is on."
    ),
    severity="warning",
)


FORM_SURPLUS = Code(
    "form-surplus",
    N_("Too many plural forms"),
    N_(
        "The extra forms repeat the last valid form and are never shown. If the "
        "strict-translations setting is on, the translation is rejected."
    ),
    severity="warning",
)


CHARACTER_REFERENCE = Code(
    "character-reference",
    N_("Character reference in plain text"),
    N_(
        "An HTML page shows &nbsp; as a space; elsewhere, its six characters are shown. It is not "
        "known where this message is shown. If the strict-translations setting is on, the "
        "translation is rejected."
    ),
    severity="warning",
)


def find_doubts(
    message: Message, rule: PluralRule | None, basis: Basis = STRICT
) -> Iterator[Problem]:
    """Yield what is odd about a valid translation but may be intended.

    ``basis`` is what the translation was validated by; if that is strict, it is not valid.
    """
    source = basis.source_of(message)
    if any(map(is_blank, message.msgstrs)) and not any(map(is_blank, source.texts)):
        yield Problem(
            BLANK,
            N_(
                "translation of whitespace alone; translate the message, or leave the translation "
                "if it is intended"
            ),
        )
    if (
        basis.formats.is_html is None
        and any(map(has_reference, message.msgstrs))
        and not any(map(has_markup, source.texts))
    ):
        problem = N_(
            "character reference, which is shown as a character only in HTML; write the character "
            "itself"
        )
        yield Problem(CHARACTER_REFERENCE, problem)
    if rule and len(message.msgstrs) > rule.forms:
        problem = N_(
            "too many plural forms (%(found)s, but nplurals in the header is %(forms)s); remove "
            "the last ones"
        )
        yield Problem(FORM_SURPLUS, problem, {"found": len(message.msgstrs), "forms": rule.forms})
