"""Comments in Python sources: for translators, and marks that exempt a line."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import StringIO

_MARK = re.compile(r"#\s*i18n:\s*ignore\b")
_LINE_ENDS = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT})


def find_lines(pattern: re.Pattern[str], text: str) -> list[int]:
    """Return the line of each match, counted from 1."""
    lines = []
    line, position = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        lines.append(line)
    return lines


def list_lines(call: ast.Call) -> range:
    """Return the lines of a call, from where its function is named."""
    return range(call.func.end_lineno or 0, (call.end_lineno or 0) + 1)


def find_exempt_lines(text: str) -> frozenset[int]:
    """Return the lines that a comment ``# i18n: ignore`` exempts.

    They are the comment's own, and those above it that cannot have one, since a backslash or a
    string joins them to the next.
    """
    # To tokenize takes longer than all else that is done with a source.
    if not _MARK.search(text):
        return frozenset()
    exempt: set[int] = set()
    joined: set[int] = set()
    previous = None
    for token in _tokenize(text):
        line = token.start[0]
        if previous and line > previous.end[0] and previous.type not in _LINE_ENDS:
            joined |= set(range(previous.end[0], line))
        joined |= set(range(line, token.end[0]))
        if token.type == tokenize.COMMENT and _MARK.search(token.string):
            exempt.add(line)
            while line - 1 in joined:
                line -= 1
                exempt.add(line)
        previous = token
    return frozenset(exempt)


def assign_comments(
    text: str, calls: Collection[ast.Call], tags: Sequence[str]
) -> Mapping[ast.Call, tuple[str, ...]]:
    """Return the comments for translators of each gettext call that has any, by Babel's rule.

    A comment that begins with a tag, and those on the lines directly below it, belong to the next
    call. They must end on the line above the call's parenthesis, or above that by one more line
    for each comma among its arguments.
    """
    if not tags or not re.search(rf"#\s*(?:{'|'.join(map(re.escape, tags))})", text):
        return {}
    lines = text.split("\n")
    waiting = [(_locate_name(call, lines), call) for call in calls]
    waiting.sort(key=lambda item: item[0], reverse=True)
    assignment = _Assignment(tuple(tags))
    for token in _tokenize(text):
        while waiting and waiting[-1][0] <= token.end:
            assignment.begin(waiting.pop()[1])
            # Before Python 3.12 an f-string is one token with all the calls in it.
            if token.type == tokenize.STRING:
                assignment.end()
        assignment.read(token)
    return assignment.found


def _tokenize(text: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(StringIO(text).readline)


def _locate_name(call: ast.Call, lines: Sequence[str]) -> tuple[int, int]:
    """Return the line and column, as tokens have them, where the function's name ends."""
    line, offset = call.func.end_lineno or 0, call.func.end_col_offset or 0
    return line, len(lines[line - 1].encode()[:offset].decode())


class _Assignment:
    """Comments and calls met one after the other, as Babel's extractor meets them.

    A comment inside a call is not one for translators, until a call within it begins.
    """

    def __init__(self, tags: tuple[str, ...]) -> None:
        self.found: dict[ast.Call, tuple[str, ...]] = {}
        self._tags = tags
        self._pending: list[tuple[int, str]] = []
        self._call: ast.Call | None = None
        self._line = self._depth = self._commas = 0

    def begin(self, call: ast.Call) -> None:
        self.end()
        self._call, self._line = call, call.func.end_lineno or 0
        self._depth = self._commas = 0

    def end(self) -> None:
        if self._call is None:
            return
        if self._pending and self._pending[-1][0] + self._commas >= self._line - 1:
            self.found[self._call] = tuple(comment for _, comment in self._pending)
        self._pending, self._call = [], None

    def read(self, token: tokenize.TokenInfo) -> None:
        if self._call is None:
            if token.type == tokenize.COMMENT:
                self._read_comment(token.start[0], token.string[1:].strip())
        elif token.string == "(":
            self._depth += 1
            if self._depth == 1:
                self._line = token.start[0]
        elif token.string == ")" and self._depth:
            self._depth -= 1
            if not self._depth:
                self.end()
        elif token.string == "," and self._depth == 1:
            self._commas += 1

    def _read_comment(self, line: int, comment: str) -> None:
        goes_on = bool(self._pending) and self._pending[-1][0] == line - 1
        if goes_on or comment.startswith(self._tags):
            self._pending.append((line, comment))
