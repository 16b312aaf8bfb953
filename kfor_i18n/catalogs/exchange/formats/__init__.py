"""The file formats that translators' tools read and write, each a module with a ``FORMAT``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from kfor_i18n.catalogs.exchange.formats.model import Format, WritableFormat


def _load_formats() -> tuple[Format, ...]:
    names = sorted(module.name for module in iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.FORMAT for module in modules if hasattr(module, "FORMAT"))


FORMATS = _load_formats()
"""All formats in the order in which options list them and files are tried."""

WRITABLE: Mapping[str, WritableFormat] = MappingProxyType(
    {format.name: format for format in FORMATS if isinstance(format, WritableFormat)}
)
"""The formats that can be exported, by name."""
