"""Flask-Babel's look-ups of messages: tracked, recorded, and answered from other texts.

All of them, those of lazy texts, templates and names imported before included, ask
``Domain.get_translations`` for the translations; so this is where they are met. Flask-Babel 2, 3
and 4 are alike in this, and so are domains with a class of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import flask_babel
from flask import Flask, current_app, has_app_context

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.jinja import track_environment
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.markup import track_markup
from kfor_i18n.tracking.responses import track_responses
from kfor_i18n.tracking.text import derive, spans_of, track
from kfor_i18n.tracking.texts import NoTexts, Texts, meet, number_for, record

_GLOBALS = ("gettext", "ngettext", "pgettext", "npgettext", "_")
_PLURALS = {"ngettext": False, "npgettext": True}
"""The functions that take a number, and whether a context comes first."""

_EXTENSION = "kfor_i18n.tracking"
_MET = "_kfor_i18n_is_met"


def track_application(app: Flask, texts: Texts | None = None) -> None:
    """Track the messages that an application looks up with Flask-Babel, and in its templates.

    The application must have set up Flask-Babel, if it uses it. What it renders stays the same;
    ``texts`` are shown in place of its own.
    """
    _meet_domains()
    track_responses()
    track_markup()
    app.extensions[_EXTENSION] = texts or NoTexts()
    environment = app.jinja_env
    track_environment(environment)
    for name in _GLOBALS:
        function = environment.globals.get(name)
        if callable(function):
            if name in _PLURALS:
                function = _renumber(function, has_context=_PLURALS[name])
            environment.globals[name] = _track_function(function)


def texts_of(app: Flask) -> Texts:
    """Return the texts that a tracked application is to show in place of its own."""
    texts: Texts = app.extensions[_EXTENSION]
    return texts


def current_texts() -> Texts | None:
    """Return the texts of the application in use, or ``None`` if it is not tracked."""
    if not has_app_context() or _EXTENSION not in current_app.extensions:
        return None
    return texts_of(current_app)


def current_locale() -> str:
    """Return Flask-Babel's locale, or "" where there is none."""
    if not has_app_context() or "babel" not in current_app.extensions:
        return ""
    return str(flask_babel.get_locale() or "")


class _Translations:
    """An application's translations, whose look-ups are met."""

    def __init__(self, own: Any, texts: Texts, domains: tuple[str, ...], locale: str) -> None:
        self._own, self._texts, self._domains, self._locale = own, texts, domains, locale

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
        is_translated = own not in (key.msgid, plural)
        lookup = Lookup(key, self._domains[0], plural, number, is_translated, self._locale)
        return meet(self._texts, self._domains, lookup, own)


def _meet_domains() -> None:
    """Let every domain of a tracked application give translations whose look-ups are met."""
    for domain in _subclasses_of(flask_babel.Domain):
        if _MET in vars(domain):
            continue
        setattr(domain, _MET, True)
        if "get_translations" in vars(domain):
            domain.get_translations = _meeting(domain.get_translations)
        for name, has_context in _PLURALS.items():
            if name in vars(domain):
                method = _renumber(getattr(domain, name), has_context=has_context)
                setattr(domain, name, method)


def _subclasses_of(kind: Any) -> Iterator[Any]:
    yield kind
    for each in kind.__subclasses__():
        yield from _subclasses_of(each)


def _meeting(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    @wraps(original)
    def get_translations(self: Any) -> Any:
        translations, texts = original(self), current_texts()
        if texts is None or isinstance(translations, _Translations):
            return translations
        # Flask-Babel 2 has one domain, later ones a list.
        domains = (self.domain,) if isinstance(self.domain, str) else tuple(self.domain)
        return _Translations(translations, texts, domains, current_locale())

    return get_translations


def _track_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a template's gettext function keep the spans that it loses on its way.

    Jinja turns what was looked up to markup, before it puts the variables in.
    """

    # What the function asks Jinja to pass stands in its attributes, which are copied.
    @wraps(function)
    def tracking(*args: Any, **kwargs: Any) -> Any:
        with record() as recorded:
            result = derive(function, *args, **kwargs)
        if not recorded or not isinstance(result, str):
            return result
        lookup = recorded[0].lookup
        if any(span.lookup == lookup for span in spans_of(result)):
            return result
        return track(result, lookup)

    return tracking


def _renumber(function: Callable[..., Any], *, has_context: bool) -> Callable[..., Any]:
    """Make a function that looks a plural form up ask for another number where one is wanted."""

    @wraps(function)
    def renumbered(*args: Any, **kwargs: Any) -> Any:
        if len(args) < (4 if has_context else 3):
            return function(*args, **kwargs)
        *before, singular, plural, number = args
        wanted = number_for(Key(singular, before[-1] if has_context else None), number)
        if wanted == number:
            return function(*args, **kwargs)
        variables = {
            name: wanted if type(value) is int and value == number else value
            for name, value in kwargs.items()
        }
        return function(*before, singular, plural, wanted, **variables)

    return renumbered
