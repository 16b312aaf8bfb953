"""The registry of pages, and what derives from it: paths, routes and what a template is given.

A page is one entry here and one template. Its slug and labels are functions of a language's texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask

from kfor_i18n.catalogs.messages import Messages
from kfor_i18n.site.i18n import Language

Label = Callable[[Messages], str]


@dataclass(frozen=True)
class Page:
    """A page of the site: its name within the program, its template, and its texts.

    ``slug`` is the last part of its path, ``None`` for a language's front page. ``label`` is what
    links call it. ``description`` is for search engines and for those who share a link.
    """

    name: str
    template: str
    title: Label
    label: Label
    description: Label
    slug: Label | None = None


PAGES: tuple[Page, ...] = (
    Page(
        name="kfor",
        template="site/kfor.html",
        title=lambda t: t.gettext("KFOR and the Slovenian Armed Forces in Kosovo"),
        label=lambda t: t.pgettext("navigation", "KFOR in Kosovo"),
        description=lambda t: t.gettext(
            "How the NATO-led Kosovo Force came about, what its mandate is, and what the Slovenian "
            "Armed Forces have done in Kosovo since January 2000."
        ),
    ),
    Page(
        name="languages",
        template="site/languages.html",
        title=lambda t: t.gettext("About this page’s languages"),
        label=lambda t: t.pgettext("navigation", "Languages"),
        description=lambda t: t.gettext(
            "Which languages the page about KFOR can be read in, how much of each is translated, "
            "and how to report a mistake or contribute."
        ),
        slug=lambda t: t.pgettext("URL slug", "languages"),
    ),
)


class SiteMap:
    """Where every page lies in every language, as paths and as absolute addresses."""

    def __init__(
        self, site_url: str, pages: Sequence[Page], languages: Mapping[str, Language]
    ) -> None:
        """Take the site's address without a slash at its end, its pages and its languages."""
        self.site_url = site_url
        self.pages = pages
        self.languages = languages

    def path(self, page: Page, language: Language) -> str:
        """Return a page's path in a language: ``/sl/jeziki/``."""
        slug = page.slug(language.text) if page.slug else ""
        return f"/{language.tag}/{slug}/" if slug else f"/{language.tag}/"

    def url(self, page: Page, language: Language) -> str:
        """Return a page's absolute address in a language."""
        return self.site_url + self.path(page, language)

    def moved(self, page: Page, language: Language) -> str | None:
        """Return the path that a page had before its slug was translated, if that differs."""
        if page.slug is None:
            return None
        path = f"/{language.tag}/{page.slug(_SOURCE)}/"
        return path if path != self.path(page, language) else None

    def alternates(self, page: Page) -> list[tuple[str, str]]:
        """Return ``hreflang`` and address of a page in every language, ``x-default`` last.

        The front page's default is the address that negotiates; another page has the source's.
        """
        links = [(tag, self.url(page, language)) for tag, language in self.languages.items()]
        default = f"{self.site_url}/" if page.slug is None else links[0][1]
        return [*links, ("x-default", default)]


def site_map_of(app: Flask) -> SiteMap:
    """Return an application's site map."""
    site_map: SiteMap = app.extensions["kfor_site_map"]
    return site_map


class _SourceText:
    def gettext(self, msgid: str) -> str:
        return msgid

    def pgettext(self, context: str, msgid: str) -> str:
        return msgid


_SOURCE = _SourceText()
