"""How an answer of the application travels: in the coding that the client prefers, and tagged."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response, request

from kfor_i18n.answers.codings import CODINGS, IDENTITY, choose_coding
from kfor_i18n.answers.compression import encode, is_compressible
from kfor_i18n.answers.ready import entity_tag


def init_delivery(app: Flask) -> None:
    """Encode every answer, and give the successful ones an entity tag."""
    app.after_request(_deliver)


REVALIDATED = "public, no-cache"
"""Anybody may keep what has no other rule, and asks each time whether it is still so."""

_encode = lru_cache(maxsize=128)(encode)


def _deliver(response: Response) -> Response:
    if response.status_code in (204, 304) or response.is_streamed:
        return response
    data = response.get_data()
    if is_compressible(response.content_type, data):
        response.vary.add("Accept-Encoding")
        coding = choose_coding(request.headers.get("Accept-Encoding", ""), CODINGS)
        if coding != IDENTITY:
            data = _encode(data, coding)
            response.set_data(data)
            response.headers["Content-Encoding"] = coding
    if response.status_code == 200 and response.cache_control.no_store is not True:
        response.headers.setdefault("Cache-Control", REVALIDATED)
        response.set_etag(entity_tag(data))
        response.make_conditional(request)
    return response
