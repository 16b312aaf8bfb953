"""The site's languages: compiled catalogs loaded and validated, and the texts found in them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from babel import Locale

from kfor_i18n.catalogs.messages import Key, Translations
from kfor_i18n.catalogs.mo.loading import LoadedCatalog, load_catalog
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.po.header import read_revision
from kfor_i18n.catalogs.problems import N_, CatalogError
from kfor_i18n.catalogs.project import DOMAIN, Project
from kfor_i18n.config import SOURCE_LANGUAGE, ConfigError, Settings, project_of
from kfor_i18n.locales import direction, locale_of, own_name, to_folder, to_tag
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import track

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Language:
    """A language of the site.

    ``tag`` is its BCP 47 tag; ``name`` (in the language itself) and ``direction`` (``ltr`` or
    ``rtl``) are CLDR's, looked up once because a look-up loads all that CLDR has of the language.
    The source language has no ``translations``. ``translated`` of ``total`` messages are shown in
    the language; ``refused`` ones have a translation that may not be shown. ``revised`` is the date
    in the catalog's header; ``revision`` changes with the catalog's content. ``formats`` is the
    locale by which dates and numbers are written where it is not the tag's.
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
    formats: str = ""

    @cached_property
    def locale(self) -> Locale:
        """CLDR's locale, by which dates and numbers are written."""
        return locale_of(self.formats or self.tag)

    @property
    def coverage(self) -> float:
        """The translated part of all messages, 0 to 1; never 1 while one is missing."""
        return self.translated / self.total if self.total else 1.0

    @cached_property
    def text(self) -> Text:
        """The texts of this language; a missing one is the source text."""
        return Text(self.translations, self.tag)


class Text:
    """Texts in one language; the source text stands in for a missing translation.

    All of them are tracked: a page then tells which texts are not translated (``fallback``), and
    the workbench which messages it was made of. ``locale`` is the language's tag. ``gettext`` and
    ``pgettext`` return labels, to be shown as they are. ``translate`` and ``translate_plural``
    return texts to be formatted: every text of the site goes through printf formatting, so each
    writes a percent sign as ``%%``.
    """

    def __init__(self, translations: Translations | None, locale: str = SOURCE_LANGUAGE) -> None:
        """Initialize with the translations, ``None`` for the source, and their language's tag."""
        self.locale = locale
        self._is_source = translations is None
        self._translations = translations or Translations({}, None)

    def gettext(self, msgid: str) -> str:
        """Return the text of a label."""
        return self.translate(msgid).replace("%%", "%")

    def pgettext(self, context: str, msgid: str) -> str:
        """Return the text of a label in a context."""
        return self.translate(msgid, context).replace("%%", "%")

    def translate(self, msgid: str, context: str | None = None) -> str:
        """Return the text of a message, to be formatted."""
        found = self._translations.find(msgid, context)
        return self._track(found, msgid, Lookup(Key(msgid, context), DOMAIN))

    def translate_plural(
        self, msgid: str, plural: str, number: int, context: str | None = None
    ) -> str:
        """Return the text for a number, to be formatted."""
        found = self._translations.find_plural(msgid, plural, number, context)
        lookup = Lookup(Key(msgid, context), DOMAIN, plural, number)
        return self._track(found, msgid if number == 1 else plural, lookup)

    def _track(self, found: str | None, source: str, lookup: Lookup) -> str:
        is_translated = self._is_source or found is not None
        text = source if found is None else found
        return track(text, replace(lookup, is_translated=is_translated, locale=self.locale))


def load_languages(settings: Settings) -> dict[str, Language]:
    """Load the languages on offer by tag, the source language first; log invalid translations.

    Raises ``ConfigError`` when the template, which lists the messages there are, cannot be read.
    """
    project = project_of(settings)
    keys, created = _read_template(project)
    source = SOURCE_LANGUAGE
    total = len(keys)
    languages = {
        source: Language(
            source,
            own_name(source),
            direction(source),
            translations=None,
            translated=total,
            total=total,
            revised=created,
            formats=settings.formats.get(source, ""),
        )
    }
    for tag in (*settings.languages[1:], *settings.candidates):
        catalog = _load_catalog(project, tag, keys)
        language = _make_language(settings, tag, catalog, total)
        if tag in settings.candidates and language.coverage < settings.min_coverage:
            logger.info("%s is not offered: %.0f%% translated", tag, 100 * language.coverage)
            continue
        _report(catalog)
        languages[tag] = language
    return languages


def _read_template(project: Project) -> tuple[dict[Key, str | None], datetime | None]:
    """Return the keys of the site's messages with their plurals, and the template's date."""
    try:
        template = read_po(project.template(DOMAIN))
    except CatalogError as error:
        first = error.findings[0]
        raise ConfigError(
            N_(
                "%(place)s: %(problem)s; restore the template, or delete it and run "
                "kfor-i18n extract"
            ),
            place=f"{first.path}:{first.line}" if first.line else first.path,
            problem=first.problem,
        ) from error
    keys = {entry.key: entry.plural for entry in template.entries if not entry.is_header}
    return keys, read_revision(template.headers.get("pot-creation-date", ""))


def _load_catalog(project: Project, tag: str, keys: Mapping[Key, str | None]) -> LoadedCatalog:
    folders = (folder for folder in project.locale_folders() if to_tag(folder) == tag)
    folder = next(folders, to_folder(tag))
    path = project.compiled_path(project.catalog_path(DOMAIN, folder))
    return load_catalog(path, locale_of(tag), keys, project.slug_contexts)


def _make_language(settings: Settings, tag: str, catalog: LoadedCatalog, total: int) -> Language:
    return Language(
        tag=tag,
        name=own_name(tag),
        direction=direction(tag),
        translations=catalog.translations,
        translated=catalog.translated,
        total=total,
        revised=catalog.revised,
        revision=catalog.revision,
        refused=len(catalog.rejections),
        is_readable=not catalog.problems,
        formats=settings.formats.get(tag, ""),
    )


def _report(catalog: LoadedCatalog) -> None:
    for problem in catalog.problems:
        logger.error("%s", problem)
    for rejection in catalog.rejections:
        logger.error(
            "%s: invalid translation of %r: %s",
            catalog.path,
            rejection.message.msgid,
            rejection.problem,
        )
