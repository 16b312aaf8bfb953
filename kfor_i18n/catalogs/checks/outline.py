"""Jinja templates as HTML in which each expression or statement is a single character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Environment

EXPRESSION, STATEMENT = "\ufffc", "\x00"
"""The characters that represent an expression and a statement."""

_BEGINS = frozenset({"block_begin", "linestatement_begin"})
_ENDS = frozenset({"block_end", "linestatement_end"})
_BETWEEN = re.compile(f"[{STATEMENT}{EXPRESSION}]")
_VALUE = re.compile(r"\s*[a-z0-9_-]*\s*")
_LANGUAGE = re.compile("(?i)lang|locale")
_TAG = re.compile("[a-z]{2,3}(?:[_-][A-Za-z]{2,4})*")
_EXEMPT = re.compile(r"\s*i18n:\s*ignore\b")

# A quoted value ends at its closing quote. Text with both a tag and a statement is not a value: a
# branch has split the quotes.
_ATTRIBUTES = r"""(?:[^>"']|"[^"\x00]*"|"[^"<]*"|'[^'\x00]*'|'[^'<]*')*+>"""
MARKUP = re.compile(
    rf"""
    <!--.*?(?:-->|\Z) | <[!?][^>]*>
    | <(?P<code>script|style|code|pre|kbd|samp|var|tt)\b{_ATTRIBUTES}.*?(?:</(?P=code)\s*>|\Z)
    | <(?P<kept>[a-z][\w-]*)\s[^>]*?\btranslate=["']?no\b[^>]*>.*?(?:</(?P=kept)\s*>|\Z)
    | <(?P<name>[a-z\ufffc][^\s/>\x00]*)(?P<attributes>{_ATTRIBUTES}) | </?[a-z\ufffc][^>]*>
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""A tag with its ``attributes``, a comment, or an element whose content is no text for readers."""

_ATTRIBUTE = re.compile(
    r"""(?P<key>[^\s"'<>/=\x00]+)\s*=\s*["']?(?P<value>(?<=")[^"]*|(?<=')[^']*|[^\s"'>]+)"""
)


def find_attributes(tag: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the name, in lower case, and the offsets of the value of each attribute of a tag."""
    start = tag.start("attributes")
    for match in _ATTRIBUTE.finditer(tag["attributes"] or ""):
        yield match["key"].lower(), start + match.start("value"), start + match.end("value")


@dataclass
class Block:
    """The name of a block or macro, and its position in an outline, as offsets."""

    name: str
    start: int
    end: int = -1


@dataclass
class Outline:
    """A Jinja template as HTML in which single characters represent expressions and statements.

    ``starts`` are the offsets of the ``pieces`` in the HTML, ``lines`` their lines in the template.
    ``localized`` are conditions on the language. ``exempt`` are the lines marked with the comment
    ``escape``. ``strings`` are the string literals of each expression, by its offset.
    """

    escape: str
    size: int = 0
    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    exempt: set[int] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    macros: list[Block] = field(default_factory=list)
    localized: list[Block] = field(default_factory=list)
    opened: list[Block] = field(default_factory=list)
    conditions: list[Block | None] = field(default_factory=list)
    strings: dict[int, list[str]] = field(default_factory=dict)

    @cached_property
    def html(self) -> str:
        """The whole HTML; read it only after all pieces are added."""
        return "".join(self.pieces)

    def add(self, piece: str, line: int) -> None:
        """Add text, or the character that represents an expression or statement."""
        self.pieces.append(piece)
        self.starts.append(self.size)
        self.lines.append(line)
        self.size += len(piece)

    def add_statement(self, words: Sequence[str], strings: Sequence[str], line: int) -> None:
        """Add a statement, given as the names and strings in it.

        Some open or close a block, a macro or a condition.
        """
        self._read_condition(words, strings)
        if words[:1] in (["block"], ["macro"]) and len(words) > 1:
            self.opened.append(Block(words[1], self.size))
            (self.blocks if words[0] == "block" else self.macros).append(self.opened[-1])
        elif words[:1] in (["endblock"], ["endmacro"]) and self.opened:
            self.opened.pop().end = self.size
        self.add(STATEMENT, line)

    def _read_condition(self, words: Sequence[str], strings: Sequence[str]) -> None:
        """Record where the branches of a condition on the language start and end."""
        if words[:1] == ["if"]:
            is_asking = any(map(_LANGUAGE.search, words)) and any(map(_TAG.fullmatch, strings))
            self.conditions.append(Block("", self.size) if is_asking else None)
        elif words[:1] == ["endif"] and self.conditions and (block := self.conditions.pop()):
            block.end = self.size
            self.localized.append(block)

    def line_at(self, offset: int) -> int:
        """Return the line in the template, from 1, of an offset in the HTML."""
        piece = bisect_right(self.starts, offset) - 1
        return self.lines[piece] + self.html.count("\n", self.starts[piece], offset)

    def find_code_blocks(self) -> Iterator[str]:
        """Yield the names of blocks inside a tag, or inside an element that contains code."""
        matches = list(MARKUP.finditer(self.html))
        starts = [match.start() for match in matches]
        for block in self.blocks:
            before = bisect_right(starts, block.start) - 1
            if before >= 0 and block.start < matches[before].end():
                yield block.name

    def find_values(self) -> Iterator[Block]:
        """Yield the macros that return a word of code, such as the name of a class."""
        for macro in self.macros:
            texts = _BETWEEN.split(self.html[macro.start : macro.end])
            if all(map(_VALUE.fullmatch, texts)):
                yield macro


def make_outline(source: str, environment: Environment) -> Outline:
    """Return a template's outline. Raises ``TemplateSyntaxError`` if it cannot be tokenized."""
    begin, end = environment.comment_start_string, environment.comment_end_string
    outline = Outline(f"{begin} i18n: ignore {end}")
    words: list[str] = []
    literals: list[str] = []
    is_translated = False
    for line, kind, value in environment.lex(environment.preprocess(source)):
        if kind == "data" and not is_translated:
            outline.add(value, line)
        elif kind == "variable_begin" and not is_translated:
            outline.strings[outline.size] = literals = []
            outline.add(EXPRESSION, line)
        elif kind == "comment" and _EXEMPT.match(value):
            outline.exempt.add(line)
        elif kind in _BEGINS:
            words, literals = [], []
        elif kind == "name":
            words.append(value)
        elif kind == "string":
            literals.append(_unquote(value))
        elif kind in _ENDS:
            outline.add_statement(words, literals, line)
            is_translated = words[:1] == ["trans"] or (is_translated and words[:1] != ["endtrans"])
    return outline


def _unquote(literal: str) -> str:
    """Return the text of a string literal, with its escapes as Jinja reads them, or ""."""
    try:
        return literal[1:-1].encode("ascii", "backslashreplace").decode("unicode-escape")
    except UnicodeDecodeError:
        return ""
