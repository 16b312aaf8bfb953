"""gettext calls as the source has them: the model, what is wrong with one, and Python's reader."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator
from enum import Enum
from io import BytesIO
from typing import NamedTuple

from babel.util import parse_encoding

from kfor_i18n.catalogs.placeholders import read_placeholders
from kfor_i18n.catalogs.problems import N_, Problem

Spec = tuple[int | tuple[int, int] | tuple[int, str], ...] | None
"""Which arguments of a call are texts, counted from 1, as Babel has it; ``(1, "c")``: a context."""
Keyword = dict[int | None, Spec] | Spec
"""What a keyword stands for: one spec, or one for each number of arguments."""

_Positions = tuple[tuple[int, bool], ...]  # each counted from 1, and whether it is a context
_ESCAPE = "# i18n: ignore"
_MARK = re.compile(r"#\s*i18n:\s*ignore\b")
_EXCERPT = 60


class Formatting(Enum):
    """What becomes of a message after it was looked up."""

    NONE = "left as it is"
    PRINTF = "formatted with %"
    NAMED = "formatted with named values"


class Texts(NamedTuple):
    """What a call looks up."""

    msgid: str
    plural: str | None
    context: str | None


class Argument(NamedTuple):
    """A positional argument: where it stands, and its text where it is a string literal."""

    line: int
    text: str | None
    is_f_string: bool = False


class SourceCall(NamedTuple):
    """A gettext call: its arguments, those by name only counted, and how a line is exempted.

    ``comments`` are for translators, where the language's extractor does not find them itself.
    """

    function: str
    line: int
    arguments: tuple[Argument, ...]
    arity: int
    formatting: Formatting
    escape: str
    comments: tuple[str, ...] = ()


class Misuse(NamedTuple):
    """What is wrong in a source, and on which line if it is about one."""

    line: int | None
    problem: Problem


class SourceError(ValueError):
    """A source is not in its language; ``misuse`` says where and what to do."""

    def __init__(self, line: int, problem: Problem) -> None:
        """Take the line, counted from 1, and the problem."""
        self.misuse = Misuse(line, problem)
        super().__init__(f"{line}: {problem}")


def undecodable(error: UnicodeDecodeError) -> Misuse:
    """Return the problem of a source whose bytes are no text, and its line."""
    problem = Problem(
        "undecodable",
        N_("is not %(encoding)s text; save the file as UTF-8"),
        {"encoding": error.encoding},
    )
    return Misuse(error.object.count(b"\n", 0, error.start) + 1, problem)


def judge_call(call: SourceCall, keyword: Keyword) -> tuple[list[Texts], list[Misuse]]:
    """Return what a call looks up, and what keeps that from being a message."""
    specs = list(_specs_for(keyword, call.arity))
    misuses = list(_judge_arguments(call, specs))
    if misuses:
        return [], misuses
    for spec in specs:
        misuses += _judge_texts(call, spec)
    return [_texts(call, spec) for spec in specs], misuses


def _specs_for(keyword: Keyword, arity: int) -> Iterator[_Positions]:
    """Give the specs that hold for a number of arguments."""
    by_arity: dict[int | None, Spec] = keyword if isinstance(keyword, dict) else {None: keyword}
    for number in (None, arity):
        if number in by_arity:
            spec = by_arity[number] or (1,)
            yield tuple((at, False) if isinstance(at, int) else (at[0], True) for at in spec)


def _judge_arguments(call: SourceCall, specs: Iterable[_Positions]) -> Iterator[Misuse]:
    for position in dict.fromkeys(at for spec in specs for at, _ in spec):
        argument = _argument(call, position)
        if argument.text is None:
            yield Misuse(argument.line, _not_literal(call, position, argument))


def _argument(call: SourceCall, position: int) -> Argument:
    missing = position > len(call.arguments)
    return Argument(call.line, None) if missing else call.arguments[position - 1]


def _not_literal(call: SourceCall, position: int, argument: Argument) -> Problem:
    values = {"function": call.function, "position": position, "escape": call.escape}
    if argument.is_f_string:
        return Problem(
            "f-string",
            N_(
                "argument %(position)s of %(function)s() is an f-string, which no catalog can "
                "hold; write a placeholder and pass its value, or mark the line with %(escape)s"
            ),
            values,
        )
    return Problem(
        "not-literal",
        N_(
            "argument %(position)s of %(function)s() is not a string literal; write the text "
            "itself there, or mark the line with %(escape)s"
        ),
        values,
    )


def _texts(call: SourceCall, spec: _Positions) -> Texts:
    context, translatable = None, []
    for position, is_context in spec:
        text = call.arguments[position - 1].text or ""
        if is_context:
            context = text
        else:
            translatable.append(text)
    return Texts(translatable[0], translatable[1] if len(translatable) > 1 else None, context)


def _judge_texts(call: SourceCall, spec: _Positions) -> Iterator[Misuse]:
    for position, is_context in spec:
        line, text, _ = call.arguments[position - 1]
        if is_context or text is None:
            continue
        if problem := _judge_format(text, call.formatting) if text else empty_text():
            yield Misuse(line, problem)


def empty_text() -> Problem:
    """Return the problem of a call with an empty text."""
    return Problem(
        "empty-text",
        N_(
            "an empty text is answered with the catalog's own header; leave the call out, or give "
            "it a text"
        ),
    )


def _judge_format(text: str, formatting: Formatting) -> Problem | None:
    if formatting is Formatting.NONE:
        return None
    excerpt = text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
    try:
        placeholders = read_placeholders(text)
    except ValueError as error:
        return Problem(
            "bare-percent",
            N_(
                '"%(text)s" is formatted, and "%(place)s" in it is no placeholder; write a per '
                "cent sign as %%%%"
            ),
            {"text": excerpt, "place": error},
        )
    unnamed = next((p for p in placeholders if p[0] == "%" and p[1] != "("), None)
    if unnamed is None or formatting is Formatting.PRINTF:
        return None
    return Problem(
        "unnamed-placeholder",
        N_(
            '"%(text)s" is formatted with named values, and "%(placeholder)s" in it has no name; '
            "name it, or write a per cent sign as %%%%"
        ),
        {"text": excerpt, "placeholder": unnamed},
    )


def read_python(source: bytes, names: Collection[str]) -> list[SourceCall]:
    """Return the calls of functions with these names, or of methods, that no line exempts.

    Raises ``SourceError`` where the source is not Python, ``UnicodeDecodeError`` where it is not
    text, and ``RecursionError`` or ``MemoryError`` where it is nested too deeply.
    """
    # Not left to ast, whose error does not tell where the byte is.
    source.decode(parse_encoding(BytesIO(source)) or "utf-8")
    tree = _parse(source)
    exempt = _exempt_lines(source)
    calls = [
        _read_call(node, formatting)
        for node, formatting in _find_calls(tree, names)
        if exempt.isdisjoint(range(_line(node.func), _line(node) + 1))
    ]
    return sorted(calls, key=lambda call: call.line)


def _parse(source: bytes) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        problem = Problem(
            "syntax", N_("is no valid Python: %(reason)s; mend the line"), {"reason": error.msg}
        )
        raise SourceError(error.lineno or 1, problem) from error


def _find_calls(tree: ast.Module, names: Collection[str]) -> Iterator[tuple[ast.Call, Formatting]]:
    formatted: dict[ast.AST, Formatting] = {}
    # ast.walk comes to a call after the operator that the call stands left of.
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            is_named = isinstance(node.right, ast.Dict)
            formatted[node.left] = Formatting.NAMED if is_named else Formatting.PRINTF
        elif isinstance(node, ast.Call) and _name(node) in names:
            by_default = Formatting.NAMED if node.keywords else Formatting.NONE
            yield node, formatted.get(node, by_default)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _read_call(node: ast.Call, formatting: Formatting) -> SourceCall:
    return SourceCall(
        function=_name(node),
        line=_line(node.func),
        arguments=tuple(
            Argument(argument.lineno, _literal(argument), isinstance(argument, ast.JoinedStr))
            for argument in node.args
        ),
        arity=len(node.args) + len(node.keywords),
        formatting=formatting,
        escape=_ESCAPE,
    )


def _line(node: ast.expr) -> int:
    return node.end_lineno or node.lineno


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


def _exempt_lines(source: bytes) -> frozenset[int]:
    if b"i18n:" not in source:
        return frozenset()
    tokens = tokenize.tokenize(BytesIO(source).readline)
    return frozenset(
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT and _MARK.search(token.string)
    )
