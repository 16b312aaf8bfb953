"""Which message is on which page: an index that is built aside, as pages are rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Condition, Thread
from typing import Literal, NamedTuple, TypeAlias

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import N_
from kfor_i18n.locales import match_folder
from kfor_i18n.tracking.html import Place
from kfor_i18n.workbench.rendering.application import Application, ApplicationError
from kfor_i18n.workbench.rendering.pages import Page, Pages
from kfor_i18n.workbench.rendering.protocol import RenderedPage

Certainty: TypeAlias = Literal["located", "probable", "used"]
"""Whether a message was found on a page, its text was, or only its look-up."""

_REST_SECONDS = 1.0
"""How often sources are looked at while there is nothing to render."""


class Words(NamedTuple):
    """A text for people: a msgid with named printf placeholders, and their values."""

    msgid: str
    values: dict[str, str]


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
        """Take over what is on a page that was rendered in a locale."""
        target = self._pages.note(page, rendered)
        with self._changed:
            generation = self._application.generation
            self._known[page.id, locale] = generation
            if _is_of(target.locale, locale):
                self._known[target.id, locale] = generation
                self._store((target.id, locale), _list_messages(rendered))
            self.version += 1
            self._changed.notify_all()

    def messages_of(self, page_id: str, locale: str) -> list[PageMessage]:
        """Return the messages of a page in their order: located ones, probable ones, the others."""
        with self._changed:
            return list(self._messages.get((page_id, locale), ()))

    def places_of(self, domain: str, key: Key, locale: str) -> list[PagePlace]:
        """Return the pages that a message is on in a locale, in the order of the pages."""
        with self._changed:
            found = dict(self._pages_of.get((domain, key), {}))
        return [
            PagePlace(page, found[page.id, locale])
            for page in self._pages.listed()
            if (page.id, locale) in found
        ]

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
                self.version += 1
                self._changed.notify_all()

    def _rest(self) -> None:
        """Look again in a moment whether the application changed, or somebody did something."""
        with self._changed:
            self._changed.wait(_REST_SECONDS)

    def _render(self, page: Page, locale: str) -> None:
        try:
            rendered = self._application.render(page.request(locale), is_urgent=False)
        except ApplicationError:
            # It is tried again when the application is loaded anew.
            with self._changed:
                self._known[page.id, locale] = self._application.generation
                self._changed.notify_all()
            return
        self.note(page, locale, rendered)

    def _wanted(self) -> list[tuple[Page, str]]:
        pages = self._pages.all()
        return [
            (page, locale)
            for locale in self._locales
            for page in pages
            if _is_of(page.locale, locale)
        ]

    def _is_known(self, item: tuple[Page, str]) -> bool:
        page, locale = item
        return self._known.get((page.id, locale), 0) >= max(1, self._listed)

    def _is_whole(self) -> bool:
        return self._listed > 0 and self._next() is None

    def _next(self) -> tuple[Page, str] | None:
        return next((each for each in self._wanted() if not self._is_known(each)), None)

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


_RAW = {
    "title": N_("in the title of the page"),
    "textarea": N_("in a text field"),
    "option": N_("in an option of a drop-down list"),
    "style": N_("in a style sheet"),
}


def describe_place(place: Place | None, certainty: Certainty = "located") -> Words:
    """Say in words where on a page a message is, or that it is not known; "" for its text."""
    if certainty != "located" or place is None:
        is_probable = certainty == "probable"
        return Words(N_("probably on the page") if is_probable else N_("used, but not visible"), {})
    values = {"element": place.element, "attribute": place.attribute}
    if place.kind == "attribute" and place.attribute:
        return Words(N_("in the attribute %(attribute)s of <%(element)s>"), values)
    if place.kind == "attribute":
        return Words(N_("in the tag <%(element)s>"), values)
    if place.kind == "comment":
        return Words(N_("in a comment of the page"), {})
    if place.kind == "raw":
        return Words(_describe_raw(place), {})
    return Words("", {})


def _describe_raw(place: Place) -> str:
    if place.element == "script":
        is_data = place.attribute == "application/ld+json"
        return N_("in the data for search engines (JSON-LD)") if is_data else N_("in a script")
    return _RAW.get(place.element, N_("in a file"))
