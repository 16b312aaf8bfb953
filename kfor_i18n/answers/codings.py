"""Content codings, negotiated by ``Accept-Encoding`` (RFC 9110 section 12.5.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

CODINGS = ("br", "zstd", "gzip")
"""The codings of responses, the one that usually gives the fewest bytes first."""

IDENTITY = "identity"
MAX_HEADER_LENGTH = 1_000
"""Characters of an ``Accept-Encoding`` header that are read; what follows is ignored."""

_ALIASES = {"x-gzip": "gzip"}
_ELEMENT = re.compile(
    r"[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*"
    r"(?:;[ \t]*[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)[ \t]*)?"
)
# ``identity`` is acceptable without being named, but worse than anything that is named.
_UNNAMED = 0.0005


def choose_coding(header: str, offered: Sequence[str]) -> str:
    """Choose a coding for an ``Accept-Encoding`` header, among those on offer and ``identity``.

    ``offered`` is in the server's order of preference, which decides between equal weights.
    ``identity`` is acceptable unless refused but comes last; it is also the choice when everything
    is refused. An element outside the grammar is ignored.
    """
    weights = _parse(header)
    others = weights.get("*")
    identity = weights.get(IDENTITY, 0.0 if others == 0 else _UNNAMED)
    best, best_weight = IDENTITY, 0.0
    for coding in offered:
        weight = weights.get(coding, others or 0.0)
        if coding != IDENTITY and weight > best_weight:
            best, best_weight = coding, weight
    return best if best_weight >= identity else IDENTITY


def _parse(header: str) -> dict[str, float]:
    if len(header) > MAX_HEADER_LENGTH:
        header = header[:MAX_HEADER_LENGTH].rpartition(",")[0]
    weights = {}
    for element in header.split(","):
        match = _ELEMENT.fullmatch(element)
        if match:
            coding = match[1].lower()
            weights[_ALIASES.get(coding, coding)] = float(match[2] or 1)
    return weights
