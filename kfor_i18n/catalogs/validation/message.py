"""Validation of single translations. Nothing else decides whether a translation may be shown.

A translation is untrusted code: it is formatted, and it becomes HTML. A valid one can be formatted
with the variables of its source text and adds no markup to the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from kfor_i18n.catalogs.messages import CREDITS, Key, Message, Source
from kfor_i18n.catalogs.plurals import PluralRule, Serves
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import (
    FORBIDDEN,
    OPENING,
    closing_of,
    find_forbidden,
    find_unclosed,
    has_visible,
    is_blank,
)
from kfor_i18n.catalogs.validation.comparing import compare_placeholders
from kfor_i18n.catalogs.validation.formats import EVERY_TEXT, Formats
from kfor_i18n.catalogs.validation.markup import compare_markup, has_same_elements
from kfor_i18n.catalogs.validation.slugs import NO_SLUGS, Slugs, validate_slug

TOO_LONG = Code(
    "too-long",
    N_("Translation far too long"),
    N_(
        "The limit is ten times the length of the source plus 1,000 characters. A longer "
        "translation is almost certainly in the wrong entry."
    ),
)


CHARACTER = Code(
    "character",
    # Translators: the title of a kind of finding.
    N_("Forbidden character"),
    N_(
        "Control characters and bidirectional overrides are pasted by accident or inserted on "
        "purpose. Translations that contain them are rejected, unless the source contains them "
        "too. Bidirectional embeddings and isolates must be closed."
    ),
)


FORM_SOURCE = Code(
    "form-source",
    N_("Source text in some of the plural forms"),
    N_("Some tools fill empty forms with the source text, so readers would see two languages."),
)


FORM_RULE = Code(
    "form-rule",
    N_("Plural message without a plural rule"),
    N_(
        "Without a valid plural rule in the Plural-Forms field of the header, there is no way to "
        "choose the form for a number."
    ),
)


FORM_COUNT = Code(
    "form-count",
    N_("Wrong number of plural forms"),
    N_(
        "nplurals in the header sets the number of plural forms. A message without msgid_plural "
        "has exactly one form."
    ),
)


INCOMPLETE_FORMS = Code(
    "incomplete-forms",
    N_("Empty or invisible translation"),
    N_("Whitespace and invisible characters alone do not count as a translation."),
)


PLURAL_SOURCE = Code(
    "plural-source",
    N_("Plural source text differs from the template"),
    N_(
        "The plural forms were translated from a source text different from the one that the "
        "application uses."
    ),
)


# No language needs ten times the length; the constant allows for abbreviations as source texts.
_LONGEST_FACTOR, _LONGEST_SHORT = 10, 1_000

# A text without any of these can be invalid only by its length, as a plural or as a slug.
_SPECIAL = re.compile(f"[%{{}}<&{OPENING}]|{FORBIDDEN.pattern}")


class Basis(NamedTuple):
    """What a translation is validated by, in addition to its catalog's plural rule and slugs.

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
"""The strictest basis: every text is formatted, and all that ``find_doubts`` finds is rejected."""


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
        return _describe_unseen(message)
    if slugs.hold(message):
        return validate_slug(message, slugs.taken_from(message))
    if message.plural is None and len(message.msgstrs) == 1:
        return _validate_text(message.msgstrs[0], "one", message, basis)
    if message.plural is None:
        return Problem(
            FORM_COUNT,
            N_("too many forms (%(found)s) for a message without msgid_plural; keep one"),
            {"found": len(message.msgstrs)},
        )
    if rule is None:
        return Problem(FORM_RULE, N_("no valid plural rule; fix the header field Plural-Forms"))
    return _validate_count(message, rule, basis) or _validate_forms(message, rule, basis)


def validate_filled(
    message: Message, rule: PluralRule | None, basis: Basis = STRICT
) -> Problem | None:
    """Return the problem with the forms of an incomplete plural that are filled in.

    Without a usable rule, nobody knows which numbers they are for.
    """
    return _validate_forms(message, rule, basis) if rule else None


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
        N_(
            "plural source text differs from the template; run kfor-i18n update, then kfor-i18n "
            "compile"
        ),
    )


def _is_unseen(message: Message, basis: Basis) -> bool:
    """Return whether a form is empty, or invisible although the source text is not."""
    if not all(message.msgstrs):
        return True
    for text in message.msgstrs:
        if not has_visible(unescape(text)) and (basis.is_strict or not is_blank(text)):
            return has_visible(basis.source_of(message).singular)
    return False


def _describe_unseen(message: Message) -> Problem:
    if message.plural is None:
        msgid = N_("translation without visible text; translate the message")
    else:
        msgid = N_("plural form without visible text; translate every form")
    return Problem(INCOMPLETE_FORMS, msgid)


def _validate_count(message: Message, rule: PluralRule, basis: Basis) -> Problem | None:
    forms = message.msgstrs
    surplus = forms[rule.forms :]
    if len(forms) < rule.forms or (
        surplus and (basis.is_strict or set(surplus) != {forms[rule.forms - 1]})
    ):
        return Problem(
            FORM_COUNT,
            N_(
                "wrong number of plural forms (%(found)s, but nplurals in the header is "
                "%(forms)s); add or remove forms"
            ),
            {"found": len(forms), "forms": rule.forms},
        )
    # Babel's compiler fills empty forms with the source text. A first form equal to the msgid may
    # be a cognate, such as "album", and forms that are all the same a word of the language.
    is_word = message.plural == message.msgid or (len(set(forms)) == 1 and not basis.is_strict)
    if not is_word and forms[0] != message.msgid and message.plural in forms[1:]:
        return Problem(
            FORM_SOURCE,
            N_("source text in some of the plural forms; translate every form"),
        )
    return None


def _validate_forms(message: Message, rule: PluralRule, basis: Basis) -> Problem | None:
    for number, msgstr in enumerate(message.msgstrs):
        problem = msgstr and _validate_text(msgstr, rule.serves(number), message, basis)
        if problem:
            return Problem(
                problem.code,
                # Translators: a finding about a plural form; the problem is another message.
                N_("msgstr[%(form)s]: %(problem)s"),
                {"form": number, "problem": problem},
            )
    return None


def _validate_text(msgstr: str, serves: Serves, message: Message, basis: Basis) -> Problem | None:
    source = basis.source_of(message)
    singular, plural = source.texts
    is_long = len(msgstr) > _LONGEST_FACTOR * len(plural) + _LONGEST_SHORT
    if is_long and message.msgid not in CREDITS:
        return Problem(
            TOO_LONG,
            N_("translation %(times)s times as long as the source; shorten it"),
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
            N_("forbidden character U+%(code)s; remove it"),
            {"code": f"{ord(forbidden):04X}"},
        )
    return None


def _validate_direction(msgstr: str, source: str) -> Problem | None:
    unclosed = find_unclosed(unescape(msgstr))
    if unclosed and not find_unclosed(unescape(source)):
        return Problem(
            CHARACTER,
            N_(
                "unclosed bidirectional control U+%(code)s; remove it, or close it with "
                "U+%(closing)s"
            ),
            {"code": f"{ord(unclosed):04X}", "closing": f"{ord(closing_of(unclosed)):04X}"},
        )
    return None


def _validate_markup(msgstr: str, serves: Serves, source: Source, basis: Basis) -> Problem | None:
    """Compare a form's markup with each of the texts that it may be used for.

    If these differ only in attributes, either is correct for each number.
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
