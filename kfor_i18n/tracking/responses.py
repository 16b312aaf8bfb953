"""Responses whose bodies keep the spans of the texts that they were made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from typing import Any

from werkzeug.wrappers import Response

from kfor_i18n.tracking.text import TrackedBytes, concat, spans_of

_CHARSET = "utf-8"


def join_bytes(parts: Iterable[bytes]) -> bytes:
    """Join the parts of a body as ``b"".join`` does, with the texts that they were made of."""
    parts = list(parts)
    data = b"".join(parts)
    if not any(isinstance(part, TrackedBytes) for part in parts):
        return data
    try:
        text = concat(_decode(part) for part in parts)
    except UnicodeDecodeError:
        # A part ends within a character; or the body is in another charset.
        return data
    return text.encode(_CHARSET) if spans_of(text) and str.encode(text, _CHARSET) == data else data


def track_responses() -> None:
    """Let what an application changes in the body of a response, as a text, keep its spans."""
    original: Any = Response.get_data
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def get_data(self: Any, as_text: bool = False) -> Any:
        data = original(self, as_text)
        body = join_bytes(self.response) if isinstance(self.response, list | tuple) else b""
        if not isinstance(body, TrackedBytes):
            return data
        return body.text if as_text else body

    Response.get_data = get_data  # type: ignore[method-assign]
    Response.data = property(get_data, Response.set_data)


def _decode(part: bytes) -> str:
    return part.text if isinstance(part, TrackedBytes) else part.decode(_CHARSET)
