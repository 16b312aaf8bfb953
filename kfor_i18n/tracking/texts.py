"""Look-ups as they are made: recorded, answered from other texts, and asked for other numbers."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple, Protocol

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import spans_of, track


class Found(NamedTuple):
    """The text of a message, and whether it is a translation or the source text."""

    text: str
    is_translated: bool


class Texts(Protocol):
    """Texts that an application is to show in place of its own."""

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        """Return the text of a message, or ``None`` to let the application's own be shown."""


class NoTexts:
    """Leaves all texts as the application has them."""

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        """Return ``None``."""


class Recorded(NamedTuple):
    """A look-up that was made, and the text that it gave, before variables were put in."""

    lookup: Lookup
    text: str


_records: ContextVar[tuple[list[Recorded], ...]] = ContextVar("records", default=())
_numbers: ContextVar[Mapping[Key, int]] = ContextVar("numbers", default=MappingProxyType({}))


@contextmanager
def record() -> Generator[list[Recorded]]:
    """Record the look-ups in a context, in their order."""
    recorded: list[Recorded] = []
    token = _records.set((*_records.get(), recorded))
    try:
        yield recorded
    finally:
        _records.reset(token)


@contextmanager
def override_numbers(numbers: Mapping[Key, int]) -> Generator[None]:
    """Show the plural forms of messages for other numbers than an application asks for.

    Variables of such a message that are equal to the number it was asked for change along.
    """
    token = _numbers.set(numbers)
    try:
        yield
    finally:
        _numbers.reset(token)


def number_for(key: Key, number: int) -> int:
    """Return the number that a message's plural form is to be shown for."""
    return _numbers.get().get(key, number)


def meet(texts: Texts, domains: Iterable[str], lookup: Lookup, own: str) -> str:
    """Record a look-up, and return its text tracked: one of ``texts``, or else the ``own``.

    The first of the ``domains`` that has the message is the look-up's; ``lookup.domain`` where none
    has it. An own text that is tracked already stays as it is.
    """
    key, plural = lookup.key, lookup.plural
    for domain in domains:
        found = texts.find(domain, lookup.locale, key, plural, lookup.number)
        if found is not None:
            made = replace(lookup, domain=domain, is_translated=found.is_translated)
            text = track(found.text, made)
            break
    else:
        spans = spans_of(own)
        made = spans[0].lookup if spans else lookup
        text = own if spans else track(own, made)
    recorded = Recorded(made, str.__str__(text))
    for each in _records.get():
        each.append(recorded)
    return text
