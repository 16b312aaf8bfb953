"""Jinja templates that keep the spans of texts, from an expression to the rendered page.

What a template prints is joined with its spans: ``{{ }}``, ``{% trans %}``, macros, blocks,
``{% set %}`` and ``{% filter %}``. A rendered page is then a tracked text. The environment's own
``finalize``, filters and functions stay in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from jinja2.filters import FILTERS
from jinja2.runtime import BlockReference, Context, Macro, TemplateReference, markup_join
from jinja2.utils import internalcode
from markupsafe import soft_str

from kfor_i18n.tracking.finding import call_and_find
from kfor_i18n.tracking.text import concat, cover, derive, escape_html, to_markup

# Jinja's own filters that make one text of others and do nothing else.
_PURE = frozenset({
    "capitalize", "center", "e", "escape", "forceescape", "format", "indent", "join", "lower",
    "replace", "safe", "striptags", "title", "trim", "upper", "urlize", "wordwrap", "xmlattr",
})  # fmt: skip


def track_environment(environment: Environment) -> None:
    """Let an environment keep spans in whatever it renders from now on.

    Templates that are compiled already are compiled again. An environment that is asynchronous, or
    whose templates give other values than texts (``NativeEnvironment``), is left as it is.
    """
    if environment.is_async or environment.concat != "".join:
        return
    generator, context = environment.code_generator_class, environment.context_class
    environment.code_generator_class = type("TrackingGenerator", (_Generator, generator), {})
    environment.context_class = type("TrackingContext", (_Context, context), {})
    environment.concat = concat  # type: ignore[method-assign]
    environment.extend(tracking=_RUNTIME)
    for name, function in environment.filters.items():
        environment.filters[name] = _track_filter(name, function)
    environment.bytecode_cache = None
    if environment.cache is not None:
        environment.cache.clear()


def _track_filter(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    is_pure = name in _PURE and function is FILTERS[name]

    # What a filter asks Jinja to pass stands in its attributes, which are copied.
    @wraps(function)
    def tracking(*args: Any, **kwargs: Any) -> Any:
        if is_pure:
            whole = (list(arg) if isinstance(arg, Iterator) else arg for arg in args)
            return derive(function, *whole, **kwargs)
        return cover(call_and_find(function, *args, **kwargs), args, kwargs)

    return tracking


class _Generator(CodeGenerator):
    """Compiles templates to code that takes the functions below for those of Jinja's runtime."""

    def write_commons(self) -> None:
        for name in _RUNTIME:
            self.writeline(f"{name} = environment.tracking[{name!r}]")
        super().write_commons()


class _Macro(Macro):
    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        text = self._func(*arguments)
        return to_markup(text) if autoescape else text


class _Block(BlockReference):
    """A block that is asked for by name, or a parent template's."""

    @classmethod
    def of(cls, block: Any) -> Any:
        """Return Jinja's reference to a block as one of this class, and anything else as it is."""
        if not isinstance(block, BlockReference):
            return block
        return cls(block.name, block._context, block._stack, block._depth)

    @property
    def super(self) -> Any:
        return _Block.of(super().super)

    def __call__(self) -> str:
        context = self._context
        text: str = context.environment.concat(self._stack[self._depth](context))
        return to_markup(text) if context.eval_ctx.autoescape else text


class _Context(Context):
    @internalcode
    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja has it
        return call_and_find(super().call, __obj, *args, **kwargs)

    def super(self, name: str, current: Callable[[Context], Iterator[str]]) -> Any:
        return _Block.of(super().super(name, current))


class _TemplateReference(TemplateReference):
    def __getitem__(self, name: str) -> Any:
        return _Block.of(super().__getitem__(name))


def _escape(value: object) -> Any:
    """Return ``markupsafe.escape(value)``, with the spans of what an object shows as HTML."""
    if isinstance(value, str) or not hasattr(value, "__html__"):
        return escape_html(value)
    return call_and_find(escape_html, value)


def _join_markup(values: Iterable[Any]) -> str:
    """Join what ``~`` joins, escaped where any of it is markup."""
    parts = [soft_str(value) for value in values]
    joined: str = derive(markup_join, parts)
    return joined


def _join_text(values: Iterable[Any]) -> str:
    return concat(map(str, values))


_RUNTIME = {
    "Macro": _Macro,
    "Markup": to_markup,
    "TemplateReference": _TemplateReference,
    "escape": _escape,
    "markup_join": _join_markup,
    "str_join": _join_text,
}
