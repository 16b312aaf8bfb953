"""Validation of single translations. Nothing else decides whether a translation may be shown.

A translation is untrusted code: it is formatted, and it becomes HTML. A valid one can be formatted
with the variables of its source text and adds no markup to the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.plurals import PluralRule
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import FORBIDDEN, has_visible
from kfor_i18n.catalogs.validation.markup import compare_markup
from kfor_i18n.catalogs.validation.placeholders import compare_placeholders

SLUG_PLURAL = Code(
    "slug-plural",
    N_("A URL slug with a plural"),
    N_("A page has one address in a language."),
)


SLUG_TAKEN = Code(
    "slug-taken",
    N_("A URL slug that another page has"),
    N_("Two pages cannot have one address."),
)


SLUG_FORM = Code(
    "slug-form",
    N_("A URL slug that is none"),
    N_("A slug is part of an address: a to z, 0 to 9, and single hyphens between them."),
)


TOO_LONG = Code(
    "too-long",
    N_("A translation many times as long as its source"),
    N_("Ten times the source and more is a text in the wrong place."),
)


CHARACTER = Code(
    "character",
    N_("A character that no text needs"),
    N_(
        "Control characters and the overrides that reorder foreign text are copied by "
        "accident or with a purpose; either way they are not shown."
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


PLURAL_SOURCE = Code(
    "plural-source",
    N_("Plural source text that differs from the template's"),
    N_("The plural forms were translated for another source text than the application uses."),
)


MAX_SLUG_LENGTH = 60

# No language needs ten times the length; the constant allows for abbreviations as source texts.
_LONGEST_FACTOR, _LONGEST_SHORT = 10, 1_000

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A text without any of these can be invalid only by its length, as a plural or as a slug.
_SPECIAL = re.compile(f"[%{{<&]|{FORBIDDEN.pattern}")


@dataclass(frozen=True, slots=True)
class Rejection:
    """A message with an invalid translation, and the problem."""

    message: Message
    problem: Problem


class Slugs:
    """The URL slugs of a catalog: the slug of each page, and whether a message is a slug.

    The slug of a page is its translation or, until there is a valid one, its source text.
    """

    def __init__(self, contexts: Collection[str] = (), keys: Iterable[Key] = ()) -> None:
        """Initialize with the contexts whose messages are slugs and the keys of all messages."""
        self._contexts = contexts
        self._slugs = {key.msgid: key.msgid for key in keys if key.context in contexts}

    def hold(self, message: Message) -> bool:
        """Return whether a message is a slug."""
        return message.context in self._contexts

    def taken_from(self, message: Message) -> Collection[str]:
        """Return the slugs that a message's translation cannot have: those of other pages."""
        # The source text of each slug is taken too: its URL redirects to the page.
        others = {slug for msgid, slug in self._slugs.items() if msgid != message.msgid}
        return others | (self._slugs.keys() - {message.msgid})

    def take(self, message: Message) -> None:
        """Record the slug of a message with a valid translation; other messages are ignored."""
        if self.hold(message):
            self._slugs[message.msgid] = message.msgstrs[0]


NO_SLUGS = Slugs()
"""The slugs of a catalog without slugs."""


def validate(
    message: Message,
    rule: PluralRule | None,
    slugs: Slugs = NO_SLUGS,
    *,
    is_formatted: bool = True,
) -> Problem | None:
    """Return the problem with a message's translation, or ``None`` if it is valid.

    ``rule`` is the catalog's plural rule, or ``None`` if it has no usable one. ``is_formatted``:
    printf formatting is applied to the text, as Jinja's newstyle gettext does to every text.
    """
    if _is_blank(message):
        return Problem(INCOMPLETE_FORMS, N_("is not translated in full; fill in every form"))
    if slugs.hold(message):
        return _validate_slug(message, slugs.taken_from(message))
    if message.plural is not None or len(message.msgstrs) != 1:
        return _validate_count(message, rule) or _validate_forms(message, is_formatted)
    return _validate_text(message, message.msgstrs[0], is_formatted)


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


def _is_blank(message: Message) -> bool:
    """Return whether a form is empty, or invisible although the source text is not."""
    if all(map(has_visible, message.msgstrs)):
        return False
    return not all(message.msgstrs) or has_visible(message.msgid)


def _validate_count(message: Message, rule: PluralRule | None) -> Problem | None:
    found = len(message.msgstrs)
    if message.plural is None:
        return Problem(
            FORM_COUNT,
            N_("has %(found)s forms; a message without plural has one"),
            {"found": found},
        )
    if rule is None:
        return Problem(FORM_RULE, N_("needs a plural rule; mend the catalog's Plural-Forms header"))
    if found != rule.forms:
        return Problem(
            FORM_COUNT,
            N_("has %(found)s plural forms; this catalog's rule has %(forms)s"),
            {"found": found, "forms": rule.forms},
        )
    # Babel's compiler fills empty forms with the source text. A first form equal to the msgid may
    # be a cognate, such as "album".
    if message.msgstrs[0] != message.msgid and message.plural in message.msgstrs[1:]:
        return Problem(
            FORM_SOURCE,
            N_("has the source text in some of its plural forms; translate every form"),
        )
    return None


def _validate_forms(message: Message, is_formatted: bool) -> Problem | None:
    for number, msgstr in enumerate(message.msgstrs):
        problem = _validate_text(message, msgstr, is_formatted)
        if problem:
            return Problem(
                problem.code,
                # Translators: a finding about a plural form; the problem is another message.
                N_("msgstr[%(form)s] %(problem)s"),
                {"form": number, "problem": problem},
            )
    return None


def _validate_text(message: Message, msgstr: str, is_formatted: bool) -> Problem | None:
    source = message.msgid if message.plural is None else message.plural
    if len(msgstr) > _LONGEST_FACTOR * len(source) + _LONGEST_SHORT:
        return Problem(
            TOO_LONG,
            N_("is %(times)s times as long as its source; shorten it"),
            {"times": len(msgstr) // max(len(source), 1)},
        )
    if not (_SPECIAL.search(msgstr) or _SPECIAL.search(source)):
        return None
    if forbidden := FORBIDDEN.search(msgstr):
        return Problem(
            CHARACTER,
            N_("has the character U+%(code)s, which no text needs; remove it"),
            {"code": f"{ord(forbidden[0]):04X}"},
        )
    problem = compare_placeholders(message.msgid, message.plural, msgstr, is_formatted=is_formatted)
    return problem or compare_markup(source, msgstr)


def _validate_slug(message: Message, taken: Collection[str]) -> Problem | None:
    slug = message.msgstrs[0]
    if message.plural is not None or len(message.msgstrs) != 1:
        return Problem(SLUG_PLURAL, N_("is a URL slug and can have no plural; remove the forms"))
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG_LENGTH:
        return Problem(
            SLUG_FORM,
            N_("is not a URL slug; use a to z, 0 to 9 and single hyphens, %(most)s at most"),
            {"most": MAX_SLUG_LENGTH},
        )
    if slug in taken:
        return Problem(
            SLUG_TAKEN,
            N_('is the slug "%(slug)s", which another page has; choose another'),
            {"slug": slug},
        )
    return None
