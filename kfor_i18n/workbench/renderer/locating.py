"""Where in a response its texts are: known, probable, or used without being seen."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kfor_i18n.tracking.html import Place, anchor
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import TrackedBytes, spans_of
from kfor_i18n.tracking.texts import Recorded

_HTML = ("text/html", "application/xhtml+xml")
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%[sdifr]|\{[^{}\s]*\}")
_FEWEST_LETTERS = 2
_LONGEST_VALUE = 200


class Located(NamedTuple):
    """A body, in HTML with comments round its texts, and the places of these."""

    body: bytes
    places: list[Place]


def locate(body: bytes, media_type: str) -> Located:
    """Return a body with the places of its texts."""
    if not isinstance(body, TrackedBytes):
        return Located(body, [])
    if media_type in _HTML:
        anchored, places = anchor(body.text)
        return Located(anchored.encode(), places)
    return Located(bytes(body), [Place(span, "raw") for span in spans_of(body.text)])


def find_rest(
    body: bytes, located: Iterable[Lookup], earlier: Sequence[Recorded], own: Sequence[Recorded]
) -> tuple[list[Lookup], list[Lookup]]:
    """Return the look-ups that were not located: those whose text is in the body, and the others.

    ``own`` are those of the request, ``earlier`` those of requests before it, whose texts a session
    may have brought here; they do not matter if they are not seen.
    """
    known = set(located)
    missed = [each for each in dict.fromkeys([*earlier, *own]) if each.lookup not in known]
    if not missed:
        return [], []
    haystack = _normalize(body.decode("utf-8", "replace"))
    seen = {each.lookup: None for each in missed if _is_seen(each.text, haystack)}
    used = {each.lookup: None for each in own if each.lookup not in known}
    return list(seen), [lookup for lookup in used if lookup not in seen]


def _normalize(page: str) -> str:
    """Return the text of a page, and all of its source: attributes and scripts have texts too."""
    source = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), html.unescape(page))
    return _fold(f"{html.unescape(_TAG.sub('', page))}\n{source}")


def _is_seen(text: str, haystack: str) -> bool:
    """Return whether a text is in a page, whatever its variables were."""
    pieces = [_fold(piece) for piece in _PLACEHOLDER.split(text)]
    if sum(map(str.isalpha, "".join(pieces))) < _FEWEST_LETTERS:
        return False
    longest = max(pieces, key=len).strip()
    if longest not in haystack:
        return False
    pattern = f".{{0,{_LONGEST_VALUE}}}?".join(map(re.escape, pieces)).strip()
    return re.search(rf"(?<!\w){pattern}(?!\w)", haystack) is not None


def _fold(text: str) -> str:
    return " ".join(text.replace("%%", "%").split()).casefold()
