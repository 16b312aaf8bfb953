"""The index says which message is on which page, and is built aside."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from time import monotonic
from typing import Any

import pytest

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import Problem
from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup, Span
from kfor_i18n.workbench.rendering.application import APPLICATION, Application, ApplicationError
from kfor_i18n.workbench.rendering.pages import Page, Pages, list_pages
from kfor_i18n.workbench.rendering.places import Index, describe_place
from kfor_i18n.workbench.rendering.protocol import Address, Listing, PageRequest, RenderedPage
from tests.workbench.apps import SECOND_APP, compile_catalog, open_second_app

SCENES = [f"{SECOND_APP}.scenes:signed_in"]
HOME, DAYS = Key("Home"), Key("Days")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    folder = tmp_path_factory.mktemp("translations")
    compile_catalog(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECOND_APP_TRANSLATIONS", str(folder))
        application = open_second_app()
        yield application
        application.stop()


def test_the_messages_of_all_pages_of_an_application_are_known(app: Application) -> None:
    pages = Pages(["sl"], paths=["/sl/about"], scenes=SCENES)
    index = Index(app, pages)
    index.start(["sl"])
    assert index.wait(60)
    assert index.progress.done == index.progress.total > 15
    index.stop()
    again = index.places_of("messages", Key("again"), "sl")
    assert [(each.page.path, each.message.count) for each in again] == [
        ("/sl/about", 40), ("/streamed", 40),
    ]  # fmt: skip
    account = {each.page.id for each in index.places_of("messages", Key("Your account"), "sl")}
    assert account == {f"s:{SCENES[0]}"}
    messages = index.messages_of("p:/", "sl")
    assert [each.key.msgid for each in messages][:2] == ["A small shop", "Front page"]
    certainties = [each.certainty for each in messages]
    assert certainties[-1] == "used"
    assert {"located", "probable", "used"} == set(certainties)
    keys = [Key("again"), Key("Nobody asks for this"), Key("Nothing")]
    assert index.unused("messages", keys) == [Key("Nobody asks for this")]
    # A page that leads to another is not listed besides; nor are files without a text.
    paths = [page.path for page in pages.listed()]
    assert "/flash" not in paths
    assert "/account/language/sl" not in paths
    assert {"/", "/feed.xml", "/account/sign-in"} <= set(paths)
    outcomes = {page.path: pages.outcome(page) for page in pages.all()}
    assert (outcomes["/"], outcomes["/flash"], outcomes["/broken"], outcomes["/mail"]) == (
        "page", "moved", "failed", "file",
    )  # fmt: skip


class Fake:
    """An application of which only what the index asks for is there."""

    def __init__(self, addresses: list[str]) -> None:
        self.generation = 1
        self.addresses = addresses
        self.rendered: list[str] = []
        self.texts: dict[str, list[Key]] = {}
        self.problem: Problem | None = None
        self.gate = Event()
        self.gate.set()

    def check(self) -> None:
        if self.problem:
            raise ApplicationError(self.problem)

    def list_addresses(self) -> Listing:
        return Listing(rules=tuple(Address(path) for path in self.addresses))

    def render(self, request: PageRequest, *, is_urgent: bool = True) -> RenderedPage:
        assert not is_urgent
        self.gate.wait(20)
        self.rendered.append(f"{request.locale} {request.path}")
        if request.path == "/fails":
            raise ApplicationError(Problem(APPLICATION, "fails"))
        path = "/home" if request.path == "/leads-home" else request.path
        return page_of(path, self.texts.get(path, [HOME]))


def page_of(path: str, keys: list[Key], status: int = 200, **more: Any) -> RenderedPage:
    lookups = [Lookup(key, "messages") for key in keys]
    places = [Place(Span(0, 1, lookup), "text") for lookup in lookups]
    headers = [("Content-Type", "text/html")]
    return RenderedPage(path, status, headers, b"", places, [], [], **more)


def open_index(fake: Fake, *locales: str) -> tuple[Index, Pages]:
    pages = Pages(locales)
    application: Any = fake
    index = Index(application, pages)
    index.start(locales)
    return index, pages


def paths_of(index: Index, key: Key, locale: str) -> list[str]:
    return [each.page.path for each in index.places_of("messages", key, locale)]


def test_pages_are_rendered_in_each_locale_once_in_the_order_that_is_asked_for() -> None:
    fake = Fake(["/a", "/b"])
    index, _ = open_index(fake, "sl", "pt_BR")
    assert index.wait(20)
    index.stop()
    assert fake.rendered == ["sl /a", "sl /b", "pt-BR /a", "pt-BR /b"]
    assert paths_of(index, HOME, "sl") == paths_of(index, HOME, "pt_BR") == ["/a", "/b"]


def test_the_index_can_be_read_while_it_grows() -> None:
    fake = Fake([f"/{number:03}" for number in range(500)])
    fake.gate.clear()
    index, _ = open_index(fake, "sl")
    begun = monotonic()
    while not index.progress.total:
        assert monotonic() - begun < 20
    assert (index.progress.done, index.progress.total) == (0, 500)
    begun = monotonic()
    assert index.messages_of("p:/000", "sl") == []
    assert monotonic() - begun < 0.2
    fake.gate.set()
    assert index.wait(30)
    assert index.progress == (500, 500)
    index.stop()


def test_a_page_that_is_shown_is_taken_over() -> None:
    fake = Fake(["/home", "/leads-home"])
    index, pages = open_index(fake, "sl")
    assert index.wait(20)
    version = index.version
    index.note(pages.at("/home"), "sl", page_of("/home", [DAYS, DAYS]))
    assert index.version > version
    assert [(each.key, each.count) for each in index.messages_of("p:/home", "sl")] == [(DAYS, 2)]
    assert paths_of(index, HOME, "sl") == []
    # One that is not in the list can be shown as well.
    index.note(pages.at("/other"), "sl", page_of("/other", [HOME]))
    assert [each.key for each in index.messages_of("p:/other", "sl")] == [HOME]
    assert [page.path for page in pages.listed()] == ["/home"]
    index.stop()


def test_an_application_that_is_loaded_anew_is_indexed_anew() -> None:
    fake = Fake(["/a"])
    index, _ = open_index(fake, "sl")
    assert index.wait(20)
    fake.addresses, fake.texts = ["/a", "/b"], {"/a": [DAYS]}
    fake.generation = 2
    begun = monotonic()
    while paths_of(index, HOME, "sl") != ["/b"]:
        assert monotonic() - begun < 20
        Event().wait(0.02)
    index.stop()


def test_a_page_that_fails_is_not_tried_for_ever() -> None:
    fake = Fake(["/a", "/fails"])
    index, _ = open_index(fake, "sl")
    assert index.wait(20)
    assert fake.rendered.count("sl /fails") == 1
    index.stop()


def test_an_application_that_cannot_be_loaded_is_waited_for() -> None:
    fake = Fake(["/a"])
    fake.problem = Problem(APPLICATION, "no")
    index, _ = open_index(fake, "sl")
    assert not index.wait(0.2)
    fake.problem = None
    assert index.wait(20)
    index.stop()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("text", "", ""), ""),
        (("attribute", "button", "aria-label"), "in the attribute aria-label of <button>"),
        (("attribute", "a", ""), "in the tag <a>"),
        (("raw", "title", ""), "in the title of the page"),
        (("raw", "option", ""), "in an option of a drop-down list"),
        (("raw", "textarea", ""), "in a text field"),
        (("raw", "script", "application/ld+json"), "in the data for search engines (JSON-LD)"),
        (("raw", "script", ""), "in a script"),
        (("raw", "style", ""), "in a style sheet"),
        (("raw", "", ""), "in a file"),
        (("comment", "", ""), "in a comment of the page"),
    ],
)
def test_a_place_is_told_in_words(place: tuple[Any, str, str], words: str) -> None:
    kind, element, attribute = place
    span = Span(0, 1, Lookup(HOME, "messages"))
    msgid, values = describe_place(Place(span, kind, element, 0, attribute))
    assert msgid % values == words


def test_what_has_no_place_is_told_in_words() -> None:
    assert describe_place(None, "probable").msgid == "probably on the page"
    assert describe_place(None, "used").msgid == "used, but not visible"


def test_pages_come_from_rules_the_sitemap_and_the_settings_once() -> None:
    listing = Listing(
        rules=(Address("/b"), Address("/pt-BR/", "pt_BR"), Address("/sl/", "sl")),
        sitemap=("/a", "/b", "/sl/x?lang=en", "/en/y"),
        errors=(404, 500),
        locales=("sl", "pt_BR", "en"),
    )
    pages = list_pages(
        listing, ["sl", "pt_BR"], paths=["/{locale}/news", "c", "/b"], scenes=["m:f", "m:f"]
    )
    assert [(page.id, page.locale) for page in pages] == [
        ("p:/a", None), ("p:/b", None), ("p:/c", None), ("p:/en/y", "en"),
        ("p:/pt-BR/", "pt_BR"), ("p:/pt-BR/news", "pt_BR"), ("p:/sl/", "sl"),
        ("p:/sl/news", "sl"), ("p:/sl/x?lang=en", "sl"),
        ("e:404:/en/", "en"), ("e:500:/en/", "en"), ("e:404:/pt-BR/", "pt_BR"),
        ("e:500:/pt-BR/", "pt_BR"), ("e:404:/sl/", "sl"), ("e:500:/sl/", "sl"), ("s:m:f", None),
    ]  # fmt: skip
    assert [page.name for page in pages if page.kind == "scene"] == [
        "404 /en/", "500 /en/", "404 /pt-BR/", "500 /pt-BR/", "404 /sl/", "500 /sl/", "m:f",
    ]  # fmt: skip
    assert pages[5].request("pt_BR", {HOME: 5}) == PageRequest("/pt-BR/news", "pt-BR", {HOME: 5})


def test_a_redirect_is_not_a_page_of_its_own() -> None:
    pages = Pages(["sl"])
    pages.update(Listing(rules=(Address("/"), Address("/home"), Address("/out"))))
    start, home, out = (pages.at(path) for path in ("/", "/home", "/out"))
    assert pages.note(start, page_of("/home", [HOME])) == home
    assert pages.note(out, page_of("/out", [], 302, redirect="https://a.org/")) == out
    assert [page.path for page in pages.listed()] == ["/home"]
    # One that leads to a page which is not in the list stands for it.
    assert pages.note(home, page_of("/elsewhere", [HOME])).path == "/elsewhere"
    assert [page.path for page in pages.listed()] == ["/home"]
    assert pages.find("p:/elsewhere") is None
    assert pages.at("/sl/new") == Page("p:/sl/new", "/sl/new", "sl")
