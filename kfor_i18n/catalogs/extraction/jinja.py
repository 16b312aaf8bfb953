"""gettext calls in Jinja templates, read as the application's own engine reads them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from jinja2 import Environment, TemplateSyntaxError, nodes

from kfor_i18n.catalogs.extraction.calls import Argument, Expression, SourceCall
from kfor_i18n.catalogs.extraction.errors import SourceError, unreadable
from kfor_i18n.catalogs.extraction.formats import XGETTEXT, Formatting
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Problem

_NEWSTYLE = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
"""The functions that Jinja's i18n extension makes; any other is a function like all others."""
_BEGINS = ("variable_begin", "block_begin", "linestatement_begin")
_ENDS = ("variable_end", "block_end", "linestatement_end")
_MARK = re.compile(r"[-+]?\s*i18n:\s*ignore\b")

Token = tuple[int, str, str]
"""A token of Jinja's lexer: its line, its kind and its text."""


def read_jinja(
    text: str, environment: Environment, names: Collection[str], tags: Collection[str]
) -> list[SourceCall]:
    """Return a template's calls of functions or methods with these names, in Jinja's order.

    A ``{% trans %}`` block is the call that it compiles to. A comment that begins with one of the
    tags belongs to the first call after it. Raises ``SourceError`` for a template that is invalid,
    nested too deeply, or that an extension cannot parse.
    """
    found = list(_find_calls(_parse(text, environment), environment, names))
    # To read the tokens takes as long as all else.
    needs_tokens = "i18n:" in text or any(tag in text for tag in tags) or not _is_all_literal(found)
    is_lexed = bool(found) and needs_tokens
    tokens = list(environment.lex(environment.preprocess(text))) if is_lexed else []
    marks = _Marks(tokens, environment)
    lines = sorted({node.lineno for node, _ in found})
    comments = _assign_comments(_find_comments(tokens, tags), lines)
    return [
        _read_call(node, formattings, marks, comments.pop(node.lineno, ()))
        for node, formattings in found
    ]


def _is_all_literal(found: Iterable[tuple[nodes.Call, object]]) -> bool:
    return all(node.args and isinstance(node.args[0], nodes.Const) for node, _ in found)


class _Marks:
    """The comments ``i18n: ignore`` of a template, and the lines that they exempt: their own.

    A comment cannot be inside an expression or a statement: all lines of one that begins or
    ends on the comment's line are exempt as well.
    """

    def __init__(self, tokens: Iterable[Token], environment: Environment) -> None:
        begin, end = environment.comment_start_string, environment.comment_end_string
        self.escape = f"{begin} i18n: ignore {end}"
        self.exempt: set[int] = set()
        self._last_lines: dict[int, int] = {}
        begun = 0
        for line, kind, value in tokens:
            if kind in _BEGINS:
                begun = line
            elif kind in _ENDS and begun != line:
                self._last_lines |= dict.fromkeys(range(begun, line + 1), line)
            elif kind in ("comment", "linecomment") and _MARK.match(value):
                self.exempt.add(line)
        first_lines = {last: line for line, last in reversed(self._last_lines.items())}
        for last, first in first_lines.items():
            if not self.exempt.isdisjoint((first, last)):
                self.exempt |= set(range(first, last + 1))

    def line_for(self, line: int) -> int:
        """Return the nearest line, from this one on, that can have a comment."""
        return self._last_lines.get(line, line)


def _parse(text: str, environment: Environment) -> nodes.Template:
    try:
        return environment.parse(text)
    except TemplateSyntaxError as error:
        problem = Problem(
            SYNTAX,
            N_(
                "invalid template: %(reason)s; fix the line or, if an extension provides the tag, "
                "list the extension in the mapping file"
            ),
            {"reason": (error.message or type(error).__name__).rstrip(".")},
        )
        raise SourceError(error.lineno, problem) from error
    except Exception as error:
        # Extensions of projects parse their own tags, and may raise anything.
        raise SourceError(None, unreadable(error)) from error


def _find_calls(
    template: nodes.Template, environment: Environment, names: Collection[str]
) -> Iterator[tuple[nodes.Call, frozenset[Formatting]]]:
    is_newstyle: bool = environment.newstyle_gettext  # type: ignore[attr-defined]
    formatted: dict[int, Formatting] = {}
    # find_all comes to a call after the operator, filter or method that formats it.
    for node in template.find_all((nodes.Mod, nodes.Filter, nodes.Call)):
        formatting = _formatting_of(node)
        if formatting:
            formatted[id(formatting[0])] = formatting[1]
        if isinstance(node, nodes.Call) and _name(node) in names:
            shown = {formatted[id(node)]} if id(node) in formatted else set()
            if is_newstyle and isinstance(node.node, nodes.Name) and node.node.name in _NEWSTYLE:
                shown.add(Formatting.NAMED)
            yield node, frozenset(shown)


def _formatting_of(node: nodes.Node) -> tuple[nodes.Node | None, Formatting] | None:
    """Return what a node formats, and how."""
    if isinstance(node, nodes.Mod):
        # An old-style trans block marks its text as HTML before it fills in the variables.
        left = node.left
        text = left.expr if isinstance(left, nodes.MarkSafeIfAutoescape) else left
        is_named = isinstance(node.right, nodes.Dict)
        return text, Formatting.NAMED if is_named else Formatting.PRINTF
    if isinstance(node, nodes.Filter):
        return (node.node, Formatting.PRINTF) if node.name == "format" else None
    function = node.node if isinstance(node, nodes.Call) else None
    if isinstance(function, nodes.Getattr) and function.attr in ("format", "format_map"):
        return function.node, Formatting.BRACE
    return None


def _name(call: nodes.Call) -> str:
    if isinstance(call.node, nodes.Name):
        return call.node.name
    return call.node.attr if isinstance(call.node, nodes.Getattr) else ""


def _read_call(
    node: nodes.Call,
    formattings: frozenset[Formatting],
    marks: _Marks,
    comments: tuple[str, ...],
) -> SourceCall:
    unpacked = (node.dyn_args, node.dyn_kwargs)
    return SourceCall(
        function=_name(node),
        keyword=_name(node),
        line=node.lineno,
        message_line=node.lineno,
        arguments=tuple(Argument(item.lineno, _read_value(item)) for item in node.args),
        arity=len(node.args) + len(node.kwargs) + sum(item is not None for item in unpacked),
        formattings=formattings,
        escape=marks.escape,
        escape_line=marks.line_for(node.lineno),
        is_exempt=not marks.exempt.isdisjoint({node.lineno, *(arg.lineno for arg in node.args)}),
        comments=comments,
    )


def _read_value(node: nodes.Expr) -> str | Expression:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    formatting = _formatting_of(node)
    is_literal = formatting and isinstance(formatting[0], nodes.Const)
    return Expression.FORMATTED if is_literal else Expression.OTHER


def _find_comments(tokens: Iterable[Token], tags: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the comments that begin with a tag, each with its line."""
    begins = tuple(tags)
    for line, kind, value in tokens:
        if kind in ("comment", "linecomment") and value.strip().startswith(begins):
            yield line, value.strip()


def _assign_comments(
    comments: Iterable[tuple[int, str]], lines: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the comment for each line with a call: the last one since the line of the call before.

    This is the rule of Jinja's own finder, which takes quadratic time. A comment for xgettext does
    not take the place of one for translators.
    """
    assigned = {}
    waiting = iter(comments)
    pending = next(waiting, None)
    for line in lines:
        latest: dict[bool, str] = {}
        while pending and pending[0] <= line:
            latest[pending[1].startswith(XGETTEXT)] = pending[1]
            pending = next(waiting, None)
        if latest:
            parts = (part for comment in latest.values() for part in comment.splitlines())
            assigned[line] = tuple(part.strip() for part in parts)
    return assigned
