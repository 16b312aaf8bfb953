"""The site's languages: catalogs loaded and guarded, text found in them, Flask-Babel wired."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property, partial
from math import floor
from typing import Any

import flask_babel
from babel import Locale
from babel.dates import format_skeleton
from flask import Flask, current_app, request
from markupsafe import Markup, escape

from kfor_i18n.catalogs.messages import Key, Translations
from kfor_i18n.catalogs.mo.loading import LoadedCatalog, load_catalog
from kfor_i18n.catalogs.po.file import read_po, read_revision
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import DOMAIN, Project
from kfor_i18n.catalogs.validation.markup import has_markup
from kfor_i18n.config import SOURCE_LANGUAGE, ConfigError, Settings
from kfor_i18n.locales import direction, locale_of, lookup, own_name
from kfor_i18n.site.fallback import mark
from kfor_i18n.site.narrowing import NarrowTranslations

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Language:
    """A language of the site: its tag (BCP 47), its own name and direction, and its catalog.

    The name and the direction (``ltr`` or ``rtl``) are CLDR's; they are held here since to look
    one up loads all that CLDR has of the language. The source language has no ``translations``.
    ``translated`` of ``total`` messages are shown in the language, ``refused`` ones are not though
    they are translated. ``revised`` is the date in the catalog's header; ``revision`` changes with
    the catalog's content.
    """

    tag: str
    name: str
    direction: str
    translations: Translations | None
    translated: int
    total: int
    revised: datetime | None
    revision: str = "source"
    refused: int = 0
    is_readable: bool = True

    @cached_property
    def locale(self) -> Locale:
        """CLDR's locale."""
        return locale_of(self.tag)

    def __reduce__(self) -> tuple[type[Language], tuple[object, ...]]:
        return Language, tuple(getattr(self, field.name) for field in fields(self))

    @property
    def coverage(self) -> float:
        """The translated part of all messages, 0 to 1; never 1 while one is missing."""
        return self.translated / self.total if self.total else 1.0

    @cached_property
    def text(self) -> Text:
        """The texts of this language, the source's own where one is missing."""
        return Text(self)


class Text:
    """Texts in one language; a missing one is the source's, marked if the reader can be told.

    ``gettext`` and ``pgettext`` are for labels, which are shown as they are. ``translate`` and
    ``translate_plural`` give texts that still have to be formatted: every text of the site goes
    through printf formatting, so a per cent sign is written ``%%`` in each.
    """

    def __init__(self, language: Language, *, marked: bool = False) -> None:
        """Take the language, and whether missing translations are marked (see ``fallback``)."""
        self._is_source = language.translations is None
        self._marked = marked and not self._is_source
        self._translations = language.translations or Translations({}, None)

    def gettext(self, msgid: str) -> str:
        """Return the text for a label."""
        return self.translate(msgid).replace("%%", "%")

    def pgettext(self, context: str, msgid: str) -> str:
        """Return the text for a label in a context."""
        return self.translate(msgid, context).replace("%%", "%")

    def translate(self, msgid: str, context: str | None = None) -> str:
        """Return the text for a message, to be formatted."""
        return self._or_source(self._translations.find(msgid, context), msgid)

    def translate_plural(
        self, msgid: str, plural: str, number: int, context: str | None = None
    ) -> str:
        """Return the text for a number, to be formatted."""
        found = self._translations.find_plural(msgid, plural, number, context)
        return self._or_source(found, msgid if number == 1 else plural)

    def has(self, msgid: str) -> bool:
        """Tell whether a message is shown in this language."""
        return self._is_source or Key(msgid) in self._translations

    def _or_source(self, found: str | None, source: str) -> str:
        if found is not None:
            return found
        return mark(source) if self._marked else source


def project_of(settings: Settings) -> Project:
    """Return the project whose catalogs the site shows."""
    return Project(
        root=settings.translations.parent,
        translations=settings.translations,
        domains={DOMAIN: settings.translations.parent / "babel.cfg"},
        always_formatted=True,
        slug_contexts=("URL slug",),
    )


def load_languages(settings: Settings) -> dict[str, Language]:
    """Load the languages to be offered by tag, the source language first; log what is refused.

    Raises ``ConfigError`` when the template, which says what there is to translate, cannot be read.
    """
    keys, created = _read_template(settings)
    total = len(keys)
    source = SOURCE_LANGUAGE
    languages = {
        source: Language(source, own_name(source), direction(source), None, total, total, created)
    }
    for tag in (*settings.languages[1:], *settings.candidates):
        catalog = _load_catalog(settings, tag, keys)
        language = Language(
            tag,
            own_name(tag),
            direction(tag),
            NarrowTranslations(
                catalog.translations.rule,
                partial(_reload, settings, tag),
                full=catalog.translations,
            ),
            catalog.translated,
            total,
            catalog.revised,
            catalog.revision,
            len(catalog.rejections),
            not catalog.problems,
        )
        if tag in settings.candidates and language.coverage < settings.min_coverage:
            logger.info("%s is not offered: %.0f%% translated", tag, 100 * language.coverage)
            continue
        _report(catalog)
        languages[tag] = language
    return languages


def _read_template(settings: Settings) -> tuple[dict[Key, str | None], datetime | None]:
    try:
        source = read_po(settings.translations / f"{DOMAIN}.pot")
    except CatalogError as error:
        raise ConfigError(f"{error}; run kfor-i18n extract") from error
    keys = {entry.key: entry.plural for entry in source.entries if not entry.is_header}
    return keys, read_revision(source.headers.get("pot-creation-date", ""))


def _load_catalog(settings: Settings, tag: str, keys: Mapping[Key, str | None]) -> LoadedCatalog:
    project = project_of(settings)
    path = project.compiled_path(project.catalog_path(DOMAIN, tag.replace("-", "_")))
    return load_catalog(path, locale_of(tag), keys, project.slug_contexts)


def _reload(settings: Settings, tag: str) -> Translations:
    return _load_catalog(settings, tag, _read_template(settings)[0]).translations


def _report(catalog: LoadedCatalog) -> None:
    for problem in catalog.problems:
        logger.error("%s", problem)
    for refusal in catalog.rejections:
        logger.error(
            "%s: the translation of %r %s", catalog.path, refusal.message.msgid, refusal.problem
        )


def init_i18n(app: Flask, languages: Mapping[str, Language]) -> None:
    """Wire Flask-Babel to the request's language, and the templates' gettext to guarded texts."""
    app.extensions["kfor_languages"] = languages
    flask_babel.Babel(app, locale_selector=lambda: str(current_language().locale))
    # Flask-Babel keeps the locale on the application context, which may outlive a request.
    app.before_request(flask_babel.refresh)
    app.jinja_env.globals.update(
        gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext, _=_gettext
    )
    app.jinja_env.filters["monthformat"] = format_month
    app.jinja_env.filters["percentage"] = format_coverage


def languages_of(app: Flask) -> Mapping[str, Language]:
    """Return an application's languages by tag, the source language first."""
    languages: Mapping[str, Language] = app.extensions["kfor_languages"]
    return languages


def offered_languages() -> Mapping[str, Language]:
    """Return the languages of the application that answers the request."""
    return languages_of(current_app)


def current_language() -> Language:
    """Return the request's language: the one that its URL names, else the negotiated one."""
    return language_of_url() or negotiated_language()


def language_of_url() -> Language | None:
    """Return the language that the request's path begins with, or ``None``."""
    # Not ``request.path``: it has no second slash, and ``//sl/`` is no Slovenian address.
    return offered_languages().get(request.environ["PATH_INFO"][1:].partition("/")[0])


def negotiated_language() -> Language:
    """Return the best language for the request's ``Accept-Language`` header."""
    languages = offered_languages()
    return languages[lookup(request.headers.get("Accept-Language", ""), list(languages))]


def page_text() -> Text:
    """Return the texts of the request's language, missing ones marked: for use in templates."""
    return Text(current_language(), marked=True)


def format_month(value: date) -> str:
    """Format a month of a year by CLDR: ``June 1999``, ``junij 1999``."""
    return format_skeleton("yMMMM", value, locale=flask_babel.get_locale())


def format_coverage(part: float) -> str:
    """Format a part of a whole as a percentage by CLDR, rounded down: only all is 100%."""
    return str(flask_babel.format_percent(floor(part * 100) / 100))


def _fill(msgid: str, text: str, variables: Mapping[str, Any]) -> Markup:
    """Put variables into a text as HTML: only a msgid that is HTML makes its translation HTML."""
    html = Markup(text) if has_markup(msgid) else escape(text)
    return html % variables


def _gettext(msgid: str, /, **variables: Any) -> Markup:
    return _fill(msgid, page_text().translate(msgid), variables)


def _pgettext(context: str, msgid: str, /, **variables: Any) -> Markup:
    return _fill(msgid, page_text().translate(msgid, context), variables)


def _ngettext(msgid: str, plural: str, num: int, /, **variables: Any) -> Markup:
    text = page_text().translate_plural(msgid, plural, num)
    return _fill(plural, text, {"num": num, **variables})


def _npgettext(context: str, msgid: str, plural: str, num: int, /, **variables: Any) -> Markup:
    text = page_text().translate_plural(msgid, plural, num, context)
    return _fill(plural, text, {"num": num, **variables})
