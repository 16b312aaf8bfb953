"""Flask-Babel's look-ups of messages: tracked, recorded, and answered from other texts.

All of them, those of lazy texts, templates and names imported before included, ask
``Domain.get_translations`` for the translations; so this is where they are met.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import flask_babel
from flask import Flask, current_app, has_app_context

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.jinja import track_environment
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import derive, spans_of, track

_GLOBALS = ("gettext", "ngettext", "pgettext", "npgettext", "_")
_PLURALS = {"ngettext": False, "npgettext": True}
"""The functions that take a number, and whether a context comes first."""

_EXTENSION = "kfor_i18n.tracking"

_records: ContextVar[tuple[list[Lookup], ...]] = ContextVar("records", default=())
_numbers: ContextVar[Mapping[Key, int]] = ContextVar("numbers", default=MappingProxyType({}))


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


def track_application(app: Flask, texts: Texts | None = None) -> None:
    """Track the messages that an application looks up with Flask-Babel, and in its templates.

    The application must have set up Flask-Babel. What it renders stays the same; ``texts`` are
    shown in place of its own.
    """
    _meet_domains()
    app.extensions[_EXTENSION] = texts or NoTexts()
    track_environment(app.jinja_env)
    for name in _GLOBALS:
        function = app.jinja_env.globals.get(name)
        if callable(function):
            if name in _PLURALS:
                function = _renumber(function, has_context=_PLURALS[name])
            app.jinja_env.globals[name] = _track_function(function)


@contextmanager
def record() -> Generator[list[Lookup]]:
    """Record the look-ups in a context, in their order."""
    lookups: list[Lookup] = []
    token = _records.set((*_records.get(), lookups))
    try:
        yield lookups
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


class _Translations:
    """An application's translations, whose look-ups are met."""

    def __init__(self, own: Any, texts: Texts, domain: str, locale: str) -> None:
        self._own, self._texts, self._domain, self._locale = own, texts, domain, locale

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def gettext(self, message: str) -> str:
        return self._look_up(self._own.gettext(message), Key(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        own = self._own.ngettext(singular, plural, number)
        return self._look_up(own, Key(singular), plural, number)

    def pgettext(self, context: str, message: str) -> str:
        return self._look_up(self._own.pgettext(context, message), Key(message, context))

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        own = self._own.npgettext(context, singular, plural, number)
        return self._look_up(own, Key(singular, context), plural, number)

    # The names that Babel gives them besides, and by which Flask-Babel calls them.
    ugettext, ungettext, upgettext, unpgettext = gettext, ngettext, pgettext, npgettext

    def _look_up(
        self, own: str, key: Key, plural: str | None = None, number: int | None = None
    ) -> str:
        text, is_translated = self._texts.find(
            self._domain, self._locale, key, plural, number
        ) or Found(own, own not in (key.msgid, plural))
        lookup = Lookup(key, self._domain, plural, number, is_translated)
        for lookups in _records.get():
            lookups.append(lookup)
        return track(text, lookup)


def _meet_domains() -> None:
    """Let every domain of a tracked application give translations whose look-ups are met."""
    original = flask_babel.Domain.get_translations
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def get_translations(self: Any) -> Any:
        translations = original(self)
        if not has_app_context() or _EXTENSION not in current_app.extensions:
            return translations
        domain = self.domain if isinstance(self.domain, str) else self.domain[0]
        texts = current_app.extensions[_EXTENSION]
        return _Translations(translations, texts, domain, str(flask_babel.get_locale()))

    flask_babel.Domain.get_translations = get_translations
    for name, has_context in _PLURALS.items():
        if method := getattr(flask_babel.Domain, name, None):
            setattr(flask_babel.Domain, name, _renumber(method, has_context=has_context))


def _track_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a template's gettext function keep the spans that it loses on its way.

    Jinja turns what was looked up to markup, before it puts the variables in.
    """

    # What the function asks Jinja to pass stands in its attributes, which are copied.
    @wraps(function)
    def tracking(*args: Any, **kwargs: Any) -> Any:
        with record() as lookups:
            result = derive(function, *args, **kwargs)
        if not lookups or not isinstance(result, str):
            return result
        if any(span.lookup == lookups[0] for span in spans_of(result)):
            return result
        return track(result, lookups[0])

    return tracking


def _renumber(function: Callable[..., Any], *, has_context: bool) -> Callable[..., Any]:
    """Make a function that looks a plural form up ask for another number where one is wanted."""

    @wraps(function)
    def renumbered(*args: Any, **kwargs: Any) -> Any:
        numbers = _numbers.get()
        if not numbers or len(args) < (4 if has_context else 3):
            return function(*args, **kwargs)
        *before, singular, plural, number = args
        wanted = numbers.get(Key(singular, before[-1] if has_context else None), number)
        variables = {
            name: wanted if type(value) is int and value == number else value
            for name, value in kwargs.items()
        }
        return function(*before, singular, plural, wanted, **variables)

    return renumbered
