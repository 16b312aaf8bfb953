"""The file formats that translators' tools read and write, each a module with a ``FORMAT``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kfor_i18n.catalogs.exchange.formats import csv, po, tmx, xliff1, xliff2, zip
from kfor_i18n.catalogs.exchange.formats.model import Format, WritableFormat

FORMATS: tuple[Format, ...] = (
    xliff1.FORMAT,
    xliff2.FORMAT,
    tmx.FORMAT,
    csv.FORMAT,
    zip.FORMAT,
    po.FORMAT,
)
"""All formats in the order in which options list them and files are tried."""

WRITABLE: Mapping[str, WritableFormat] = MappingProxyType(
    {format.name: format for format in FORMATS if isinstance(format, WritableFormat)}
)
"""The formats that can be exported, by name."""
