"""Which message is on which page: an index that is built aside, as pages are rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import Literal, NamedTuple, TypeAlias

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.workbench.rendering.application import (
    Application,
    ApplicationError,
    GivenUpError,
)
from kfor_i18n.workbench.rendering.freshness import Freshness
from kfor_i18n.workbench.rendering.pages import Outcome, Page, Pages, Result, judge
from kfor_i18n.workbench.rendering.protocol import RenderedPage
from kfor_i18n.workbench.rendering.reasons import Usage

Certainty: TypeAlias = Literal["located", "probable", "used"]
"""Whether a message was found on a page, its text was, or only its look-up."""

_MOST_TRIES = 3
"""How often a page is begun: one that is given up each time is slow, and holds up the others."""

_REST_SECONDS = 0.25
"""How often sources and templates are looked at while there is nothing to render."""


@dataclass(frozen=True, slots=True)
class PageMessage:
    """A message on a page: the look-up's domain and key, and its places in their order.

    One that is nowhere has no places; that of one that is probable is a guess.
    """

    domain: str
    key: Key
    certainty: Certainty
    places: tuple[Place, ...] = ()

    @property
    def place(self) -> Place | None:
        """The first place, if there is one."""
        return self.places[0] if self.places else None

    @property
    def count(self) -> int:
        """How often the message is on the page, as far as is known."""
        return max(1, len(self.places))


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page that a message is on, what the page turned out to be, and how the message is on it."""

    page: Page
    message: PageMessage
    result: Result

    @property
    def is_on_page(self) -> bool:
        """Whether the page is none that is a file, or that failed before it showed the message."""
        return _is_on_page(self.message, self.result)


def _is_on_page(message: PageMessage, result: Result) -> bool:
    is_lost = result.outcome == "failed" and message.certainty == "used"
    return result.outcome != "file" and not is_lost


class Progress(NamedTuple):
    """How many pages of all are in the index."""

    done: int
    total: int


class Index:
    """The messages of the pages of an application, in each of its locales.

    It is filled in a thread, which lets pages that somebody waits for go first, and begins anew
    when the application is loaded anew. Pages whose templates change are rendered again. It can be
    used by several threads. ``edition`` counts the times that templates changed.
    """

    def __init__(self, application: Application, pages: Pages) -> None:
        """Initialize with the application and its pages, which are listed by ``start``."""
        self._application, self._pages = application, pages
        self._changed = Condition()
        self._messages: dict[tuple[str, str], list[PageMessage]] = {}
        self._pages_of: dict[tuple[str, Key], dict[tuple[str, str], PageMessage]] = {}
        self._known: dict[tuple[str, str], int] = {}
        self._rules: dict[tuple[str, str], tuple[str, ...]] = {}
        self._freshness = Freshness()
        self._given_up: Counter[tuple[str, str]] = Counter()
        self._listed = 0
        self._locales: list[str] = []
        self._is_stopped = False
        self._thread: Thread | None = None
        self.version = self.edition = 0

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
            self._rules[page.id, locale] = rendered.rules
            self._freshness.note((page.id, locale), rendered.templates)
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
                result = self._pages.results(page).get(locale, Result("failed"))
                places.append(PagePlace(page, message, result))
        return places

    def unused(self, domain: str, keys: Iterable[Key]) -> list[Key]:
        """Return the messages that are on no page, as far as the index is built."""
        with self._changed:
            results = {
                (page.id, locale): result
                for page in self._pages.all()
                for locale, result in self._pages.results(page).items()
            }
            return [key for key in keys if not self._is_used((domain, key), results)]

    def _is_used(self, name: tuple[str, Key], results: Mapping[tuple[str, str], Result]) -> bool:
        found = self._pages_of.get(name, {}).items()
        # A page that is not in the list was opened by somebody.
        return any(
            _is_on_page(message, results.get(rendered, Result("page")))
            for rendered, message in found
        )

    def usage(self, root: Path) -> Usage:
        """Return what the pages were rendered from, by paths in a project's directory."""
        with self._changed:
            users, rules = self._freshness.users_of(), dict(self._rules)
        outcomes: dict[str, set[Outcome]] = {}
        failing = set()
        for page in self._pages.all():
            for locale, result in self._pages.results(page).items():
                failing |= {page.id} if result.outcome == "failed" else set()
                for rule in rules.get((page.id, locale), ())[:1]:
                    outcomes.setdefault(rule, set()).add(result.outcome)
        inside = {path: ids for path, ids in users.items() if Path(path).is_relative_to(root)}
        named = {Path(path).relative_to(root).as_posix(): ids for path, ids in inside.items()}
        return Usage(
            root,
            templates=self._pages_by_path(named, failing, is_failing=False),
            failing=self._pages_by_path(named, failing, is_failing=True),
            outcomes=outcomes,
            routes=self._pages.routes,
            excluded=self._pages.settings.exclude,
        )

    def _pages_by_path(
        self, users: Mapping[str, set[str]], failing: set[str], *, is_failing: bool
    ) -> dict[str, tuple[Page, ...]]:
        """Return the pages that use each template, of those that failed or of the others.

        The ones that only lead elsewhere are the last.
        """
        wanted = [page for page in self._pages.all() if (page.id in failing) is is_failing]
        wanted.sort(key=lambda page: not self._answers(page))
        found = {path: tuple(p for p in wanted if p.id in ids) for path, ids in users.items()}
        return {path: pages for path, pages in found.items() if pages}

    def _answers(self, page: Page) -> bool:
        outcomes = {result.outcome for result in self._pages.results(page).values()}
        return bool(outcomes - {"moved", "endless"})

    def _run(self) -> None:
        while not self._is_stopped:
            try:
                self._follow_application()
                self._follow_templates()
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

    def _follow_templates(self) -> None:
        """Let pages be rendered again whose templates changed; what is on them stays until then."""
        with self._changed:
            stale = self._freshness.find_stale()
            for rendered in stale:
                self._known.pop(rendered, None)
                self._given_up.pop(rendered, None)
            if stale:
                self.edition += 1
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
        return [
            (page, locale) for locale in self._locales for page in self._pages.of_locale(locale)
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
    """Return the messages of a page, each once: in their order, probable ones, and the others."""
    probable = {_name(lookup) for lookup in rendered.probable}
    sure = {_name(p.span.lookup) for p in rendered.places if p.span.lookup not in rendered.probable}
    places: dict[tuple[str, Key], list[Place]] = {}
    for place in rendered.places:
        places.setdefault(_name(place.span.lookup), []).append(place)
    certainties: dict[tuple[str, Key], Certainty] = {
        name: "probable" if name in probable - sure else "located" for name in places
    }
    for lookup in rendered.probable:
        certainties.setdefault(_name(lookup), "probable")
    for lookup in rendered.used:
        certainties.setdefault(_name(lookup), "used")
    return [
        PageMessage(*name, certainty, tuple(places.get(name, ())))
        for name, certainty in certainties.items()
    ]


def _name(lookup: Lookup) -> tuple[str, Key]:
    return lookup.domain, lookup.key
