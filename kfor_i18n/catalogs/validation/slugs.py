"""URL slugs: messages that are parts of addresses, each of which only one page can have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.problems import N_, Code, Problem

SLUG_PLURAL = Code(
    "slug-plural",
    N_("URL slug with plural forms"),
    N_("Each page has exactly one URL per language."),
)


SLUG_TAKEN = Code(
    "slug-taken",
    N_("URL slug already in use"),
    N_("Two pages cannot have the same URL."),
)


SLUG_FORM = Code(
    "slug-form",
    N_("Invalid URL slug"),
    N_(
        "A slug is part of a URL. Use only a to z, 0 to 9 and single hyphens between them, at "
        "most 60 characters."
    ),
)


MAX_SLUG_LENGTH = 60

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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


def validate_slug(message: Message, taken: Collection[str]) -> Problem | None:
    """Return the problem with a slug, or ``None``; ``taken`` are those of other pages."""
    slug = message.msgstrs[0]
    if message.plural is not None or len(message.msgstrs) != 1:
        return Problem(
            SLUG_PLURAL,
            N_("plural forms in a URL slug; use pgettext instead of npgettext in the source code"),
        )
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG_LENGTH:
        return Problem(
            SLUG_FORM,
            N_(
                "invalid URL slug; use only a to z, 0 to 9 and single hyphens between them, at "
                "most %(most)s characters"
            ),
            {"most": MAX_SLUG_LENGTH},
        )
    if slug in taken:
        return Problem(
            SLUG_TAKEN,
            N_('slug "%(slug)s" already used by another page; choose a different one'),
            {"slug": slug},
        )
    return None
