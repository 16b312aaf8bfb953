"""The sentences of a page that messages are in, read from its comments."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple, TypeAlias

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "html", "label", "legend", "li", "main", "nav", "ol",
    "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})  # fmt: skip
_SILENT = ("script", "style", "template")
_ENDED = {name: (name,) for name in ("li", "option", "p", "tr")} | dict.fromkeys(
    ("dd", "dt"), ("dd", "dt")
) | dict.fromkeys(("td", "th"), ("td", "th"))  # fmt: skip
"""The elements that end where one of a name begins beside them, without a tag that says so."""

_ANCHOR = re.compile(r"(/?)m:(\d+)")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND = 160


class Sentence(NamedTuple):
    """The text of a message on a page, and what is before and after it in its block."""

    before: str
    text: str
    after: str


class _Mark(NamedTuple):
    number: int
    is_start: bool


_Part: TypeAlias = str | _Mark


@dataclass(slots=True)
class _Block:
    parts: list[_Part] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the text of blocks; those within a message that is wanted are parts of its block."""

    def __init__(self, wanted: Collection[int]) -> None:
        super().__init__()
        self._wanted = wanted
        self._open: list[tuple[str, _Block | None]] = []
        self._root = _Block()
        self._inside: set[int] = set()
        self.found: dict[int, _Block] = {}

    def _block(self) -> _Block:
        return next((block for _, block in reversed(self._open) if block), self._root)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _VOID:
            self._block().parts.append(" ")
            return
        if self._open and self._open[-1][0] in _ENDED.get(tag, ()):
            self._open.pop()
        is_block = tag in _BLOCKS and not self._inside
        self._open.append((tag, _Block() if is_block else None))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Do nothing: an element without an end has no text."""

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_comment(self, data: str) -> None:
        match = _ANCHOR.fullmatch(data)
        number = int(match[2]) if match else -1
        if match is None or number not in self._wanted:
            return
        if not match[1]:
            self._inside.add(number)
            self.found[number] = self._block()
        elif number in self._inside:
            self._inside.remove(number)
        if number in self.found:
            self.found[number].parts.append(_Mark(number, not match[1]))

    def handle_data(self, data: str) -> None:
        if not any(name in _SILENT for name, _ in self._open[-1:]):
            self._block().parts.append(data)


def read_sentences(html: str, numbers: Collection[int]) -> dict[int, Sentence]:
    """Return the sentences around the texts at places of a page, by the numbers of the places.

    The page has the comments of ``tracking.html.anchor``. A place without any is left out.
    """
    reader = _Reader(numbers)
    reader.feed(html)
    reader.close()
    return {number: _cut(number, block) for number, block in reader.found.items()}


def _cut(number: int, block: _Block) -> Sentence:
    start = block.parts.index(_Mark(number, is_start=True))
    ends = [at for at, part in enumerate(block.parts) if part == _Mark(number, is_start=False)]
    end = ends[0] if ends else len(block.parts)
    before, text, after = (
        _SPACE.sub(" ", "".join(part for part in parts if isinstance(part, str)))
        for parts in (block.parts[:start], block.parts[start:end], block.parts[end:])
    )
    return Sentence(_shorten_start(before.lstrip()), text, _shorten_end(after.rstrip()))


def _shorten_start(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return f"… {text[-_AROUND:].partition(' ')[2]}"


def _shorten_end(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return f"{text[:_AROUND].rpartition(' ')[0]} …"
