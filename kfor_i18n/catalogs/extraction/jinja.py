"""gettext calls in Jinja templates, read as the application's own engine reads them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import InternationalizationExtension
from jinja2.utils import import_string

from kfor_i18n.catalogs.extraction.calls import Argument, Expression, Formatting, SourceCall
from kfor_i18n.catalogs.extraction.errors import SourceError
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Problem

_DELIMITERS = (
    "block_start_string",
    "block_end_string",
    "variable_start_string",
    "variable_end_string",
    "comment_start_string",
    "comment_end_string",
    "line_statement_prefix",
    "line_comment_prefix",
)
_WHITESPACE = ("trim_blocks", "lstrip_blocks", "keep_trailing_newline")
_TRUE = frozenset({"1", "on", "yes", "true"})
_NEWLINE = re.compile(r"\r\n|\r|\n")


def merge_options(*layers: Mapping[str, object]) -> dict[str, str]:
    """Merge options of Babel's Jinja extractor; later layers override earlier ones.

    Booleans, lists and extension classes are accepted as well as the strings of a mapping file;
    ``None`` is left out. Templates that cannot be read are never skipped, and gettext is newstyle
    unless a layer says otherwise.
    """
    merged: dict[str, object] = {"newstyle_gettext": True}
    for layer in layers:
        merged |= layer
    merged["silent"] = False
    return {name: _as_text(value) for name, value in merged.items() if value is not None}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ",".join(_as_text(item) for item in value)
    return str(value)


def make_environment(options: Mapping[str, str]) -> Environment:
    """Return the environment that Babel's extractor would make from the same options.

    The same options share one environment in each process. Raises ``ImportError`` or
    ``AttributeError`` for an extension that does not exist, and ``AssertionError`` for delimiters
    that cannot be told apart.
    """
    return _make_environment(tuple(options.items()))


@cache
def _make_environment(items: tuple[tuple[str, str], ...]) -> Environment:
    options = dict(items)
    settings: dict[str, Any] = {name: options[name] for name in _DELIMITERS if options.get(name)}
    settings |= {name: _is_set(options, name) for name in _WHITESPACE}
    names = [name.strip() for name in options.get("extensions", "").split(",")]
    extensions = [import_string(name) for name in names if name]
    environment = Environment(
        **settings,
        extensions=[*extensions, InternationalizationExtension],
        autoescape=True,
        cache_size=0,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = _is_set(options, "trimmed")
    environment.newstyle_gettext = _is_set(options, "newstyle_gettext")  # type: ignore[attr-defined]
    return environment


def _is_set(options: Mapping[str, str], name: str) -> bool:
    return options.get(name, "").lower() in _TRUE


def read_jinja(
    text: str, environment: Environment, names: Collection[str], tags: Collection[str]
) -> list[SourceCall]:
    """Return a template's calls of functions or methods with these names, by line.

    Exempt lines are left out. A ``{% trans %}`` block is the call that it compiles to. A comment
    that begins with one of the tags belongs to the first call after it. Raises ``SourceError`` for
    an invalid template, and ``RecursionError`` for one that is nested too deeply.
    """
    exempt = _exempt_lines(text, environment)
    escape = f"{environment.comment_start_string} i18n: ignore {environment.comment_end_string}"
    found = list(_find_calls(_parse(text, environment), environment, names))
    lines = sorted({node.lineno for node, _ in found})
    comments = _assign_comments(_find_comments(text, environment, tags), lines)
    calls = [
        _read_call(node, formatting, escape, comments.pop(node.lineno, ()))
        for node, formatting in found
        if exempt.isdisjoint({node.lineno, *(argument.lineno for argument in node.args)})
    ]
    return sorted(calls, key=lambda call: call.line)


def _parse(text: str, environment: Environment) -> nodes.Template:
    try:
        return environment.parse(text)
    except TemplateSyntaxError as error:
        problem = Problem(
            SYNTAX,
            N_(
                "is no valid template: %(reason)s; mend the line, or name the extension that "
                "knows its tag in the mapping file"
            ),
            {"reason": error.message or type(error).__name__},
        )
        raise SourceError(error.lineno, problem) from error


def _find_calls(
    template: nodes.Template, environment: Environment, names: Collection[str]
) -> Iterator[tuple[nodes.Call, Formatting]]:
    is_newstyle: bool = environment.newstyle_gettext  # type: ignore[attr-defined]
    formatted: set[int] = set()
    # find_all comes to a call after the operator or filter that formats it.
    for node in template.find_all((nodes.Mod, nodes.Filter, nodes.Call)):
        if not isinstance(node, nodes.Call):
            formatted.add(id(_formatted_by(node)))
        elif _name(node) in names:
            by_caller = Formatting.PRINTF if id(node) in formatted else Formatting.NONE
            yield node, Formatting.NAMED if is_newstyle else by_caller


def _formatted_by(node: nodes.Node) -> nodes.Node | None:
    if isinstance(node, nodes.Mod):
        # An old-style trans block marks its text as HTML before it fills in the variables.
        left = node.left
        return left.expr if isinstance(left, nodes.MarkSafeIfAutoescape) else left
    return node.node if isinstance(node, nodes.Filter) and node.name == "format" else None


def _name(call: nodes.Call) -> str:
    if isinstance(call.node, nodes.Name):
        return call.node.name
    return call.node.attr if isinstance(call.node, nodes.Getattr) else ""


def _read_call(
    node: nodes.Call, formatting: Formatting, escape: str, comments: tuple[str, ...]
) -> SourceCall:
    unpacked = (node.dyn_args, node.dyn_kwargs)
    return SourceCall(
        function=_name(node),
        line=node.lineno,
        message_line=node.lineno,
        arguments=tuple(Argument(item.lineno, _read_value(item)) for item in node.args),
        arity=len(node.args) + len(node.kwargs) + sum(item is not None for item in unpacked),
        formatting=formatting,
        escape=escape,
        comments=comments,
    )


def _read_value(node: nodes.Expr) -> str | Expression:
    value = node.value if isinstance(node, nodes.Const) else None
    return value if isinstance(value, str) else Expression.OTHER


def _find_comments(
    text: str, environment: Environment, tags: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield the comments that begin with a tag, each with its line and without the tag."""
    if not any(tag in text for tag in tags):
        return
    for line, kind, value in environment.lex(environment.preprocess(text)):
        if kind in ("comment", "linecomment"):
            comment = value.strip()
            tag = next((tag for tag in tags if comment.startswith(tag)), None)
            if tag is not None:
                yield line, comment.removeprefix(tag).strip()


def _assign_comments(
    comments: Iterable[tuple[int, str]], lines: Iterable[int]
) -> dict[int, tuple[str, ...]]:
    """Return the comment for each line with a call: the last one since the line of the call before.

    This is the rule of Jinja's own finder, which takes quadratic time.
    """
    assigned = {}
    waiting = iter(comments)
    pending = next(waiting, None)
    for line in lines:
        latest = None
        while pending and pending[0] <= line:
            latest, pending = pending, next(waiting, None)
        if latest:
            assigned[line] = tuple(part.strip() for part in latest[1].splitlines())
    return assigned


def _exempt_lines(text: str, environment: Environment) -> frozenset[int]:
    if "i18n:" not in text:
        return frozenset()
    mark = re.compile(re.escape(environment.comment_start_string) + r"[-+]?\s*i18n:\s*ignore\b")
    lines = enumerate(_NEWLINE.split(text), start=1)
    return frozenset(number for number, line in lines if mark.search(line))
