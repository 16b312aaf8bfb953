"""Validation of single translations. Nothing else decides whether a translation may be shown.

A translation is untrusted code: it is formatted, and it becomes HTML. A valid one can be formatted
with the variables of its source text and adds no markup to the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from kfor_i18n.catalogs.messages import Key, Message, Source
from kfor_i18n.catalogs.plurals import PluralRule, Serves
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import (
    FORBIDDEN,
    OPENING,
    find_forbidden,
    find_unclosed,
    has_visible,
    is_blank,
)
from kfor_i18n.catalogs.validation.comparing import compare_placeholders
from kfor_i18n.catalogs.validation.formats import EVERY_TEXT, Formats
from kfor_i18n.catalogs.validation.markup import compare_markup, has_markup, has_same_elements
from kfor_i18n.catalogs.validation.slugs import NO_SLUGS, Slugs, validate_slug
from kfor_i18n.catalogs.validation.tags import has_reference

TOO_LONG = Code(
    "too-long",
    N_("A translation many times as long as its source"),
    N_("Ten times the source and more is a text in the wrong place."),
)


CHARACTER = Code(
    "character",
    N_("A character that no text needs"),
    N_(
        "Control characters and the controls that reorder foreign text are copied by accident or "
        "with a purpose; either way they are not shown. Allowed are those that the source has, and "
        "embeddings and isolates that are closed."
    ),
)


FORM_SOURCE = Code(
    "form-source",
    N_("English in some of the plural forms"),
    N_("Some tools fill empty forms with the source text; readers would see both languages."),
)


FORM_RULE = Code(
    "form-rule",
    N_("A plural without a plural rule"),
    N_("Without a usable Plural-Forms header nobody can say which form serves a number."),
)


FORM_COUNT = Code(
    "form-count",
    N_("The wrong number of plural forms"),
    N_(
        "The header's plural rule says how many forms a message has; a message without "
        "plural has one."
    ),
)


INCOMPLETE_FORMS = Code(
    "incomplete-forms",
    N_("A form that is empty or has nothing to see"),
    N_("White space and invisible characters alone are no translation."),
)


BLANK = Code(
    "blank",
    N_("A translation that is only spaces"),
    N_(
        "A space in place of a text may be meant, where a language does without the word. It is "
        "compiled, unless the setting strict-translations is on."
    ),
    severity="warning",
)


FORM_SURPLUS = Code(
    "form-surplus",
    N_("More plural forms than the rule has"),
    N_(
        "The last forms are never shown, and say what the last one of the rule says. The setting "
        "strict-translations refuses them."
    ),
    severity="warning",
)


CHARACTER_REFERENCE = Code(
    "character-reference",
    N_("A character reference in plain text"),
    N_(
        "A page in HTML shows &nbsp; as a space; anything else shows it as it is written. Nothing "
        "tells where this message is shown. The setting strict-translations refuses it."
    ),
    severity="warning",
)


PLURAL_SOURCE = Code(
    "plural-source",
    N_("Plural source text that differs from the template's"),
    N_("The plural forms were translated for another source text than the application uses."),
)


# No language needs ten times the length; the constant allows for abbreviations as source texts.
_LONGEST_FACTOR, _LONGEST_SHORT = 10, 1_000

# GTK's msgid for the names of the translators, which are a list of any length.
_CREDITS = frozenset({"translator-credits", "translator_credits"})

# A text without any of these can be invalid only by its length, as a plural or as a slug.
_SPECIAL = re.compile(f"[%{{}}<&{OPENING}]|{FORBIDDEN.pattern}")


class Basis(NamedTuple):
    """What a translation is judged by, besides its catalog's plural rule and slugs.

    ``formats``: what formats the text; by default ``%``, as Jinja's newstyle gettext formats every
    text. ``source``: the source text if it is not the msgid. ``is_strict``: what ``find_doubts``
    finds is rejected.
    """

    formats: Formats = EVERY_TEXT
    source: Source | None = None
    is_strict: bool = True

    def source_of(self, message: Message) -> Source:
        """Return the source text of a message."""
        return self.source or Source(message.msgid, message.plural)

    @property
    def allows_references(self) -> bool:
        """Whether plain text may have character references: it may be shown as HTML."""
        return not self.is_strict and self.formats.is_html is not False


STRICT = Basis()
"""The strictest: every text is formatted, and nothing is meant that seldom is."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A message with an invalid translation, and the problem."""

    message: Message
    problem: Problem


def validate(
    message: Message, rule: PluralRule | None, slugs: Slugs = NO_SLUGS, basis: Basis = STRICT
) -> Problem | None:
    """Return the problem with a message's translation, or ``None`` if it is valid.

    ``rule`` is the catalog's plural rule, or ``None`` if it has no usable one.
    """
    if _is_unseen(message, basis):
        return Problem(INCOMPLETE_FORMS, N_("is not translated in full; fill in every form"))
    if slugs.hold(message):
        return validate_slug(message, slugs.taken_from(message))
    if message.plural is None and len(message.msgstrs) == 1:
        return _validate_text(message.msgstrs[0], "one", message, basis)
    if message.plural is None:
        return Problem(
            FORM_COUNT,
            N_("has %(found)s forms; a message without plural has one"),
            {"found": len(message.msgstrs)},
        )
    if rule is None:
        return Problem(FORM_RULE, N_("needs a plural rule; mend the catalog's Plural-Forms header"))
    return _validate_count(message, rule, basis) or _validate_forms(message, rule, basis)


def find_doubts(
    message: Message, rule: PluralRule | None, basis: Basis = STRICT
) -> Iterator[Problem]:
    """Yield what is odd about a valid translation, and can be meant; strictly, it is not valid.

    ``basis`` is what the translation was judged by.
    """
    source = basis.source_of(message)
    if any(map(is_blank, message.msgstrs)) and not any(map(is_blank, source.texts)):
        yield Problem(BLANK, N_("is only spaces; translate it, or leave it so if that is meant"))
    if (
        basis.formats.is_html is None
        and any(map(has_reference, message.msgstrs))
        and not any(map(has_markup, source.texts))
    ):
        problem = N_("has a character reference, which only HTML shows as a character; write the "
                     "character itself")  # fmt: skip
        yield Problem(CHARACTER_REFERENCE, problem)
    if rule and len(message.msgstrs) > rule.forms:
        problem = N_("has %(found)s plural forms, of which the last are not used; this catalog's "
                     "rule has %(forms)s")  # fmt: skip
        yield Problem(FORM_SURPLUS, problem, {"found": len(message.msgstrs), "forms": rule.forms})


def validate_all(
    messages: Iterable[Message],
    rule: PluralRule | None,
    source: Mapping[Key, str | None],
    slug_contexts: Collection[str] = (),
) -> tuple[dict[Key, Message], list[Rejection]]:
    """Validate the messages of a compiled catalog: return the valid ones by key, and the others.

    ``source`` maps the keys of the template's messages to their plural msgids. Messages whose
    context is in ``slug_contexts`` are URL slugs. Messages that are not in the template are never
    looked up, and so neither returned nor rejected.
    """
    valid: dict[Key, Message] = {}
    rejections = []
    slugs = Slugs(slug_contexts, source)
    for message in messages:
        if message.key not in source:
            continue
        problem = _validate_plural(message, source[message.key]) or validate(message, rule, slugs)
        if problem:
            rejections.append(Rejection(message, problem))
            continue
        valid[message.key] = message
        slugs.take(message)
    return valid, rejections


def _validate_plural(message: Message, plural: str | None) -> Problem | None:
    # Forms are validated against the plural in their own file, so it must equal the template's.
    if message.plural == plural:
        return None
    return Problem(
        PLURAL_SOURCE,
        N_("has another plural source text than the template; run kfor-i18n update"),
    )


def _is_unseen(message: Message, basis: Basis) -> bool:
    """Return whether a form is empty, or invisible although the source text is not."""
    if not all(message.msgstrs):
        return True
    for text in message.msgstrs:
        if not has_visible(unescape(text)) and (basis.is_strict or not is_blank(text)):
            return has_visible(basis.source_of(message).singular)
    return False


def _validate_count(message: Message, rule: PluralRule, basis: Basis) -> Problem | None:
    forms = message.msgstrs
    surplus = forms[rule.forms :]
    if len(forms) < rule.forms or (
        surplus and (basis.is_strict or set(surplus) != {forms[rule.forms - 1]})
    ):
        return Problem(
            FORM_COUNT,
            N_("has %(found)s plural forms; this catalog's rule has %(forms)s"),
            {"found": len(forms), "forms": rule.forms},
        )
    # Babel's compiler fills empty forms with the source text. A first form equal to the msgid may
    # be a cognate, such as "album", and forms that are all the same a word of the language.
    is_word = message.plural == message.msgid or (len(set(forms)) == 1 and not basis.is_strict)
    if not is_word and forms[0] != message.msgid and message.plural in forms[1:]:
        return Problem(
            FORM_SOURCE,
            N_("has the source text in some of its plural forms; translate every form"),
        )
    return None


def _validate_forms(message: Message, rule: PluralRule, basis: Basis) -> Problem | None:
    for number, msgstr in enumerate(message.msgstrs):
        problem = _validate_text(msgstr, rule.serves(number), message, basis)
        if problem:
            return Problem(
                problem.code,
                # Translators: a finding about a plural form; the problem is another message.
                N_("msgstr[%(form)s] %(problem)s"),
                {"form": number, "problem": problem},
            )
    return None


def _validate_text(msgstr: str, serves: Serves, message: Message, basis: Basis) -> Problem | None:
    source = basis.source_of(message)
    singular, plural = source.texts
    is_long = len(msgstr) > _LONGEST_FACTOR * len(plural) + _LONGEST_SHORT
    if is_long and message.msgid not in _CREDITS:
        return Problem(
            TOO_LONG,
            N_("is %(times)s times as long as its source; shorten it"),
            {"times": len(msgstr) // max(len(plural), 1)},
        )
    if not _SPECIAL.search(msgstr) and not any(map(_SPECIAL.search, {singular, plural})):
        return None
    return (
        _validate_characters(msgstr, singular + plural)
        or compare_placeholders(source, msgstr, serves, basis.formats)
        or _validate_markup(msgstr, serves, source, basis)
        or _validate_direction(msgstr, singular + plural)
    )


def _validate_characters(msgstr: str, source: str) -> Problem | None:
    if forbidden := find_forbidden(msgstr, source):
        return Problem(
            CHARACTER,
            N_("has the character U+%(code)s, which no text needs; remove it"),
            {"code": f"{ord(forbidden):04X}"},
        )
    return None


def _validate_direction(msgstr: str, source: str) -> Problem | None:
    unclosed = find_unclosed(unescape(msgstr))
    if unclosed and not find_unclosed(unescape(source)):
        return Problem(
            CHARACTER,
            N_("has the character U+%(code)s, and nothing closes it; remove it, or close it"),
            {"code": f"{ord(unclosed):04X}"},
        )
    return None


def _validate_markup(msgstr: str, serves: Serves, source: Source, basis: Basis) -> Problem | None:
    """Compare a form's markup with each of the texts that it may stand for.

    Where these differ only in attributes, both are right for each number.
    """
    singular, plural = source.texts
    texts = [plural]
    if serves not in ("zero", "others") or has_same_elements(singular, plural):
        texts.append(singular)
    problems = [
        compare_markup(text, msgstr, allows_references=basis.allows_references)
        for text in dict.fromkeys(texts)
    ]
    return problems[0] if all(problems) else None
