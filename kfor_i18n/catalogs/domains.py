"""A gettext domain: its sources, and where its template and catalogs are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.layout import DIRECTORY, DOMAIN, LOCALE, STANDARD, Patterns


@dataclass(frozen=True, slots=True)
class Domain:
    """The settings of a domain; paths are absolute.

    ``mapping`` is the Babel mapping file of its sources, ``None`` if the template comes from
    another tool. ``sources`` are the directories and files that are read, and that the patterns of
    the mapping file are relative to (default: the project directory). ``templates`` are templates
    whose messages are added to the domain's own. References are relative to ``relative_to``
    (default: the project directory). ``patterns`` say where its files are.
    """

    mapping: Path | None
    sources: tuple[Path, ...] = ()
    templates: tuple[Path, ...] = ()
    relative_to: Path | None = None
    patterns: Patterns = STANDARD


class UnfitError(ValueError):
    """A setting whose value cannot be used: its name below ``[tool.kfor-i18n]``, and the value."""

    def __init__(self, name: str, value: object) -> None:
        """Take the setting's name and its value."""
        super().__init__(name)
        self.name, self.value = name, value


def read_domains(root: Path, table: object, patterns: Patterns) -> dict[str, Domain]:
    """Return the domains in the table of that name; ``patterns`` are those of all domains.

    The value of a domain is its mapping file, or a table with the settings of the domain. Raises
    ``UnfitError`` if a setting is unknown or invalid, or if two domains share their files.
    """
    if not isinstance(table, dict) or not table:
        raise UnfitError("domains", table)
    domains = {
        name: _read_domain(root, f"domains.{name}", value, patterns)
        for name, value in table.items()
    }
    taken: dict[str, str] = {}
    for name, domain in domains.items():
        pattern = domain.patterns.catalogs.replace(DOMAIN, name)
        if taken.setdefault(pattern, name) != name:
            raise UnfitError("catalogs", domain.patterns.catalogs)
    return domains


def _read_domain(root: Path, where: str, value: object, patterns: Patterns) -> Domain:
    settings = {"mapping": value} if isinstance(value, str) else value
    if not isinstance(settings, dict):
        raise UnfitError(where, value)
    settings = dict(settings)
    patterns = read_patterns(settings, patterns, f"{where}.")
    paths = {name: settings.pop(name, None) for name in ("mapping", "relative-to")}
    for name, path in paths.items():
        if not isinstance(path, str | None):
            raise UnfitError(f"{where}.{name}", path)
    mapping, base = (root / path if path else None for path in paths.values())
    lists = {name: _read_paths(root, where, name, settings) for name in ("sources", "templates")}
    for name, unknown in settings.items():
        raise UnfitError(f"{where}.{name}", unknown)
    return Domain(mapping, relative_to=base, patterns=patterns, **lists)


def _read_paths(root: Path, where: str, name: str, settings: dict[str, Any]) -> tuple[Path, ...]:
    value = settings.pop(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UnfitError(f"{where}.{name}", value)
    return tuple(root / item for item in value)


def read_patterns(settings: dict[str, Any], patterns: Patterns, where: str = "") -> Patterns:
    """Take the settings that are patterns out of a table; return ``patterns`` with them.

    Raises ``UnfitError`` if one has not the placeholders that it needs.
    """
    for name in ("catalogs", "template", "compiled"):
        if name in settings:
            value = settings.pop(name)
            if not isinstance(value, str) or not _is_pattern(name, value):
                raise UnfitError(f"{where}{name}", value)
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
