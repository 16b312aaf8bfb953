"""Markup that is made of tracked texts: it keeps their spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from markupsafe import Markup

from kfor_i18n.tracking.text import derive

_METHODS = ("__add__", "__mod__", "format", "join")


def track_markup() -> None:
    """Let methods of ``Markup`` keep the spans of the texts that they are given."""
    for name in _METHODS:
        original = getattr(Markup, name)
        if not hasattr(original, "__wrapped__"):
            setattr(Markup, name, _keeping(original))


def _keeping(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def method(self: Markup, *args: Any, **kwargs: Any) -> Any:
        whole = (list(arg) if isinstance(arg, Iterator) else arg for arg in args)
        return derive(original, self, *whole, **kwargs)

    return method
