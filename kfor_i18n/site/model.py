"""The site and its pages: the parts of an application, and the URL of each page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask

from kfor_i18n.clock import Clock
from kfor_i18n.config import SOURCE_LANGUAGE, Settings
from kfor_i18n.site.assets import Asset
from kfor_i18n.site.languages import Language, Text
from kfor_i18n.tracking.text import plain

Label = Callable[[Text], str]
"""A text of the site, as a function of a language's texts."""

_KEY = "kfor_i18n"


def _no_context(_: Site) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Page:
    """A page of the site: its name within the program, its template, its texts and its data.

    ``label`` is the text of links to it, ``description`` is for search engines and shared links.
    ``slug`` is the last segment of its path, ``None`` for a language's front page. ``context``
    returns the variables that its template has besides those of every page.
    """

    name: str
    template: str
    title: Label
    label: Label
    description: Label
    slug: Label | None = None
    context: Callable[[Site], Mapping[str, Any]] = _no_context


@dataclass(frozen=True)
class Site:
    """The site: its settings, its languages by tag (the source language first) and its pages.

    ``assets`` are the static files by name, ``style`` is the minified style sheet of all pages,
    and ``clock`` tells the time.
    """

    settings: Settings
    languages: Mapping[str, Language]
    pages: Sequence[Page]
    assets: Mapping[str, Asset]
    style: str
    clock: Clock

    @property
    def url(self) -> str:
        """The public URL, without a trailing slash."""
        return self.settings.site_url

    @property
    def front(self) -> Page:
        """The front page."""
        return self.pages[0]

    @property
    def source(self) -> Language:
        """The source language."""
        return self.languages[SOURCE_LANGUAGE]

    @property
    def now(self) -> datetime:
        """The time by the site's clock, or of the newest catalog: a clock before that is wrong."""
        revised = (language.revised for language in self.languages.values())
        return max(self.clock(), *filter(None, revised))

    @property
    def today(self) -> date:
        """The date of that time, by which pages count years."""
        return self.now.astimezone(UTC).date()

    def path_of(self, page: Page, language: Language) -> str:
        """Return a page's path in a language: ``/sl/jeziki/``."""
        slug = page.slug(language.text) if page.slug else ""
        # Added, a slug stays a tracked text.
        return f"/{language.tag}/" + slug + "/" if slug else f"/{language.tag}/"

    def url_of(self, page: Page, language: Language) -> str:
        """Return a page's absolute URL in a language."""
        # Where it is printed, a slug in it is not labelled as a text that is not translated.
        return self.url + plain(self.path_of(page, language))

    def former_path_of(self, page: Page, language: Language) -> str | None:
        """Return the path that a page had before its slug was translated, if that differs."""
        if page.slug is None:
            return None
        path = f"/{language.tag}/{page.slug(self.source.text)}/"
        return path if path != self.path_of(page, language) else None

    def alternates_of(self, page: Page) -> list[tuple[str, str]]:
        """Return ``hreflang`` and URL of a page in every language, ``x-default`` last.

        The default of the front page is the address that negotiates, that of another page its
        address in the source language.
        """
        links = [(tag, self.url_of(page, language)) for tag, language in self.languages.items()]
        default = f"{self.url}/" if page.slug is None else links[0][1]
        return [*links, ("x-default", default)]

    def path_of_asset(self, name: str) -> str:
        """Return the path of a static file."""
        return self.assets[name].path

    def attach(self, app: Flask) -> None:
        """Make this the site of an application."""
        app.extensions[_KEY] = self


def site_of(app: Flask) -> Site:
    """Return the site that an application was built from."""
    site: Site = app.extensions[_KEY]
    return site
