"""Catalogs to .mo files, and only what is complete in them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from kfor_i18n.catalogs.files import read_po_file, write_atomically


@dataclass(frozen=True)
class Compiled:
    """One catalog that was compiled: its .mo file and how many messages it holds."""

    path: Path
    messages: int


def compile_stale(translations: Path, *, force: bool = False) -> list[Compiled]:
    """Compile every .po under a translations folder whose .mo is missing or older than it.

    With ``force`` all of them. Raises ``CatalogError`` when a .po cannot be read; its old .mo then
    stays as it is.
    """
    compiled = []
    for source in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if force or not _is_fresh(target, source):
            compiled.append(_compile(source, target))
    return compiled


def _is_fresh(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns


def _compile(source: Path, target: Path) -> Compiled:
    catalog = read_po_file(source)
    for message in list(catalog):
        if message.id and not _is_complete(message.string):
            catalog.delete(message.id, message.context)
    data = BytesIO()
    write_mo(data, catalog)
    write_atomically(target, data.getvalue())
    return Compiled(target, _count_compiled(catalog))


def _is_complete(string: str | tuple[str, ...] | list[str]) -> bool:
    # Babel's writer would fill an empty plural form with the English text.
    return bool(string) and (isinstance(string, str) or all(string))


def _count_compiled(catalog: Catalog) -> int:
    return sum(1 for message in catalog if message.id and not message.fuzzy)
