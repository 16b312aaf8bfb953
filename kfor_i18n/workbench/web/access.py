"""Who may use the workbench: the person who started it, in the browser that was let in.

The workbench listens on a loopback address only. Any page in any browser on the machine can send
requests there, other users' programs too, and every page on a loopback address is *same-site*,
whatever its port. So each request is judged by its Host header (against DNS rebinding), by what the
browser says about its origin (Fetch Metadata), and only then by its cookie.

A browser sends a cookie to all ports of a host, to other users' programs too, which can say
anything about origins. What reads or changes messages is therefore asked for with a second key,
which is only told to scripts of the workbench's origin.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from hmac import compare_digest
from http import HTTPStatus
from time import monotonic
from typing import NamedTuple

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.workbench.web.handshake import Handshake

RESERVED = "/_kfor-i18n/"
"""The path below which the workbench itself answers; everything else is the application's."""

ENTRANCE = f"{RESERVED}enter"
"""The page that takes a token, and the address that it is posted to."""

STATIC = f"{RESERVED}static/"
"""The path below which the interface's own files are, which are no secret."""

API = f"{RESERVED}api/"
"""The path below which the interface's scripts ask for messages and pages, and change them."""

KEY_HEADER = "Kfor-I18n-Key"
"""The header in which the interface's scripts send their key."""

TOKEN_SECONDS = 600
"""How long a token can be used, once."""

_TOKEN_BYTES = 32
_SAFE = ("GET", "HEAD")

ACCESS = Code(
    "workbench-access",
    N_("Request rejected by the workbench"),
    N_(
        "The workbench responds only to browsers in which an address printed by kfor-i18n "
        "translate was opened. Run the command to get a new address."
    ),
)


class Refusal(NamedTuple):
    """The status of the response to a request that is not accepted, and why."""

    status: HTTPStatus
    problem: Problem


class Admission(NamedTuple):
    """What a browser is told that is let in.

    ``cookie`` is the value of ``Set-Cookie``, ``key`` what its scripts send in ``KEY_HEADER``.
    """

    cookie: str
    key: str


class Access:
    """Lets one browser in at a time that has a token, and knows it again by cookie and key."""

    def __init__(
        self,
        port: int,
        now: Callable[[], float] = monotonic,
        on_used: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Initialize for a port of the loopback address.

        ``now`` returns a time in seconds; ``on_used`` is called with a token that let a browser in.
        """
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.cookie_name = f"kfor-i18n-{port}"
        self._now, self._on_used = now, on_used
        self._cookie = secrets.token_urlsafe(_TOKEN_BYTES)
        self._key = secrets.token_urlsafe(_TOKEN_BYTES)
        self.secret = secrets.token_urlsafe(_TOKEN_BYTES)
        self._tokens: dict[str, float] = {}

    def open_again(self, host: str, nonce: str, question: str) -> str | None:
        """Take the token of a handshake; return its answer, or ``None`` if the question is wrong.

        A program that asks right can read the user's files. ``host`` is its ``Host`` header.
        """
        handshake = Handshake(self.secret, self.port, nonce)
        if host != self.host or not _is_equal(question, handshake.question):
            return None
        self._tokens[handshake.token] = self._now() + TOKEN_SECONDS
        return handshake.answer

    def refuse_token(self) -> Refusal:
        """Return why a browser with a token is not let in."""
        return _refuse(
            HTTPStatus.FORBIDDEN,
            N_(
                "this link has expired or has already been used; run kfor-i18n translate to get a "
                "new one"
            ),
        )

    @property
    def origin(self) -> str:
        """The origin of the workbench (RFC 6454)."""
        return f"http://{self.host}"

    def make_token(self) -> str:
        """Return a new token, which lets a browser in once in ``TOKEN_SECONDS``."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._tokens[token] = self._now() + TOKEN_SECONDS
        return token

    def redeem(self, token: str) -> Admission | None:
        """Use up a token; return what lets its browser in, or ``None`` if it is not valid.

        The cookie is not for scripts, and no page of another site sends it (``SameSite=Strict``).
        """
        now = self._now()
        self._tokens = {known: end for known, end in self._tokens.items() if end > now}
        # Every token is compared, so that the time tells nothing.
        matching = [known for known in self._tokens if _is_equal(known, token)]
        if not matching:
            return None
        del self._tokens[matching[0]]
        self._on_used(token)
        cookie = f"{self.cookie_name}={self._cookie}; HttpOnly; Path=/; SameSite=Strict"
        return Admission(cookie, self._key)

    def judge(self, method: str, path: str, headers: Mapping[str, str]) -> Refusal | None:
        """Return why a request is refused, or ``None`` if it is accepted.

        ``headers`` are by their names in lower case; ``path`` is without the query.
        """
        if headers.get("host") != self.host:
            return _refuse(
                HTTPStatus.MISDIRECTED_REQUEST,
                N_("the workbench is not at this address; open http://%(host)s/"),
                host=self.host,
            )
        if _is_entrance(method, path):
            return None
        if not self._is_own(method, headers):
            return _refuse(
                HTTPStatus.FORBIDDEN,
                N_("request from another page; open http://%(host)s/ in a tab of its own"),
                host=self.host,
            )
        if _is_open(method, path) or self._knows(path, headers):
            return None
        return _refuse(
            HTTPStatus.UNAUTHORIZED,
            N_("unknown browser; run kfor-i18n translate to open the workbench in it"),
        )

    def _is_own(self, method: str, headers: Mapping[str, str]) -> bool:
        """Return whether a page of the workbench sends a request, or the browser's own user.

        A browser without Fetch Metadata (W3C) sends no ``Sec-Fetch-Site`` and is not let in.
        """
        site = headers.get("sec-fetch-site")
        if method not in _SAFE:
            return site == "same-origin" and headers.get("origin") == self.origin
        is_typed = site == "none" and headers.get("sec-fetch-mode") == "navigate"
        return site == "same-origin" or is_typed

    def _knows(self, path: str, headers: Mapping[str, str]) -> bool:
        """Return whether a request has the cookie, and the key where that is asked for.

        A frame, a picture or a style sheet is asked for without headers of the workbench's own.
        """
        has_key = _is_equal(headers.get(KEY_HEADER.lower(), ""), self._key)
        return self._has_cookie(headers.get("cookie", "")) and (has_key or not path.startswith(API))

    def _has_cookie(self, cookies: str) -> bool:
        # Other servers on the machine set cookies too, which need not be well-formed.
        found = (each.strip().partition("=") for each in cookies.split(";"))
        return any(n == self.cookie_name and _is_equal(v, self._cookie) for n, _, v in found)


def _is_entrance(method: str, path: str) -> bool:
    """Return whether anybody may ask for a page: the entrance has no secrets and does nothing."""
    return method in _SAFE and path == ENTRANCE


def _is_open(method: str, path: str) -> bool:
    """Return whether a page of the workbench may ask for a path before its browser is let in."""
    return path == ENTRANCE or (method in _SAFE and path.startswith(STATIC))


def _is_equal(one: str, other: str) -> bool:
    return compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _refuse(status: HTTPStatus, msgid: str, **values: object) -> Refusal:
    return Refusal(status, Problem(ACCESS, msgid, values))
