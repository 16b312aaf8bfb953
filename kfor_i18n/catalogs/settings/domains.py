"""A gettext domain: its sources, and where its template and catalogs are."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.settings.extraction import (
    EXTRACTION,
    EXTRACTION_NAMES,
    ExtractionSettings,
    UnfitError,
    UnknownError,
    take_extraction,
)
from kfor_i18n.catalogs.settings.layout import DIRECTORY, DOMAIN, LOCALE, STANDARD, Patterns

PATTERNS = tuple(item.name for item in fields(Patterns))
"""The names of the settings that are patterns of paths."""

_NAMES = {"mapping", "relative-to", "sources", "templates", *PATTERNS, *EXTRACTION_NAMES}


@dataclass(frozen=True, slots=True)
class Domain:
    """The settings of a domain; paths are absolute.

    ``mapping`` is the Babel mapping file of its sources, ``None`` if the template comes from
    another tool. ``sources`` are the directories and files that are read, and that the patterns of
    the mapping file are relative to (default: the project directory). ``templates`` are templates
    whose messages are added to the domain's own. References are relative to ``relative_to``
    (default: the project directory). ``patterns`` are the paths of its files, ``extraction`` what
    is extracted.
    """

    mapping: Path | None
    sources: tuple[Path, ...] = ()
    templates: tuple[Path, ...] = ()
    relative_to: Path | None = None
    patterns: Patterns = STANDARD
    extraction: ExtractionSettings = EXTRACTION


def read_domains(root: Path, table: object, common: Domain) -> dict[str, Domain]:
    """Return the domains in the table of that name; ``common`` has the settings of all domains.

    The value of a domain is its mapping file, or a table with the settings of the domain. Raises
    ``UnfitError`` if a setting is unknown or invalid, or if two domains share their files.
    """
    if not isinstance(table, dict) or not table:
        raise UnfitError("domains", table)
    for name in table:
        if name in ("", ".", "..") or set(name) & set("/\\{}"):
            raise UnfitError("domain", name)
    domains = {
        name: _read_domain(root, f"domains.{name}", value, common) for name, value in table.items()
    }
    taken: dict[str, str] = {}
    for name, domain in domains.items():
        pattern = domain.patterns.catalogs.replace(DOMAIN, name)
        if taken.setdefault(pattern, name) != name:
            raise UnfitError("catalogs", domain.patterns.catalogs)
    return domains


def _read_domain(root: Path, where: str, value: object, common: Domain) -> Domain:
    settings = {"mapping": value} if isinstance(value, str) else value
    if not isinstance(settings, dict):
        raise UnfitError(where, value)
    settings = dict(settings)
    try:
        patterns = read_patterns(settings, common.patterns)
        extraction = take_extraction(settings, common.extraction)
        mapping, base = (_read_path(root, name, settings) for name in ("mapping", "relative-to"))
        sources, templates = (
            _read_paths(root, name, settings) for name in ("sources", "templates")
        )
    except UnfitError as error:
        raise UnfitError(f"{where}.{error.name}", error.value) from None
    for name in settings:
        raise UnknownError(f"{where}.{name}", _NAMES)
    return Domain(mapping, sources, templates, base, patterns, extraction)


def _read_path(root: Path, name: str, settings: dict[str, Any]) -> Path | None:
    value = settings.pop(name, None)
    if not isinstance(value, str | None):
        raise UnfitError(name, value)
    return root / value if value else None


def _read_paths(root: Path, name: str, settings: dict[str, Any]) -> tuple[Path, ...]:
    """Return the paths in a list, all of them in the project."""
    value = settings.pop(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UnfitError(name, value)
    paths = tuple(Path(os.path.normpath(root / item)) for item in value)
    if not all(path.is_relative_to(root) for path in paths):
        raise UnfitError(name, value)
    return paths


def read_patterns(settings: dict[str, Any], patterns: Patterns) -> Patterns:
    """Take the settings that are patterns out of a table; return ``patterns`` with them.

    Raises ``UnfitError`` if a placeholder is missing in one.
    """
    for name in PATTERNS:
        if name in settings:
            value = settings.pop(name)
            if not isinstance(value, str) or not _is_pattern(name, value):
                raise UnfitError(name, value)
            patterns = replace(patterns, **{name: value})
    return patterns


def _is_pattern(name: str, value: str) -> bool:
    suffix = {"catalogs": ".po", "template": ".pot", "compiled": ".mo"}[name]
    rest = value
    for placeholder in (DIRECTORY, DOMAIN, LOCALE):
        rest = rest.replace(placeholder, "")
    return (
        value.endswith(suffix)
        and not set("{}") & set(rest)
        and (LOCALE in value) == (name != "template")
    )
