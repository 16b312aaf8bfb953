"""The pages of the application as the workbench shows them, and the messages on them."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from secrets import token_urlsafe
from threading import Lock
from typing import Literal, NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.texts import Texts
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.application import Application, ApplicationError, State
from kfor_i18n.workbench.rendering.pages import Page, Pages, Result, judge
from kfor_i18n.workbench.rendering.places import Index, PageMessage, PagePlace, Progress
from kfor_i18n.workbench.rendering.protocol import FetchedFile, FileRequest, RenderedPage, Setup
from kfor_i18n.workbench.rendering.reasons import Usage
from kfor_i18n.workbench.rendering.waiting import Gate

PARAMETER = "_kfor-i18n"
"""The name in a page's query by which the frame asks for what was rendered for it."""

_NAME_BYTES = 12
_KEPT = 32
"""How many renderings are kept: each is asked for at once, and again when a frame is reloaded."""


# An address with two slashes, or one with a backslash, would be another host's to a browser.
_PATH = re.compile(r"p:/(?![/\\])[^\s\\#]*")


class Rendering(NamedTuple):
    """A page that was rendered, what it turned out to be, and how the frame gets it."""

    asked: Page
    page: RenderedPage
    result: Result
    address: str


class Preview:
    """The application of a project, its pages and where its messages are.

    Without an application there are only messages. ``pages`` are those of the application.
    """

    def __init__(self, catalogs: Catalogs) -> None:
        """Initialize with the catalogs, whose project names the application."""
        project = catalogs.project
        settings, folders = project.workbench, project.folders()
        self.pages = Pages(folders, settings)
        self._root = project.root
        self.application: Application | None = None
        self._index: Index | None = None
        if project.app:
            setup = Setup(
                project.app, str(project.root), settings.tracked, tuple(folders), settings.scenes
            )  # fmt: skip
            self.application = Application(setup, catalogs)
            self._index = Index(self.application, self.pages)
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
        return application.state, application.generation, self.pages.version, index.version

    @property
    def state(self) -> State | Literal["none"]:
        """How the application is, or that there is none."""
        if self.application is None:
            return "none"
        state = self.application.state
        # Until the pages are listed, nothing can be shown of an application that is loaded.
        return "starting" if state == "ready" and not self.pages.version else state

    @property
    def progress(self) -> Progress:
        """How much of the index is built."""
        return self._index.progress if self._index else Progress(0, 0)

    @property
    def edition(self) -> int:
        """How often templates of the application changed since the start."""
        return self._index.edition if self._index else 0

    def wait(self, seconds: float) -> bool:
        """Wait until the index is built; return whether it is."""
        return self._index.wait(seconds) if self._index else True

    def usage(self) -> Usage:
        """Return what the pages were rendered from."""
        return self._index.usage(self._root) if self._index else Usage(self._root)

    def messages_of(self, page_id: str, state: CatalogState) -> list[PageMessage] | None:
        """Return the messages of a catalog on a page in its order; ``None`` if none is named."""
        if not page_id or self._index is None:
            return None
        messages = self._index.messages_of(page_id, state.folder)
        return [message for message in messages if message.domain == state.domain]

    def all_messages_of(self, page_id: str, folder: str) -> list[PageMessage]:
        """Return the messages of all domains on a page in a locale (a folder name)."""
        return self._index.messages_of(page_id, folder) if self._index else []

    def unused_in(self, state: CatalogState) -> Callable[[Key], bool]:
        """Return a function that tells whether no page uses a message, as far as is known."""
        if self._index is None:
            return lambda _: False
        unused = set(self._index.unused(state.domain, (row.key for row in state.rows)))
        return unused.__contains__

    def places_of(self, state: CatalogState, key: Key) -> list[PagePlace]:
        """Return the pages that a message is on."""
        return self._index.places_of(state.domain, key, state.folder) if self._index else []

    def render(self, state: CatalogState, page_id: str, numbers: Mapping[Key, int]) -> Rendering:
        """Render a page in the language of a catalog, and keep it for the frame.

        ``numbers`` are those for which plural forms are shown. Raises ``ApplicationError`` and
        ``BusyError``, and ``LookupError`` if there is no such page.
        """
        page = self.find_page(page_id)
        if page is None or self.application is None or self._index is None:
            raise LookupError(page_id)
        try:
            with self._frames.enter():
                rendered = self.application.render(page.request(state.folder, numbers))
        except ApplicationError:
            if self.application.state != "failed":
                self._index.note_failure(page, state.folder)
            raise
        if not numbers:
            self._index.note(page, state.folder, rendered)
        return self.keep(page, rendered)

    def keep(self, page: Page, rendered: RenderedPage) -> Rendering:
        """Keep a page that was rendered for a frame, which asks for it by its address."""
        with self._lock:
            # A number would be another page's after a restart, in a frame that is still open.
            name = token_urlsafe(_NAME_BYTES)
            address = _add_parameter(rendered.path, name)
            self._renderings[name] = rendering = Rendering(
                page, rendered, judge(page, rendered), address
            )  # fmt: skip
            while len(self._renderings) > _KEPT:
                self._renderings.popitem(last=False)
        return rendering

    def render_aside(
        self,
        state: CatalogState,
        page_id: str,
        numbers: Mapping[Key, int] | None = None,
        texts: Texts | None = None,
    ) -> RenderedPage:
        """Render a page once nobody waits for another one; it is not kept for a frame.

        ``texts`` are shown instead of the translations if they are given. Raises
        ``ApplicationError``, and ``LookupError`` if there is no such page.
        """
        page = self.find_page(page_id)
        if page is None or self.application is None:
            raise LookupError(page_id)
        request = page.request(state.folder, numbers)
        return self.application.render(request, is_urgent=False, texts=texts)

    def find_page(self, page_id: str) -> Page | None:
        """Return a page by its id, also one that is not listed; ``None`` if it can be none."""
        known = self.pages.find(page_id)
        if known is None and _PATH.fullmatch(page_id):
            return self.pages.at(page_id.removeprefix("p:"))
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


def _add_parameter(path: str, name: str) -> str:
    """Return an address with the name of a rendering: relative links in the page stay the same."""
    own = f"/.{path}" if path.startswith("//") else path
    return f"{own}{'&' if '?' in path else '?'}{PARAMETER}={name}"
