"""The pages of the site and the languages that the tests are written for; paths by both."""

from __future__ import annotations

from flask import Flask

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.project import DOMAIN
from kfor_i18n.config import PUBLISHED
from kfor_i18n.site import pages, site_of
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import track

SITE_URL = "https://kfor.example"
LANGUAGES = PUBLISHED
"""The languages in which the tests have the site; it may have more."""

PAGES = [(page.name, tag) for page in pages.PAGES for tag in LANGUAGES]
"""Each page in each language, by name and tag."""


def path_of(app: Flask, name: str, tag: str) -> str:
    """Return the path of a page in a language."""
    site = site_of(app)
    (page,) = (page for page in site.pages if page.name == name)
    return site.path_of(page, site.languages[tag])


def paths_in(app: Flask, *tags: str) -> list[str]:
    """Return the paths of all pages in the given languages, or in all of them."""
    site = site_of(app)
    return [path_of(app, page.name, tag) for page in site.pages for tag in tags or site.languages]


def untranslated(text: str) -> str:
    """Return a source text as a template gets it where there is no translation."""
    return track(text, Lookup(Key(text), DOMAIN, is_translated=False))
