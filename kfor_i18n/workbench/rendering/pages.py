"""The pages of an application: those of its rules, its sitemap and the settings, and scenes.

Links are not followed: in other people's applications, a request may have effects. Scenes are pages
that are states: error pages, and what the functions of the setting make with a client.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal, TypeAlias

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.locales import match_folder, to_tag
from kfor_i18n.workbench.rendering.addresses import locale_of_address
from kfor_i18n.workbench.rendering.protocol import Listing, PageRequest, RenderedPage

_LOCALE = "{locale}"
_MISSING = "kfor-i18n-no-such-page"

Kind: TypeAlias = Literal["page", "scene"]
Outcome: TypeAlias = Literal["page", "file", "failed", "moved"]
"""What a page was when it was rendered last: HTML, something else, an error, another page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``path`` is its address with the query, a scene's may be "".

    ``locale`` is the folder name of the locale that the page is of, ``None`` for a page that is in
    whatever locale it is asked for.
    """

    id: str
    path: str
    locale: str | None = None
    kind: Kind = "page"
    scene: str = ""
    error: int = 0

    @property
    def name(self) -> str:
        """What the page is called in a list."""
        if self.error:
            return f"{self.error} {self.path.removesuffix(_MISSING)}"
        return self.scene or self.path

    def request(self, locale: str, numbers: Mapping[Key, int] | None = None) -> PageRequest:
        """Return the request for the page in a locale (a folder name)."""
        return PageRequest(self.path, to_tag(locale), numbers or {}, self.scene, self.error)


def list_pages(
    listing: Listing,
    locales: Sequence[str],
    *,
    paths: Sequence[str] = (),
    scenes: Sequence[str] = (),
) -> list[Page]:
    """Return the pages of an application in a fixed order: by path, scenes last.

    ``locales`` are the folder names of the project's locales; ``paths`` and ``scenes`` are the
    settings ``pages`` and ``scenes``.
    """
    known = listing.locales or tuple(locales)
    found = {address.path: address.locale or None for address in listing.rules}
    for path in (*listing.sitemap, *_fill(paths, locales)):
        found.setdefault(path, locale_of_address(path, known))
    pages = [Page(f"p:{path}", path, locale) for path, locale in sorted(found.items())]
    return [
        *pages,
        *_list_errors(listing, pages),
        *(_scene(name) for name in dict.fromkeys(scenes)),
    ]


class Pages:
    """The pages of an application, and what they turned out to be when they were rendered.

    ``version`` changes when the list does. It can be used by several threads.
    """

    def __init__(
        self, locales: Sequence[str], *, paths: Sequence[str] = (), scenes: Sequence[str] = ()
    ) -> None:
        """Initialize with the project's locales (folder names), and the settings of its pages."""
        self._locales, self._paths, self._scenes = tuple(locales), tuple(paths), tuple(scenes)
        self._known = self._locales
        self._lock = Lock()
        self._pages: dict[str, Page] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._has_texts: set[str] = set()
        self.version = 0

    def update(self, listing: Listing) -> None:
        """Take the addresses of an application in place of the ones before."""
        pages = list_pages(listing, self._locales, paths=self._paths, scenes=self._scenes)
        with self._lock:
            self._known = listing.locales or self._locales
            self._pages = {page.id: page for page in pages}
            self.version += 1

    def all(self) -> list[Page]:
        """Return all pages, in their order."""
        return list(self._pages.values())

    def listed(self) -> list[Page]:
        """Return the pages without those that lead to others, and files without a text."""
        return [page for page in self.all() if self._is_listed(page)]

    def find(self, page_id: str) -> Page | None:
        """Return a page, or ``None`` if there is none with this id."""
        return self._pages.get(page_id)

    def at(self, path: str) -> Page:
        """Return the page at a path with its query; one that is not listed is made."""
        page_id = f"p:{path}"
        return self._pages.get(page_id) or Page(page_id, path, locale_of_address(path, self._known))

    def outcome(self, page: Page) -> Outcome | None:
        """Return what a page was when it was rendered last, ``None`` if it was not yet."""
        return self._outcomes.get(page.id)

    def note(self, page: Page, rendered: RenderedPage) -> Page:
        """Note what a page turned out to be; return the page that it led to, or itself."""
        target = page if page.kind == "scene" else self.at(rendered.path)
        # One that leads to a page which is not in the list stands for it.
        is_moved = target.id != page.id and target.id in self._pages
        outcome = _judge(page, rendered, is_moved=is_moved)
        with self._lock:
            before = self._is_listed(page)
            self._outcomes[page.id] = outcome
            if rendered.places:
                self._has_texts.add(page.id)
            if self._is_listed(page) != before:
                self.version += 1
        return target

    def _is_listed(self, page: Page) -> bool:
        outcome = self._outcomes.get(page.id)
        return outcome != "moved" and (outcome != "file" or page.id in self._has_texts)


def _judge(page: Page, rendered: RenderedPage, *, is_moved: bool) -> Outcome:
    if is_moved or rendered.redirect:
        return "moved"
    if rendered.status >= 400 and rendered.status != page.error and page.kind == "page":
        return "failed"
    return "page" if rendered.is_html else "file"


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


def _scene(name: str) -> Page:
    return Page(f"s:{name}", "", None, "scene", scene=name)
