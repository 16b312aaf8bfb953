"""The pages of the application as the workbench shows them, and the messages on them."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from gettext import NullTranslations
from secrets import token_urlsafe
from threading import Lock
from typing import Any, NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.application import Application
from kfor_i18n.workbench.rendering.pages import Page, Pages
from kfor_i18n.workbench.rendering.places import Index, PageMessage, Words, describe_place
from kfor_i18n.workbench.rendering.protocol import FetchedFile, FileRequest, RenderedPage, Setup
from kfor_i18n.workbench.rendering.waiting import Gate

PARAMETER = "_kfor-i18n"
"""The name in a page's query by which the frame asks for what was rendered for it."""

_NAME_BYTES = 12
_KEPT = 32
"""How many renderings are kept: each is asked for at once, and again when a frame is reloaded."""


# An address with two slashes, or one with a backslash, would be another host's to a browser.
_PATH = re.compile(r"p:/(?![/\\])[^\s\\#]*")


class Rendering(NamedTuple):
    """A page that was rendered, and the address by which the frame gets it."""

    page: RenderedPage
    address: str


class Preview:
    """The application of a project, its pages and where its messages are.

    Without an application there are only messages.
    """

    def __init__(self, catalogs: Catalogs) -> None:
        """Initialize with the catalogs, whose project names the application."""
        project = catalogs.project
        settings, folders = project.workbench, project.folders()
        self._catalogs = catalogs
        self._pages = Pages(folders, paths=settings.pages, scenes=settings.scenes)
        self.application: Application | None = None
        self._index: Index | None = None
        if project.app:
            setup = Setup(project.app, str(project.root), settings.tracked, tuple(folders))
            self.application = Application(setup, catalogs)
            self._index = Index(self.application, self._pages)
        self._renderings: OrderedDict[str, Rendering] = OrderedDict()
        # A page whose pictures are slow can be left for another one.
        self._frames, self._files = Gate(), Gate()
        self._lock = Lock()

    def start(self, locales: Sequence[str]) -> None:
        """Load the application, and build the index of its pages in locales (folder names)."""
        if self._index:
            self._index.start(locales)

    def stop(self) -> None:
        """End the application."""
        self.interrupt()
        if self._index:
            self._index.stop()
        if self.application:
            self.application.stop()

    def interrupt(self) -> None:
        """Let whoever waits for the application wait no longer. It takes no lock."""
        if self._index:
            self._index.interrupt()
        if self.application:
            self.application.interrupt()

    @property
    def stamp(self) -> tuple[object, ...]:
        """What changes with the state of the application, its pages and its index."""
        application, index = self.application, self._index
        if application is None or index is None:
            return ()
        return application.state, application.generation, self._pages.version, index.version

    def describe(self, texts: NullTranslations, *, has_pages: bool = True) -> dict[str, Any]:
        """Return the state of the application, its pages if asked for, and how far the index is."""
        progress = self._index.progress if self._index else (0, 0)
        return {
            "application": self._describe_application(texts),
            "pages": self._describe_pages() if has_pages else None,
            "index": {"done": progress[0], "total": progress[1]},
        }

    def _describe_application(self, texts: NullTranslations) -> dict[str, Any]:
        application = self.application
        if application is None:
            return {"state": "none", "problem": None, "output": [], "generation": 0}
        problem = application.problem
        return {
            # Until the pages are listed, nothing can be shown of an application that is loaded.
            "state": (
                "starting"
                if application.state == "ready" and not self._pages.version
                else application.state
            ),
            "problem": problem.text(texts.gettext) if problem else None,
            "output": application.output,
            "generation": application.generation,
        }

    def _describe_pages(self) -> list[dict[str, Any]]:
        return [
            {
                "id": page.id,
                "path": page.path,
                "locale": page.locale,
                "name": page.name,
                "kind": page.kind,
            }
            for page in self._pages.listed()
            if self._pages.outcome(page) != "file"
        ]

    def order_of(
        self, page_id: str, state: CatalogState, texts: NullTranslations
    ) -> dict[Key, dict[str, Any]] | None:
        """Return the messages of a page in its order, each with its kind of place.

        ``None`` if no page is named.
        """
        if not page_id or self._index is None:
            return None
        return {
            message.key: describe_message(message, texts)
            for message in self._index.messages_of(page_id, state.folder)
            if message.domain == state.domain
        }

    def unused_in(self, state: CatalogState) -> Callable[[Key], bool]:
        """Return a function that tells whether no page uses a message, as far as is known."""
        if self._index is None:
            return lambda _: False
        unused = set(self._index.unused(state.domain, (row.key for row in state.rows)))
        return unused.__contains__

    def places_of(
        self, state: CatalogState, key: Key, texts: NullTranslations
    ) -> list[dict[str, Any]]:
        """Return the pages that a message is on."""
        found = self._index.places_of(state.domain, key, state.folder) if self._index else ()
        return [
            {
                "page": place.page.id,
                "path": place.page.name,
                "kind_text": describe_message(place.message, texts)["kind_text"],
                "count": place.message.count,
            }
            for place in found
        ]

    def render(self, state: CatalogState, page_id: str, numbers: Mapping[Key, int]) -> Rendering:
        """Render a page in the language of a catalog, and keep it for the frame.

        ``numbers`` are those for which plural forms are shown. Raises ``ApplicationError`` and
        ``BusyError``, and ``LookupError`` if there is no such page.
        """
        page = self._find_page(page_id)
        if page is None or self.application is None or self._index is None:
            raise LookupError(page_id)
        with self._frames.enter():
            rendered = self.application.render(page.request(state.folder, numbers))
        if not numbers:
            self._index.note(page, state.folder, rendered)
        with self._lock:
            # A number would be another page's after a restart, in a frame that is still open.
            name = token_urlsafe(_NAME_BYTES)
            address = _add_parameter(rendered.path, name)
            self._renderings[name] = rendering = Rendering(rendered, address)
            while len(self._renderings) > _KEPT:
                self._renderings.popitem(last=False)
        return rendering

    def _find_page(self, page_id: str) -> Page | None:
        known = self._pages.find(page_id)
        if known is None and _PATH.fullmatch(page_id):
            return self._pages.at(page_id.removeprefix("p:"))
        return known

    def rendering(self, name: str) -> Rendering | None:
        """Return what was rendered for a frame, or ``None`` if it is kept no longer."""
        return self._renderings.get(name)

    def fetch(self, request: FileRequest) -> FetchedFile:
        """Fetch anything that a page loads. Raises ``ApplicationError`` and ``BusyError``."""
        if self.application is None:
            return FetchedFile(404, [("Content-Type", "text/plain")], b"")
        with self._files.enter():
            return self.application.fetch(request)

    def describe_rendering(self, rendering: Rendering, texts: NullTranslations) -> dict[str, Any]:
        """Return what the workbench's scripts need to find the messages of a page in it."""
        page = rendering.page
        places = [
            {
                **self._name(place.span.lookup),
                "number": number,
                "kind": place.kind,
                "kind_text": _say(describe_place(place), texts),
                "element": place.element,
                "index": place.index,
                "attribute": place.attribute,
                "n": place.span.lookup.number,
            }
            for number, place in enumerate(page.places)
        ]
        return {
            "address": rendering.address,
            "path": page.path,
            "status": page.status,
            "locale": page.locale,
            "problem": page.problem or None,
            "redirect": page.redirect or None,
            "places": places,
            "probable": self._list_ids(page.probable),
            "used": self._list_ids(page.used),
        }

    def _name(self, lookup: Lookup) -> dict[str, str | None]:
        """Return the catalog and the id of the message that a look-up was for."""
        state = self._catalogs.state_for(lookup.domain, lookup.locale)
        row = state.rows.row_of(lookup.key) if state and state.catalog else None
        return {"catalog": state.id if state else "", "id": row.id if row else None}

    def _list_ids(self, lookups: Iterable[Lookup]) -> list[str]:
        ids = (self._name(lookup)["id"] for lookup in lookups)
        return list(dict.fromkeys(id_ for id_ in ids if id_))


def describe_message(message: PageMessage, texts: NullTranslations) -> dict[str, str]:
    """Return the kind of place that a message has on a page, in a word and in words."""
    kind = message.place.kind if message.place else message.certainty
    words = describe_place(message.place, message.certainty)
    return {"kind": kind, "kind_text": _say(words, texts)}


def _say(words: Words, texts: NullTranslations) -> str:
    return texts.gettext(words.msgid) % words.values if words.msgid else ""  # i18n: ignore


def _add_parameter(path: str, name: str) -> str:
    """Return an address with the name of a rendering: relative links in the page stay the same."""
    own = f"/.{path}" if path.startswith("//") else path
    return f"{own}{'&' if '?' in path else '?'}{PARAMETER}={name}"
