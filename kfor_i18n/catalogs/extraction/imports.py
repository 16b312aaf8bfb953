"""Importing what a project names: its application, its extractors, its template extensions."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

Texts = str | Sequence[str | None] | None
"""The arguments of a call as an extractor gives them: ``None`` for one that is not a literal."""
Found = tuple[int | None, str | None, Texts, Sequence[str]]
"""A call as an extractor gives it: line, function, arguments and comments."""
Extractor = Callable[..., Iterable[Found]]


@contextmanager
def on_path(root: Path) -> Iterator[None]:
    """Let the modules of a project be imported meanwhile, after all that are installed.

    Before them, a directory of the project named email or types would be imported instead of
    Python's own.
    """
    sys.path.append(str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))


def import_object(name: str) -> Any:
    """Import an object by ``package.module:name`` or ``package.module.name``.

    Raises ``ImportError`` or ``AttributeError`` if it does not exist, and what its module raises.
    """
    module, _, attribute = name.rpartition(":" if ":" in name else ".")
    return getattr(importlib.import_module(module), attribute)


def find_extractor(method: str) -> Extractor:
    """Return an extractor by its entry point, or by its module and name.

    Raises ``ValueError`` if no entry point has the name, ``ImportError`` or ``AttributeError`` if
    the function does not exist, and what its module raises.
    """
    if ":" in method or "." in method:
        named: Extractor = import_object(method)
        return named
    return _load_entry_point(method)


# To go through the metadata of all packages takes longer than to read most sources.
@cache
def _load_entry_point(name: str) -> Extractor:
    # Few mappings need what takes long to import.
    from importlib.metadata import entry_points

    found = next(iter(entry_points(group="babel.extractors", name=name)), None)
    if found is None:
        raise ValueError(f"Unknown extraction method {name!r}")
    extractor: Extractor = found.load()
    return extractor
