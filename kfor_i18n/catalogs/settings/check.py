"""The settings of ``kfor-i18n check``: those of all catalogs, and those of one locale besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.settings.extraction import UnfitError, UnknownError
from kfor_i18n.locales import to_folder

_TABLE = "check"


@dataclass(frozen=True)
class CheckSettings:
    """The settings of ``kfor-i18n check``.

    ``select`` and ``ignore`` are codes or prefixes of codes; ``locales`` are additional settings
    by folder name. ``glossary`` is the path of a locale's glossary, and is set only there.
    ``hardcoded_ignore`` are words in Jinja templates that need no translation, and
    ``hardcoded_exclude`` are patterns of templates that are not checked. ``min_coverage`` is
    the minimum share of translated messages (0 to 1) of each locale, or of the one that it is set
    for; ``None``: no minimum.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    locales: Mapping[str, CheckSettings] = field(default_factory=dict)
    glossary: Path | None = None
    hardcoded_ignore: tuple[str, ...] = ()
    hardcoded_exclude: tuple[str, ...] = ()
    min_coverage: float | None = None


def read_check(root: Path, table: object, place: str = _TABLE) -> CheckSettings:
    """Read a table of settings of checks; ``place`` is its key, that of a locale or of all.

    Raises ``UnfitError`` or ``UnknownError`` if a setting is invalid or unknown.
    """
    if not isinstance(table, dict):
        raise UnfitError(place, table)
    known = {item.name for item in fields(CheckSettings)}
    known -= {"glossary"} if place == _TABLE else {"locales"}
    settings: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise UnknownError(f"{place}.{key}", known)
        if not _fits(name, value):
            raise UnfitError(f"{place}.{key}", value)
        if name == "locales":
            settings[name] = {
                to_folder(tag): read_check(root, own, f"{place}.{key}.{tag}")
                for tag, own in value.items()
            }
        elif isinstance(value, list):
            settings[name] = tuple(value)
        else:
            settings[name] = root / value if name == "glossary" else float(value)
    return CheckSettings(**settings)


def _fits(name: str, value: object) -> bool:
    if name == "locales":
        return isinstance(value, dict)
    if name == "glossary":
        return isinstance(value, str)
    if name == "min_coverage":
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and 0 <= value <= 1  # type: ignore[operator]
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
