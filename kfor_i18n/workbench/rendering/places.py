"""Which message is on which page: an index that is built aside, as pages are rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Condition, Thread
from typing import Literal, NamedTuple, TypeAlias

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.locales import match_folder
from kfor_i18n.tracking.html import Place
from kfor_i18n.workbench.rendering.application import (
    Application,
    ApplicationError,
    GivenUpError,
)
from kfor_i18n.workbench.rendering.pages import Page, Pages, Result, judge
from kfor_i18n.workbench.rendering.protocol import RenderedPage

Certainty: TypeAlias = Literal["located", "probable", "used"]
"""Whether a message was found on a page, its text was, or only its look-up."""

_MOST_TRIES = 3
"""How often a page is begun: one that is given up each time is slow, and holds up the others."""

_REST_SECONDS = 1.0
"""How often sources are looked at while there is nothing to render."""


@dataclass(frozen=True, slots=True)
class PageMessage:
    """A message on a page: the look-up's domain and key, its first place, and how many it has.

    ``place`` is ``None`` for one that is nowhere, and a guess for one that is probable.
    """

    domain: str
    key: Key
    certainty: Certainty
    place: Place | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page that a message is on, and how."""

    page: Page
    message: PageMessage


class Progress(NamedTuple):
    """How many pages of all are in the index."""

    done: int
    total: int


class Index:
    """The messages of the pages of an application, in each of its locales.

    It is filled in a thread, which lets pages that somebody waits for go first, and begins anew
    when the application is loaded anew. It can be used by several threads.
    """

    def __init__(self, application: Application, pages: Pages) -> None:
        """Initialize with the application and its pages, which are listed by ``start``."""
        self._application, self._pages = application, pages
        self._changed = Condition()
        self._messages: dict[tuple[str, str], list[PageMessage]] = {}
        self._pages_of: dict[tuple[str, Key], dict[tuple[str, str], PageMessage]] = {}
        self._known: dict[tuple[str, str], int] = {}
        self._given_up: Counter[tuple[str, str]] = Counter()
        self._listed = 0
        self._locales: list[str] = []
        self._is_stopped = False
        self._thread: Thread | None = None
        self.version = 0

    def start(self, locales: Sequence[str]) -> None:
        """Render the pages of locales (folder names), in this order, and then what changes."""
        with self._changed:
            self._locales = list(locales)
            self._is_stopped = False
            if self._thread is None:
                self._thread = Thread(target=self._run, daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def interrupt(self) -> None:
        """Render no more pages after the one that is. It takes no lock."""
        self._is_stopped = True

    def stop(self) -> None:
        """Render no more pages; what is known stays."""
        with self._changed:
            self._is_stopped = True
            thread, self._thread = self._thread, None
            self._changed.notify_all()
        if thread:
            thread.join(timeout=5)

    def wait(self, seconds: float) -> bool:
        """Wait until all pages are in the index; return whether they are."""
        with self._changed:
            return self._changed.wait_for(self._is_whole, seconds)

    @property
    def progress(self) -> Progress:
        """How much of the index is built, of all locales that were asked for."""
        with self._changed:
            wanted = self._wanted()
            return Progress(sum(self._is_known(each) for each in wanted), len(wanted))

    def note(self, page: Page, locale: str, rendered: RenderedPage) -> None:
        """Take over what is on a page that was rendered in a locale, wherever it led."""
        messages = _list_messages(rendered)
        self._pages.note(page, locale, judge(page, rendered))
        with self._changed:
            self._store((page.id, locale), messages)
            self._finish(page, locale)

    def note_failure(self, page: Page, locale: str) -> None:
        """Note that a page could not be rendered; what was on it before stays."""
        self._pages.note(page, locale, Result("failed"))
        with self._changed:
            self._finish(page, locale)

    def _finish(self, page: Page, locale: str) -> None:
        self._known[page.id, locale] = self._application.generation
        self.version += 1
        self._changed.notify_all()

    def messages_of(self, page_id: str, locale: str) -> list[PageMessage]:
        """Return the messages of a page in their order: located ones, probable ones, the others."""
        with self._changed:
            return list(self._messages.get((page_id, locale), ()))

    def places_of(self, domain: str, key: Key, locale: str) -> list[PagePlace]:
        """Return the pages that a message is on in a locale, in the order of the pages.

        One that leads to another of these is left out.
        """
        with self._changed:
            found = dict(self._pages_of.get((domain, key), {}))
        places = []
        for page in self._pages.all():
            message = found.get((page.id, locale))
            target = self._pages.leads_to(page, locale)
            if message and not (target and (target.id, locale) in found):
                places.append(PagePlace(page, message))
        return places

    def unused(self, domain: str, keys: Iterable[Key]) -> list[Key]:
        """Return the messages that no page looks up, as far as the index is built."""
        with self._changed:
            return [key for key in keys if not self._pages_of.get((domain, key))]

    def _run(self) -> None:
        while not self._is_stopped:
            try:
                self._follow_application()
            except ApplicationError:
                # It is told where a page is shown.
                self._rest()
                continue
            item = self._next()
            if item:
                self._render(*item)
            else:
                self._rest()

    def _follow_application(self) -> None:
        """List the pages if the application was loaded, or was loaded anew."""
        self._application.check()
        if self._listed != self._application.generation:
            self._pages.update(self._application.list_addresses())
            with self._changed:
                self._listed = self._application.generation
                self._given_up.clear()
                self.version += 1
                self._changed.notify_all()

    def _rest(self) -> None:
        """Look again in a moment whether the application changed, or somebody did something."""
        with self._changed:
            self._changed.wait(_REST_SECONDS)

    def _render(self, page: Page, locale: str) -> None:
        try:
            rendered = self._application.render(page.request(locale), is_urgent=False)
        except GivenUpError:
            self._postpone(page, locale)
            return
        except ApplicationError:
            # It is tried again when the application is loaded anew.
            self.note_failure(page, locale)
            return
        self.note(page, locale, rendered)

    def _postpone(self, page: Page, locale: str) -> None:
        """Leave a page for later; one that was given up too often, until somebody opens it."""
        with self._changed:
            self._given_up[page.id, locale] += 1
            if self._given_up[page.id, locale] == _MOST_TRIES:
                self._finish(page, locale)

    def _wanted(self) -> list[tuple[Page, str]]:
        pages = self._pages.all()
        return [
            (page, locale)
            for locale in self._locales
            for page in pages
            if page.is_indexed and _is_of(page.locale, locale)
        ]

    def _is_known(self, item: tuple[Page, str]) -> bool:
        page, locale = item
        return self._known.get((page.id, locale), 0) >= max(1, self._listed)

    def _is_whole(self) -> bool:
        return self._listed > 0 and self._next() is None

    def _next(self) -> tuple[Page, str] | None:
        left = (each for each in self._wanted() if not self._is_known(each))
        return min(left, key=lambda each: self._given_up[each[0].id, each[1]], default=None)

    def _store(self, place: tuple[str, str], messages: list[PageMessage]) -> None:
        for old in self._messages.get(place, ()):
            self._pages_of[old.domain, old.key].pop(place, None)
        self._messages[place] = messages
        for message in messages:
            self._pages_of.setdefault((message.domain, message.key), {})[place] = message


def _list_messages(rendered: RenderedPage) -> list[PageMessage]:
    """Return the messages of a page, each once."""
    lookups = [place.span.lookup for place in rendered.places]
    probable = {(lookup.domain, lookup.key) for lookup in rendered.probable}
    located = {(each.domain, each.key) for each in lookups if each not in rendered.probable}
    probable -= located
    counts = Counter((lookup.domain, lookup.key) for lookup in lookups)
    messages: dict[tuple[str, Key], PageMessage] = {}
    for place, lookup in zip(rendered.places, lookups, strict=True):
        name = lookup.domain, lookup.key
        certainty: Certainty = "probable" if name in probable else "located"
        messages.setdefault(name, PageMessage(*name, certainty, place, counts[name]))
    for lookup in rendered.probable:
        name = lookup.domain, lookup.key
        messages.setdefault(name, PageMessage(*name, "probable"))
    for lookup in rendered.used:
        name = lookup.domain, lookup.key
        messages.setdefault(name, PageMessage(*name, "used"))
    return list(messages.values())


@cache
def _is_of(page_locale: str | None, locale: str) -> bool:
    """Return whether a page shows a locale."""
    return page_locale is None or match_folder(page_locale, [locale]) == locale
