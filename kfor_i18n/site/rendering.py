"""The ready set: every address of the site, answered once by the real application."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from werkzeug.test import Client
from werkzeug.wrappers import Response

from kfor_i18n.answers.codings import CODINGS, IDENTITY
from kfor_i18n.answers.compression import Effort, encode, is_compressible
from kfor_i18n.answers.ready import Answer, Headers, Negotiated, ReadySet, Variant, entity_tag
from kfor_i18n.site.clock import time_of
from kfor_i18n.site.health import describe_catalogs
from kfor_i18n.site.i18n import Language, languages_of
from kfor_i18n.site.views import render_errors, settings_of

_SHAREABLE = (200, 308)
# Of the bytes or, as the date is, of the moment.
_NOT_KEPT = ("content-length", "content-encoding", "etag", "date")


class RenderError(Exception):
    """The site cannot be rendered; the message names the address and what it answered."""


def render_site(app: Flask, effort: Effort = "best") -> ReadySet:
    """Ask the application for every address that it has one answer for, and keep the answers.

    What may be shared is what the application says may be: an answer that varies by anything but
    language and coding, or that is not to be stored, is left to be asked for each time. ``effort``
    is how hard the answers are compressed. Raises ``RenderError`` where an address fails.
    """
    now = time_of(app)
    languages = languages_of(app)
    client = Client(app)
    single: dict[str, Response] = {}
    several: dict[str, dict[str, Response]] = {}
    for path in _list_paths(app):
        response = _ask(client, path)
        if "accept-language" in response.vary:
            several[path] = {tag: _ask(client, path, tag) for tag in languages}
        elif _is_shareable(response):
            _check_language(path, response, languages)
            single[path] = response
    # Their texts are then among those that are kept for the application.
    render_errors(app)
    with ThreadPoolExecutor() as pool:
        answers = dict(zip(single, pool.map(_Maker(effort), single.values()), strict=True))
        negotiated = {
            path: Negotiated(
                dict(zip(choices, pool.map(_Maker(effort), choices.values()), strict=True))
            )
            for path, choices in several.items()
        }
    return ReadySet(
        revision=_revision(answers, negotiated),
        rendered=now,
        answers={_as_wsgi(path): answer for path, answer in answers.items()},
        negotiated={_as_wsgi(path): choice for path, choice in negotiated.items()},
        catalogs=describe_catalogs(languages),
        application=pickle.dumps((settings_of(app), dict(languages))),
    )


def _list_paths(app: Flask) -> list[str]:
    """Return the paths of all routes that take GET and have nothing variable in them."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= set(rule.defaults or ())
    )


def _ask(client: Client, path: str, language: str = "") -> Response:
    # Each request has a context of its own: within an outer one all would be in one language.
    response = client.get(path, headers={"Accept-Language": language} if language else {})
    if response.status_code >= 400:
        raise RenderError(f"{path} answers {response.status}")
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
        raise RenderError(f"{path} answers in {found}, not in {expected}")


class _Maker:
    """Makes an answer of a response."""

    def __init__(self, effort: Effort) -> None:
        self._effort = effort

    def __call__(self, response: Response) -> Answer:
        return Answer(response.status, self._make_variants(response))

    def _make_variants(self, response: Response) -> Iterator[Variant]:
        data = response.get_data()
        headers = [
            (name, value) for name, value in response.headers if name.lower() not in _NOT_KEPT
        ]
        has_tag = "ETag" in response.headers
        made = [(IDENTITY, data)]
        if is_compressible(response.content_type or "", data):
            made += [(coding, encode(data, coding, self._effort)) for coding in CODINGS]
        # The sort is stable: of two that are as small, the better known coding goes first.
        for coding, body in sorted(made, key=lambda item: len(item[1])):
            if coding == IDENTITY or len(body) < len(data):
                yield _make_variant(coding, body, headers, has_tag=has_tag)


def _make_variant(coding: str, body: bytes, headers: Headers, *, has_tag: bool) -> Variant:
    own = [("Content-Length", str(len(body)))]
    if coding != IDENTITY:
        own.append(("Content-Encoding", coding))
    tag = f'"{entity_tag(body)}"' if has_tag else ""
    if tag:
        own.append(("ETag", tag))
    return Variant(coding, body, [*headers, *own], tag)


def _as_wsgi(path: str) -> str:
    return path.encode().decode("latin-1")


def _revision(answers: Mapping[str, Answer], negotiated: Mapping[str, Negotiated]) -> str:
    """Return what changes when any answer says something else, however it is compressed."""
    everything = {
        **answers,
        **{f"{path} {tag}": a for path, n in negotiated.items() for tag, a in n.answers.items()},
    }
    digest = hashlib.sha256()
    for path, answer in sorted(everything.items()):
        identity = answer.variants[IDENTITY]
        digest.update(repr((path, answer.status, identity.headers, identity.tag)).encode())
    return digest.hexdigest()[:12]
