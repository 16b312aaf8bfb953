"""Spans written into a text, to see where a function leaves them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kfor_i18n.tracking.lookups import Lookup, Span

# Noncharacters are reserved for a program's own use (Unicode 23.7), so no text has them. The number
# of a mark is written in them too: nothing of it is a letter, a digit, a space or markup.
_OPEN, _CLOSE, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_TO_DIGITS = {ord(str(digit)): chr(0xFDD3 + digit) for digit in range(10)}
_FROM_DIGITS = {0xFDD3 + digit: str(digit) for digit in range(10)}
_MARK = re.compile(f"([{_OPEN}{_CLOSE}])([\ufdd3-\ufddc]+){_END}")


def write_marks(text: str, spans: Iterable[Span], table: list[Lookup]) -> str:
    """Mark the spans of a text in it, by the numbers that their look-ups get in the table."""
    marks = []
    for order, span in enumerate(spans):
        number = str(len(table)).translate(_TO_DIGITS) + _END
        table.append(span.lookup)
        # Where several meet: what ends before what begins, inner ones before outer ones.
        marks.append((span.end, 0, -order, _CLOSE + number))
        marks.append((span.start, 1, order, _OPEN + number))
    parts, position = [], 0
    for place, _, _, mark in sorted(marks):
        parts += [text[position:place], mark]
        position = place
    return "".join((*parts, text[position:]))


def strip_marks(text: str) -> str:
    """Return a text without marks."""
    return _MARK.sub("", text)


class MarkReader:
    """Reads marked texts one after another: a span may begin in one and end in a later one."""

    def __init__(self, table: Sequence[Lookup]) -> None:
        """Take the look-ups by the numbers that the marks have."""
        self._table = table
        self._begun: dict[int, int] = {}

    def read(self, marked: str) -> list[Span]:
        """Return the spans that are marked in the next text."""
        spans = []
        length = position = 0
        self._begun = dict.fromkeys(self._begun, 0)
        for match in _MARK.finditer(marked):
            length += match.start() - position
            position = match.end()
            number = int(match[2].translate(_FROM_DIGITS))
            if match[1] == _OPEN:
                self._begun[number] = length
            elif number in self._begun:
                spans.append(self._span(number, self._begun.pop(number), length))
        length += len(marked) - position
        spans += [self._span(number, start, length) for number, start in self._begun.items()]
        return sorted(spans, key=lambda span: (span.start, -span.end))

    def _span(self, number: int, start: int, end: int) -> Span:
        return Span(start, end, self._table[number])
