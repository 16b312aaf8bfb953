"""A catalog's messages, and the lookup of a translation among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kfor_i18n.catalogs.plurals import PluralRule

SLUG_CONTEXT = "URL slug"
"""The message context of a page's last path segment."""


class Key(NamedTuple):
    """What names a message in a catalog: its msgid within its msgctxt (``None``: no context)."""

    msgid: str
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its translations: one, or as many as the language has plural forms."""

    msgid: str
    msgstrs: tuple[str, ...]
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> Key:
        """What this message is looked up by; the plural msgid is no part of it."""
        return Key(self.msgid, self.context)


class Translations:
    """The usable translations of one language, looked up by msgid.

    Unlike ``gettext.GNUTranslations`` it answers ``None`` where there is no translation, so that
    whoever asks knows that the text is not in the language that was asked for.
    """

    def __init__(self, messages: Mapping[Key, Message], rule: PluralRule | None) -> None:
        """Take messages that may be shown, and the rule that picks among plural forms."""
        self._messages = messages
        self._rule = rule

    def get(self, key: Key) -> Message | None:
        """Return the message with its translations, or ``None`` where there are none to show."""
        return self._messages.get(key)

    @property
    def rule(self) -> PluralRule | None:
        """The rule that picks among plural forms, if the catalog has a usable one."""
        return self._rule

    def __contains__(self, key: Key) -> bool:
        return self.get(key) is not None

    def find(self, msgid: str, context: str | None = None) -> str | None:
        """Return the translation of a message without plural, or ``None``.

        A plural message has none: its forms may need a number that is not there.
        """
        message = self.get(Key(msgid, context))
        return message.msgstrs[0] if message and message.plural is None else None

    def find_plural(
        self, msgid: str, plural: str, number: int, context: str | None = None
    ) -> str | None:
        """Return the plural form for a number, or ``None`` where the message has no such forms."""
        message = self.get(Key(msgid, context))
        if message is None or message.plural != plural or self._rule is None:
            return None
        try:
            form = self._rule.index(number)
        except (ArithmeticError, ValueError):
            return None
        return message.msgstrs[form] if 0 <= form < len(message.msgstrs) else None
