"""Pages and files of a loaded application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, has_request_context
from flask import request as flask_request
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response

from kfor_i18n.locales import find_locale, to_folder
from kfor_i18n.tracking.responses import join_bytes
from kfor_i18n.tracking.texts import Recorded, override_numbers, record
from kfor_i18n.workbench.rendering.addresses import locale_of_address
from kfor_i18n.workbench.rendering.protocol import (
    MOST_FILE_BYTES,
    MOST_PAGE_BYTES,
    FetchedFile,
    FileRequest,
    PageRequest,
    RenderedPage,
)
from kfor_i18n.workbench.rendering.renderer.bodies import read_parts, unpack
from kfor_i18n.workbench.rendering.renderer.failures import Failures, describe_error
from kfor_i18n.workbench.rendering.renderer.locating import locate
from kfor_i18n.workbench.rendering.renderer.scenes import play
from kfor_i18n.workbench.rendering.renderer.templates import Templates
from kfor_i18n.workbench.rendering.renderer.visiting import ENVIRON, Visitor

_PASSED_ON = ("accept", "accept-encoding", "if-modified-since", "if-none-match")
"""The headers of a browser that an application is told; cookies are none of its."""

_SPOILED = ("content-length", "content-encoding", "content-md5", "etag", "last-modified")
"""The headers that a body with comments in it is not right for."""


class _Made(NamedTuple):
    """A response with its path, and the address that it leads to, if that was not followed."""

    response: Response
    path: str
    redirect: str = ""
    is_endless: bool = False


class Pages:
    """Renders pages of a tracked application, one after another."""

    def __init__(self, app: Flask, root: Path, locales: tuple[str, ...]) -> None:
        """Initialize with the project's directory, and the locales that addresses may be of."""
        self.visitor = Visitor(app)
        self.templates = Templates(app)
        self._app, self._root, self._locales = app, root, locales
        self._failures = Failures(app)
        self._recorded: list[Recorded] = []
        self._begun = 0
        self._contexts: list[Any] = []
        self._forced = ""
        self._note_requests()
        self._force_locales()

    def render(self, request: PageRequest) -> RenderedPage:
        """Render a page.

        Raises ``TypeError`` for a scene that is none, what it raises, and ``TooLargeError``.
        """
        self._failures.last = None
        self._contexts.clear()
        self.templates.begin()
        with record() as self._recorded, override_numbers(request.numbers), self._force(request):
            self._begun = 0
            made = self._make(request)
            body = join_bytes(read_parts(made.response, MOST_PAGE_BYTES))
        return self._describe(made, body, self._recorded[: self._begun])

    def fetch(self, request: FileRequest) -> FetchedFile:
        """Answer with a response as it is. Raises ``TooLargeError``."""
        headers = {name: value for name, value in request.headers if name.lower() in _PASSED_ON}
        response = self.visitor.visit(request.path, headers, request.method).response
        body = b"".join(read_parts(response, MOST_FILE_BYTES))
        self._contexts.clear()
        return FetchedFile(response.status_code, list(response.headers), body)

    def _describe(self, made: _Made, body: bytes, earlier: list[Recorded]) -> RenderedPage:
        response = made.response
        if response.headers.get("Content-Encoding") == "gzip":
            body = unpack(body, MOST_PAGE_BYTES)
        own = self._recorded[self._begun :]
        located = locate(body, response.mimetype or "", earlier, own)
        lookups = [*(place.span.lookup for place in located.places), *located.probable]
        locales = [lookup.locale for lookup in lookups if lookup.locale]
        error = self._failures.last if response.status_code >= 500 else None
        return RenderedPage(
            path=made.path,
            status=response.status_code,
            headers=[(n, v) for n, v in response.headers if n.lower() not in _SPOILED],
            body=located.body,
            places=located.places,
            probable=located.probable,
            used=located.used,
            locale=max(locales, key=locales.count, default=""),
            redirect=made.redirect,
            is_endless=made.is_endless,
            problem=describe_error(error, self._root) if error else "",
            templates=self.templates.take(),
            rules=tuple(dict.fromkeys(filter(None, map(_rule_of, self._contexts)))),
        )

    def _make(self, request: PageRequest) -> _Made:
        headers = {"Accept-Language": request.locale} if request.locale else {}
        if request.scene:
            return _Made(*play(self._app, request.scene, self.visitor.base_url, headers))
        # An address that does not exist may be one of the application's after all.
        if request.error not in (0, 404):
            return self._show_error(request, headers)
        return _Made(*self.visitor.visit(request.path, headers))

    def _show_error(self, request: PageRequest, headers: dict[str, str]) -> _Made:
        """Let the application show its page about an error, as if a view had raised it."""
        app: Any = self._app
        error: HTTPException = default_exceptions[request.error]()
        base_url = self.visitor.base_url
        context = app.test_request_context(
            request.path, base_url=base_url, headers=headers, environ_base=ENVIRON
        )
        with context:
            try:
                returned = app.preprocess_request()
                if returned is None:
                    returned = app.handle_user_exception(error)
            except Exception as raised:  # noqa: BLE001 - whatever its functions raise
                returned = app.handle_user_exception(raised)
            response = app.finalize_request(returned)
            response.response = [join_bytes(read_parts(response, MOST_PAGE_BYTES))]
        return _Made(response, request.path)

    def _note_requests(self) -> None:
        """Note where the look-ups of the last request begin, and what all are for."""
        # Its WSGI callable is left alone: it may be a middleware that the application asks things.
        original = self._app.request_context

        def request_context(environ: Any) -> Any:
            self._begun = len(self._recorded)
            context = original(environ)
            self._contexts.append(context)
            return context

        self._app.request_context = request_context  # type: ignore[method-assign]

    @contextmanager
    def _force(self, request: PageRequest) -> Iterator[None]:
        folder = to_folder(request.locale)
        self._forced = folder if request.locale and find_locale(folder) else ""
        try:
            yield
        finally:
            self._forced = ""

    def _force_locales(self) -> None:
        """Let the workbench choose the locale of pages whose address does not."""
        babel = self._app.extensions.get("babel")
        # Flask-Babel 2 has it under another name.
        name = "locale_selector" if hasattr(babel, "locale_selector") else "locale_selector_func"
        if babel is None or not hasattr(babel, name):
            return
        original = getattr(babel, name)

        def select() -> Any:
            own = original() if original else None
            forced = self._forced
            # A thread of the application has no address.
            address = flask_request.full_path if has_request_context() else ""
            if forced and not locale_of_address(address, self._locales):
                return forced
            return own

        setattr(babel, name, select)


def _rule_of(context: Any) -> str:
    """Return the rule that a request was answered by, or "" if there is none for it."""
    rule = context.request.url_rule
    return rule.rule if rule else ""
