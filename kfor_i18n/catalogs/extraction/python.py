"""gettext calls in Python sources, read strictly."""

from __future__ import annotations

import ast
import re
import tokenize
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from io import BytesIO

from babel.util import parse_encoding

from kfor_i18n.catalogs.extraction.calls import Argument, Expression, Formatting, SourceCall
from kfor_i18n.catalogs.extraction.errors import SourceError
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Problem

_PLURALS = frozenset({"ngettext", "npgettext", "lazy_ngettext", "lazy_npgettext"})
_NODES = frozenset(
    {ast.AsyncFunctionDef, ast.BinOp, ast.Call, ast.FunctionDef, ast.Import, ast.ImportFrom}
)
_ESCAPE = "# i18n: ignore"
_MARK = re.compile(r"#\s*i18n:\s*ignore\b")


def read_python(source: bytes, names: Collection[str]) -> list[SourceCall]:
    """Return the calls of functions with these names, or of methods, that no line exempts.

    Raises ``SourceError`` where the source is not Python, ``UnicodeDecodeError`` where it is not
    text, and ``RecursionError`` or ``MemoryError`` where it is nested too deeply.
    """
    # Not left to ast, whose error does not tell where the byte is.
    text = source.decode(parse_encoding(BytesIO(source)) or "utf-8")
    tree = _parse(source)
    # To walk a tree takes long, and most files have none of the names.
    if not re.search(rf"\b(?:{'|'.join(map(re.escape, names))})\b", text):
        return []
    nodes = [node for node in ast.walk(tree) if type(node) in _NODES]
    found = [node for node in nodes if isinstance(node, ast.Call) and _name(node) in names]
    exempt = _exempt_lines(source)
    by_operator = dict(_find_formatted(nodes))
    parameters = _find_parameters(nodes, names)
    formats_plurals = not any(map(_imports_stdlib, nodes))
    calls = [
        _read_call(
            node,
            by_operator.get(node) or _format_of(node, formats_plurals),
            parameters.get(node, frozenset()),
        )
        for node in found
        if exempt.isdisjoint(range(_line(node.func), _line(node) + 1))
    ]
    return sorted(calls, key=lambda call: call.line)


def _parse(source: bytes) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        problem = Problem(
            SYNTAX, N_("is no valid Python: %(reason)s; mend the line"), {"reason": error.msg}
        )
        raise SourceError(error.lineno or 1, problem) from error


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _exempt_lines(source: bytes) -> frozenset[int]:
    if b"i18n:" not in source:
        return frozenset()
    tokens = tokenize.tokenize(BytesIO(source).readline)
    return frozenset(
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT and _MARK.search(token.string)
    )


def _find_formatted(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.AST, Formatting]]:
    """Give what stands left of a ``%``, and what that does with it."""
    for node in nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            is_named = isinstance(node.right, ast.Dict)
            yield node.left, Formatting.NAMED if is_named else Formatting.PRINTF


def _find_parameters(
    nodes: Iterable[ast.AST], names: Collection[str]
) -> dict[ast.AST, frozenset[str]]:
    """Return the parameters around each node of functions that are gettext's own by their names."""
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
    """Return the parameters that keep what the caller passed: nothing else has their name."""
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
    """Tell whether plurals are the standard library's here, which nothing is filled into."""
    if isinstance(node, ast.ImportFrom):
        is_plural = any(alias.name in _PLURALS for alias in node.names)
        return node.module == "gettext" and node.level == 0 and is_plural
    return isinstance(node, ast.Import) and any(alias.name == "gettext" for alias in node.names)


def _format_of(node: ast.Call, formats_plurals: bool) -> Formatting:
    """Return what a function does by itself: Flask-Babel fills the number into every plural."""
    is_filled_in = formats_plurals and _name(node) in _PLURALS
    return Formatting.NAMED if node.keywords or is_filled_in else Formatting.NONE


def _read_call(node: ast.Call, formatting: Formatting, parameters: frozenset[str]) -> SourceCall:
    unpacked = [item for item in node.args if isinstance(item, ast.Starred)]
    rest = [*unpacked, *(keyword.value for keyword in node.keywords)]
    hands_on_rest = bool(rest) and all(_is_one_of(parameters, item) for item in rest)
    return SourceCall(
        function=_name(node),
        line=_line(node.func),
        arguments=tuple(Argument(item.lineno, _read_value(item, parameters)) for item in node.args),
        arity=len(node.args) + len(node.keywords),
        formatting=formatting,
        escape=_ESCAPE,
        rest=Expression.OWN_PARAMETER if hands_on_rest else Expression.OTHER,
    )


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
