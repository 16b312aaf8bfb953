"""The pages of an application: those of its rules, its sitemap and the settings, and scenes.

Links are not followed: in other people's applications, a request may have effects. Scenes are pages
that are states: error pages, and what the functions of the setting make with a client.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Literal, TypeAlias

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings
from kfor_i18n.locales import match_folder, to_tag
from kfor_i18n.workbench.rendering.addresses import (
    has_effects,
    is_excluded,
    is_file,
    locale_of_address,
)
from kfor_i18n.workbench.rendering.protocol import Listing, PageRequest, RenderedPage, Route

_LOCALE = "{locale}"
_MISSING = "kfor-i18n-no-such-page"

NO_SETTINGS = WorkbenchSettings()

Kind: TypeAlias = Literal["page", "scene", "file"]
"""What a page is as far as its address tells."""

Outcome: TypeAlias = Literal["page", "file", "refused", "failed", "moved", "endless"]
"""What a page was when it was rendered: HTML, something else, an error, another page, or none."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``path`` is its address with the query, a scene's may be "".

    ``locale`` is the folder name of the locale that the page is of, ``None`` for a page that is in
    whatever locale it is asked for. ``title`` is what a scene is called. One that is not
    ``is_indexed`` is only rendered when somebody opens it.
    """

    id: str
    path: str
    locale: str | None = None
    kind: Kind = "page"
    scene: str = ""
    error: int = 0
    title: str = ""
    is_indexed: bool = True

    @property
    def is_front(self) -> bool:
        """Whether the application begins here, or its part in one locale does."""
        first, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        if self.kind != "page" or rest:
            return False
        return not first or match_folder(first, [self.locale or ""]) is not None

    def request(self, locale: str, numbers: Mapping[Key, int] | None = None) -> PageRequest:
        """Return the request for the page in a locale (a folder name)."""
        return PageRequest(self.path, to_tag(locale), numbers or {}, self.scene, self.error)


@dataclass(frozen=True, slots=True)
class Result:
    """What a page was when it was rendered last: its status, 0 if it could not be rendered.

    ``target`` is the path, or the address elsewhere, that it led to. ``title`` is that of an HTML
    page, ``media_type`` that of anything else.
    """

    outcome: Outcome
    status: int = 0
    target: str = ""
    title: str = ""
    media_type: str = ""


def judge(page: Page, rendered: RenderedPage) -> Result:
    """Return what a page turned out to be."""
    target = rendered.redirect
    if not target and page.kind != "scene" and rendered.path != page.path:
        target = rendered.path
    media_type = "" if rendered.is_html else rendered.media_type
    outcome = _find_outcome(page, rendered, target)
    return Result(outcome, rendered.status, target, rendered.title, media_type)


def _find_outcome(page: Page, rendered: RenderedPage, target: str) -> Outcome:
    # The status of a scene is what it is made for.
    if page.kind != "scene" and rendered.status >= 400:
        return "failed" if rendered.status >= 500 else "refused"
    if rendered.is_endless:
        return "endless"
    if target:
        return "moved"
    return "page" if rendered.is_html else "file"


def list_pages(
    listing: Listing, locales: Sequence[str], settings: WorkbenchSettings = NO_SETTINGS
) -> list[Page]:
    """Return the pages of an application in a fixed order: by path, then files, scenes last.

    ``locales`` are the folder names of the project's locales.
    """
    known = listing.locales or tuple(locales)
    named = tuple(_fill(settings.pages, locales))
    found = {address.path: address.locale or None for address in listing.rules}
    for path in (*listing.sitemap, *named):
        found.setdefault(path, locale_of_address(path, known))
    pages = [
        Page(
            f"p:{path}",
            path,
            locale,
            "file" if is_file(path) else "page",
            is_indexed=path in named or not has_effects(path),
        )
        for path, locale in sorted(found.items())
        if not is_excluded(path, settings.exclude)
    ]
    return [
        *sorted(pages, key=lambda page: page.kind == "file"),
        *_list_errors(listing, pages),
        *(_scene(name, listing) for name in dict.fromkeys(settings.scenes)),
    ]


class Pages:
    """The pages of an application, and what they turned out to be when they were rendered.

    ``version`` changes when the list does, or what is said of a page in it. ``routes`` are the
    application's rules. It can be used by several threads.
    """

    def __init__(self, locales: Sequence[str], settings: WorkbenchSettings = NO_SETTINGS) -> None:
        """Initialize with the project's locales (folder names), and the settings of its pages."""
        self._locales, self.settings = tuple(locales), settings
        self._known = self._locales
        self._lock = Lock()
        self._pages: dict[str, Page] = {}
        self._results: dict[tuple[str, str], Result] = {}
        self.routes: tuple[Route, ...] = ()
        self.version = 0

    def update(self, listing: Listing) -> None:
        """Take the addresses of an application in place of the ones before."""
        pages = list_pages(listing, self._locales, self.settings)
        with self._lock:
            self._known = listing.locales or self._locales
            self._pages = {page.id: page for page in pages}
            self.routes = listing.routes
            self.version += 1

    def all(self) -> list[Page]:
        """Return all pages, in their order."""
        return list(self._pages.values())

    def of_locale(self, locale: str) -> list[Page]:
        """Return the pages that are rendered without being asked for, in a locale (folder name)."""
        pages = (page for page in self.all() if page.is_indexed)
        return [page for page in pages if _is_of(page.locale, locale)]

    def find(self, page_id: str) -> Page | None:
        """Return a page, or ``None`` if there is none with this id."""
        return self._pages.get(page_id)

    def at(self, path: str) -> Page:
        """Return the page at a path with its query; one that is not listed is made."""
        page_id = f"p:{path}"
        return self._pages.get(page_id) or Page(page_id, path, locale_of_address(path, self._known))

    def results(self, page: Page) -> dict[str, Result]:
        """Return what a page was in the locales (folder names) that it was rendered in."""
        found = ((folder, self._results.get((page.id, folder))) for folder in self._locales)
        return {folder: result for folder, result in found if result}

    def leads_to(self, page: Page, locale: str) -> Page | None:
        """Return the page in the list that a page led to in a locale, if it did."""
        result = self._results.get((page.id, locale))
        return self._pages.get(f"p:{result.target}") if result and result.target else None

    def note(self, page: Page, locale: str, result: Result) -> None:
        """Note what a page turned out to be in a locale (a folder name)."""
        with self._lock:
            if self._results.get((page.id, locale)) != result:
                self._results[page.id, locale] = result
                self.version += 1


@cache
def _is_of(page_locale: str | None, locale: str) -> bool:
    """Return whether a page shows a locale."""
    return page_locale is None or match_folder(page_locale, [locale]) == locale


def _fill(paths: Sequence[str], locales: Sequence[str]) -> Iterator[str]:
    for path in paths:
        for locale in locales if _LOCALE in path else locales[:1] or ("",):
            yield "/" + path.replace(_LOCALE, to_tag(locale)).lstrip("/")


def _list_errors(listing: Listing, pages: Sequence[Page]) -> list[Page]:
    """Return the pages about errors, for each locale that has addresses of its own."""
    prefixes: dict[str, str | None] = {}
    for page in pages:
        first = page.path.partition("?")[0].split("/")[1]
        if page.locale and match_folder(first, [page.locale]) == page.locale:
            prefixes.setdefault(f"/{first}/", page.locale)
    if not prefixes:
        prefixes["/"] = None
    return [
        Page(f"e:{error}:{prefix}", f"{prefix}{_MISSING}", locale, "scene", error=error)
        for prefix, locale in prefixes.items()
        for error in listing.errors
    ]


def _scene(name: str, listing: Listing) -> Page:
    words = name.rpartition(":")[2].rpartition(".")[2].replace("_", " ").strip()
    title = listing.titles.get(name) or words[:1].upper() + words[1:]
    return Page(f"s:{name}", "", None, "scene", scene=name, title=title)
