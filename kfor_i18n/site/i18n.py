"""Flask-Babel and the templates' gettext, wired to the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import floor
from typing import Any

import flask_babel
from babel.dates import format_skeleton
from flask import Flask, current_app, request
from markupsafe import Markup

from kfor_i18n.catalogs.validation.markup import has_markup
from kfor_i18n.locales import lookup
from kfor_i18n.site.languages import Language, Text
from kfor_i18n.site.model import site_of
from kfor_i18n.tracking.text import escape_html, to_markup


def init_i18n(app: Flask) -> None:
    """Set up Flask-Babel, the gettext functions and the filters of the templates."""
    flask_babel.Babel(app, locale_selector=lambda: str(current_language().locale))
    # Flask-Babel keeps the locale on the application context, which may outlive a request.
    app.before_request(flask_babel.refresh)
    app.jinja_env.globals.update(
        gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext, _=_gettext
    )
    app.jinja_env.filters["monthformat"] = format_month
    app.jinja_env.filters["percentage"] = format_coverage


def current_language() -> Language:
    """Return the language of the request: that of its URL or, without one, the negotiated one."""
    return language_of_url() or negotiated_language()


def language_of_url() -> Language | None:
    """Return the language that the request's path begins with, or ``None``."""
    # Not ``request.path``, which folds slashes: ``//sl/`` is not a Slovenian address.
    tag = request.environ["PATH_INFO"][1:].partition("/")[0]
    return site_of(current_app).languages.get(tag)


def negotiated_language() -> Language:
    """Return the best language for the request's ``Accept-Language`` header."""
    languages = site_of(current_app).languages
    return languages[lookup(request.headers.get("Accept-Language", ""), list(languages))]


def format_month(value: date) -> str:
    """Format a month and year according to CLDR: ``June 1999``, ``junij 1999``."""
    return format_skeleton("yMMMM", value, locale=flask_babel.get_locale())


def format_coverage(part: float) -> str:
    """Format a share as a percentage according to CLDR, rounded down: 100% means all."""
    return str(flask_babel.format_percent(floor(part * 100) / 100))


def _text() -> Text:
    return current_language().text


def _fill(msgid: str, text: str, variables: Mapping[str, Any]) -> Markup:
    """Insert variables into a text as HTML; a translation is HTML only if its msgid is."""
    html = to_markup(text) if has_markup(msgid) else escape_html(text)
    return html % variables


def _gettext(msgid: str, /, **variables: Any) -> Markup:
    return _fill(msgid, _text().translate(msgid), variables)


def _pgettext(context: str, msgid: str, /, **variables: Any) -> Markup:
    return _fill(msgid, _text().translate(msgid, context), variables)


def _ngettext(msgid: str, plural: str, num: int, /, **variables: Any) -> Markup:
    text = _text().translate_plural(msgid, plural, num)
    return _fill(plural, text, {"num": num, **variables})


def _npgettext(context: str, msgid: str, plural: str, num: int, /, **variables: Any) -> Markup:
    text = _text().translate_plural(msgid, plural, num, context)
    return _fill(plural, text, {"num": num, **variables})
