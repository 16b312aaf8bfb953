"""Precomputed responses, served and revalidated without asking the application.

A ready set holds the application's response to each request that has one response for everybody.
``ReadySite`` is a WSGI application in front of it: it serves the response or passes the request on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, unquote_to_bytes

from kfor_i18n.answers.codings import choose_coding
from kfor_i18n.answers.moves import follow_moves
from kfor_i18n.locales import lookup

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MAX_REMEMBERED = 256
"""Different header values whose choice is remembered; after that, all are forgotten."""

MAX_REMEMBERED_LENGTH = 200
"""Length of a header value that is remembered; no browser sends a longer one."""

BAD_REQUEST, NOT_FOUND, METHOD_NOT_ALLOWED = 400, 404, 405

Headers = list[tuple[str, str]]

_T = TypeVar("_T")
_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_TAGS = re.compile(rf"(?:[ \t]*(?:{_TAG.pattern}[ \t]*)?(?:,|$))*")
# Besides letters and digits, what a query consists of (RFC 3986 section 3.4).
_IN_QUERY = "%-._~!$&'()*+,;=:@/?"
_DROPPED_BY_304 = frozenset({"content-type", "content-length", "content-encoding"})


@dataclass(frozen=True, slots=True)
class Variant:
    """One representation of a response: its bytes in one coding, and its headers.

    ``tag`` is its strong entity tag in quotes, empty for a response without one.
    """

    coding: str
    body: bytes
    headers: Headers
    tag: str = ""

    @property
    def headers_not_modified(self) -> Headers:
        """The headers of a 304: all but those of the content (RFC 9110 section 15.4.5)."""
        return [item for item in self.headers if item[0].lower() not in _DROPPED_BY_304]


_Prepared = tuple[Headers, Headers, list[bytes], str]


class Answer:
    """A response for everybody, in the codings that make it smaller."""

    def __init__(self, status: str, variants: Iterable[Variant]) -> None:
        """Take the status line and the variants, identity among them, in order of preference."""
        self.status = status
        self.variants = {variant.coding: variant for variant in variants}
        self._codings = list(self.variants)
        self._prepared: dict[str, _Prepared] = {
            coding: (v.headers, v.headers_not_modified, [v.body], v.tag)
            for coding, v in self.variants.items()
        }
        self._chosen: dict[str, _Prepared] = {}

    def __reduce__(self) -> tuple[type[Answer], tuple[str, list[Variant]]]:
        return Answer, (self.status, list(self.variants.values()))

    def prepare(self, accepted: str) -> _Prepared:
        """Return what to send for an ``Accept-Encoding`` header.

        That is the headers, the headers of a 304, the body, and the entity tag.
        """
        prepared = self._chosen.get(accepted)
        if prepared is None:
            prepared = self._prepared[choose_coding(accepted, self._codings)]
            _remember(self._chosen, accepted, prepared)
        return prepared


class Negotiated:
    """An address that negotiates by ``Accept-Language``: one answer for each language on offer."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        """Take the answers by language tag, that of the default language first."""
        self.answers = dict(answers)
        self._tags = list(answers)
        self._chosen: dict[str, Answer] = {}

    def __reduce__(self) -> tuple[type[Negotiated], tuple[dict[str, Answer]]]:
        return Negotiated, (self.answers,)

    def choose(self, accepted: str) -> Answer:
        """Return the answer for an ``Accept-Language`` header (RFC 4647 section 3.4)."""
        answer = self._chosen.get(accepted)
        if answer is None:
            answer = self.answers[lookup(accepted, self._tags)]
            _remember(self._chosen, accepted, answer)
        return answer


@dataclass(frozen=True)
class Localized:
    """A response in the language that an address begins with, or else in the negotiated one."""

    by_prefix: Mapping[str, Answer]
    otherwise: Negotiated

    def choose(self, path: str, accepted: str) -> Answer:
        """Return the answer for a path and an ``Accept-Language`` header."""
        own = self.by_prefix.get(path[1:].partition("/")[0])
        return own or self.otherwise.choose(accepted)


def _remember(memory: dict[str, _T], key: str, value: _T) -> None:
    if len(key) > MAX_REMEMBERED_LENGTH:
        return
    if len(memory) >= MAX_REMEMBERED:
        memory.clear()
    memory[key] = value


@dataclass(frozen=True)
class ReadySet:
    """Answers by path as WSGI has it: decoded, one character for each byte.

    ``revision`` changes with what the answers say; ``rendered`` is when they were made (in UTC).
    ``kept`` holds answers of older sets. ``errors`` has the answers to requests without a page by
    status, and ``options`` is the one to every ``OPTIONS`` request. Whatever these lack is left to
    the application, and so are the pages of the paths in ``left``.
    """

    revision: str
    rendered: datetime
    answers: Mapping[str, Answer] = field(default_factory=dict)
    negotiated: Mapping[str, Negotiated] = field(default_factory=dict)
    kept: Mapping[str, Answer] = field(default_factory=dict)
    errors: Mapping[int, Localized] = field(default_factory=dict)
    options: Answer | None = None
    left: frozenset[str] = frozenset()

    def succeed(self, older: ReadySet) -> ReadySet:
        """Return this set with what open pages and links of an older one may still request.

        That is its immutable answers, kept until others take their place, and redirects from
        the addresses of pages that have moved.
        """
        gone = {path: answer for path, answer in older.answers.items() if path not in self.answers}
        immutable = _select_immutable(gone) or _select_immutable(older.kept)
        present = _find_redirects(self.answers)
        former = _find_redirects({**older.kept, **older.answers})
        to = {target: self.answers[path] for path, target in present.items()}
        moved = follow_moves(former, present, self.answers)
        redirects = {path: to[target] for path, target in moved.items() if target in to}
        return replace(self, kept=immutable | redirects)


def _select_immutable(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return {
        path: answer
        for path, answer in answers.items()
        if "immutable" in _find_header(answer, "cache-control")
    }


def _find_redirects(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return the target of each permanent redirect, as WSGI has paths."""
    return {
        path: unquote_to_bytes(_find_header(answer, "location")).decode("latin-1")
        for path, answer in answers.items()
        if answer.status.startswith("308")
    }


def _find_header(answer: Answer, wanted: str) -> str:
    headers = next(iter(answer.variants.values())).headers
    return next((value for name, value in headers if name.lower() == wanted), "")


class ReadySite:
    """A WSGI application that serves a ready set and leaves the rest to another application."""

    def __init__(self, ready: ReadySet, app: WSGIApplication) -> None:
        """Take the ready set and the application behind it."""
        self.swap(ready, app)

    def swap(self, ready: ReadySet, app: WSGIApplication) -> None:
        """Replace the set and the application, both at once, from the next request on."""
        self._current = {**ready.kept, **ready.answers}, ready, app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        answers, ready, app = self._current
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        is_reading = method in ("GET", "HEAD")
        answer = answers.get(path)
        if answer is not None and is_reading:
            return _send(answer, environ, start_response)
        if path in ready.negotiated and is_reading:
            accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
            return _send(ready.negotiated[path].choose(accepted), environ, start_response)
        if answer is None and path not in ready.negotiated and path not in ready.left:
            return self._fail(NOT_FOUND, environ, start_response)
        if is_reading:
            return app(environ, start_response)
        if method == "OPTIONS" and ready.options:
            return _send(ready.options, environ, start_response)
        return self._fail(METHOD_NOT_ALLOWED, environ, start_response)

    def refuse(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a malformed request."""
        return self._fail(BAD_REQUEST, environ, start_response)

    def _fail(
        self, status: int, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with an error; one that is not ready is the application's."""
        _, ready, app = self._current
        error = ready.errors.get(status)
        if error is None:
            return app(environ, start_response)
        accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        answer = error.choose(environ["PATH_INFO"], accepted)
        return _send(answer, environ, start_response)


def _send(
    answer: Answer, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Send an answer, or its headers alone where a condition of the request says so."""
    headers, headers_not_modified, body, tag = answer.prepare(
        environ.get("HTTP_ACCEPT_ENCODING", "")
    )
    wanted = environ.get("HTTP_IF_MATCH")
    if wanted and tag and not matches(wanted, tag, strongly=True):
        start_response("412 PRECONDITION FAILED", headers_not_modified)
        return []
    held = environ.get("HTTP_IF_NONE_MATCH")
    if held and tag and (held == tag or matches(held, tag)):
        start_response("304 NOT MODIFIED", headers_not_modified)
        return []
    query = environ.get("QUERY_STRING")
    start_response(answer.status, _pass_on(query, headers) if query else headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else body


def _pass_on(query: str, headers: Headers) -> Headers:
    """Return headers in which a redirect keeps the query of the request."""
    passed = quote(query.encode("latin-1"), safe=_IN_QUERY)
    return [(n, f"{value}?{passed}" if n == "Location" else value) for n, value in headers]


def matches(header: str, tag: str, *, strongly: bool = False) -> bool:
    """Tell whether an ``If-None-Match`` or ``If-Match`` header matches an entity tag.

    ``tag`` is a strong one in quotes. ``If-Match`` compares ``strongly`` (RFC 9110 sections
    8.8.3.2, 13.1.1 and 13.1.2). A header outside the grammar matches nothing.
    """
    if header.strip(" \t") == "*":
        return True
    if not _TAGS.fullmatch(header):
        return False
    return any(found == tag and not (weak and strongly) for weak, found in _TAG.findall(header))
