"""Requests that a server may let through and HTTP/1.1 says to refuse (RFC 9110, RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MALFORMED = "kfor_i18n.malformed"
"""The key in a WSGI environment that tells the application to answer with status 400."""

MAX_HOSTS = 256
"""Different hosts that are remembered as well-formed."""

_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")


class Strict:
    """A WSGI application in front of another that has it refuse malformed requests.

    Malformed is a request in HTTP/1.1 without exactly one well-formed ``Host`` (RFC 9112 section
    3.2); one whose body has a ``Transfer-Encoding``, since nothing here takes a body and servers
    disagree where such a one ends (section 6.1); one for ``*`` or an authority; and one whose
    method is not in capitals, as all that are known are.
    """

    def __init__(self, site: WSGIApplication, refusing: WSGIApplication) -> None:
        """Take the application for what is well-formed, and the one that answers ``MALFORMED``."""
        self._site = site
        self._refusing = refusing
        self._hosts: set[str] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if (
            environ.get("HTTP_HOST") in self._hosts
            and "HTTP_TRANSFER_ENCODING" not in environ
            and environ["PATH_INFO"].startswith("/")
            and environ["REQUEST_METHOD"].isupper()
        ) or self._is_well_formed(environ):
            return self._site(environ, start_response)
        return self._refuse(environ, start_response)

    def _is_well_formed(self, environ: WSGIEnvironment) -> bool:
        host = environ.get("HTTP_HOST", "")
        if (
            "HTTP_TRANSFER_ENCODING" in environ
            or not environ["PATH_INFO"].startswith("/")
            or not environ["REQUEST_METHOD"].isupper()
        ):
            return False
        if not host:
            return environ.get("SERVER_PROTOCOL") in ("HTTP/1.0", "HTTP/1")
        if len(host) > 300 or not _HOST.fullmatch(host):
            return False
        if len(self._hosts) >= MAX_HOSTS:
            self._hosts.clear()
        self._hosts.add(host)
        return True

    def _refuse(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # Where the server and a proxy may disagree on what follows, nothing may follow.
        def start_and_close(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *rest)

        environ[MALFORMED] = True
        return self._refusing(environ, start_and_close)
