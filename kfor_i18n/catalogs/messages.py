"""Messages and their keys, and the lookup of translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kfor_i18n.catalogs.plurals import PluralRule


class Key(NamedTuple):
    """The identity of a message in a catalog: its msgid and its msgctxt (``None``: no context)."""

    msgid: str
    context: str | None = None


class Source(NamedTuple):
    """The source text of a message: the singular, and the plural if there is one."""

    singular: str
    plural: str | None = None

    @property
    def texts(self) -> tuple[str, str]:
        """The singular and the plural; twice the same text if there is no plural."""
        return self.singular, self.singular if self.plural is None else self.plural


@dataclass(frozen=True, slots=True)
class Message:
    """A message: source text and context, and one translation or one for each plural form."""

    msgid: str
    msgstrs: tuple[str, ...]
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> Key:
        """The key by which this message is looked up; it does not include the plural msgid."""
        return Key(self.msgid, self.context)


CREDITS = frozenset({"translator-credits", "translator_credits"})
"""The msgids that GTK and Qt applications have for the names of the translators: a list of any
length, with addresses in any spelling."""


def strip_forms(msgstrs: Sequence[str]) -> tuple[str, ...]:
    """Return translations without trailing empty ones."""
    length = len(msgstrs)
    while length and not msgstrs[length - 1]:
        length -= 1
    return tuple(msgstrs[:length])


def drop_whitespace(text: str) -> str:
    """Return a text without its whitespace, for comparisons that line breaks do not matter to."""
    return "".join(text.split())


class Translations:
    """The valid translations of one language.

    Unlike ``gettext.GNUTranslations``, lookups return ``None`` if there is no translation, so that
    callers know when a text is not in the requested language.
    """

    def __init__(self, messages: Mapping[Key, Message], rule: PluralRule | None) -> None:
        """Initialize with valid messages by key, and the catalog's plural rule, if usable."""
        self._messages = messages
        self._rule = rule

    def get(self, key: Key) -> Message | None:
        """Return the message with a valid translation, or ``None``."""
        return self._messages.get(key)

    @property
    def rule(self) -> PluralRule | None:
        """The plural rule, or ``None`` if the catalog has no usable one."""
        return self._rule

    def __contains__(self, key: Key) -> bool:
        return self.get(key) is not None

    def find(self, msgid: str, context: str | None = None) -> str | None:
        """Return the translation of a message, or ``None`` if it has none or has a plural.

        The forms of a plural message may require a number.
        """
        message = self.get(Key(msgid, context))
        return message.msgstrs[0] if message and message.plural is None else None

    def find_plural(
        self, msgid: str, plural: str, number: int, context: str | None = None
    ) -> str | None:
        """Return the plural form for a number, or ``None`` if there is no such translation.

        ``plural`` must equal the message's plural msgid.
        """
        message = self.get(Key(msgid, context))
        if message is None or message.plural != plural or self._rule is None:
            return None
        try:
            form = self._rule.index(number)
        except (ArithmeticError, ValueError):
            return None
        return message.msgstrs[form] if 0 <= form < len(message.msgstrs) else None
