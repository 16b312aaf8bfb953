"""Texts of look-ups, found again in what a program made of them in a way that loses their spans.

F-strings, ``"".join`` and what is written in C make new texts. Where it is known which look-ups
were made meanwhile, their texts are searched in the result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from kfor_i18n.tracking.lookups import Lookup, Span
from kfor_i18n.tracking.text import TrackedMarkup, TrackedText, find_tracked, spans_of
from kfor_i18n.tracking.texts import Recorded, record

_PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sdifr]|\{[^{}\s]*\}")
_HTML_IN_JSON = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'"}
_LONGEST_VALUE = 200
_FEWEST_LETTERS = 2


def call_and_find(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function, and find the texts in what it returns: those it is given, and looks up."""
    with record() as recorded:
        result = function(*args, **kwargs)
    if not isinstance(result, str) or spans_of(result):
        return result
    given = [
        Recorded(span.lookup, str.__str__(text)[span.start : span.end])
        for text in find_tracked((args, kwargs))
        for span in text.spans
    ]
    spans = _find_spans(str.__str__(result), [*given, *recorded]) if given or recorded else []
    if not spans:
        return result
    kind = TrackedMarkup if isinstance(result, Markup) else TrackedText
    return kind(result, spans)


def split_placeholders(text: str) -> list[str]:
    """Return the pieces of a text between its placeholders; two percent signs are one."""
    return [piece.replace("%%", "%") for piece in _PLACEHOLDER.split(text)]


def pattern_of(pieces: Sequence[str]) -> re.Pattern[str] | None:
    """Return a pattern of a text in pieces with anything in between, as whole words.

    Returns ``None`` for a text with so few letters that it would be found anywhere.
    """
    if sum(map(str.isalpha, "".join(pieces))) < _FEWEST_LETTERS:
        return None
    pattern = f".{{0,{_LONGEST_VALUE}}}?".join(map(re.escape, pieces))
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.DOTALL)


def _find_spans(text: str, recorded: Iterable[Recorded]) -> list[Span]:
    """Return the parts of a text that look-ups gave, each looked for after the one before."""
    spans: list[Span] = []
    ends: dict[str, int] = {}
    for lookup, source in recorded:
        for pattern in patterns_of(source):
            match = pattern.search(text, ends.get(source, 0))
            if match and match.start() < match.end():
                ends[source] = match.end()
                _add(spans, match.span(), lookup)
                break
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _add(spans: list[Span], part: tuple[int, int], lookup: Lookup) -> None:
    """Add a span, unless it overlaps another one in part."""
    start, end = part
    if all(
        end <= s.start or s.end <= start or (s.start <= start and end <= s.end)
        or (start <= s.start and s.end <= end)
        for s in spans
    ):  # fmt: skip
        spans.append(Span(start, end, lookup))


@lru_cache(maxsize=10_000)
def patterns_of(source: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a text as it is, and escaped as HTML and as JSON."""
    pieces = split_placeholders(source)
    escaped = [[str(escape(piece)) for piece in pieces], [_escape_json(piece) for piece in pieces]]
    found = map(pattern_of, (pieces, *escaped)) if pattern_of(pieces) else ()
    return tuple(dict.fromkeys(filter(None, found)))


def _escape_json(text: str) -> str:
    """Return a text as it is within a JSON string in HTML (Jinja's ``tojson``)."""
    return json.dumps(text)[1:-1].translate(_HTML_IN_JSON)
