"""What differs between two renderings of a page: its texts in their order, and where they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.workbench.rendering.protocol import RenderedPage

_ANCHOR = re.compile(r"<!--/?m:\d+-->")
_SILENT = r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>"
_MARKUP = re.compile(rf"{_SILENT}|<[^<>]*>|<[^<>]*\Z", re.DOTALL | re.IGNORECASE)
_REST_OF_TAG = re.compile(r"[^<>]*>")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND = 80
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Difference:
    """A text of a page that is not the same, or only there, before or after (``None``).

    ``place`` is where it is; ``None`` is between the texts of messages. ``numbers`` are those of
    the places in both renderings. ``lookups`` are the messages in it, the outermost first;
    ``suspects`` edited ones that it may depend on, if it has none in it. One that ``is_source``
    reads the same, and differs in its markup; one that ``is_moved`` is elsewhere.
    """

    before: str | None
    after: str | None
    place: Place | None = None
    numbers: tuple[int | None, int | None] = (None, None)
    lookups: tuple[Lookup, ...] = ()
    suspects: tuple[Lookup, ...] = ()
    is_source: bool = False
    is_moved: bool = False
    since: int = -1
    until: int = -1
    """The numbers of the places before it in the earlier rendering: of the first, and the last."""


class _Text(NamedTuple):
    """A text on a page that is in no other one, with the number of its place in the rendering."""

    number: int
    place: Place
    source: str
    lookups: tuple[Lookup, ...]

    @property
    def name(self) -> tuple[object, ...]:
        """What is the same in another rendering."""
        place, lookup = self.place, self.place.span.lookup
        return place.kind, place.element, place.attribute, lookup.domain, lookup.key


class _Pair(NamedTuple):
    """A text before and after; ``is_moved``: others that were before it are now after it."""

    old: _Text | None = None
    new: _Text | None = None
    is_moved: bool = False

    def is_settled(self, moved: Sequence[_Pair]) -> bool:
        """Whether a text is in both renderings, and what moved is on the same side of it."""
        old, new = self.old, self.new
        if old is None or new is None or self.is_moved:
            return False
        return all(
            (each.old.number < old.number) == (each.new.number < new.number)
            for each in moved
            if each.old and each.new
        )


_END = _Pair()
"""Stands for the beginning of a page, and for its end."""


class _Side:
    """A rendering: its source, and the texts in it."""

    def __init__(self, source: str, texts: Sequence[_Text]) -> None:
        self.source, self.texts = source, texts
        self._places = {text.number: at for at, text in enumerate(texts)}

    def list_gaps(self, one: _Text | None, other: _Text | None) -> list[_Gap]:
        """Return what is between two texts, apart from the texts in there."""
        first = self._places[one.number] + 1 if one else 0
        last = self._places[other.number] if other else len(self.texts)
        return [
            _Gap(text.number if text else -1, _cut_gap(self.source, text, following))
            for text, following in pairwise([one, *self.texts[first:last], other])
        ]


class _Part(NamedTuple):
    """A part of what is between two texts: markup, or what is read."""

    text: str
    is_markup: bool


class _Gap(NamedTuple):
    """What is between two texts, with the number of the place of the first one."""

    since: int
    parts: list[_Part]


def compare_pages(
    before: RenderedPage,
    after: RenderedPage,
    is_edited: Callable[[Lookup], bool],
    again: Callable[[], RenderedPage],
) -> list[Difference]:
    """Return the texts that differ between two renderings of a page, in its order.

    ``again`` renders the page as it was before once more, if something differs that has none of the
    edited messages in it: what is never the same twice, such as the time, is left out. What it
    raises is raised here.
    """
    found = list(_compare(before, after))
    if not all(_is_edited(each, is_edited) for each in found):
        noise = list(_compare(before, again()))
        found = [each for each in found if _is_edited(each, is_edited) or not _is_in(each, noise)]
    lost = [lookup for page in (after, before) for lookup in (*page.probable, *page.used)]
    suspects = tuple(dict.fromkeys(filter(is_edited, lost)))
    return [each if each.lookups else replace(each, suspects=suspects) for each in found]


def _is_edited(found: Difference, is_edited: Callable[[Lookup], bool]) -> bool:
    return any(map(is_edited, found.lookups))


def _is_in(found: Difference, noise: Sequence[Difference]) -> bool:
    """Return whether a difference is one of those between two renderings of the same texts."""
    if found.place:
        return any((e.since, e.numbers[0]) == (found.since, found.numbers[0]) for e in noise)
    return any(found.since <= e.since <= found.until for e in noise if e.place is None)


def _compare(before: RenderedPage, after: RenderedPage) -> Iterator[Difference]:
    old, new = _read_source(before), _read_source(after)
    if old is None or new is None or old == new:
        return
    sides = _Side(old, _read_texts(before, old)), _Side(new, _read_texts(after, new))
    pairs = _join_moved(list(_align(sides[0].texts, sides[1].texts)))
    moved = [pair for pair in pairs if pair.is_moved]
    last, run = _END, list[_Pair]()
    for pair in [*pairs, _END]:
        if pair == _END or pair.is_settled(moved):
            since = last.old.number if last.old else -1
            for each in run:
                yield from _compare_texts(each, since)
            yield from _compare_gaps(sides, last, pair)
            yield from _compare_texts(pair, since)
            last, run = pair, []
        else:
            run.append(pair)


def _read_source(page: RenderedPage) -> str | None:
    """Return the source of a page without the comments round its texts; ``None`` if it is no text.

    The spans of its places are positions in it.
    """
    try:
        source = page.body.decode()
    except UnicodeDecodeError:
        return None
    return _ANCHOR.sub("", source) if page.is_html else source


def _read_texts(page: RenderedPage, source: str) -> list[_Text]:
    texts: list[_Text] = []
    for number, place in enumerate(page.places):
        start, end, lookup = place.span
        if texts and start < texts[-1].place.span.end:
            texts[-1] = texts[-1]._replace(lookups=(*texts[-1].lookups, lookup))
        else:
            texts.append(_Text(number, place, source[start:end], (lookup,)))
    return texts


def _align(old: Sequence[_Text], new: Sequence[_Text]) -> Iterator[_Pair]:
    """Yield the texts of two renderings in their order, with those that correspond side by side."""
    names = [text.name for text in old], [text.name for text in new]
    matcher = SequenceMatcher(None, names[0], names[1], autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            yield from map(_Pair, old[a:b], new[c:d])
        else:
            yield from (_Pair(text, None) for text in old[a:b])
            yield from (_Pair(None, text) for text in new[c:d])


def _join_moved(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Put texts side by side that are in another order, where they are now."""
    gone: dict[object, list[_Text]] = defaultdict(list)
    for pair in pairs:
        if pair.old and pair.new is None:
            gone[pair.old.name].append(pair.old)
    joined = [
        _Pair(gone[pair.new.name].pop(0), pair.new, is_moved=True)
        if pair.new and pair.old is None and gone[pair.new.name]
        else pair
        for pair in pairs
    ]
    moved = {pair.old.number for pair in joined if pair.old and pair.is_moved}
    return [p for p in joined if p.new or (p.old and p.old.number not in moved)]


def _compare_texts(pair: _Pair, since: int) -> Iterator[Difference]:
    """Yield the difference of two texts, if there is any."""
    old, new, is_moved = pair
    text = new or old
    if text is None or (old and new and old.source == new.source and not is_moved):
        return
    before, after = (_read_text(each) if each else None for each in (old, new))
    # A text that reads the same differs in its markup.
    is_source = bool(old and new and before == after and not is_moved)
    yield Difference(
        old.source if old and is_source else before,
        new.source if new and is_source else after,
        text.place,
        (old.number if old else None, new.number if new else None),
        tuple(dict.fromkeys(lookup for each in (new, old) if each for lookup in each.lookups)),
        is_source=is_source,
        is_moved=is_moved,
        since=since,
    )


def _read_text(text: _Text) -> str:
    """Return a text as it is read: without markup, where there is any."""
    if text.place.kind == "text":
        return _SPACE.sub(" ", unescape(_MARKUP.sub("", text.source))).strip(" ")
    return _unescape(text.source)


def _unescape(source: str) -> str:
    """Return a text without the escapes of HTML, and of JSON beyond ASCII."""
    return unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), source))


def _compare_gaps(
    sides: tuple[_Side, _Side], pair: _Pair, following: _Pair
) -> Iterator[Difference]:
    """Yield what differs between two texts, apart from the texts in there."""
    old = sides[0].list_gaps(pair.old, following.old)
    new = sides[1].list_gaps(pair.new, following.new)
    if len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield from _compare_parts(before.parts, after.parts, (before.since, before.since))
    else:
        # Texts came or went with their markup; that is told with them.
        read = [_join_parts([p for gap in gaps for p in gap.parts])[:1] for gaps in (old, new)]
        yield from _compare_parts(read[0], read[1], (old[0].since, old[-1].since))


def _compare_parts(
    old: Sequence[_Part], new: Sequence[_Part], places: tuple[int, int]
) -> Iterator[Difference]:
    if len(old) != len(new):
        old, new = _join_parts(old), _join_parts(new)
    for before, after in zip(old, new, strict=True):
        if before.text == after.text:
            continue
        is_source = before.is_markup or after.is_markup
        texts = before.text, after.text
        one, other = texts if is_source else _cut_alike(*texts)
        yield Difference(one, other, is_source=is_source, since=places[0], until=places[1])


def _cut_alike(before: str, after: str) -> tuple[str, str]:
    """Return two texts without most of what they begin and end with alike: files may be long."""
    start = _count_alike(before, after)
    end = _count_alike(before[start:][::-1], after[start:][::-1])
    texts = []
    for text in (before, after):
        first, last = max(start - _AROUND, 0), min(len(text) - end + _AROUND, len(text))
        texts.append(f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}")
    return texts[0], texts[1]


def _count_alike(one: str, other: str) -> int:
    """Return with how many of the same characters two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut_gap(source: str, one: _Text | None, other: _Text | None) -> list[_Part]:
    start = one.place.span.end if one else 0
    gap = source[start : other.place.span.start if other else len(source)]
    is_in_tag = one is not None and one.place.kind == "attribute"
    rest = _REST_OF_TAG.match(gap) if is_in_tag else None
    end = rest.end() if rest else 0
    parts = [_Part(gap[:end], is_markup=True)]
    for match in _MARKUP.finditer(gap, end):
        parts += [_Part(gap[end : match.start()], is_markup=False), _Part(match[0], is_markup=True)]
        end = match.end()
    parts.append(_Part(gap[end:], is_markup=False))
    return [_tidy(part) for part in parts]


def _tidy(part: _Part) -> _Part:
    text = _SPACE.sub(" ", part.text).strip(" ")
    return part if part.is_markup else part._replace(text=_unescape(text))


def _join_parts(parts: Sequence[_Part]) -> list[_Part]:
    """Return parts as two, for they do not correspond to those of another gap one by one."""
    return [
        _Part(" ".join(p.text for p in parts if p.text and p.is_markup is is_markup), is_markup)
        for is_markup in (False, True)
    ]
