"""Representations of a response: its bytes in each coding, and their headers and entity tags."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from kfor_i18n.answers.codings import CODINGS, IDENTITY, choose_coding
from kfor_i18n.answers.compression import Effort, encode, is_compressible
from kfor_i18n.answers.ready import Answer, Headers, Variant

# They describe the bytes or, as the date does, the moment.
_REPLACED = frozenset({"content-length", "content-encoding", "etag", "date"})

_encode_once = lru_cache(maxsize=512)(encode)


def entity_tag(data: bytes) -> str:
    """Return a strong entity tag for the bytes of a representation, without its quotes.

    It is computed of the encoded bytes: a strong tag differs per coding (RFC 9110 section 8.8.3).
    """
    return hashlib.sha256(data).hexdigest()[:24]


def negotiate(data: bytes, accepted: str) -> tuple[str, bytes]:
    """Return the best coding for an ``Accept-Encoding`` header, and the data in it."""
    coding = choose_coding(accepted, CODINGS)
    return coding, data if coding == IDENTITY else _encode_once(data, coding)


def encodings(media_type: str, data: bytes, effort: Effort = "best") -> dict[str, bytes]:
    """Return data by coding, the smallest first: in each that makes it smaller, and as it is."""
    made = {IDENTITY: data}
    if is_compressible(media_type, data):
        made |= {coding: _encode_once(data, coding, effort) for coding in CODINGS}
    # The sort is stable: of two equally small ones, the better known coding goes first.
    by_size = sorted(made.items(), key=lambda item: len(item[1]))
    return {coding: body for coding, body in by_size if coding == IDENTITY or len(body) < len(data)}


def represent(status: str, headers: Headers, data: bytes, effort: Effort = "best") -> Answer:
    """Return a response as an answer in each coding.

    Takes the status line, the headers and the body as they are without a coding. Headers that
    depend on the bytes are replaced; there is an entity tag only where the headers have one.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in _REPLACED]
    by_name = {name.lower(): value for name, value in headers}
    bodies = encodings(by_name.get("content-type", ""), data, effort)
    return Answer(
        status,
        [
            _make_variant(coding, body, kept, has_tag="etag" in by_name)
            for coding, body in bodies.items()
        ],
    )


def _make_variant(coding: str, body: bytes, headers: Headers, *, has_tag: bool) -> Variant:
    own = [("Content-Length", str(len(body)))]
    if coding != IDENTITY:
        own.append(("Content-Encoding", coding))
    tag = f'"{entity_tag(body)}"' if has_tag else ""
    if tag:
        own.append(("ETag", tag))
    return Variant(coding, body, [*headers, *own], tag)
