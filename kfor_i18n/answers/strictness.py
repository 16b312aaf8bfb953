"""Malformed requests that a server lets through, refused (RFC 9110, RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MALFORMED = "strictness.malformed"
"""The key in a WSGI environment that asks the application to respond with status 400."""

_MAX_HOST_LENGTH = 300
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
_BEFORE_HOSTS = ("HTTP/1.0", "HTTP/1")


class Strict:
    """A WSGI application in front of another that rejects malformed requests.

    Malformed is an HTTP/1.1 request without exactly one well-formed ``Host`` (RFC 9112 section
    3.2), a request with a ``Transfer-Encoding``, since nothing here takes a body and servers
    disagree on where such a body ends (section 6.1), a request for ``*`` or an authority, and one
    whose method is not in capitals, as all known methods are.
    """

    def __init__(self, site: WSGIApplication, refusing: WSGIApplication) -> None:
        """Take the application for well-formed requests, and the one that answers ``MALFORMED``."""
        self._site = site
        self._refusing = refusing

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        host = environ.get("HTTP_HOST")
        if (
            (is_host(host) if host else environ["SERVER_PROTOCOL"] in _BEFORE_HOSTS)
            and "HTTP_TRANSFER_ENCODING" not in environ
            and environ["PATH_INFO"].startswith("/")
            and environ["REQUEST_METHOD"].isupper()
        ):
            return self._site(environ, start_response)
        return self._refuse(environ, start_response)

    def _refuse(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # The server and a proxy may disagree on where the next request begins: there is none.
        def start_and_close(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *rest)

        environ[MALFORMED] = True
        return self._refusing(environ, start_and_close)


@lru_cache(maxsize=256)
def is_host(host: str) -> bool:
    """Tell whether a ``Host`` header is one well-formed host, with or without a port."""
    return len(host) <= _MAX_HOST_LENGTH and _HOST.fullmatch(host) is not None
