"""Requests to an application as it wants to be asked: by its name, by https if it insists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.test import Client, TestResponse

_MOST = 5
_MOST_AGAIN = 2
"""How often an address is asked: the second time, it may have its cookie, and answer."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses of a response that leads elsewhere."""

_HOST = "127.0.0.1"

ENVIRON = {"REMOTE_ADDR": _HOST, "HTTP_USER_AGENT": "Mozilla/5.0 (kfor-i18n)"}
"""What every server says of a request, so that applications rely on it."""


class Visit(NamedTuple):
    """A response, the path that it is of, and the address outside that it leads to, or "".

    ``is_endless``: it leads on within the application, and back, or from one to another.
    """

    response: TestResponse
    path: str
    redirect: str = ""
    is_endless: bool = False


class Visitor:
    """Asks an application; what it insists on is learned from its redirects."""

    def __init__(self, app: Flask) -> None:
        """Initialize with what its configuration says of its name."""
        self._app = app
        config = app.config
        # The cookie of a session is not sent otherwise.
        is_secure = bool(config.get("SESSION_COOKIE_SECURE"))
        scheme = "https" if is_secure else config.get("PREFERRED_URL_SCHEME") or "http"
        self.origin = f"{scheme}://{_host_of(app)}"
        self._root = (config.get("APPLICATION_ROOT") or "/").rstrip("/")

    @property
    def base_url(self) -> str:
        """The address that the application answers at."""
        return f"{self.origin}{self._root}/"

    def visit(self, path: str, headers: Mapping[str, str], method: str = "GET") -> Visit:
        """Ask for a path with its query, and follow redirects within the application."""
        client = Client(self._app)
        response = self._ask(client, path, headers, method)
        return self.follow(client, Visit(response, path), headers, method)

    def follow(
        self, client: Client, visit: Visit, headers: Mapping[str, str], method: str = "GET"
    ) -> Visit:
        """Follow redirects from a response on, as the client that got it."""
        counts = Counter([(self.origin, visit.path)])
        while True:
            location = visit.response.headers.get("Location")
            if not location or visit.response.status_code not in REDIRECTS:
                return visit
            asked = urljoin(self.base_url, visit.path)
            target = urljoin(asked, location)
            origin, path = _split(target)
            if not self._is_inside(origin) and not self._insists(client, origin, path, asked):
                return visit._replace(redirect=target)
            if counts[origin, path] == _MOST_AGAIN or counts.total() > _MOST:
                return visit._replace(is_endless=True)
            counts[origin, path] += 1
            visit = Visit(self._ask(client, path, headers, method, origin), path)

    def _ask(
        self, client: Client, path: str, headers: Mapping[str, str], method: str, origin: str = ""
    ) -> TestResponse:
        origin = origin or self.origin
        inner = path.removeprefix(self._root) if path.startswith(f"{self._root}/") else path
        answer = self._open(client, f"{origin}{self._root}/", inner, headers, method)
        # It may keep the prefix in its own addresses, or mount itself, which its rules do not know.
        for other in dict.fromkeys((path, f"{self._root}{inner}")) if self._root else ():
            if answer.status_code != 404:
                break
            found = self._open(client, f"{origin}/", other, headers, method)
            answer = answer if found.status_code == 404 else found
        return answer

    def _open(
        self, client: Client, base_url: str, path: str, headers: Mapping[str, str], method: str
    ) -> TestResponse:
        return client.open(
            "/" + path.lstrip("/"),
            base_url=base_url, headers=dict(headers), method=method, environ_base=ENVIRON,
        )  # fmt: skip

    def _is_inside(self, origin: str) -> bool:
        own, other = urlsplit(self.origin), urlsplit(origin)
        return own.scheme == other.scheme and (
            own.netloc == other.netloc or other.netloc.endswith(f".{own.netloc}")
        )

    def _insists(self, client: Client, origin: str, path: str, asked: str) -> bool:
        """Return whether the application only wants to be asked for the same path elsewhere.

        It does if it answers there. It is then asked there from now on.
        """
        scheme_only = urlsplit(origin).netloc == urlsplit(self.origin).netloc
        if path != _split(asked)[1] and not scheme_only:
            return False
        if not scheme_only:
            answer = self._ask(client, path, {}, "GET", origin)
            if answer.headers.get("Location") and answer.status_code in REDIRECTS:
                target = _split(urljoin(f"{origin}/", answer.headers["Location"]))
                if target == (origin, path) or target[0] != origin:
                    return False
        self.origin = origin
        return True


def _split(url: str) -> tuple[str, str]:
    """Split an address into the origin, and the path with the query."""
    parts = urlsplit(url)
    path = parts.path or "/"
    return f"{parts.scheme}://{parts.netloc}", f"{path}?{parts.query}" if parts.query else path


def _host_of(app: Flask) -> str:
    """Return the host that an application has, or one that it trusts."""
    if name := app.config.get("SERVER_NAME"):
        return str(name)
    trusted = [str(host).lstrip(".") for host in app.config.get("TRUSTED_HOSTS") or ()]
    return trusted[0] if trusted and _HOST not in trusted else _HOST
