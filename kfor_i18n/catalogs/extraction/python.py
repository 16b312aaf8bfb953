"""gettext calls in Python sources."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kfor_i18n.catalogs.extraction.calls import Argument, Expression, SourceCall
from kfor_i18n.catalogs.extraction.comments import (
    assign_comments,
    find_exempt_lines,
    find_lines,
    list_lines,
)
from kfor_i18n.catalogs.extraction.errors import SourceError
from kfor_i18n.catalogs.extraction.formats import Formatting
from kfor_i18n.catalogs.extraction.keywords import KEYWORDS
from kfor_i18n.catalogs.extraction.meanings import (
    PLURALS,
    Meanings,
    find_aliases,
    find_parameters,
    imports_unfilled,
)
from kfor_i18n.catalogs.extraction.pythons import NewerPythonError, find_python
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Problem

_ESCAPE = "# i18n: ignore"
# What turns a message into another kind of string on its way to the operator that formats it.
_WRAPPERS = frozenset({"Markup", "escape", "str", "text_type", "unicode"})
# PEP 263: on the first line, or on the second below a blank line or a comment.
_CODING = re.compile(rb"(?:[ \t\f]*(?:#.*)?\r?\n)??[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def read_python(
    source: bytes, names: Collection[str], tags: Sequence[str], encoding: str = "utf-8"
) -> list[SourceCall]:
    """Return the calls of functions or methods with these names, in the order of the source.

    ``tags`` begin comments for translators; ``encoding`` is that of a source that declares none.
    Raises ``UnicodeDecodeError`` for a source that is not text; for one with such names
    ``SourceError`` if it is not Python, ``NewerPythonError`` if the running Python is too old for
    it, and ``RecursionError`` or ``MemoryError`` if it is nested too deeply.
    """
    # The error of ast does not contain the position of the byte.
    text = _decode(source, encoding)
    aliases = find_aliases(text, names)
    lines = find_lines(_compile_names(frozenset((*names, *aliases))), text)
    if not lines:
        # To parse these would take half the time of all sources, and they hold no message to lose.
        return []
    nodes = _list_nodes(_parse(text), sorted({*lines, *aliases.values()}))
    meanings = Meanings(nodes if aliases else (), names)
    found = [
        (node, function)
        for node in nodes
        if isinstance(node, ast.Call) and (function := meanings.function_of(node))
    ]
    found.sort(key=lambda pair: _place(pair[0]))
    surroundings = _Surroundings(
        text.split("\n"),
        dict(_find_formatted(nodes)),
        find_parameters(nodes, names),
        assign_comments(text, [node for node, _ in found], tags),
        find_exempt_lines(text),
        fills_plurals=not any(map(imports_unfilled, nodes)),
    )
    return [_read_call(node, function, surroundings) for node, function in found]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What is needed of a source to read its calls.

    ``formatted``, ``parameters`` and ``comments`` are looked up by the call's node. ``exempt`` are
    lines. ``fills_plurals``: plural functions fill in the number, as Flask-Babel's do.
    """

    lines: Sequence[str]
    formatted: Mapping[ast.AST, Formatting]
    parameters: Mapping[ast.AST, frozenset[str]]
    comments: Mapping[ast.Call, tuple[str, ...]]
    exempt: frozenset[int]
    fills_plurals: bool


def _decode(source: bytes, encoding: str) -> str:
    """Return a source's text, with line feeds for line ends."""
    source = source.removeprefix(BOM_UTF8)
    declared = _CODING.match(source)
    text = source.decode(declared[1].decode() if declared else encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        if version := find_python(error):
            raise NewerPythonError(error.lineno or 1, version) from error
        problem = Problem(
            SYNTAX, N_("invalid Python: %(reason)s; fix the line"), {"reason": error.msg}
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


def _place(call: ast.Call) -> tuple[int, int]:
    """Return where a call's function is named."""
    return call.func.end_lineno or 0, call.func.end_col_offset or 0


def _find_formatted(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, Formatting]]:
    """Yield what is to the left of a ``%`` or of ``.format``, and how that formats it."""
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            is_named = isinstance(node.right, ast.Dict) or _is_call_of(node.right, {"dict"})
            yield _unwrap(node.left), Formatting.NAMED if is_named else Formatting.PRINTF
        function = node.func if isinstance(node, ast.Call) else None
        if isinstance(function, ast.Attribute) and function.attr in ("format", "format_map"):
            yield _unwrap(function.value), Formatting.BRACE


def _unwrap(node: ast.expr) -> ast.expr:
    """Return the argument of a call that only makes another kind of string of it."""
    if isinstance(node, ast.Call) and _is_call_of(node, _WRAPPERS) and len(node.args) == 1:
        return node.args[0]
    return node


def _is_call_of(node: ast.expr, names: Collection[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _read_call(node: ast.Call, function: str, surroundings: _Surroundings) -> SourceCall:
    parameters = surroundings.parameters.get(node, frozenset())
    unpacked = [item for item in node.args if isinstance(item, ast.Starred)]
    rest = [*unpacked, *(keyword.value for keyword in node.keywords)]
    hands_on_rest = bool(rest) and all(_is_one_of(parameters, item) for item in rest)
    return SourceCall(
        function=node.func.id if isinstance(node.func, ast.Name) else function,
        keyword=function,
        line=_line(node.func),
        message_line=_message_line(node, surroundings.lines),
        arguments=tuple(
            Argument(item.lineno, _read_value(item, parameters))
            for item in _list_arguments(node, function)
        ),
        arity=len(node.args) + len(node.keywords),
        formattings=frozenset(_formattings_of(node, function, surroundings)),
        escape=_ESCAPE,
        escape_line=_last_line(node.end_lineno or node.lineno, surroundings.lines),
        is_exempt=not surroundings.exempt.isdisjoint(list_lines(node)),
        rest=Expression.OWN_PARAMETER if hands_on_rest else Expression.OTHER,
        comments=surroundings.comments.get(node, ()),
    )


# The names that gettext functions have for their texts, in the order of their positions.
_TEXTS = {
    **dict.fromkeys(("context", "msgctxt", "string_ctx"), 0),
    **dict.fromkeys(("string", "message", "msgid", "singular", "msgid1"), 1),
    **dict.fromkeys(("plural", "msgid2"), 2),
}


def _list_arguments(call: ast.Call, function: str) -> list[ast.expr]:
    """Return the positional arguments of a call, and after them the texts that it gives by name."""
    if function not in KEYWORDS or not call.keywords:
        return call.args
    named = [(_TEXTS[each.arg], each.value) for each in call.keywords if each.arg in _TEXTS]
    return [*call.args, *(value for _, value in sorted(named, key=lambda pair: pair[0]))]


def _formattings_of(
    node: ast.Call, function: str, surroundings: _Surroundings
) -> Iterator[Formatting]:
    """Yield what becomes of a call's message, in its function and after it."""
    after = surroundings.formatted.get(node)
    if after:
        yield after
    is_filled_in = surroundings.fills_plurals and function in PLURALS
    # If the result is formatted with %, the function has not formatted it.
    if (
        after in (None, Formatting.BRACE)
        and function in KEYWORDS
        and (any(keyword.arg not in _TEXTS for keyword in node.keywords) or is_filled_in)
    ):
        yield Formatting.NAMED


def _message_line(call: ast.Call, lines: Sequence[str]) -> int:
    """Return the line that a reference to a call's message names, as Babel counts it.

    It is that of the first argument, or of a comment between that and the parenthesis.
    """
    name = _line(call.func)
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    first = given[0].lineno if given else name
    opening = lines[name - 1].encode()[call.func.end_col_offset :].decode()
    between = [opening, *lines[name : first - 1]] if first > name else []
    return next((line for line, text in enumerate(between, start=name) if "#" in text), first)


def _last_line(line: int, lines: Sequence[str]) -> int:
    """Return the last of the lines that backslashes join; only it can have a comment."""
    while line < len(lines) and lines[line - 1].endswith("\\"):
        line += 1
    return line


def _line(node: ast.expr) -> int:
    return node.end_lineno or node.lineno


def _read_value(node: ast.expr, parameters: frozenset[str]) -> str | Expression:
    text = _literal(node)
    if text is not None:
        return text
    if any(isinstance(part, ast.JoinedStr) for part in _list_parts(node)):
        return Expression.F_STRING
    if any(_literal(formatted) is not None for formatted, _ in _find_formatted([node])):
        return Expression.FORMATTED
    if _is_one_of(parameters, node):
        return Expression.OWN_PARAMETER
    is_none = isinstance(node, ast.Constant) and node.value is None
    return Expression.NONE if is_none and parameters else Expression.OTHER


def _is_one_of(parameters: frozenset[str], node: ast.expr) -> bool:
    value = node.value if isinstance(node, ast.Starred) else node
    return isinstance(value, ast.Name) and value.id in parameters


def _literal(node: ast.expr) -> str | None:
    """Return the text of a string literal, or of literals with ``+`` between them."""
    texts = [_constant(part) for part in _list_parts(node)]
    return None if None in texts else "".join(text for text in texts if text)


def _list_parts(node: ast.expr) -> list[ast.expr]:
    """Return the operands of the ``+`` in an expression, in order."""
    parts = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts.append(node.right)
        node = node.left
    return [node, *reversed(parts)]


def _constant(node: ast.expr) -> str | None:
    """Return the text of a string literal; an f-string without fields is one."""
    if isinstance(node, ast.JoinedStr):
        texts = [_constant(value) for value in node.values]
        return None if None in texts else "".join(text for text in texts if text)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
