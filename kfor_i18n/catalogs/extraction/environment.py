"""The Jinja environment that reads templates, made of the options of Babel's extractor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import InternationalizationExtension
from jinja2.utils import import_string

from kfor_i18n.catalogs.extraction.imports import on_path

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
# Since Jinja 2.9 they are part of the language, and in 3.1 the names are gone.
_BUILT_IN = frozenset({
    "jinja2.ext.autoescape", "jinja2.ext.AutoEscapeExtension",
    "jinja2.ext.with_", "jinja2.ext.WithExtension",
})  # fmt: skip


def merge_options(*layers: Mapping[str, object]) -> dict[str, str]:
    """Merge options of Babel's Jinja extractor; later layers override earlier ones.

    Booleans, lists and extension classes are accepted as well as the strings of a mapping file;
    ``None`` is left out. Templates that cannot be read are never skipped, and gettext is newstyle
    unless a layer changes it.
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


def make_environment(options: Mapping[str, str], root: Path | None = None) -> Environment:
    """Return the environment that Babel's extractor would make from the same options.

    What the extensions set is kept, such as the policy that trims ``trans`` blocks. They are
    imported with the project's ``root`` on the path. The same options share one environment in each
    process. Raises ``ImportError`` or ``AttributeError`` for an extension that does not exist,
    ``AssertionError`` for delimiters that are the same, and what an extension raises.
    """
    return _make_environment(tuple(options.items()), root)


@cache
def _make_environment(items: tuple[tuple[str, str], ...], root: Path | None) -> Environment:
    options = dict(items)
    settings: dict[str, Any] = {name: options[name] for name in _DELIMITERS if options.get(name)}
    settings |= {name: _is_set(options, name) for name in _WHITESPACE}
    names = dict.fromkeys(name.strip() for name in options.get("extensions", "").split(","))
    with on_path(root or Path()):
        extensions = [import_string(name) for name in names if name and name not in _BUILT_IN]
        if InternationalizationExtension not in extensions:
            extensions.append(InternationalizationExtension)
        environment = Environment(
            **settings,
            extensions=extensions,
            autoescape=True,
            cache_size=0,
            auto_reload=False,
        )
    if _is_set(options, "trimmed"):
        environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = _is_set(options, "newstyle_gettext")  # type: ignore[attr-defined]
    return environment


def _is_set(options: Mapping[str, str], name: str) -> bool:
    return options.get(name, "").lower() in _TRUE
