"""What names mean in a Python source: gettext functions under other names, and their parameters."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

PLURALS = frozenset({"ngettext", "npgettext", "lazy_ngettext", "lazy_npgettext"})
"""The functions that fill in the number by themselves, in Flask-Babel."""

_GAP = r"(?:[ \t]|\\\n)"
_AS = re.compile(rf"[ \t\n]as{_GAP}+(\w+)")
_NAME_BEFORE = re.compile(rf"(\w+){_GAP}*\Z")
_REACH = 200
"""How far before an ``as`` its name is looked for, in characters."""
_TARGET_BEFORE = re.compile(r"(\w+)[ \t]*(?::[^=\n]*)?\Z")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def find_aliases(text: str, names: Collection[str]) -> dict[str, int]:
    """Return the names that a source may give to functions with other names, each with its line.

    They are found by their letters alone, so that few sources are parsed for nothing.
    """
    pairs = [*_find_imported(text), *_find_assigned(text, frozenset(names))]
    return {
        new: text.count("\n", 0, start) + 1
        for old, new, start in pairs
        if old in names and new != old
    }


def _find_imported(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the names before and after each ``as``, and its line."""
    for match in _AS.finditer(text):
        before = _NAME_BEFORE.search(text, max(0, match.start() - _REACH), match.start() + 1)
        if before:
            yield before[1], match[1], before.start()


def _find_assigned(text: str, names: frozenset[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the names that are assigned, with the names that they are given, and where."""
    for match in _compile_assigned(names).finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        target = _TARGET_BEFORE.search(text, line, match.start())
        if target:
            yield match[1], target[1], target.start()


@cache
def _compile_assigned(names: frozenset[str]) -> re.Pattern[str]:
    # It begins with a literal, which is found in a tenth of the time.
    functions = "|".join(map(re.escape, sorted(names)))
    return re.compile(rf"=[ \t]*(?:\w+\.)*({functions})[ \t]*(?:[;#].*)?$", re.MULTILINE)


class _Binding(NamedTuple):
    """A name given to a function: on which line, and the lines on which it holds."""

    function: str
    line: int
    scope: range


class Meanings:
    """The functions that the names in a source refer to.

    A name is what it was imported as, or what it was assigned: ``pgettext as _`` makes ``_`` the
    function ``pgettext``, in the function or module around that statement.
    """

    def __init__(self, nodes: Iterable[ast.AST], names: Collection[str]) -> None:
        """Take the nodes of a source and the names of gettext functions."""
        self._names = names
        self._bindings: dict[str, list[_Binding]] = {}
        nodes = list(nodes)
        scopes = [_lines(node) for node in nodes if isinstance(node, _Function)]
        for node in nodes:
            for new, old in _list_bound(node):
                if old in names and new != old and isinstance(node, ast.stmt):
                    around = [scope for scope in scopes if node.lineno in scope[1:]]
                    scope = min(around, key=len, default=range(10**9))
                    binding = _Binding(old, node.lineno, scope)
                    self._bindings.setdefault(new, []).append(binding)

    def function_of(self, call: ast.Call) -> str | None:
        """Return the name of the gettext function that a call calls, ``None`` if it is another."""
        if isinstance(call.func, ast.Attribute):
            return call.func.attr if call.func.attr in self._names else None
        if not isinstance(call.func, ast.Name):
            return None
        name = call.func.id
        holding = [found for found in self._bindings.get(name, ()) if call.lineno in found.scope]
        if not holding:
            return name if name in self._names else None
        # The innermost scope, and in it the last statement above the call.
        nearest = min(
            holding, key=lambda b: (len(b.scope), b.line > call.lineno, abs(call.lineno - b.line))
        )
        return nearest.function


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _list_bound(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the names that a statement gives, each with the name of what it is given to."""
    if isinstance(node, ast.ImportFrom):
        yield from ((alias.asname or alias.name, alias.name) for alias in node.names)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        value = node.value
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if isinstance(value, ast.Name | ast.Attribute):
            old = value.id if isinstance(value, ast.Name) else value.attr
            yield from ((target.id, old) for target in targets if isinstance(target, ast.Name))


def imports_unfilled(node: ast.AST) -> bool:
    """Tell whether plural functions are imported from where none fills in the number."""
    if isinstance(node, ast.ImportFrom):
        is_plural = any(alias.name in PLURALS for alias in node.names)
        return node.module in _UNFILLED and node.level == 0 and is_plural
    return isinstance(node, ast.Import) and any(alias.name in _UNFILLED for alias in node.names)


# The standard library, and Django.
_UNFILLED = frozenset({"gettext", "django.utils.translation"})


def find_parameters(
    nodes: Iterable[ast.AST], names: Collection[str]
) -> Mapping[ast.AST, frozenset[str]]:
    """Return the parameters around each node in functions that are named like gettext's own."""
    found: dict[ast.AST, frozenset[str]] = {}
    for node in nodes:
        if isinstance(node, _Function) and (node.name in names or node.name.lstrip("_") in names):
            parameters = _parameters(node)
            inside = (inner for statement in node.body for inner in ast.walk(statement))
            found |= {inner: parameters | found.get(inner, frozenset()) for inner in inside}
    return found


def _parameters(function: _Function) -> frozenset[str]:
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
