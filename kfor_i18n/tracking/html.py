"""Where in a page the texts of its messages stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, TypeAlias

from kfor_i18n.tracking.lookups import Span
from kfor_i18n.tracking.text import TrackedText, concat, plain, spans_of

Kind: TypeAlias = Literal["text", "attribute", "raw", "comment"]
"""Among the text of the page; in an attribute; where markup is not read (``title``, ``textarea``,
``option``, ``script``, ``style``); in a comment."""

_ATTRIBUTES = r"""(?:[^"'<>]|"[^"]*"|'[^']*')*"""
_TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<open><(?P<raw>title|textarea|option|script|style)\b" + _ATTRIBUTES + ">)"
    r"(?P<content>.*?)(?=</(?P=raw)|\Z)"
    r"|<(?P<name>[a-z][^\s/>]*)" + _ATTRIBUTES + ">",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)""")

_TYPE = re.compile(r"""\stype\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands in a page.

    An attribute's or raw text's ``element`` is named, and ``index`` counts the elements of that
    name before it, as ``document.getElementsByTagName`` does. The ``attribute`` of a script's text
    is its type, such as ``application/ld+json``.
    """

    span: Span
    kind: Kind
    element: str = ""
    index: int = 0
    attribute: str = ""


def find_places(html: str) -> list[Place]:
    """Return where the spans of a page stand, in their order.

    One that ends within a tag or a comment stands there, although it begins in the text before.
    """
    regions = list(_find_regions(str.__str__(html)))
    starts = [region.start for region in regions]

    def region_at(position: int) -> _Region | None:
        index = bisect_right(starts, position) - 1
        return regions[index] if index >= 0 and position < regions[index].end else None

    places = []
    for span in spans_of(html):
        region = region_at(span.start) or region_at(span.end)
        places.append(region.place(span) if region else Place(span, "text"))
    return places


def anchor(html: str) -> tuple[str, list[Place]]:
    """Put comments round the texts of messages in a page; return it with the places of all.

    The text at ``places[12]`` lies between ``<!--m:12-->`` and ``<!--/m:12-->``. Comments change
    nothing for style sheets; where there can be none, nothing is put.
    """
    places = find_places(html)
    opening: dict[int, str] = defaultdict(str)
    closing: dict[int, str] = defaultdict(str)
    for number, place in enumerate(places):
        if place.kind == "text":
            start, end, _ = place.span
            opening[start] += f"<!--m:{number}-->"
            closing[end] = f"<!--/m:{number}-->" + closing[end]
    inserts = {at: closing[at] + opening[at] for at in {*opening, *closing}}
    return str(plain(insert(html, inserts))), places


def insert(html: str, inserts: Mapping[int, str]) -> str:
    """Insert markup at positions of a page, and keep the spans of both.

    What is inserted where a span begins or ends lies outside of it.
    """
    positions = sorted(inserts)
    text = str.__str__(html)
    parts, last = [], 0
    for position in positions:
        parts += [text[last:position], inserts[position]]
        last = position
    made = concat([*parts, text[last:]])
    lengths = [0, *accumulate(len(inserts[position]) for position in positions)]
    spans = [
        Span(
            span.start + lengths[bisect_right(positions, span.start)],
            span.end + lengths[bisect_left(positions, span.end)],
            span.lookup,
        )
        for span in spans_of(html)
    ]
    spans = sorted((*spans, *spans_of(made)), key=lambda span: (span.start, -span.end))
    return TrackedText(made, spans) if spans else made


@dataclass(frozen=True, slots=True)
class _Region:
    """A part of a page whose texts are not among the text of the page.

    ``tag`` is the source of a tag; of what a script contains, its type.
    """

    start: int
    end: int
    kind: Kind
    element: str = ""
    index: int = 0
    tag: str = ""

    def place(self, span: Span) -> Place:
        """Return the place of a span that begins or ends here."""
        if self.kind != "attribute":
            return Place(span, self.kind, self.element, self.index, self.tag)
        names = [
            match[1]
            for match in _ATTRIBUTE.finditer(self.tag)
            if match.start() <= max(span.start, self.start) - self.start < match.end()
        ]
        return Place(span, self.kind, self.element, self.index, names[0] if names else "")


def _find_regions(html: str) -> Iterator[_Region]:
    seen: Counter[str] = Counter()
    for match in _TOKEN.finditer(html):
        if match["comment"]:
            yield _Region(match.start() + 1, match.end(), "comment")
            continue
        element = (match["raw"] or match["name"]).lower()
        end = match.end("open") if match["raw"] else match.end()
        tag = html[match.start() + 1 : end]
        yield _Region(match.start() + 1, end, "attribute", element, seen[element], tag)
        if match["raw"]:
            kind = _TYPE.search(tag) if element == "script" else None
            yield _Region(
                end, match.end(), "raw", element, seen[element], kind[1].lower() if kind else ""
            )
        seen[element] += 1
