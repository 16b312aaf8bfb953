"""How a response of the application travels: encoded as the client prefers, and tagged."""

from __future__ import annotations

from flask import Flask, Response, request

from kfor_i18n.answers.codings import IDENTITY
from kfor_i18n.answers.compression import is_compressible
from kfor_i18n.answers.represent import entity_tag, negotiate

REVALIDATED = "public, no-cache"
"""The rule for caches where there is no other: anybody may keep a response and must revalidate."""


def init_delivery(app: Flask) -> None:
    """Encode every response, give the successful ones an entity tag, and methods one order."""
    app.after_request(_deliver)


def _deliver(response: Response) -> Response:
    if response.allow:
        response.headers["Allow"] = ", ".join(sorted(response.allow))
    if response.status_code in (204, 304) or response.is_streamed:
        return response
    data = response.get_data()
    if is_compressible(response.content_type, data):
        response.vary.add("Accept-Encoding")
        coding, data = negotiate(data, request.headers.get("Accept-Encoding", ""))
        if coding != IDENTITY:
            response.set_data(data)
            response.headers["Content-Encoding"] = coding
    if response.status_code == 200 and response.cache_control.no_store is not True:
        response.headers.setdefault("Cache-Control", REVALIDATED)
        response.set_etag(entity_tag(data))
        response.make_conditional(request)
    return response
