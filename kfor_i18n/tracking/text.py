"""Texts that know which messages they were made of.

A tracked text is a ``str`` (or ``Markup``) with spans: which of its parts come from which look-up
of a message. Otherwise it is the text that it would be without them, so that comparisons, lengths,
keys and whatever else a program does with it stay the same. What its methods make of it is tracked
too; elsewhere the spans may be lost, never the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import add, mod
from typing import Any, SupportsIndex, TypeAlias, cast

from markupsafe import Markup, escape

from kfor_i18n.tracking.lookups import Lookup, Span
from kfor_i18n.tracking.marks import MarkReader, strip_marks, write_marks


class TrackedText(str):
    """A text with its ``spans``."""

    __slots__ = ("spans",)
    spans: tuple[Span, ...]

    def __new__(cls, text: str = "", spans: Iterable[Span] = ()) -> TrackedText:
        """Add spans to a text."""
        made = super().__new__(cls, str.__str__(text))
        made.spans = tuple(spans)
        return made

    def __str__(self) -> str:
        # Itself a str: who asks for the text of an object, as a lazy text does, gets the spans.
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return str, (str.__str__(self),)

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """Return the bytes, which keep the text that they were made of."""
        return TrackedBytes(str.encode(self, encoding, errors), self)


class TrackedMarkup(Markup):
    """Markup with its ``spans``."""

    __slots__ = ("spans",)
    spans: tuple[Span, ...]

    def __new__(cls, text: str = "", spans: Iterable[Span] = ()) -> TrackedMarkup:
        """Add spans to a text that is markup already."""
        made = super().__new__(cls, str.__str__(text))
        made.spans = tuple(spans)
        return made

    def __str__(self) -> str:
        return TrackedText(self, self.spans)

    def __repr__(self) -> str:
        return repr(plain(self))

    def __reduce__(self) -> tuple[object, ...]:
        return Markup, (str.__str__(self),)

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """Return the bytes, which keep the text that they were made of."""
        return TrackedBytes(str.encode(self, encoding, errors), self)


Tracked: TypeAlias = TrackedText | TrackedMarkup


class TrackedBytes(bytes):
    """The bytes of a tracked text, such as a response's, with that ``text``."""

    text: Tracked

    def __new__(cls, data: bytes, text: Tracked) -> TrackedBytes:
        """Add to bytes the text that they were made of."""
        made = super().__new__(cls, data)
        made.text = text
        return made

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return the text, with its spans if it is the one that they were made of."""
        text = super().decode(encoding, errors)
        return str(self.text) if text == self.text else text

    def __reduce__(self) -> tuple[object, ...]:
        return bytes, (self[:],)


def track(text: str, lookup: Lookup) -> str:
    """Return a text that a look-up gave; the spans that it has lie within the look-up's."""
    return _with_spans(text, (Span(0, len(text), lookup), *spans_of(text)))


def spans_of(text: object) -> tuple[Span, ...]:
    """Return the spans of a text, none for one that is not tracked."""
    return text.spans if isinstance(text, TrackedText | TrackedMarkup) else ()


def plain(text: str) -> str:
    """Return a text, or markup, without its spans."""
    if isinstance(text, TrackedMarkup):
        return Markup(str.__str__(text))
    return str.__str__(text) if isinstance(text, TrackedText) else text


def concat(parts: Iterable[str]) -> str:
    """Join texts as ``"".join`` does, with their spans."""
    parts = list(parts)
    spans: list[Span] = []
    position = 0
    for part in parts:
        spans += (Span(position + s.start, position + s.end, s.lookup) for s in spans_of(part))
        position += len(part)
    text = "".join(parts)
    return TrackedText(text, spans) if spans else text


def to_markup(text: object) -> Markup:
    """Return ``Markup(text)``, with the spans."""
    if isinstance(text, TrackedMarkup):
        return text
    return TrackedMarkup(text, text.spans) if isinstance(text, TrackedText) else Markup(text)


def escape_html(value: object) -> Markup:
    """Return ``markupsafe.escape(value)``, with the spans."""
    if type(value) is str:
        return escape(value)
    if hasattr(value, "__html__"):
        # Asked only once, since what it does is not known.
        return to_markup(value.__html__())
    return cast(Markup, derive(escape, str(value)))


def cover(result: object, *sources: object) -> object:
    """Return a text that was made of the sources in a way that is not known.

    Every look-up in the sources may then have given all of it. What is no text, has spans already
    or was made of nothing that has any is returned as it is.
    """
    if not isinstance(result, str) or spans_of(result):
        return result
    return _cover(result, (span.lookup for text in find_tracked(sources) for span in text.spans))


def derive(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a pure function of texts, and find the parts of its result that look-ups gave.

    The function sees texts without spans. It is called once more with texts in which the spans are
    marked: if its result differs in nothing but marks, they are the spans; otherwise each look-up
    covers all of the result. What is neither a text nor a list or tuple is returned as it is.
    """
    if next(find_tracked((args, kwargs)), None) is None:
        return function(*args, **kwargs)
    result = function(*_replace(args, plain), **_replace(kwargs, plain))
    table: list[Lookup] = []
    mark = partial(_mark, table)
    try:
        marked = function(*_replace(args, mark), **_replace(kwargs, mark))
    except Exception:  # noqa: BLE001 - a marked text may be what the function does not take
        marked = None
    if isinstance(result, str):
        return _carry([result], [marked], table)[0]
    if not isinstance(result, list | tuple):
        return result
    if not isinstance(marked, list | tuple) or len(marked) != len(result):
        marked = [None] * len(result)
    return type(result)(_carry(result, marked, table))


def _with_spans(text: str, spans: Iterable[Span]) -> str:
    kept = [span for span in spans if span.start < span.end]
    if not kept:
        return plain(text)
    return TrackedMarkup(text, kept) if isinstance(text, Markup) else TrackedText(text, kept)


def _cover(text: str, lookups: Iterable[Lookup]) -> str:
    return _with_spans(text, (Span(0, len(text), each) for each in dict.fromkeys(lookups)))


def find_tracked(value: object) -> Iterator[Tracked]:
    """Find the tracked texts in arguments, and in collections among them."""
    if isinstance(value, TrackedText | TrackedMarkup):
        yield value
    elif type(value) in (list, tuple):
        for item in cast("Sequence[object]", value):
            yield from find_tracked(item)
    elif type(value) is dict:
        yield from find_tracked(tuple(value.values()))


def _replace(value: Any, change: Callable[[str], str]) -> Any:
    """Return arguments with each tracked text changed, in collections as well."""
    if isinstance(value, TrackedText | TrackedMarkup):
        return change(value)
    if type(value) in (list, tuple):
        return type(value)(_replace(item, change) for item in value)
    if type(value) is dict:
        return {key: _replace(item, change) for key, item in value.items()}
    return value


def _mark(table: list[Lookup], text: str) -> str:
    marked = write_marks(str.__str__(text), spans_of(text), table)
    return Markup(marked) if isinstance(text, Markup) else marked


def _carry(texts: Sequence[Any], marked: Sequence[Any], table: Sequence[Lookup]) -> list[Any]:
    """Give each text the spans that are marked in its twin, or all where these two differ."""
    carried = []
    reader = MarkReader(table)
    for text, twin in zip(texts, marked, strict=True):
        if not isinstance(text, str):
            carried.append(text)
        elif isinstance(twin, str) and strip_marks(twin) == text:
            carried.append(_with_spans(text, reader.read(twin)))
        else:
            carried.append(_cover(text, table))
    return carried


def _derived(name: str) -> Callable[..., Any]:
    def method(self: Tracked, *args: Any, **kwargs: Any) -> Any:
        return derive(getattr(type(plain(self)), name), self, *args, **kwargs)

    method.__name__ = name
    return method


def _slice(self: Tracked, key: SupportsIndex | slice) -> str:
    """Cut a piece out, with what lies in it of the spans."""
    text = plain(self)[key]
    indices = range(len(self))[key]
    if not isinstance(indices, range):
        indices = range(indices, indices + 1)
    if indices.step != 1:
        return _cover(text, (span.lookup for span in self.spans))
    first, last = indices.start, indices.stop
    cut = (
        Span(max(s.start, first) - first, min(s.end, last) - first, s.lookup) for s in self.spans
    )
    return _with_spans(text, cut)


def _radd(self: Tracked, other: object) -> Any:
    return derive(add, other, self) if isinstance(other, str) else NotImplemented


def _rmod(self: Tracked, other: object) -> Any:
    return derive(mod, other, self) if isinstance(other, str) else NotImplemented


_DERIVED = (
    "capitalize", "casefold", "center", "expandtabs", "format", "format_map", "join", "ljust",
    "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rjust",
    "rpartition", "rsplit", "rstrip", "split", "splitlines", "strip", "swapcase", "title",
    "translate", "upper", "zfill", "__add__", "__mod__", "__mul__", "__rmul__",
)  # fmt: skip
_OWN = {"__getitem__": _slice, "__radd__": _radd, "__rmod__": _rmod}

for _kind, _more in ((TrackedText, ()), (TrackedMarkup, ("striptags", "unescape"))):
    for _name, _method in (
        *_OWN.items(),
        *((each, _derived(each)) for each in (*_DERIVED, *_more)),
    ):
        setattr(_kind, _name, _method)
