"""gettext calls in Python sources."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kfor_i18n.catalogs.extraction.calls import Argument, Expression, Formatting, SourceCall
from kfor_i18n.catalogs.extraction.comments import (
    assign_comments,
    find_exempt_lines,
    find_lines,
    list_lines,
)
from kfor_i18n.catalogs.extraction.errors import SourceError
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Problem

_PLURALS = frozenset({"ngettext", "npgettext", "lazy_ngettext", "lazy_npgettext"})
_ESCAPE = "# i18n: ignore"
# PEP 263: on the first line, or on the second below a blank line or a comment.
_CODING = re.compile(rb"(?:[ \t\f]*(?:#.*)?\r?\n)??[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def read_python(source: bytes, names: Collection[str], tags: Sequence[str]) -> list[SourceCall]:
    """Return the calls of functions or methods with these names, except on exempt lines.

    They are in the order of their messages. ``tags`` begin comments for translators. Raises
    ``UnicodeDecodeError`` for a source that is not text; for one with such names ``SourceError`` if
    it is not Python, and ``RecursionError`` or ``MemoryError`` if it is nested too deeply.
    """
    # Not left to ast, whose error does not tell where the byte is.
    text = _decode(source)
    lines = find_lines(_compile_names(frozenset(names)), text)
    if not lines:
        # To parse these would take half the time of all sources, and they hold no message to lose.
        return []
    tree = _parse(source)
    nodes = _list_nodes(tree, lines)
    found = [node for node in nodes if isinstance(node, ast.Call) and _name(node) in names]
    found.sort(key=_place)
    exempt = find_exempt_lines(text, found)
    surroundings = _Surroundings(
        text.split("\n"),
        dict(_find_formatted(nodes)),
        _find_parameters(nodes, names),
        assign_comments(text, found, tags),
        fills_plurals=not any(map(_imports_stdlib, nodes)),
    )
    calls = [
        _read_call(node, surroundings) for node in found if exempt.isdisjoint(list_lines(node))
    ]
    return sorted(calls, key=lambda call: call.message_line)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the reading of a call needs to know of its source.

    ``formatted``, ``parameters`` and ``comments`` are looked up by the call's node.
    ``fills_plurals``: plural functions fill in the number, as Flask-Babel's do.
    """

    lines: Sequence[str]
    formatted: Mapping[ast.AST, Formatting]
    parameters: Mapping[ast.AST, frozenset[str]]
    comments: Mapping[ast.Call, tuple[str, ...]]
    fills_plurals: bool


def _decode(source: bytes) -> str:
    """Return a source's text, with line feeds for line ends."""
    source = source.removeprefix(BOM_UTF8)
    declared = _CODING.match(source)
    text = source.decode(declared[1].decode() if declared else "utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse(source: bytes) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        problem = Problem(
            SYNTAX, N_("is no valid Python: %(reason)s; mend the line"), {"reason": error.msg}
        )
        raise SourceError(error.lineno or 1, problem) from error


@cache
def _compile_names(names: frozenset[str]) -> re.Pattern[str]:
    """Compile a pattern of calls of functions with these names, and of gettext's module."""
    # An alternative that begins with a literal is searched for in half the time.
    whole = "|".join(
        rf"{name}(?<!\w{name})" for name in map(re.escape, sorted(names | {"gettext"}))
    )
    return re.compile(rf"(?:{whole})\b(?:(?:[\s\\)]|#.*)*\(|(?<=gettext))")


def _list_nodes(tree: ast.Module, lines: Sequence[int]) -> list[ast.AST]:
    """Return the nodes of all statements that one of the lines lies in, outer ones first.

    To go through whole trees would take longer than to parse the sources.
    """
    nodes: list[ast.AST] = [tree]
    for node in nodes:
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, ast.AST):
                nodes.append(value)
            elif isinstance(value, list):
                nodes += [child for child in value if _may_have_calls(child, lines)]
    return nodes


def _may_have_calls(child: object, lines: Sequence[int]) -> bool:
    if isinstance(child, ast.stmt):
        return _spans(child, lines)
    return isinstance(child, ast.AST)


def _spans(statement: ast.stmt, lines: Sequence[int]) -> bool:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    at = bisect_left(lines, decorators[0].lineno if decorators else statement.lineno)
    return at < len(lines) and lines[at] <= (statement.end_lineno or statement.lineno)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _place(call: ast.Call) -> tuple[int, int]:
    """Return where a call's message begins."""
    first = call.args[0] if call.args else call
    return first.lineno, first.col_offset


def _find_formatted(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.AST, Formatting]]:
    """Yield what stands to the left of a ``%``, and how that formats it."""
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            is_named = isinstance(node.right, ast.Dict)
            yield node.left, Formatting.NAMED if is_named else Formatting.PRINTF


def _find_parameters(
    nodes: Iterable[ast.AST], names: Collection[str]
) -> dict[ast.AST, frozenset[str]]:
    """Return the parameters around each node in functions that are named like gettext's own."""
    found: dict[ast.AST, frozenset[str]] = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
            node.name in names or node.name.lstrip("_") in names
        ):
            parameters = _parameters(node)
            inside = (inner for statement in node.body for inner in ast.walk(statement))
            found |= {inner: parameters | found.get(inner, frozenset()) for inner in inside}
    return found


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """Return the parameters that keep what the caller passed: their names are bound only once."""
    nodes = list(ast.walk(function))
    bound = Counter(node.arg for node in nodes if isinstance(node, ast.arg))
    bound.update(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    parameters = (
        node.arg for node in ast.iter_child_nodes(function.args) if isinstance(node, ast.arg)
    )
    return frozenset(name for name in parameters if bound[name] == 1)


def _imports_stdlib(node: ast.AST) -> bool:
    """Tell whether plural functions are imported from the standard library."""
    if isinstance(node, ast.ImportFrom):
        is_plural = any(alias.name in _PLURALS for alias in node.names)
        return node.module == "gettext" and node.level == 0 and is_plural
    return isinstance(node, ast.Import) and any(alias.name == "gettext" for alias in node.names)


def _read_call(node: ast.Call, surroundings: _Surroundings) -> SourceCall:
    parameters = surroundings.parameters.get(node, frozenset())
    unpacked = [item for item in node.args if isinstance(item, ast.Starred)]
    rest = [*unpacked, *(keyword.value for keyword in node.keywords)]
    hands_on_rest = bool(rest) and all(_is_one_of(parameters, item) for item in rest)
    return SourceCall(
        function=_name(node),
        line=_line(node.func),
        message_line=_message_line(node, surroundings.lines),
        arguments=tuple(Argument(item.lineno, _read_value(item, parameters)) for item in node.args),
        arity=len(node.args) + len(node.keywords),
        formatting=surroundings.formatted.get(node) or _format_of(node, surroundings),
        escape=_ESCAPE,
        rest=Expression.OWN_PARAMETER if hands_on_rest else Expression.OTHER,
        comments=surroundings.comments.get(node, ()),
    )


def _format_of(node: ast.Call, surroundings: _Surroundings) -> Formatting:
    """Return what a function does by itself."""
    is_filled_in = surroundings.fills_plurals and _name(node) in _PLURALS
    return Formatting.NAMED if node.keywords or is_filled_in else Formatting.NONE


def _message_line(call: ast.Call, lines: Sequence[str]) -> int:
    """Return the line that a reference to a call's message names, as Babel counts it.

    It is that of the first argument, or of a comment between that and the parenthesis.
    """
    name = _line(call.func)
    first = call.args[0].lineno if call.args else name
    opening = lines[name - 1].encode()[call.func.end_col_offset :].decode()
    between = [opening, *lines[name : first - 1]] if first > name else []
    return next((line for line, text in enumerate(between, start=name) if "#" in text), first)


def _line(node: ast.expr) -> int:
    return node.end_lineno or node.lineno


def _read_value(node: ast.expr, parameters: frozenset[str]) -> str | Expression:
    text = _literal(node)
    if text is not None:
        return text
    if isinstance(node, ast.JoinedStr):
        return Expression.F_STRING
    if _is_one_of(parameters, node):
        return Expression.OWN_PARAMETER
    is_none = isinstance(node, ast.Constant) and node.value is None
    return Expression.NONE if is_none and parameters else Expression.OTHER


def _is_one_of(parameters: frozenset[str], node: ast.expr) -> bool:
    value = node.value if isinstance(node, ast.Starred) else node
    return isinstance(value, ast.Name) and value.id in parameters


def _literal(node: ast.expr) -> str | None:
    """Return the text of a string literal, or of literals with ``+`` between them."""
    parts = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts.append(node.right)
        node = node.left
    parts.append(node)
    texts = [
        part.value
        for part in reversed(parts)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return "".join(texts) if len(texts) == len(parts) else None
