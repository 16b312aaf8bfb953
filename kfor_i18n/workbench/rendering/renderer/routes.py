"""The rules of an application, with where their answers are written: sources and templates."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

from flask import Flask

from kfor_i18n.workbench.rendering.protocol import Route, Source
from kfor_i18n.workbench.rendering.renderer.failures import is_own
from kfor_i18n.workbench.rendering.renderer.templates import Templates


def list_routes(app: Flask, root: Path, templates: Templates) -> Iterator[Route]:
    """Yield the rules whose functions are a project's own.

    The templates of a function are those that it names, as far as its code has their names.
    """
    for rule in app.url_map.iter_rules():
        view = app.view_functions.get(rule.endpoint)
        codes = list(_list_codes(view)) if view else []
        own = [code for code in codes if is_own(Path(code.co_filename), root)]
        if not own or rule.build_only:
            continue
        named = {name: None for code in codes for name in _list_texts(code)}
        found = (templates.find(name) for name in named)
        yield Route(
            rule.rule,
            tuple(_describe(code, root) for code in own),
            tuple(_relative(path, root) for path in found if path and is_own(path, root)),
            has_values=bool(rule.arguments - set(rule.defaults or ())),
            is_asked="GET" in (rule.methods or ("GET",)),
        )


def _describe(code: CodeType, root: Path) -> Source:
    last = max(_list_lines(code), default=code.co_firstlineno)
    return Source(_relative(Path(code.co_filename), root), code.co_firstlineno, last)


def _list_lines(code: CodeType) -> Iterator[int]:
    """Yield the lines of code, and of the functions within it."""
    yield from (line for _, _, line in code.co_lines() if line)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _list_lines(constant)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _list_codes(view: Any) -> Iterator[CodeType]:
    """Yield the code of a function, or of the methods of a class that answers."""
    kind = getattr(view, "view_class", None)
    functions = vars(kind).values() if kind else (view,)
    for function in functions:
        code = getattr(inspect.unwrap(function), "__code__", None) if callable(function) else None
        if isinstance(code, CodeType):
            yield code


def _list_texts(code: CodeType) -> Iterator[str]:
    """Yield what may be names of templates: texts in code, and in the functions within it."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _list_texts(constant)
        elif isinstance(constant, str) and "." in constant and not set(constant) & set(" \n<>{"):
            yield constant
