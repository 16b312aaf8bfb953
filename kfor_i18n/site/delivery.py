"""How an answer travels: compressed as the client prefers, or not at all if it is there already."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept

ENCODINGS = ("br", "gzip", "identity")

_COMPRESSIBLE = ("text/", "application/", "image/svg+xml")
_SMALLEST = 300


def init_delivery(app: Flask) -> None:
    """Encode every answer, and give the successful ones an entity tag."""
    app.after_request(_deliver)


def choose_encoding(accepted: Accept) -> str:
    """Choose among ``ENCODINGS`` by RFC 9110 section 12.5.3, on equal weights the smallest.

    ``identity`` is acceptable unless refused; where all are refused it is sent all the same.
    """
    wanted = [encoding for encoding in ENCODINGS if _quality(accepted, encoding) > 0]
    return max(
        wanted,
        key=lambda encoding: (_quality(accepted, encoding), -ENCODINGS.index(encoding)),
        default="identity",
    )


def _quality(accepted: Accept, encoding: str) -> float:
    listed = {name.lower(): quality for name, quality in accepted}
    default = 0.001 if encoding == "identity" else 0.0
    return listed.get(encoding, listed.get("*", default))


@lru_cache(maxsize=128)
def encode(data: bytes, encoding: str) -> bytes:
    """Compress data. The same data is compressed once; the 128 last results are kept."""
    if encoding == "br":
        return bytes(brotli.compress(data, quality=11))
    if encoding == "gzip":
        return gzip.compress(data, compresslevel=9, mtime=0)
    return data


def _deliver(response: Response) -> Response:
    if response.status_code in (204, 304) or response.is_streamed:
        return response
    data = response.get_data()
    if response.content_type.startswith(_COMPRESSIBLE) and len(data) >= _SMALLEST:
        response.vary.add("Accept-Encoding")
        encoding = choose_encoding(request.accept_encodings)
        if encoding != "identity":
            data = encode(data, encoding)
            response.set_data(data)
            response.headers["Content-Encoding"] = encoding
    if response.status_code == 200 and response.cache_control.no_store is not True:
        # The tag is of the encoded bytes: a strong one must differ per encoding (RFC 9110 8.8.3).
        response.set_etag(hashlib.sha256(data).hexdigest()[:24])
        response.make_conditional(request)
    return response
