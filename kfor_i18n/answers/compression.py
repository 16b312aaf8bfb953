"""Data compressed in a content coding. The same data always gives the same bytes."""

from __future__ import annotations

import gzip
import sys
from typing import Literal

import brotli

from kfor_i18n.answers.codings import IDENTITY

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Effort = Literal["quick", "best"]
"""``quick`` takes a millisecond a page; ``best`` gives the fewest bytes."""

SMALLEST = 300
"""Bytes from which a text is compressed: below that, a coding's overhead exceeds its gain."""

_COMPRESSIBLE = ("text/", "application/", "image/svg+xml")
_LEVELS = {"quick": {"br": 5, "zstd": 3, "gzip": 6}, "best": {"br": 11, "zstd": 19, "gzip": 9}}


def is_compressible(media_type: str, data: bytes) -> bool:
    """Tell whether data of a media type is worth compressing."""
    return media_type.startswith(_COMPRESSIBLE) and len(data) >= SMALLEST


def encode(data: bytes, coding: str, effort: Effort = "best") -> bytes:
    """Return data in a coding, one of ``CODINGS`` or ``identity``."""
    if coding == IDENTITY:
        return data
    level = _LEVELS[effort][coding]
    if coding == "br":
        return bytes(brotli.compress(data, quality=level))
    if coding == "zstd":
        return zstd.compress(data, level)
    return gzip.compress(data, compresslevel=level, mtime=0)
