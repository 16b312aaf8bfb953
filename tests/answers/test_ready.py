from __future__ import annotations

import pickle
import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from werkzeug.test import Client, create_environ, run_wsgi_app
from werkzeug.wrappers import Response

from kfor_i18n.answers.ready import (
    MAX_REMEMBERED,
    MAX_REMEMBERED_LENGTH,
    Answer,
    Localized,
    Negotiated,
    ReadySet,
    ReadySite,
    Variant,
    matches,
)
from kfor_i18n.answers.strictness import Strict

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

TYPE = ("Content-Type", "text/plain")


def make_variant(coding: str, body: bytes, *more: tuple[str, str]) -> Variant:
    headers = [TYPE, ("Content-Length", str(len(body))), ("ETag", f'"{coding}"'), *more]
    if coding != "identity":
        headers.append(("Content-Encoding", coding))
    return Variant(coding, body, headers, f'"{coding}"')


def make_answer(text: str, *more: tuple[str, str]) -> Answer:
    return Answer(
        "200 OK",
        [
            make_variant("br", b"b", *more),
            make_variant("gzip", b"gz", *more),
            make_variant("identity", text.encode(), *more),
        ],
    )


def make_set(answers: dict[str, Answer], **negotiated: Negotiated) -> ReadySet:
    return ReadySet(
        "r", datetime(2026, 1, 1, tzinfo=UTC), answers, {"/": negotiated["root"]}
        if negotiated else {},
    )  # fmt: skip


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("404 NOT FOUND", [TYPE])
    return [b"the application"]


@pytest.fixture
def client() -> Client:
    root = Negotiated({"en": make_answer("English"), "sl": make_answer("slovensko")})
    return Client(ReadySite(make_set({"/a/": make_answer("a page")}, root=root), application))


def test_what_is_ready_is_sent(client: Client) -> None:
    response = client.get("/a/")
    assert (response.status, response.text) == ("200 OK", "a page")


@pytest.mark.parametrize("path", ["/a", "/A/", "/b/", "/a//", "/a/%3F", "/a/b/"])
def test_the_rest_is_the_applications(client: Client, path: str) -> None:
    assert client.get(path).text == "the application"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO", "get"])
def test_other_methods_are_the_applications(method: str) -> None:
    site = ReadySite(make_set({"/a/": make_answer("a page")}), application)
    environ = create_environ("/a/")
    environ["REQUEST_METHOD"] = method
    body, _, _ = run_wsgi_app(site, environ)
    assert b"".join(body) == b"the application"


def test_a_query_does_not_defeat_it(client: Client) -> None:
    assert client.get("/a/?utm_source=x&q=%00").text == "a page"


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    get, head = client.get("/a/"), client.head("/a/")
    assert head.headers == get.headers
    assert head.headers["Content-Length"] == "6"
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize(
    ("accepted", "body"),
    [("br", b"b"), ("gzip", b"gz"), ("gzip;q=0.5, br;q=0.1", b"gz"), ("", b"a page")],
)
def test_a_coding_is_chosen(client: Client, accepted: str, body: bytes) -> None:
    assert client.get("/a/", headers={"Accept-Encoding": accepted}).data == body


@pytest.mark.parametrize(
    ("held", "status"),
    [
        ('"br"', 304),
        ('W/"br"', 304),
        ('"x", "br"', 304),
        ('"x",W/"br" , "y"', 304),
        ("*", 304),
        (" * ", 304),
        ('"gzip"', 200),
        ('"identity"', 200),
        ("br", 200),
        ('"br', 200),
        ('"b', 200),
        ('"x"', 200),
        ("", 200),
        ('w/"br"', 200),
        ('junk "br" more', 200),
        ('"br" "x"', 200),
        (', "br",, "x" ,', 304),
    ],
)
def test_a_held_tag_is_compared_weakly_and_per_coding(
    client: Client, held: str, status: int
) -> None:
    headers = {"Accept-Encoding": "br", "If-None-Match": held}
    for method in ("GET", "HEAD"):
        response = client.open("/a/", method=method, headers=headers)
        assert response.status_code == status


def test_a_304_has_the_headers_that_a_cache_needs_and_none_of_the_bytes(client: Client) -> None:
    response = client.get("/a/", headers={"If-None-Match": '"identity"'})
    assert response.data == b""
    assert [name for name, _ in response.headers] == ["ETag"]


def test_an_answer_without_tag_is_always_sent() -> None:
    moved = Answer("308 PERMANENT REDIRECT", [Variant("identity", b"", [("Location", "/a/")])])
    client = Client(ReadySite(make_set({"/a": moved}), application), Response)
    response = client.get("/a", headers={"If-None-Match": "*"})
    assert (response.status_code, response.headers["Location"]) == (308, "/a/")


@pytest.mark.parametrize(
    ("header", "text"), [("sl", "slovensko"), ("de", "English"), ("", "English")]
)
def test_a_negotiated_address_answers_by_language(client: Client, header: str, text: str) -> None:
    assert client.get("/", headers={"Accept-Language": header}).text == text


def test_what_is_remembered_of_headers_is_bounded() -> None:
    answer, root = make_answer("x"), Negotiated({"en": make_answer("x")})

    def ask(number: int, padding: str = "") -> None:
        assert answer.prepare(f"gzip;q=0.1,x{number}{padding}")[2] == [b"gz"]
        assert root.choose(f"xx-{number}{padding}") is root.answers["en"]

    for number in range(MAX_REMEMBERED):
        ask(number)
    tracemalloc.start()
    try:
        for number in range(MAX_REMEMBERED, 5 * MAX_REMEMBERED):
            ask(number)
        for number in range(5 * MAX_REMEMBERED):
            ask(number, " " * MAX_REMEMBERED_LENGTH)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 2 * MAX_REMEMBERED * (MAX_REMEMBERED_LENGTH + 100)


def test_a_set_is_swapped_with_its_application() -> None:
    site = ReadySite(make_set({"/a/": make_answer("old")}), application)

    def other(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("404 NOT FOUND", [TYPE])
        return [b"the other"]

    site.swap(make_set({"/a/": make_answer("new")}), other)
    client = Client(site)
    assert (client.get("/a/").text, client.get("/b/").text) == ("new", "the other")


def test_immutable_answers_outlive_their_set_until_others_take_their_place() -> None:
    immutable = ("Cache-Control", "public, max-age=31536000, immutable")
    first = make_set({"/1.css": make_answer("1", immutable), "/a/": make_answer("1")})
    second = make_set({"/2.css": make_answer("2", immutable), "/a/": make_answer("2")})
    again, third = make_set(dict(second.answers)), make_set({"/3.css": make_answer("3", immutable)})
    second = second.succeed(first)
    again = again.succeed(second)
    assert set(second.kept) == set(again.kept) == {"/1.css"}
    assert set(third.succeed(again).kept) == {"/2.css"}
    client = Client(ReadySite(again, application))
    assert [client.get(path).text for path in ("/1.css", "/2.css", "/a/")] == ["1", "2", "2"]


def make_redirect(target: str) -> Answer:
    headers = [("Location", target), ("Cache-Control", "public, no-cache")]
    return Answer("308 PERMANENT REDIRECT", [Variant("identity", b"", headers)])


def make_page_with_slug(slug: str) -> dict[str, Answer]:
    """Return a page under its slug, and the addresses that lead there."""
    path, move = unquote(f"/sl/{slug}/", "latin-1"), make_redirect(f"/sl/{slug}/")
    moved = ("/sl/languages/", "/sl/languages", path.rstrip("/"))
    return {**dict.fromkeys(moved, move), path: make_answer("jeziki")}


def test_former_addresses_of_a_page_lead_on_however_often_it_moves() -> None:
    ready = make_set(make_page_with_slug("jeziki"))
    for slug in ("o-jezikih", "languages", "je%C5%BEiki"):
        ready = make_set(make_page_with_slug(slug)).succeed(ready)
        client = Client(ReadySite(ready, application), Response)
        for path in ("/sl/jeziki/", "/sl/jeziki"):
            response = client.get(path)
            assert (response.status_code, response.headers["Location"]) == (308, f"/sl/{slug}/")
            assert response.headers["Cache-Control"] == "public, no-cache"
    ready = make_set(make_page_with_slug("jeziki")).succeed(ready)
    assert Client(ReadySite(ready, application)).get("/sl/jeziki/").text == "jeziki"


def test_an_address_whose_page_is_gone_leads_nowhere() -> None:
    former = make_set({"/x/": make_answer("x"), "/x": make_redirect("/x/")})
    assert make_set({"/a/": make_answer("a")}).succeed(former).kept == {}


@pytest.mark.parametrize(
    ("query", "passed"),
    [("a=1&b=%C5%A1", "a=1&b=%C5%A1"), ('a b<"\xe5>', "a%20b%3C%22%E5%3E"), ("?#", "?%23")],
)
def test_a_redirect_keeps_the_query(query: str, passed: str) -> None:
    site = ReadySite(make_set({"/a": make_redirect("/a/")}), application)
    environ = create_environ("/a", environ_overrides={"QUERY_STRING": query})
    _, _, headers = run_wsgi_app(site, environ)
    assert headers["Location"] == f"/a/?{passed}"


@pytest.fixture
def told() -> Client:
    """Return a client of a site whose errors are ready."""
    errors = {}
    for status in (400, 404, 405):
        by_tag = {tag: make_answer(f"{status} {tag}") for tag in ("en", "sl")}
        errors[status] = Localized(by_tag, Negotiated(by_tag))
    ready = replace(
        make_set({"/sl/": make_answer("a page")}),
        errors=errors, options=make_answer("options"), left=frozenset({"/left"}),
    )  # fmt: skip
    return Client(Strict(site := ReadySite(ready, application), site.refuse))


@pytest.mark.parametrize(
    ("path", "method", "text"),
    [
        ("/sl/ni/", "GET", "404 sl"), ("/en/no/", "GET", "404 en"), ("/ni", "GET", "404 sl"),
        ("/sl/ni/", "POST", "404 sl"), ("/sl/ni/", "OPTIONS", "404 sl"),
        ("/sl/", "DELETE", "405 sl"), ("/left", "POST", "405 sl"), ("/en/", "get", "400 en"),
        ("/sl/", "OPTIONS", "options"), ("/left", "GET", "the application"),
    ],
)  # fmt: skip
def test_an_error_is_told_in_the_language_of_its_address_or_the_negotiated_one(
    told: Client, path: str, method: str, text: str
) -> None:
    response = told.open(
        path, method=method, headers={"Accept-Language": "sl"},
        environ_overrides={"REQUEST_METHOD": method},
    )  # fmt: skip
    assert response.text == text


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ('"br"', 200), ('"x", "br"', 200), ("*", 200), ('W/"br"', 412), ('"x"', 412),
        ('"gzip"', 412), ("br", 412), ("", 200),
    ],
)  # fmt: skip
def test_a_wanted_tag_is_compared_strongly(client: Client, wanted: str, status: int) -> None:
    headers = {"Accept-Encoding": "br", "If-Match": wanted}
    response = client.get("/a/", headers=headers)
    assert (response.status_code, bool(response.data)) == (status, status == 200)


def test_both_conditions_may_be_there(client: Client) -> None:
    headers = {"Accept-Encoding": "br", "If-Match": "*", "If-None-Match": '"br"'}
    assert client.get("/a/", headers=headers).status_code == 304
    headers["If-Match"] = '"x"'
    assert client.get("/a/", headers=headers).status_code == 412


def test_a_set_that_was_pickled_answers_as_before() -> None:
    root = Negotiated({"en": make_answer("English")})
    before = make_set({"/a/": make_answer("a page")}, root=root)
    client = Client(ReadySite(pickle.loads(pickle.dumps(before)), application))
    assert client.get("/a/", headers={"Accept-Encoding": "gzip"}).data == b"gz"
    assert client.get("/").text == "English"


def test_a_tag_is_found_in_a_long_list_quickly_enough_to_be_found_at_all() -> None:
    header = ", ".join(f'"{number}"' for number in range(1_000))
    assert matches(header, '"999"')
    assert not matches(header, '"1000"')
