"""What a visitor gets, whoever serves: the site's own server, or nginx with what was published."""

from __future__ import annotations

import gzip
import json
import re
import subprocess

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kfor_i18n.locales import lookup
from tests.answers.test_codings import DECODE
from tests.answers.test_codings import NEGOTIATION as CODINGS
from tests.pages import LANGUAGES
from tests.serving.servers import Reply, Site
from tests.support import parse
from tests.test_locales import NEGOTIATION

MOVED = {
    "/en": "/en/", "/sl": "/sl/", "/sl/jeziki": "/sl/jeziki/", "/sl/languages": "/sl/jeziki/",
    "/sl/languages/": "/sl/jeziki/", "/en/languages": "/en/languages/",
}  # fmt: skip
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}


def list_assets(site: Site) -> list[str]:
    html = site.ask("/en/").text
    return sorted(set(re.findall(r"/static/[a-z0-9.-]+", html)))


def test_it_is_what_the_application_says(site: Site, client: FlaskClient, address: str) -> None:
    reply, said = site.ask(address), client.get(address)
    assert reply.status == 200
    assert reply.body == said.data
    for name in ("Content-Type", "Content-Language", "Cache-Control"):
        assert reply.headers[name] == said.headers.get(name)


def test_a_page_is_in_the_language_of_its_address(site: Site, page_path: str) -> None:
    reply = site.ask(page_path, Accept_Language="de")
    assert reply.headers["Content-Language"] == page_path[1:3]
    assert parse(reply.text).get("lang") == page_path[1:3]
    assert "accept-language" not in str(reply.headers.get_all("Vary")).lower()


def test_each_coding_of_a_page_is_the_same_text_under_its_own_tag(
    site: Site, page_path: str
) -> None:
    assert_codings(site, page_path)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/en/manifest.webmanifest"])
def test_each_coding_of_a_file_is_the_same_text_under_its_own_tag(site: Site, path: str) -> None:
    assert_codings(site, path)


def assert_codings(site: Site, path: str) -> None:
    plain = site.ask(path)
    tags = {plain.headers["ETag"]}
    for coding in site.codings:
        reply = site.ask(path, Accept_Encoding=coding)
        assert reply.headers["Content-Encoding"] == coding
        assert DECODE[coding](reply.body) == plain.body
        assert int(reply.headers["Content-Length"]) == len(reply.body) < len(plain.body)
        tags.add(reply.headers["ETag"])
    assert len(tags) == 1 + len(site.codings)
    assert all(re.fullmatch(r'"[^"]+"', tag) for tag in tags)
    assert "Accept-Encoding" in plain.headers.get_all("Vary", [])


@pytest.mark.parametrize(("header", "coding"), CODINGS)
def test_a_coding_is_the_one_that_is_wanted_most(server: Site, header: str, coding: str) -> None:
    sent = server.ask("/sl/", Accept_Encoding=header).headers.get("Content-Encoding", "identity")
    assert sent == coding


@pytest.mark.parametrize(
    ("header", "coding"),
    [("gzip", "gzip"), ("br, GZIP;q=0.1", "gzip"), ("gzip;q=0", None), ("br", None), ("", None)],
)
def test_a_coding_is_one_that_is_accepted(site: Site, header: str, coding: str | None) -> None:
    sent = site.ask("/sl/", Accept_Encoding=header).headers["Content-Encoding"]
    assert sent == ("br" if "br" in header and "br" in site.codings else coding)


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_what_is_held_is_not_sent_again(site: Site, address: str, coding: str) -> None:
    first = site.ask(address, Accept_Encoding=coding)
    tag = first.headers["ETag"]
    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = site.ask(address, Accept_Encoding=coding, If_None_Match=held)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
        for name in ("Cache-Control", "Vary", "Content-Security-Policy"):
            assert again.headers.get_all(name) == first.headers.get_all(name)
    assert site.ask(address, Accept_Encoding=coding, If_None_Match='"x"').status == 200


def test_what_is_wanted_under_another_tag_is_not_sent(site: Site) -> None:
    assert site.ask("/sl/", If_Match='"x"').status == 412
    assert site.ask("/sl/", If_Match=site.ask("/sl/").headers["ETag"]).status == 200


def test_head_is_get_without_the_body(site: Site, address: str) -> None:
    assert_head_is_get(site, address)


@pytest.mark.parametrize("path", ["/", "/sl", "/sl/ni/"])
def test_head_is_get_without_the_body_where_there_is_no_page(site: Site, path: str) -> None:
    assert_head_is_get(site, path)


def assert_head_is_get(site: Site, path: str) -> None:
    get, head = site.ask(path), site.ask(path, "HEAD")
    assert (head.status, head.body) == (get.status, b"")
    kept = [(n, v) for n, v in get.headers.items() if n.lower() not in ("date", "connection")]
    assert kept == [
        (n, v) for n, v in head.headers.items() if n.lower() not in ("date", "connection")
    ]


def test_a_query_changes_nothing(site: Site) -> None:
    assert site.ask("/sl/?lang=en&q=%00").body == site.ask("/sl/").body


@pytest.mark.parametrize(("header", "language"), NEGOTIATION)
def test_the_front_door_negotiates(site: Site, header: str, language: str) -> None:
    reply = site.ask("/", Accept_Language=header)
    assert (reply.status, reply.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in str(reply.headers.get_all("Vary"))
    assert reply.headers["Cache-Control"] == "private, no-cache"


def ask_in_lines(site: Site, *lines: bytes) -> bytes:
    """Ask for the front door with these lines of ``Accept-Language``; return where it leads."""
    headers = b"".join(b"Accept-Language: " + line + b"\r\n" for line in lines)
    answer = site.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + b"\r\n")
    found = re.search(rb"(?i)\r\nlocation: (\S+)", answer)
    assert found is not None, answer
    return found[1]


def test_two_lines_of_a_header_are_one_list(site: Site) -> None:
    if site.name == "nginx" and nginx_version() < (1, 23):
        pytest.skip("nginx reads the first line alone before 1.23")
    assert ask_in_lines(site, b"de", b"sl") == b"/sl/"
    assert ask_in_lines(site, b"sl;q=0.5", b"en") == b"/en/"


def nginx_version() -> tuple[int, ...]:
    said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return tuple(map(int, re.findall(r"\d+", said)[:2]))


def test_a_range_with_a_bad_byte_loses_that_range_alone(nginx: Site) -> None:
    # The server's transport drops the whole line, before anything of ours sees it.
    for line in (b"sl\xe9, sl;q=0.5, en;q=0.1", b"\xff,sl", b"sl,\xff"):
        assert ask_in_lines(nginx, line) == b"/sl/"


elements = st.tuples(
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from(["sl", "en", "SL-si", "en-US", "de", "*", "sl-*", "sl-x-a", "slx", "en;", ""]),
    st.sampled_from(["", " ", ";q=", "; q=", " ;Q=", ";q =", ";"]),
    st.text("0123456789.", max_size=6),
).map("".join)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(elements, max_size=6).map(",".join))
def test_both_negotiate_alike_whatever_is_sent(site: Site, header: str) -> None:
    expected = lookup(header.strip(" \t"), ["en", "sl"])
    assert site.ask("/", Accept_Language=header).headers["Location"] == f"/{expected}/"


def test_a_header_of_any_length_does_no_harm(site: Site) -> None:
    for header in ("sl;q=0.5," * 700, "a" * 7_000, "," * 7_000):
        assert site.ask("/", Accept_Language=header).headers["Location"] == (
            f"/{lookup(header, ['en', 'sl'])}/"
        )


@pytest.mark.parametrize(("path", "target"), MOVED.items())
def test_a_redirect_never_trusts_the_host(site: Site, path: str, target: str) -> None:
    reply = site.send(
        f"GET {path} HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n".encode()
    )
    assert reply.startswith(b"HTTP/1.1 308 ")
    assert f"\r\nlocation: {target}\r\n".encode() in reply.lower()
    assert b"evil.test" not in reply


@pytest.mark.parametrize(("path", "target"), [*MOVED.items(), ("/", "/sl/")])
def test_a_redirect_keeps_the_query(site: Site, path: str, target: str) -> None:
    for query in ("a=1&b=%C5%A1&c", "?", "//evil.test/%0d%0aX:y"):
        reply = site.ask(f"{path}?{query}", Accept_Language="sl")
        assert reply.headers["Location"] == f"{target}?{query}"
    assert site.ask(f"{path}?", Accept_Language="sl").headers["Location"] == target


def test_a_redirect_from_a_slug_is_asked_for_again(site: Site) -> None:
    for path in MOVED:
        assert site.ask(path).headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        ("/sl/ni/", "en", "sl"),
        ("/en/no/", "sl", "en"),
        ("/ni", "sl", "sl"),
        ("/ni/en/", "de", "en"),
        ("/static/none.css", "sl", "sl"),
    ],
)
def test_what_is_missing_is_said_in_the_readers_language(
    site: Site, path: str, header: str, language: str
) -> None:
    for coding in ("gzip", "identity"):
        reply = site.ask(path, Accept_Language=header, Accept_Encoding=coding)
        assert reply.status == 404
        assert reply.headers["Content-Language"] == language
        assert reply.headers["Cache-Control"] in ("no-store", "private, no-cache")
        html = gzip.decompress(reply.body).decode() if coding == "gzip" else reply.text
        assert parse(html).get("lang") == language
        negotiated = "Accept-Language" in str(reply.headers.get_all("Vary"))
        assert negotiated == (path[1:3] not in ("en", "sl"))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_takes_no_other_method(site: Site, method: str) -> None:
    reply = site.ask("/sl/", method, Content_Length="0")
    assert reply.status == 405
    assert reply.headers["Allow"] in ("GET, HEAD", "GET, HEAD, OPTIONS")
    assert "Takšna zahteva" in reply.text


def test_every_page_and_file_is_secured(site: Site, address: str) -> None:
    assert_secured(site.ask(address), 200)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 302), ("/sl", "GET", 308), ("/ni", "GET", 404), ("/sl/", "POST", 405),
        ("/sl/", "HEAD", 200),
    ],
)  # fmt: skip
def test_every_other_answer_is_secured(site: Site, path: str, method: str, status: int) -> None:
    assert_secured(site.ask(path, method), status)


def assert_secured(reply: Reply, status: int) -> None:
    assert reply.status == status
    for name, value in SECURITY.items():
        assert reply.headers.get_all(name) == [value]
    (policy,) = reply.headers.get_all("Content-Security-Policy", [])
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "Set-Cookie" not in reply.headers


def test_assets_are_kept_for_ever(site: Site) -> None:
    assets = list_assets(site)
    assert len(assets) >= 3
    for path in assets:
        reply = site.ask(path)
        assert reply.status == 200
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert {site.ask(path).headers["Content-Type"] for path in assets} == {
        "image/png", "image/svg+xml",
    }  # fmt: skip


def test_manifests_lead_to_icons(site: Site) -> None:
    for tag in LANGUAGES:
        for icon in json.loads(site.ask(f"/{tag}/manifest.webmanifest").body)["icons"]:
            assert site.ask(icon["src"]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/en/index.html", "/en/index.html.gz", "/en/index.html.br", "/sitemap.xml.gz",
        "/index.html", "/404.html", "/en/404.html", "/_headers", "/_redirects", "//en/", "/en//",
        "/nginx/site.conf", "/../nginx/site.conf", "/%2e%2e/nginx/site.conf", "/static/",
        "/.well-known/", "/en/%2e%2e/%2e%2e/etc/passwd", "/EN/", "/sl/jeziki/index.html",
    ],
)  # fmt: skip
def test_nothing_has_a_second_address(site: Site, path: str) -> None:
    assert site.ask(path).status in (400, 404)


def build_request(*lines: str, body: str = "") -> bytes:
    return "\r\n".join([*lines, "Connection: close", "", body]).encode("latin-1")


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]


def test_requests_in_a_row_are_answered_in_a_row(site: Site) -> None:
    one = b"GET /sl/ HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = site.send(one * 5 + build_request("GET /ni HTTP/1.1", "Host: x"))
    assert statuses(answer) == [200, 200, 200, 200, 200, 404]


def test_a_request_may_come_byte_by_byte(site: Site) -> None:
    request = build_request("GET /sl/ HTTP/1.1", "Host: x", "Accept-Encoding: gzip")
    assert statuses(site.send(*(bytes([byte]) for byte in request))) == [200]


@pytest.mark.parametrize(
    "lines",
    [
        ["GET /sl/ HTTP/1.1"],
        ["GET /sl/ HTTP/1.1", "Host:"],
        ["GET /sl/ HTTP/1.1", "Host: x", "Host: y"],
        ["GET /sl/ HTTP/1.1", "Host: a/b"],
        ["GET /sl/ HTTP/1.1", "Host: x", "Content-Length: 1", "Content-Length: 2"],
        ["GET /sl/ HTTP/1.1", "Host: x", "Content-Length: -1"],
        ["GET /sl/ HTTP/1.1", "Host: x", "Content-Length: +1"],
        ["GET /sl/ HTTP/1.1", "Host: x", "Transfer-Encoding: x"],
        [
            "GET /sl/ HTTP/1.1",
            "Host: x",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: chunked",
        ],
        ["GET /sl/ HTTP/1.0", "Host: x", "Transfer-Encoding: chunked"],
        ["GET /sl/ HTTP/1.1", "Host: x", "Content-Length: 4", "Transfer-Encoding: chunked"],
        ["GET /sl/ HTTP/1.1", "Host: x", "X : y"],
        ["GET /sl/ HTTP/1.1", "Host: x", "X: a", " b"],
        ["GET /sl/ HTTP/1.1", "Host: x", "X: a\0b"],
        ["GET sl/ HTTP/1.1", "Host: x"],
        ["get /sl/ HTTP/1.1", "Host: x"],
        ["GET /sl/ HTTP/3.1", "Host: x"],
        ["OPTIONS * HTTP/1.1", "Host: x"],
        ["CONNECT x:443 HTTP/1.1", "Host: x"],
        ["GET /sl/ HTTP/1.1", "Host: x", f"X: {'a' * 500_000}"],
        [f"GET /{'a' * 100_000} HTTP/1.1", "Host: x"],
    ],
    ids=lambda lines: " / ".join(lines)[:80],
)
def test_what_http_says_to_refuse_is_refused_and_nothing_follows(
    site: Site, lines: list[str]
) -> None:
    follower = b"GET /ni HTTP/1.1\r\nHost: x\r\n\r\n"
    try:
        answer = site.send(build_request(*lines) + follower)
    except ConnectionError:
        return  # closed while more was being sent: refused all the more
    (status,) = statuses(answer)
    assert status in (400, 414, 431, 501, 505)
