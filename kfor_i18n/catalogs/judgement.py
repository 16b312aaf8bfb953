"""The one place that says whether a translation may be shown.

A translation is code that a translator writes: it is formatted and it becomes HTML. What this
module lets pass can be formatted with the source's variables and puts no markup on the page that
the source does not have.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kfor_i18n.catalogs.markup import compare_markup
from kfor_i18n.catalogs.messages import SLUG_CONTEXT, Key, Message
from kfor_i18n.catalogs.placeholders import compare_placeholders
from kfor_i18n.catalogs.plurals import PluralRule

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Control characters, surrogates, noncharacters, and the overrides that reorder foreign text.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True)
class Refusal:
    """A message whose translation may not be shown, and why; ``reason`` ends with the remedy."""

    message: Message
    reason: str


def judge(
    message: Message, rule: PluralRule | None, taken_slugs: Collection[str] = ()
) -> str | None:
    """Say why a translation may not be shown, or ``None`` where it may.

    Takes the message with its translations, the catalog's plural rule (``None`` where it has no
    usable one) and the URL slugs that other messages have.
    """
    if not all(message.msgstrs):
        return "is not translated in full; fill in every form"
    if problem := _judge_forms(message, rule):
        return problem
    for number, msgstr in enumerate(message.msgstrs):
        problem = _judge_text(message, msgstr, taken_slugs)
        if problem:
            return problem if message.plural is None else f"form {number} {problem}"
    return None


def judge_all(
    messages: Iterable[Message], rule: PluralRule | None, source: Collection[Key] = ()
) -> tuple[dict[Key, Message], list[Refusal]]:
    """Judge a catalog: return the messages that may be shown, and the refusals.

    ``source`` holds the keys of the template, whose slugs no translation of another may take.
    """
    usable: dict[Key, Message] = {}
    refusals = []
    slugs = {key.msgid: key.msgid for key in source if key.context == SLUG_CONTEXT}
    for message in messages:
        others = {slug for msgid, slug in slugs.items() if msgid != message.msgid}
        reason = judge(message, rule, others if message.context == SLUG_CONTEXT else ())
        if reason:
            refusals.append(Refusal(message, reason))
            continue
        usable[message.key] = message
        if message.context == SLUG_CONTEXT:
            slugs[message.msgid] = message.msgstrs[0]
    return usable, refusals


def _judge_forms(message: Message, rule: PluralRule | None) -> str | None:
    found = len(message.msgstrs)
    if message.plural is None:
        return None if found == 1 else f"has {found} forms; a message without plural has one"
    if rule is None:
        return "needs a plural rule; mend the catalog's Plural-Forms header"
    if found != rule.forms:
        return f"has {found} plural forms; this language has {rule.forms}"
    untranslated = [form in (message.msgid, message.plural) for form in message.msgstrs]
    if any(untranslated) and not all(untranslated):
        return "has the source text in some of its plural forms; translate every form"
    return None


def _judge_text(message: Message, msgstr: str, taken_slugs: Collection[str]) -> str | None:
    if forbidden := _FORBIDDEN.search(msgstr):
        return f"has the character U+{ord(forbidden[0]):04X}; remove it"
    if message.context == SLUG_CONTEXT:
        return _judge_slug(msgstr, taken_slugs)
    if problem := compare_placeholders(message.msgid, message.plural, msgstr):
        return problem
    source = message.msgid if message.plural is None else message.plural
    return compare_markup(source, msgstr)


def _judge_slug(slug: str, taken: Collection[str]) -> str | None:
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        return "is not a URL slug; use a to z, 0 to 9 and single hyphens, 60 characters at most"
    if slug in taken:
        return f"is the slug {slug!r}, which another page has; choose another"
    return None
