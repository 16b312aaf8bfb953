"""Only the browser that was let in uses the workbench, from its own pages."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from kfor_i18n.workbench.web.access import API, ENTRANCE, TOKEN_SECONDS, Access, Admission

HOST = "127.0.0.1:5050"
PAGE = {"host": HOST, "sec-fetch-site": "none", "sec-fetch-mode": "navigate"}
OWN = {"host": HOST, "sec-fetch-site": "same-origin", "origin": f"http://{HOST}"}


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(clock: Clock) -> Access:
    return Access(5050, clock)


@pytest.fixture
def admission(access: Access) -> Admission:
    made = access.redeem(access.make_token())
    assert made
    return made


@pytest.fixture
def cookie(admission: Admission) -> str:
    return admission.cookie.partition(";")[0]


def status_of(access: Access, method: str, path: str, **headers: str) -> HTTPStatus | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    refusal = access.judge(method, path, named)
    return refusal.status if refusal else None


def test_a_token_lets_a_browser_in_once(access: Access) -> None:
    token = access.make_token()
    admission = access.redeem(token)
    assert admission
    assert "HttpOnly" in admission.cookie
    assert "SameSite=Strict" in admission.cookie
    assert admission.key not in admission.cookie
    assert access.redeem(token) is None
    assert access.redeem("") is None
    assert access.redeem("č") is None


def test_a_token_ends_after_a_time(access: Access, clock: Clock) -> None:
    token, other = access.make_token(), access.make_token()
    clock.time = TOKEN_SECONDS - 1
    assert access.redeem(token)
    clock.time = TOKEN_SECONDS
    assert access.redeem(other) is None


def test_the_browser_that_was_let_in_is_known(access: Access, cookie: str) -> None:
    assert access.judge("GET", "/", {**PAGE, "cookie": cookie}) is None
    assert access.judge("GET", "/_kfor-i18n/x", {**OWN, "cookie": cookie}) is None
    assert access.judge("POST", "/_kfor-i18n/x", {**OWN, "cookie": f"a=b; {cookie}"}) is None


@pytest.mark.parametrize("other", ['a"b=c', '{"j":1}', "č=š", "\udce8=1", "=", "a", "\x00"])
def test_a_cookie_of_another_server_does_not_matter(
    access: Access, cookie: str, other: str
) -> None:
    for cookies in (f"{other}; {cookie}", f"{cookie};{other}"):
        assert status_of(access, "GET", "/", **OWN, cookie=cookies) is None


@pytest.mark.parametrize("value", ["", "a=b", "kfor-i18n-5050=", "kfor-i18n-5050=x", "\x00=;=;"])
def test_another_browser_is_not(access: Access, value: str) -> None:
    refusal = access.judge("GET", "/", {**PAGE, "cookie": value})
    assert refusal
    assert refusal.status == HTTPStatus.UNAUTHORIZED
    assert "run kfor-i18n translate" in str(refusal.problem)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE"])
def test_messages_are_for_scripts_with_the_key(
    access: Access, admission: Admission, cookie: str, method: str
) -> None:
    path = f"{API}changes"
    own = {**dash(OWN), "cookie": cookie}
    assert status_of(access, method, path, **own, kfor_i18n_key=admission.key) is None
    # Programs on other ports are sent the cookie, and can forge the rest.
    for keys in ({}, {"kfor_i18n_key": ""}, {"kfor_i18n_key": cookie.partition("=")[2]}):
        assert status_of(access, method, path, **own, **keys) == HTTPStatus.UNAUTHORIZED
    assert status_of(access, method, path, **dash(OWN), kfor_i18n_key=admission.key) == (
        HTTPStatus.UNAUTHORIZED
    )


def test_a_key_of_an_earlier_start_is_not_known(admission: Admission) -> None:
    access = Access(5050)
    now = access.redeem(access.make_token())
    assert now
    headers = {**OWN, "cookie": now.cookie.partition(";")[0]}
    assert access.judge("GET", f"{API}x", {**headers, "kfor-i18n-key": now.key}) is None
    assert access.judge("GET", f"{API}x", {**headers, "kfor-i18n-key": admission.key})


def test_a_cookie_of_an_earlier_start_is_not_known(cookie: str) -> None:
    assert status_of(Access(5050), "GET", "/", cookie=cookie, **dash(PAGE)) == (
        HTTPStatus.UNAUTHORIZED
    )


def dash(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in headers.items()}


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:5050", "localhost:5050", "127.0.0.1", "127.0.0.1:80", "", None]
)
@pytest.mark.parametrize("path", ["/", ENTRANCE])
def test_another_name_of_the_machine_is_misdirected_before_anything_else(
    access: Access, cookie: str, host: str | None, path: str
) -> None:
    headers = {**PAGE, "cookie": cookie}
    if host is None:
        del headers["host"]
    else:
        headers["host"] = host
    refusal = access.judge("GET", path, headers)
    assert refusal
    assert refusal.status == HTTPStatus.MISDIRECTED_REQUEST
    assert HOST in str(refusal.problem)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"}),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}),
        ("GET", {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}),
        ("GET", {"sec-fetch-site": "none", "sec-fetch-mode": "no-cors"}),
        ("GET", {}),
        ("POST", {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8000"}),
        ("POST", {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8000"}),
        ("POST", {"sec-fetch-site": "same-origin", "origin": "null"}),
        ("POST", {"sec-fetch-site": "same-origin"}),
        ("POST", {"sec-fetch-site": "none", "origin": f"http://{HOST}"}),
        ("DELETE", {"sec-fetch-site": "cross-site", "origin": "https://evil.test"}),
    ],
)
def test_a_page_of_another_origin_is_refused_even_with_the_cookie(
    access: Access, cookie: str, method: str, headers: dict[str, str]
) -> None:
    refusal = access.judge(method, "/_kfor-i18n/x", {**headers, "host": HOST, "cookie": cookie})
    assert refusal
    assert refusal.status == HTTPStatus.FORBIDDEN


def test_the_entrance_is_open_and_its_post_is_the_workbenchs_own(access: Access) -> None:
    assert access.judge("GET", ENTRANCE, {"host": HOST, "sec-fetch-site": "cross-site"}) is None
    assert access.judge("POST", ENTRANCE, OWN) is None
    assert status_of(access, "POST", ENTRANCE, host=HOST, origin="https://evil.test") == (
        HTTPStatus.FORBIDDEN
    )
