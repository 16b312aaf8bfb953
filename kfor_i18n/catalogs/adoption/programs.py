"""The calls of pybabel in Python programs: in lists of words, and in commands for a shell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from kfor_i18n.catalogs.adoption.arguments import parse_arguments
from kfor_i18n.catalogs.adoption.calls import Call, find_calls
from kfor_i18n.catalogs.adoption.python import read_strings
from kfor_i18n.catalogs.adoption.words import CALL

# As a shell has what only it knows.
_UNKNOWN = "$(…)"
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]")
_NOT_COMMENT = re.compile(r"^(?![ \t]*#).*", re.MULTILINE)


def find_program_calls(text: str) -> Iterator[Call]:
    """Yield the calls of pybabel in a Python source, those in its comments too.

    A source that is no Python, or that is nested too deeply, is read like any text.
    """
    try:
        tree = ast.parse(text)
        found = list(_Reader(read_strings(tree)).read(tree, ""))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        yield from find_calls(text)
        return
    yield from found
    yield from find_calls(_NOT_COMMENT.sub("", text))


class _Reader:
    def __init__(self, strings: Mapping[str, str]) -> None:
        self._strings = strings

    def read(self, node: ast.AST, folder: str) -> Iterator[Call]:
        """Yield the calls in a node; ``folder`` is the directory that a call around it names."""
        parts: Sequence[ast.expr] = ()
        if isinstance(node, ast.Call):
            parts = node.args
            names = [key.value for key in node.keywords if key.arg == "cwd"]
            folder = next(filter(None, map(self._read_known, names)), folder)
        elif isinstance(node, (ast.List, ast.Tuple)):
            parts = node.elts
        if (call := self._read_words(parts, folder)) is not None:
            yield call
        elif isinstance(node, ast.expr) and (commands := self._read_text(node)) is not None:
            for found in find_calls(commands) if CALL.search(commands) else ():
                inner = "/".join(filter(None, (folder, found.folder)))
                yield Call(found.arguments, node.lineno + found.line - 1, inner)
            return
        for child in ast.iter_child_nodes(node):
            yield from self.read(child, folder)

    def _read_words(self, parts: Sequence[ast.expr], folder: str) -> Call | None:
        words = [self._read_text(part) or _UNKNOWN for part in parts]
        before = list(takewhile(lambda word: not _is_program(word), words))
        arguments = parse_arguments(words[len(before) + 1 :]) if len(before) < len(words) else None
        return None if arguments is None else Call(arguments, parts[len(before)].lineno, folder)

    def _read_known(self, node: ast.expr) -> str:
        text = self._read_text(node) or ""
        return "" if _UNKNOWN in text else text

    def _read_text(self, node: ast.expr) -> str | None:
        """Return a text with what is put in it; ``None`` if an expression is none."""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=name):
                return self._strings.get(name)
            case ast.JoinedStr(values=parts):
                return "".join(self._read_text(part) or _UNKNOWN for part in parts)
            case ast.FormattedValue(value=value):
                return self._read_text(value)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                first, second = self._read_text(left), self._read_text(right)
                is_text = first is not None or second is not None
                return f"{first or _UNKNOWN}{second or _UNKNOWN}" if is_text else None
            case ast.BinOp(left=left, op=ast.Mod()):
                template = self._read_text(left)
                return None if template is None else _PLACEHOLDER.sub(_UNKNOWN, template)
        return None


def _is_program(word: str) -> bool:
    return " " not in word and bool(CALL.search(f"{word} "))
