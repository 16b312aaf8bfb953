"""Pictures of the messages of a catalog on the pages that they are on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import TypeAlias

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.workbench.rendering.application import Application, ApplicationError
from kfor_i18n.workbench.rendering.pages import Page
from kfor_i18n.workbench.rendering.pictures import Camera, Picture, open_camera
from kfor_i18n.workbench.rendering.places import Progress
from kfor_i18n.workbench.rendering.protocol import RenderedPage
from kfor_i18n.workbench.whereabouts import Searched

Name: TypeAlias = tuple[str, Key]
"""A message by its domain and key."""

Album: TypeAlias = dict[tuple[Name, str], list[Picture]]
"""Pictures by the message and the id of the page."""

PER_PAGE, PER_MESSAGE = 3, 6
"""How many pictures there are of a message at most: on a page, and on all of them."""


def take_pictures(
    searched: Searched,
    folder: str,
    names: Collection[Name],
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Album:
    """Return pictures of messages on all pages that show them in a locale (a folder name).

    A message that looks the same on several pages has one picture, with the first of them.
    """
    preview = searched.preview
    pages = [page for page in preview.pages.all() if _shows(searched, page, folder, names)]
    taking = _Taking(frozenset(names))
    with open_camera(preview.fetch) as camera:
        for done, page in enumerate(pages):
            on_progress(Progress(done, len(pages)))
            rendered = _render(preview.application, page, folder)
            if rendered is not None and rendered.is_html:
                taking.take(camera, page, rendered)
    on_progress(Progress(len(pages), len(pages)))
    return taking.album


def _shows(searched: Searched, page: Page, folder: str, names: Collection[Name]) -> bool:
    result = searched.preview.pages.results(page).get(folder)
    messages = searched.preview.all_messages_of(page.id, folder)
    is_page = result is not None and result.outcome == "page"
    return is_page and any((each.domain, each.key) in names for each in messages)


def _render(application: Application | None, page: Page, folder: str) -> RenderedPage | None:
    try:
        return application.render(page.request(folder)) if application else None
    except ApplicationError:
        # It was rendered a moment ago; without it, there are fewer pictures.
        return None


class _Taking:
    """The pictures that are being taken, and what there are enough of."""

    def __init__(self, names: frozenset[Name]) -> None:
        self.album: Album = {}
        self._names = names
        self._counts: Counter[Name] = Counter()
        self._looks: set[tuple[Name, str]] = set()

    def take(self, camera: Camera, page: Page, rendered: RenderedPage) -> None:
        """Take pictures of the messages on a page."""
        named: dict[int, Name] = {}
        for number, place in enumerate(rendered.places):
            lookup = place.span.lookup
            if (lookup.domain, lookup.key) in self._names:
                named[number] = lookup.domain, lookup.key
        on_page: Counter[Name] = Counter()

        def is_wanted(number: int, look: str) -> bool:
            name = named[number]
            is_enough = on_page[name] >= PER_PAGE or self._counts[name] >= PER_MESSAGE
            if is_enough or (name, look) in self._looks:
                return False
            self._looks.add((name, look))
            on_page[name] += 1
            self._counts[name] += 1
            return True

        for number, picture in camera.take(rendered, list(named), is_wanted):
            self.album.setdefault((named[number], page.id), []).append(picture)
