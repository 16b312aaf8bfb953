"""The index says which message is on which page, and is built aside."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from time import monotonic
from typing import Any

import pytest

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import Problem
from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings
from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup, Span
from kfor_i18n.workbench.rendering.addresses import has_effects
from kfor_i18n.workbench.rendering.application import (
    APPLICATION,
    Application,
    ApplicationError,
    GivenUpError,
)
from kfor_i18n.workbench.rendering.pages import Page, Pages, Result, judge, list_pages
from kfor_i18n.workbench.rendering.places import Index
from kfor_i18n.workbench.rendering.protocol import Address, Listing, PageRequest, RenderedPage
from kfor_i18n.workbench.web.places import describe_place
from tests.workbench.apps import SECOND_APP, compile_catalog, open_second_app

SCENES = (f"{SECOND_APP}.scenes:signed_in",)
TITLE = "«A small shop» – «Front page»"
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
    pages = Pages(["sl"], WorkbenchSettings(pages=("/sl/about",), scenes=SCENES))
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
    results = {page.path: pages.results(page)["sl"] for page in pages.all()}
    assert results["/"] == Result("page", 200, title=TITLE)
    assert results["/flash"] == Result("moved", 200, "/", TITLE)
    assert results["/out"].target == "https://elsewhere.example.net/path"
    assert (results["/account/"].outcome, results["/account/"].status) == ("refused", 403)
    assert results["/mail"].media_type == "text/plain"
    assert (results["/broken"].outcome, results["/mail"].outcome) == ("failed", "file")


def test_a_page_that_leads_to_another_has_the_messages_that_are_shown(app: Application) -> None:
    index = Index(app, Pages(["sl"]))
    index.start(["sl"])
    assert index.wait(60)
    index.stop()
    said = Key("It was put in your basket")
    shown = index.messages_of("p:/flash", "sl")
    assert (said, "probable") in [(each.key, each.certainty) for each in shown]
    assert "Front page" in [each.key.msgid for each in shown]
    assert said not in [each.key for each in index.messages_of("p:/", "sl")]
    # A message is named with the page that it is on, and not with all that lead there besides.
    assert paths_of(index, said, "sl") == ["/flash"]
    assert "/flash" not in paths_of(index, Key("Front page"), "sl")


class Fake:
    """An application of which only what the index asks for is there."""

    def __init__(self, addresses: list[str]) -> None:
        self.generation = 1
        self.addresses = addresses
        self.rendered: list[str] = []
        self.texts: dict[str, list[Key]] = {}
        self.problem: Problem | None = None
        self.busy = 0
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
        if request.path == "/slow" and self.rendered.count(f"{request.locale} /slow") <= self.busy:
            raise GivenUpError(Problem(APPLICATION, "given up"))
        if request.path == "/fails":
            raise ApplicationError(Problem(APPLICATION, "fails"))
        return page_of(request.path, self.texts.get(request.path, [HOME]))


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
    fake = Fake(["/home"])
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
    assert [page.path for page in pages.all()] == ["/home"]
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
    index, pages = open_index(fake, "sl")
    assert index.wait(20)
    assert fake.rendered.count("sl /fails") == 1
    assert pages.results(pages.at("/fails")) == {"sl": Result("failed")}
    index.stop()


@pytest.mark.parametrize(("busy", "tries", "keys"), [(1, 2, [HOME]), (2, 3, [HOME]), (99, 3, [])])
def test_a_page_that_was_given_up_for_another_is_tried_after_the_others(
    busy: int, tries: int, keys: list[Key]
) -> None:
    fake = Fake(["/slow", "/z"])
    fake.busy = busy
    index, pages = open_index(fake, "sl")
    assert index.wait(20)
    index.stop()
    assert fake.rendered == ["sl /slow", "sl /z", *["sl /slow"] * (tries - 1)]
    assert [each.key for each in index.messages_of("p:/slow", "sl")] == keys
    assert Result("failed") not in pages.results(pages.at("/slow")).values()


def test_what_may_have_effects_is_only_rendered_for_somebody() -> None:
    fake = Fake(["/a", "/exit", "/sign-out"])
    index, pages = open_index(fake, "sl")
    assert index.wait(20)
    index.stop()
    assert fake.rendered == ["sl /a"]
    assert index.progress == (1, 1)
    assert [page.path for page in pages.all()] == ["/a", "/exit", "/sign-out"]
    index.note(pages.at("/exit"), "sl", page_of("/exit", [DAYS]))
    assert paths_of(index, DAYS, "sl") == ["/exit"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/logout", True), ("/account/log-out/", True), ("/sl/Sign_Out?next=/", True),
        ("/delete-account", True), ("/exit", True), ("/users/exit.html", True),
        ("/", False), ("/log-in", False), ("/exits", False), ("/sign-in?next=/logout", False),
        ("/outlook", False), ("/design-outline", False),
    ],
)  # fmt: skip
def test_a_path_may_say_that_a_request_has_effects(path: str, *, expected: bool) -> None:
    assert has_effects(path) is expected


@pytest.mark.parametrize(
    ("pattern", "excluded"),
    [
        ("/exit", {"/exit"}),
        ("/admin/*", {"/admin/users/", "/admin/x"}),
        ("/admin/**", {"/admin/", "/admin/users/", "/admin/users/1?a=b", "/admin/x"}),
        ("/**/x", {"/admin/x", "/x/x"}),
        ("**/users/**", {"/admin/users/", "/admin/users/1?a=b"}),
        ("/", {"/"}),
    ],
)
def test_pages_that_are_excluded_are_not_listed(pattern: str, excluded: set[str]) -> None:
    paths = ["/", "/admin/", "/admin/users/", "/admin/users/1?a=b", "/admin/x", "/exit", "/x/x"]
    listing = Listing(rules=tuple(map(Address, paths[:-1])), sitemap=(paths[-1],))
    pages = list_pages(listing, ["sl"], WorkbenchSettings(exclude=(pattern,)))
    assert set(paths) - {page.path for page in pages if page.kind == "page"} == excluded


def test_a_page_that_a_setting_names_is_rendered_whatever_it_is_called() -> None:
    listing = Listing(rules=(Address("/exit"), Address("/logout")))
    pages = list_pages(listing, ["sl"], WorkbenchSettings(pages=("/exit",)))
    assert [page.path for page in pages if page.is_indexed and page.kind == "page"] == ["/exit"]


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
        titles={"m:f": "Filled form"},
    )
    settings = WorkbenchSettings(
        pages=("/{locale}/news", "c", "/b", "/a.pdf"), scenes=("m:f", "m:f", "m:Shop.signed_in")
    )
    pages = list_pages(listing, ["sl", "pt_BR"], settings)
    assert [(page.id, page.locale) for page in pages] == [
        ("p:/a", None), ("p:/b", None), ("p:/c", None), ("p:/en/y", "en"),
        ("p:/pt-BR/", "pt_BR"), ("p:/pt-BR/news", "pt_BR"), ("p:/sl/", "sl"),
        ("p:/sl/news", "sl"), ("p:/sl/x?lang=en", "sl"), ("p:/a.pdf", None),
        ("e:404:/en/", "en"), ("e:500:/en/", "en"), ("e:404:/pt-BR/", "pt_BR"),
        ("e:500:/pt-BR/", "pt_BR"), ("e:404:/sl/", "sl"), ("e:500:/sl/", "sl"), ("s:m:f", None),
        ("s:m:Shop.signed_in", None),
    ]  # fmt: skip
    assert [page.title for page in pages[-2:]] == ["Filled form", "Signed in"]
    assert {page.path for page in pages if page.is_front} == {"/pt-BR/", "/sl/"}
    assert [page.path for page in pages if page.kind == "file"] == ["/a.pdf"]
    assert pages[5].request("pt_BR", {HOME: 5}) == PageRequest("/pt-BR/news", "pt-BR", {HOME: 5})


def test_a_page_knows_where_it_led_in_each_locale() -> None:
    pages = Pages(["sl", "de"])
    pages.update(Listing(rules=(Address("/"), Address("/home"), Address("/out"))))
    start, home, out = (pages.at(path) for path in ("/", "/home", "/out"))
    version = pages.version
    pages.note(start, "sl", judge(start, page_of("/home", [HOME])))
    assert pages.version > version
    pages.note(start, "de", judge(start, page_of("/elsewhere", [HOME])))
    pages.note(out, "sl", judge(out, page_of("/out", [], 302, redirect="https://a.org/")))
    assert {locale: result.target for locale, result in pages.results(start).items()} == {
        "sl": "/home", "de": "/elsewhere",
    }  # fmt: skip
    assert pages.leads_to(start, "sl") == home
    assert (pages.leads_to(start, "de"), pages.leads_to(out, "sl")) == (None, None)
    assert pages.results(out)["sl"].target == "https://a.org/"
    assert pages.at("/sl/new") == Page("p:/sl/new", "/sl/new", "sl")
