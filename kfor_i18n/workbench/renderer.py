"""The program that renders pages of an application, for the workbench to show.

    python -P -m kfor_i18n.workbench.renderer FD ROOT MODULE:NAME

It is a process of its own, so that an application that fails, hangs or is changed harms nothing,
and so that its sources can be loaded anew. It is asked through a socket, and asks through it for
the text of each message that the application looks up (``Ask``): the texts are the workbench's.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import Client, TestResponse

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.flask_babel import track_application
from kfor_i18n.tracking.html import Place, anchor, find_places
from kfor_i18n.tracking.text import TrackedBytes
from kfor_i18n.tracking.texts import Found, override_numbers, record
from kfor_i18n.workbench.protocol import Ask, Failed, PageRequest, RenderedPage

_REDIRECTS = 5
_HTML = ("text/html", "application/xhtml+xml")


class _Workbench:
    """The texts of the workbench, which it is asked for through the socket."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        self._connection.send(Ask(domain, locale, key, plural, number))
        found: Found | None = self._connection.recv()
        return found


def load_application(name: str) -> Flask:
    """Load a Flask application by ``module:name``, where the name is one or a factory.

    A cache of Flask-Caching is replaced by one that keeps nothing: texts of the workbench must not
    get into a cache that the application shares with others. Raises ``TypeError`` if there is no
    application, and whatever importing or calling it raises.
    """
    _disable_caches()
    module, _, attribute = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in (attribute or "app").split("."):
        found = getattr(found, part)
    if callable(found) and not isinstance(found, Flask):
        found = found()
    if not isinstance(found, Flask):
        raise TypeError(f"{name} is not a Flask application, nor a function that returns one")
    return found


def _disable_caches() -> None:
    if find_spec("flask_caching") is None:
        return
    Cache: Any = importlib.import_module("flask_caching").Cache  # noqa: N806 - a class
    original: Callable[..., None] = Cache.init_app

    def init_app(self: Any, app: Flask, config: dict[str, Any] | None = None) -> None:
        original(self, app, {**app.config, **(config or {}), "CACHE_TYPE": "NullCache"})

    Cache.init_app = init_app


def render_page(app: Flask, request: PageRequest) -> RenderedPage:
    """Render a page of a tracked application. Redirects within it are followed."""
    path = request.path
    with record() as lookups, override_numbers(request.numbers):
        response = _ask(app, path, request.locale)
        for _ in range(_REDIRECTS):
            target = _redirect_of(response)
            if target is None:
                break
            path = target
            lookups.clear()
            response = _ask(app, path, request.locale)
    body, places = _find_texts(response)
    return RenderedPage(
        path, response.status_code, list(response.headers), body, places, list(lookups)
    )


def _ask(app: Flask, path: str, locale: str) -> TestResponse:
    """Ask an application as it wants to be asked: by its own name, by https if it insists."""
    host = app.config.get("SERVER_NAME") or "127.0.0.1"
    scheme = app.config.get("PREFERRED_URL_SCHEME") or "http"
    headers = {"Accept-Language": locale} if locale else {}
    client = Client(app)
    response = client.get(path, base_url=f"{scheme}://{host}", headers=headers)
    if scheme == "http" and response.headers.get("Location", "").startswith(f"https://{host}"):
        response = client.get(path, base_url=f"https://{host}", headers=headers)
    return response


def _redirect_of(response: TestResponse) -> str | None:
    """Return the path that a response redirects to, if it stays in the application."""
    location = response.headers.get("Location")
    if not location or response.status_code not in (301, 302, 303, 307, 308):
        return None
    url = urlsplit(location)
    asked = urlsplit(response.request.base_url)
    if url.netloc not in ("", asked.netloc):
        return None
    path = url.path or "/"
    return f"{path}?{url.query}" if url.query else path


def _find_texts(response: TestResponse) -> tuple[bytes, list[Place]]:
    """Return the body with comments round its texts, and their places."""
    parts: list[Any] = list(response.response)
    if len(parts) != 1 or not isinstance(parts[0], TrackedBytes):
        return b"".join(parts), []
    page = parts[0].text
    if response.mimetype in _HTML:
        html, places = anchor(page)
        return html.encode(), places
    return bytes(page.encode()), find_places(page)


def main(arguments: list[str]) -> int:
    """Load an application and render its pages until the socket is closed."""
    descriptor, root, name = arguments
    connection = Connection(int(descriptor))
    # What the application prints is no message of this program.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.chdir(Path(root))
    sys.path.insert(0, root)
    try:
        app = load_application(name)
        track_application(app, _Workbench(connection))
    except BaseException as error:  # noqa: BLE001 - it may exit, or raise what it wants
        connection.send(Failed(_describe(error)))
        return 1
    connection.send(None)
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return 0
        try:
            answer: RenderedPage | Failed = render_page(app, request)
        except EOFError:
            return 0
        except Exception as error:  # noqa: BLE001 - any failure of the application
            answer = Failed(_describe(error))
        connection.send(answer)


def _describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".split("\n", maxsplit=1)[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
