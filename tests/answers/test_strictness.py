from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from kfor_i18n.answers.strictness import MALFORMED, Strict, is_host

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


def site(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"the site"]


def refuse(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("400 BAD REQUEST" if environ[MALFORMED] else "200 OK", [])
    return [b"refused"]


def ask(strict: Strict, **changes: Any) -> tuple[str, str | None]:
    environ = create_environ("/a/", environ_overrides={"SERVER_PROTOCOL": "HTTP/1.1"})
    environ.update({key: value for key, value in changes.items() if value is not None})
    for key in (key for key, value in changes.items() if value is None):
        environ.pop(key, None)
    _, status, headers = run_wsgi_app(strict, environ)
    return status, headers.get("Connection")


@pytest.mark.parametrize(
    "changes",
    [
        {"HTTP_HOST": "kfor.example"},
        {"HTTP_HOST": "kfor.example:8000"},
        {"HTTP_HOST": "127.0.0.1"},
        {"HTTP_HOST": "[::1]:8000"},
        {"HTTP_HOST": "x_y.test."},
        {"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1.0"},
        {"HTTP_HOST": None, "SERVER_PROTOCOL": "HTTP/1.0"},
        {"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1"},
        {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "4"},
    ],
)
def test_a_well_formed_request_is_let_through(changes: dict[str, Any]) -> None:
    strict = Strict(site, refuse)
    assert ask(strict, **changes) == ("200 OK", None)
    assert ask(strict, **changes) == ("200 OK", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"HTTP_HOST": None},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "a,b"},
        {"HTTP_HOST": "a b"},
        {"HTTP_HOST": "a/b"},
        {"HTTP_HOST": "a@b"},
        {"HTTP_HOST": "a:b"},
        {"HTTP_HOST": "a" * 1_000},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_TRANSFER_ENCODING": "identity, chunked"},
        {"HTTP_TRANSFER_ENCODING": ""},
        {"PATH_INFO": "*"},
        {"PATH_INFO": ""},
        {"PATH_INFO": "example.test:443"},
        {"REQUEST_METHOD": "get"},
    ],
)
def test_a_malformed_request_is_refused_and_nothing_may_follow(changes: dict[str, Any]) -> None:
    strict = Strict(site, refuse)
    assert ask(strict) == ("200 OK", None)
    assert ask(strict, **changes) == ("400 BAD REQUEST", "close")


def test_what_is_remembered_of_hosts_is_bounded() -> None:
    for number in range(1_000):
        assert is_host(f"h{number}.test")
    assert is_host.cache_info().currsize <= 256
