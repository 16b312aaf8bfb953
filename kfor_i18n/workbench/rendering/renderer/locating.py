"""Where in a response its texts are: known, probable, or used without being seen."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kfor_i18n.tracking.finding import pattern_of, patterns_of, split_placeholders
from kfor_i18n.tracking.html import Place, anchor, find_places
from kfor_i18n.tracking.lookups import Lookup, Span
from kfor_i18n.tracking.text import TrackedBytes, TrackedText, spans_of
from kfor_i18n.tracking.texts import Recorded

_HTML = ("text/html", "application/xhtml+xml")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SHOWN = re.compile(r"aria-.+|data-.+|alt|content|label|placeholder|srcdoc|summary|title|value")
"""The attributes that may have a text; in others, a word of it is there by chance."""


class Located(NamedTuple):
    """A body, in HTML with comments round its texts, the places of these, and what is left.

    ``probable`` are look-ups that are not known to have given a part of the body, but whose text is
    in it; some of them have a place all the same. ``used`` are the other ones.
    """

    body: bytes
    places: list[Place]
    probable: list[Lookup]
    used: list[Lookup]


def locate(
    body: bytes, media_type: str, earlier: Sequence[Recorded], own: Sequence[Recorded]
) -> Located:
    """Return a body with the places of its texts.

    ``own`` are the look-ups of its request, ``earlier`` those of requests before it, whose texts a
    session may have brought here; they do not matter if they are not seen.
    """
    page = body.text if isinstance(body, TrackedBytes) else body.decode("utf-8", "replace")
    known = {span.lookup for span in spans_of(page)}
    missed = [each for each in (*earlier, *own) if each.lookup not in known]
    probable, used = _find_rest(page, missed, own) if missed else ([], [])
    if media_type not in _HTML:
        return Located(bytes(body), [Place(s, "raw") for s in spans_of(page)], probable, used)
    guessed = _guess(page, [each for each in missed if each.lookup in probable])
    if not guessed and not known:
        # Its charset may be another one.
        return Located(bytes(body), [], probable, used)
    anchored, places = anchor(guessed or page)
    return Located(anchored.encode(), places, probable, used)


def _find_rest(
    page: str, missed: Iterable[Recorded], own: Iterable[Recorded]
) -> tuple[list[Lookup], list[Lookup]]:
    """Return the look-ups that were not located: those whose text is in the page, and the others.

    Those of other requests are no others.
    """
    haystack = _normalize(str.__str__(page))
    missed = dict.fromkeys(missed)
    seen = {each.lookup: None for each in missed if _is_seen(each.text, haystack)}
    used = {each.lookup: None for each in own if each in missed}
    return list(seen), [lookup for lookup in used if lookup not in seen]


def _guess(page: str, missed: Sequence[Recorded]) -> str | None:
    """Return a page with spans of texts that are in it as often as they were looked up.

    Where they are in places that no text is in, they have none.
    """
    source = str.__str__(page)
    known = spans_of(page)
    guessed: list[Span] = []
    for text in dict.fromkeys(each.text for each in missed):
        lookups = [each.lookup for each in missed if each.text == text]
        for pattern in patterns_of(text):
            found = [match.span() for match in pattern.finditer(source)]
            free = [part for part in found if not any(_overlap(part, s) for s in known)]
            if len(free) == len(lookups):
                guessed += (Span(*part, lookup) for part, lookup in zip(free, lookups, strict=True))
                break
    places = find_places(TrackedText(source, sorted(guessed)) if guessed else source)
    kept = [place.span for place in places if _may_be_shown(place)]
    spans: list[Span] = list(known)
    for span in kept:
        if not any(_overlap(span[:2], other) for other in spans):
            spans.append(span)
    if len(spans) == len(known):
        return None
    return TrackedText(source, sorted(spans, key=lambda span: (span.start, -span.end)))


def _may_be_shown(place: Place) -> bool:
    return place.kind != "attribute" or _SHOWN.fullmatch(place.attribute.lower()) is not None


def _overlap(part: tuple[int, int], span: Span) -> bool:
    return part[0] < span.end and span.start < part[1]


def _normalize(page: str) -> str:
    """Return the text of a page, and all of its source: attributes and scripts have texts too."""
    source = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), html.unescape(page))
    return _fold(f"{html.unescape(_TAG.sub('', page))}\n{source}")


def _is_seen(text: str, haystack: str) -> bool:
    """Return whether a text is in a page, whatever its variables were."""
    pieces = [_fold(piece) for piece in split_placeholders(text)]
    pattern = pattern_of(pieces)
    # A pattern takes long where even its longest piece is not there.
    if pattern is None or max(pieces, key=len) not in haystack:
        return False
    return pattern.search(haystack) is not None


def _fold(text: str) -> str:
    """Return a text without what case and the amount of white space make different."""
    return re.sub(r"\s+", " ", text).casefold()
