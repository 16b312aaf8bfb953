"""An application that does with its texts whatever applications do is shown as it is."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings
from kfor_i18n.tracking.html import Place
from kfor_i18n.workbench.rendering.application import Application, ApplicationError
from kfor_i18n.workbench.rendering.pages import Page, list_pages
from kfor_i18n.workbench.rendering.protocol import FileRequest, PageRequest, RenderedPage
from tests.workbench.apps import compile_catalog, msgids, open_second_app, without_anchors
from tests.workbench.second_app import CSP, create_app, create_named

# As most applications have choices, although WTForms 3.3 would rather have objects.
pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples")

MARKS = [chr(number) for number in range(0xFDD0, 0xFDF0)]
PATHS = [
    "/", "/sl/about", "/en/about", "/flash", "/streamed", "/data.json", "/feed.xml", "/mail",
    "/search", "/broken", "/account/", "/account/sign-in", "/no/such/page",
    "/static/style.css",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("translations")
    compile_catalog(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECOND_APP_TRANSLATIONS", str(folder))
        yield


@pytest.fixture(scope="module")
def app(catalog: None) -> Iterator[Application]:
    application = open_second_app()
    yield application
    application.stop()


def place_of(page: RenderedPage, msgid: str) -> Place:
    return next(place for place in page.places if place.span.lookup.key.msgid == msgid)


def ask_untracked(path: str, locale: str, **request: Any) -> Any:
    headers = {"Accept-Language": locale}
    with Client(create_app()).get(
        path, headers=headers, follow_redirects=True, **request
    ) as response:
        response.get_data()
        return response


@pytest.mark.parametrize("locale", ["sl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_without_its_anchors_is_that_of_the_application(
    app: Application, path: str, locale: str
) -> None:
    page = app.render(PageRequest(path, locale))
    expected = ask_untracked(path, locale)
    assert without_anchors(page).encode() == expected.data
    assert page.status == expected.status_code
    assert not any(mark in page.body.decode() for mark in MARKS)
    assert dict(page.headers)["Content-Security-Policy"] == CSP


def test_nearly_all_texts_that_are_printed_are_located(app: Application) -> None:
    located, probable = set(), set()
    for path in PATHS:
        page = app.render(PageRequest(path, "sl"))
        if page.is_html:
            located |= {(page.path, place.span.lookup) for place in page.places}
            probable |= {(page.path, lookup) for lookup in page.probable}
    located -= probable
    assert len(located) > 100
    assert len(located) / len(located | probable) >= 0.95


def test_what_is_lost_on_the_way_is_searched_in_the_page(app: Application) -> None:
    page = app.render(PageRequest("/", "sl"))
    assert msgids(page.probable) == [
        "%(num)d thing", "in two rooms", "Open every day", "Kept in a cache",
    ]  # fmt: skip
    # Each is there once, so that its place can be told.
    assert set(page.probable) <= {place.span.lookup for place in page.places}
    assert re.search(r"<!--m:(\d+)-->«in two rooms»<!--/m:\1-->", page.body.decode())
    # Its letters were counted.
    assert msgids(page.used) == ["Nothing"]


@pytest.mark.parametrize(
    ("msgid", "kind", "element", "attribute"),
    [
        ("Front page", "raw", "title", ""),
        ("Goods for the mountains, second hand", "attribute", "meta", "content"),
        ("Pages of the shop", "attribute", "nav", "aria-label"),
        ("Really & truly?", "raw", "script", ""),
        ("Only cash", "attribute", "p", "title"),
        ("Write here", "attribute", "textarea", "placeholder"),
        ("Dear shop,", "raw", "textarea", ""),
        ("Send", "attribute", "input", "value"),
        ("A red bicycle", "attribute", "img", "alt"),
        ("A note to developers", "comment", "", ""),
        ("Bicycle", "attribute", "tr", "data-name"),
        ("Hidden for now", "text", "", ""),
        ("Good morning, {who}", "text", "", ""),
        ("Sale <today> only", "text", "", ""),
        ("here", "text", "", ""),
        ("Our goods", "attribute", "section", "aria-label"),
        ("in capital letters", "text", "", ""),
        ("bread", "text", "", ""),
        ("two", "text", "", ""),
        ("Made in Ljubljana", "text", "", ""),
    ],
)
def test_the_place_of_a_text_is_known(
    app: Application, msgid: str, kind: str, element: str, attribute: str
) -> None:
    place = place_of(app.render(PageRequest("/", "sl")), msgid)
    assert (place.kind, place.element, place.attribute) == (kind, element, attribute)


def test_structured_data_is_told_from_other_scripts(app: Application) -> None:
    page = app.render(PageRequest("/", "sl"))
    kinds = {place.attribute for place in page.places if place.element == "script"}
    assert kinds == {"application/ld+json", ""}


def test_texts_of_forms_are_located(app: Application) -> None:
    page = app.render(PageRequest("/account/sign-in", "sl"))
    kinds = {place.span.lookup.key.msgid: place.kind for place in page.places}
    for msgid in ("Your name", "As on your letters", "Password", "Stay signed in"):
        assert kinds[msgid] == "text"
    for msgid in ("Slovenia", "Kosovo", "I am new here"):
        assert kinds[msgid] == "raw"
    assert kinds["First and last name"] == "attribute"
    assert page.probable == []


def test_a_text_forty_times_on_a_page_has_forty_places(app: Application) -> None:
    page = app.render(PageRequest("/sl/about"))
    assert msgids(page.places).count("again") == 40


def test_the_text_of_a_flash_is_found_though_a_session_brought_it(app: Application) -> None:
    page = app.render(PageRequest("/flash", "sl"))
    assert page.path == "/"
    assert "«It was put in your basket»" in page.body.decode()
    assert "It was put in your basket" in msgids(page.probable)


def test_a_plural_is_shown_with_any_number(app: Application) -> None:
    numbers = {Key("We are %(count)s person."): 102, Key("%(num)d piece"): 7}
    about = app.render(PageRequest("/sl/about", "sl", numbers)).body.decode()
    assert "«1: We are 102 people.»" in about
    front = app.render(PageRequest("/", "sl", numbers)).body.decode()
    assert front.count("«3: 7 pieces»") == 3


def test_text_of_others_is_escaped_as_it_was(app: Application) -> None:
    page = app.render(PageRequest("/search", "sl")).body.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_pages_that_come_bit_by_bit_are_located(app: Application) -> None:
    page = app.render(PageRequest("/streamed", "sl"))
    assert msgids(page.places).count("again") == 40


def test_an_answer_that_is_no_page_has_no_anchors_but_its_messages(app: Application) -> None:
    data = app.render(PageRequest("/data.json", "sl"))
    assert msgids(data.probable) == ["A small shop", "new"]
    feed = app.render(PageRequest("/feed.xml", "sl"))
    assert [(place.kind, place.element) for place in feed.places] == [("raw", "")]
    mail = app.render(PageRequest("/mail", "sl"))
    assert (mail.places, mail.is_html) == ([], False)


def test_files_are_answered_as_they_are(app: Application) -> None:
    css = app.fetch(FileRequest("/static/style.css", headers=(("Accept", "text/css"),)))
    assert (css.status, css.body) == (200, b"body { color: #123 }\n")
    # Flask 2.1 sends no tag.
    date = Headers(css.headers)["Last-Modified"]
    again = app.fetch(FileRequest("/static/style.css", headers=(("If-Modified-Since", date),)))
    assert (again.status, again.body) == (304, b"")
    head = app.fetch(FileRequest("/static/style.css", method="HEAD"))
    assert (head.status, head.body) == (200, b"")
    packed = app.fetch(FileRequest("/data.json", headers=(("Accept-Encoding", "gzip"),)))
    assert dict(packed.headers)["Content-Encoding"] == "gzip"
    assert b"A small shop" in gzip.decompress(packed.body)


def test_a_file_is_asked_for_without_the_cookies_of_the_browser(app: Application) -> None:
    session = {"Cookie": "session=anything", "Authorization": "Basic x"}
    page = app.fetch(FileRequest("/account/", headers=tuple(session.items())))
    assert page.status == 403


def test_an_application_is_called_by_the_name_that_it_insists_on(catalog: None) -> None:
    app = open_second_app("create_named")
    page = app.render(PageRequest("/flash", "sl"))
    assert (page.status, page.path, page.redirect) == (200, "/", "")
    base_url = "http://shop.example.org:8000"
    expected = Client(create_named()).get(
        "/flash", base_url=base_url, headers={"Accept-Language": "sl"}, follow_redirects=True
    )
    assert without_anchors(page).encode() == expected.data
    app.stop()


def test_an_application_is_called_by_https_if_it_insists_on_that(catalog: None) -> None:
    app = open_second_app("create_https")
    assert app.render(PageRequest("/account/sign-in", "sl")).status == 200
    assert app.render(PageRequest("/flash", "sl")).path == "/"
    assert app.fetch(FileRequest("/static/style.css")).status == 200
    scene = PageRequest(locale="sl", scene="tests.workbench.second_app.scenes:signed_in")
    assert app.render(scene).path == "/account/"
    app.stop()


def test_a_redirect_to_elsewhere_is_told(app: Application) -> None:
    page = app.render(PageRequest("/out"))
    assert (page.status, page.redirect) == (302, "https://elsewhere.example.net/path")


@pytest.mark.parametrize("factory", ["create_app", "create_debug"])
def test_a_page_that_fails_is_its_error_page_with_the_reason(catalog: None, factory: str) -> None:
    app = open_second_app(factory)
    page = app.render(PageRequest("/broken", "sl"))
    assert page.status == 500
    assert "«Something broke»" in page.body.decode()
    assert page.problem.startswith("ZeroDivisionError: division by zero (tests/workbench/second_")
    template = app.render(PageRequest("/template-broken", "sl"))
    assert template.problem == (
        "UndefinedError: 'missing' is undefined "
        "(tests/workbench/second_app/templates/broken.html:2)"
    )
    # What failed once is not told of the next page.
    assert app.render(PageRequest("/", "sl")).problem == ""
    app.stop()


def test_scenes_are_run_anew_each_time(app: Application) -> None:
    def play(name: str) -> RenderedPage:
        scene = f"tests.workbench.second_app.scenes:{name}"
        return app.render(PageRequest(locale="sl", scene=scene))

    for _ in range(2):
        page = play("signed_in")
        assert page.path == "/account/"
        assert "«Signed in as Ana»" in without_anchors(page)
        assert "Welcome, %(name)s" in msgids(page.probable)
        assert "Password" not in msgids(page.used)
    wrong = play("filled_wrongly")
    assert "Please tell us your name" in msgids(wrong.places)
    assert wrong.path == "/account/sign-in"
    with pytest.raises(ApplicationError, match=r"TypeError: .*nothing does not return a response"):
        play("nothing")


def test_a_session_does_not_last_from_page_to_page(app: Application) -> None:
    app.render(PageRequest("/account/language/sl", "en"))
    assert "«" not in app.render(PageRequest("/", "en")).body.decode()


def test_error_pages_are_shown_by_themselves(app: Application) -> None:
    pages = {page.error: page for page in list_pages(app.list_addresses(), ["sl"]) if page.error}
    assert set(pages) == {403, 404, 500}
    shown = {error: app.render(page.request("sl")) for error, page in pages.items()}
    assert {error: page.status for error, page in shown.items()} == {e: e for e in shown}
    assert "You may not see this" in msgids(shown[403].places)
    assert "This page is not here" in msgids(shown[404].places)
    assert "Something broke" in msgids(shown[500].places)
    assert shown[500].problem == ""


def test_the_pages_are_those_of_the_rules(app: Application) -> None:
    settings = WorkbenchSettings(
        pages=("/{locale}/about", "en/about?x=1"), scenes=("a:b",), exclude=("/account/lang*/*",)
    )
    pages = list_pages(app.list_addresses(), ["sl"], settings)
    assert [page for page in pages if page.id.startswith("p:/a") or "about" in page.id] == [
        Page("p:/account/", "/account/"),
        Page("p:/account/sign-in", "/account/sign-in"),
        Page("p:/en/about?x=1", "/en/about?x=1", "en"),
        Page("p:/sl/about", "/sl/about", "sl"),
    ]
    assert not any("static" in page.id or "<" in page.id for page in pages)
    assert pages[-1] == Page("s:a:b", "", None, "scene", scene="a:b", title="B")
    assert pages == list_pages(app.list_addresses(), ["sl"], settings)
