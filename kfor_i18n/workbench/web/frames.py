"""What the frame with a page asks for: the page, and the files that it loads.

Every path but the workbench's own is the application's. The frame may not run scripts, whoever asks
for it: what is in a translation, or in the page, does nothing in the workbench's origin.

A frame can send no key, so whoever got hold of the cookie can ask for the same. Pages are therefore
only at addresses that nobody can guess, and of the rest, only what pages load is handed on.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.preview import PARAMETER
from kfor_i18n.workbench.rendering.protocol import FileRequest
from kfor_i18n.workbench.rendering.waiting import BusyError
from kfor_i18n.workbench.web.access import RESERVED
from kfor_i18n.workbench.web.requests import refuse_for_now, session_of_request

frames = Blueprint("frames", __name__)

_KEPT = frozenset({
    "content-encoding", "content-language", "content-type", "etag", "last-modified", "vary",
})  # fmt: skip
"""The headers of an application that are handed on: none that lets it do something.

What it says of caches is for its own address; another project may have this one tomorrow.
"""

_LOADED = re.compile(
    r"text/css|text/vtt|(?:audio|font|image|video)/[^/]+|application/(?:x-)?font-[^/]+|"
    r"application/(?:octet-stream|ogg|vnd\.ms-fontobject)"
)
"""The media types of what a page in the frame loads: no pages, and no data."""

_LAST_STATUS = 599

_ASKED = (
    "Accept", "Accept-Encoding", "Accept-Language", "If-Modified-Since", "If-None-Match",
)  # fmt: skip


def preview_policy(hosts: tuple[str, ...] = ()) -> str:
    """Return what a page in the frame may load and do: its own styles, fonts and pictures.

    ``hosts`` are sources to load these from besides (Content Security Policy Level 3).
    """
    others = "".join(f" {host}" for host in hosts)
    return (
        "sandbox allow-same-origin; default-src 'none'; "
        f"img-src 'self' data:{others}; media-src 'self'{others}; "
        f"style-src 'self' 'unsafe-inline'{others}; font-src 'self' data:{others}; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    )


@frames.get("/")
@frames.get("/<path:path>")
def send(path: str = "") -> BaseResponse:
    """Answer with what was rendered for the frame, or with a file of the application."""
    if name := request.args.get(PARAMETER):
        return _send_rendering(name)
    destination = request.headers.get("Sec-Fetch-Dest", "")
    if destination == "document":
        page = quote(f"p:{_path_of_request()}")
        return redirect(f"{RESERVED}?page={page}", HTTPStatus.SEE_OTHER)
    return _fetch()


def _send_rendering(name: str) -> BaseResponse:
    rendering = session_of_request().preview.rendering(name)
    if rendering is None:
        # A frame that was open when the workbench was started again.
        return _protect(Response(status=HTTPStatus.GONE))
    page = rendering.page
    # With its own status, a browser might show nothing; the scripts are told it as JSON.
    response = _protect(Response(page.body, HTTPStatus.OK, _keep(page.headers)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _fetch() -> BaseResponse:
    headers = tuple((name, request.headers[name]) for name in _ASKED if name in request.headers)
    asked = FileRequest(_path_of_request(), request.method, headers)
    try:
        found = session_of_request().preview.fetch(asked)
    except BusyError:
        return _protect(refuse_for_now())
    except ApplicationError:
        return _protect(Response(status=HTTPStatus.BAD_GATEWAY))
    if not HTTPStatus.OK <= found.status <= _LAST_STATUS:
        # No server could send it.
        return _protect(Response(status=HTTPStatus.BAD_GATEWAY))
    if not (_LOADED.fullmatch(found.media_type) or found.status == HTTPStatus.NOT_MODIFIED):
        # That there is no such file is no secret, only the page that says so.
        is_given = found.status < HTTPStatus.BAD_REQUEST
        return _protect(Response(status=HTTPStatus.FORBIDDEN if is_given else found.status))
    response = _protect(Response(found.body, found.status, _keep(found.headers)))
    response.headers["Cache-Control"] = "no-cache"
    return response


def _keep(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() in _KEPT]


def _protect(response: Response) -> Response:
    hosts = session_of_request().project.workbench.hosts
    response.headers["Content-Security-Policy"] = preview_policy(hosts)
    return response


def _path_of_request() -> str:
    """Return the path with the query, as an address."""
    path = quote(request.path, safe="/:@!$&'()*+,;=~-._")
    query = request.query_string.decode("latin-1")
    return f"{path}?{query}" if query else path
