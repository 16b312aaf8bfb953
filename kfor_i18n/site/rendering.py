"""The ready set: the responses of the real application to a request for every address."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from flask import Flask
from werkzeug.test import Client
from werkzeug.wrappers import Response

from kfor_i18n.answers.codings import IDENTITY
from kfor_i18n.answers.compression import Effort
from kfor_i18n.answers.ready import (
    BAD_REQUEST,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    Answer,
    Localized,
    Negotiated,
    ReadySet,
)
from kfor_i18n.answers.represent import represent
from kfor_i18n.answers.strictness import MALFORMED
from kfor_i18n.catalogs.problems import N_
from kfor_i18n.config import SiteError
from kfor_i18n.site.languages import Language
from kfor_i18n.site.model import site_of

_SHAREABLE = (200, 308)

_Told = tuple[Mapping[str, Response], Mapping[str, Response]]


class RenderError(SiteError):
    """The site cannot be rendered; the problem names the URL and its response."""


def render_site(app: Flask, effort: Effort = "best") -> ReadySet:
    """Request every address that has one response for everybody, and keep the responses.

    The application says which these are: a response that varies by anything but language and
    coding, or that must not be stored, is left out. ``effort`` is how hard the responses are
    compressed. Raises ``RenderError`` when an address fails.
    """
    site = site_of(app)
    client, begun = Client(app), site.clock()
    single: dict[str, Response] = {}
    several: dict[str, dict[str, Response]] = {}
    left = set()
    for path in _list_paths(app):
        response = _ask(client, path)
        if "accept-language" in response.vary:
            several[path] = {tag: _ask(client, path, tag) for tag in site.languages}
        elif _is_shareable(response):
            _check_language(path, response, site.languages)
            single[path] = response
        else:
            left.add(path)
    errors = _ask_for_errors(app, client) if _is_known_whole(app) else {}
    with ThreadPoolExecutor() as pool:
        answer_all = partial(_answer_all, pool, effort)
        answers = answer_all(single)
        negotiated = {path: Negotiated(answer_all(choices)) for path, choices in several.items()}
        told = {
            status: Localized(answer_all(own), Negotiated(answer_all(others)))
            for status, (own, others) in errors.items()
        }
    return ReadySet(
        revision=_revision(answers, negotiated),
        rendered=begun,
        answers={_as_wsgi(path): answer for path, answer in answers.items()},
        negotiated={_as_wsgi(path): choice for path, choice in negotiated.items()},
        errors=told,
        options=_answer(effort, client.options(next(iter(single)))),
        left=frozenset(map(_as_wsgi, left)),
    )


def _list_paths(app: Flask) -> list[str]:
    """Return the paths of all routes that accept GET and have no variable parts."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= set(rule.defaults or ())
    )


def _is_known_whole(app: Flask) -> bool:
    """Tell whether every path that leads somewhere is known, so that any other one is an error."""
    return all(rule.arguments <= set(rule.defaults or ()) for rule in app.url_map.iter_rules())


def _ask_for_errors(app: Flask, client: Client) -> dict[int, _Told]:
    """Return by status the responses about it, below each language's prefix and elsewhere."""
    requests: dict[int, dict[str, Any]] = {
        BAD_REQUEST: {"environ_overrides": {MALFORMED: True}},
        NOT_FOUND: {},
        METHOD_NOT_ALLOWED: {"method": "POST"},
    }
    tags = list(site_of(app).languages)
    told: dict[int, _Told] = {}
    for status, request in requests.items():
        # No address has two slashes in a row, and no language is called 0.
        end, elsewhere = ("//", "/0//") if status == NOT_FOUND else ("/", "/")
        request["expected"] = (status,)
        told[status] = (
            {tag: _ask(client, f"/{tag}{end}", **request) for tag in tags},
            {tag: _ask(client, elsewhere, tag, **request) for tag in tags},
        )
    return told


def _ask(
    client: Client,
    path: str,
    language: str = "",
    *,
    expected: Container[int] = range(400),
    **request: Any,
) -> Response:
    # Each request has a context of its own: within an outer one all would be in one language.
    headers = {"Accept-Language": language} if language else {}
    response = client.open(path, headers=headers, **request)
    if response.status_code not in expected:
        # Translators: an error; the path of a page and the status code of HTTP.
        raise RenderError(
            N_(
                "%(path)s returns status %(status)s; see the error in the log, and correct the "
                "template or view of the page"
            ),
            path=path,
            status=response.status,
        )
    return response


def _is_shareable(response: Response) -> bool:
    return (
        response.status_code in _SHAREABLE
        and not response.cache_control.no_store
        and {name.lower() for name in response.vary} <= {"accept-encoding"}
    )


def _check_language(path: str, response: Response, languages: Mapping[str, Language]) -> None:
    expected = path.split("/")[1]
    found = response.headers.get("Content-Language", expected)
    if expected in languages and found != expected:
        raise RenderError(
            N_(
                "%(path)s is in the language %(found)s instead of %(expected)s; correct the "
                "language in its view"
            ),
            path=path,
            found=found,
            expected=expected,
        )


def _answer_all(
    pool: ThreadPoolExecutor, effort: Effort, responses: Mapping[str, Response]
) -> dict[str, Answer]:
    """Turn responses into answers, each compressed in a thread."""
    answers = pool.map(partial(_answer, effort), responses.values())
    return dict(zip(responses, answers, strict=True))


def _answer(effort: Effort, response: Response) -> Answer:
    return represent(response.status, list(response.headers), response.get_data(), effort)


def _as_wsgi(path: str) -> str:
    return path.encode().decode("latin-1")


def _revision(answers: Mapping[str, Answer], negotiated: Mapping[str, Negotiated]) -> str:
    """Return a digest of all responses, whatever their compression."""
    everything = {
        **answers,
        **{f"{path} {tag}": a for path, n in negotiated.items() for tag, a in n.answers.items()},
    }
    digest = hashlib.sha256()
    for path, answer in sorted(everything.items()):
        identity = answer.variants[IDENTITY]
        digest.update(repr((path, answer.status, identity.headers, identity.tag)).encode())
    return digest.hexdigest()[:12]
