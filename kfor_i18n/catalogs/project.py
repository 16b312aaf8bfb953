"""A project with catalogs: where its sources, templates and catalogs are, as its settings say.

The settings stand under ``[tool.kfor-i18n]`` in pyproject.toml. Without any, a project is a
standard Flask-Babel layout: ``babel.cfg`` and ``translations/`` in its root.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from kfor_i18n.catalogs.problems import N_, Finding, Problem, SettingsError

SETTINGS = "pyproject.toml"
MAPPING = "babel.cfg"
DOMAIN = "messages"
TABLE = "kfor-i18n"
PROFILE_NAMES = ("gettext", "poedit", "weblate", "plain", "off")


@dataclass(frozen=True)
class CheckSettings:
    """What ``kfor-i18n check`` is asked for in a project.

    ``select`` and ``ignore`` are codes or families of codes, ``locales`` more of them for single
    locales by folder name. ``glossary`` is the terminology of one locale, and stands there.
    ``hardcoded_ignore`` are texts that templates may have unmarked. ``min_coverage`` is the least
    part of the messages, 0 to 1, that a locale must have translated; ``None`` asks for none.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    locales: Mapping[str, CheckSettings] = field(default_factory=dict)
    glossary: Path | None = None
    hardcoded_ignore: tuple[str, ...] = ()
    min_coverage: float | None = None


class Place(NamedTuple):
    """What a catalog's path says of it: the domain and the folder of the locale."""

    domain: str
    folder: str


@dataclass(frozen=True)
class Project:
    """A project's settings; paths are absolute.

    ``domains`` names for each domain the Babel mapping file of its sources. ``keywords`` are more
    functions whose arguments are messages, as Babel writes them (``name:1c,2``). ``jinja`` says
    where the application's template engine or its options can be had (``package.module:name``).
    ``always_formatted`` says that every text goes through printf formatting when it is shown.
    ``width`` is the columns that new templates and catalogs fill, 0 for any number; ``profile``
    names the tool whose layout ``kfor-i18n format`` gives them. ``name`` to
    ``bugs_address`` are for the headers. ``cutoff`` is the least score (0 to 1) of a guess,
    ``None`` for the built-in one. ``check`` is what the checks are asked for. The messages in
    ``slug_contexts`` are URL slugs: parts of addresses that are unique among each other.
    """

    root: Path
    translations: Path
    domains: Mapping[str, Path]
    keywords: tuple[str, ...] = ()
    comment_tags: tuple[str, ...] = ("Translators:", "NOTE:", "L10n:")
    line_numbers: bool = False
    jinja: str = ""
    always_formatted: bool = False
    width: int = 79
    profile: str = ""
    name: str = "PROJECT"
    version: str = "VERSION"
    copyright_holder: str = ""
    bugs_address: str = ""
    cutoff: float | None = None
    check: CheckSettings = field(default_factory=CheckSettings)
    slug_contexts: tuple[str, ...] = ()

    def template(self, domain: str) -> Path:
        """Return where a domain's template lies."""
        return self.translations / f"{domain}.pot"

    def catalogs(self, *domains: str) -> list[Path]:
        """Return the catalogs of some domains, or of all, each domain's in order of locales."""
        return [
            path
            for domain in domains or self.domains
            for path in sorted(self.translations.glob(f"*/LC_MESSAGES/{domain}.po"))
        ]

    def catalog_path(self, domain: str, folder: str) -> Path:
        """Return where a locale's catalog lies, as Flask-Babel and pybabel expect it."""
        return self.translations / folder / "LC_MESSAGES" / f"{domain}.po"

    def compiled_path(self, path: Path) -> Path:
        """Return where the compiled form of a catalog lies."""
        return path.with_suffix(".mo")

    def place_of(self, path: Path) -> Place:
        """Return what a catalog's path says: its domain and its locale's folder."""
        return Place(path.stem, path.parent.parent.name)

    def folders(self) -> list[str]:
        """Return the folders of the locales that have a catalog, sorted."""
        return sorted({self.place_of(path).folder for path in self.catalogs()})

    def locale_folders(self) -> list[str]:
        """Return the folders that are for a locale, whatever catalogs they have yet, sorted."""
        paths = self.translations.glob("*/LC_MESSAGES")
        return sorted(path.parent.name for path in paths if path.is_dir())


def find_root(start: Path) -> Path:
    """Return the nearest folder, from one upwards, that has a mapping file or settings of ours.

    Returns the folder itself where none has.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / MAPPING).is_file() or _read_table(folder)[0]:
            return folder
    return start


def read_project(root: Path) -> Project:
    """Read a project's settings.

    Raises ``SettingsError`` for a setting that is unknown or cannot be used.
    """
    root = root.resolve()
    table, metadata = _read_table(root)
    values = {name.replace("-", "_"): value for name, value in table.items()}
    known = {item.name for item in fields(Project)}
    domains = values.pop("domains", {"messages": MAPPING})
    translations = values.pop("directory", "translations")
    check = _read_check(root, values.pop("check", {}))
    for name, value in values.items():
        if name in ("root", "translations", "check") or name not in known:
            raise _error(root, N_("%(name)s is not a setting"), name=name.replace("_", "-"))
        if not _fits(name, value):
            raise _error(root, N_("%(name)s cannot be %(value)s"), name=name, value=repr(value))
    if not isinstance(domains, dict) or not domains:
        raise _error(root, N_("domains must name a mapping file for each domain"))
    project = Project(
        root=root,
        translations=root / str(translations),
        domains={name: root / str(mapping) for name, mapping in domains.items()},
        check=check,
    )
    known_metadata = {
        name: metadata[name] for name in ("name", "version") if isinstance(metadata.get(name), str)
    }
    settings = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return replace(project, **{**known_metadata, **settings})


def _read_check(root: Path, table: object, *, is_locale: bool = False) -> CheckSettings:
    if not isinstance(table, dict):
        raise _error(root, N_("%(name)s cannot be %(value)s"), name="check", value=repr(table))
    settings: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name in ("select", "ignore", "hardcoded_ignore") and _fits("keywords", value):
            settings[name] = tuple(value)
        elif name == "glossary" and isinstance(value, str) and is_locale:
            settings[name] = root / value
        elif name == "min_coverage" and not is_locale and _fits("cutoff", value):
            settings[name] = float(value)
        elif name == "locales" and isinstance(value, dict) and not is_locale:
            settings[name] = {
                tag: _read_check(root, own, is_locale=True) for tag, own in value.items()
            }
        else:
            raise _error(
                root, N_("%(name)s cannot be %(value)s"), name=f"check.{key}", value=repr(value)
            )
    return CheckSettings(**settings)


def _fits(name: str, value: object) -> bool:
    if name in ("keywords", "comment_tags", "slug_contexts"):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name in ("line_numbers", "always_formatted"):
        return isinstance(value, bool)
    if name == "width":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if name == "profile":
        return value in PROFILE_NAMES
    if name == "cutoff":
        return isinstance(value, (int, float)) and 0 < value <= 1
    return isinstance(value, str)


def _read_table(root: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return our table and the project's own of pyproject.toml; empty where there are none."""
    path = root / SETTINGS
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, {}
    except (OSError, ValueError) as error:
        raise _error(root, N_("cannot be read: %(error)s"), error=error) from None
    tool, metadata = settings.get("tool", {}), settings.get("project", {})
    return dict(tool.get(TABLE, {})), dict(metadata)


def _error(root: Path, msgid: str, **values: object) -> SettingsError:
    problem = Problem("settings", msgid, values)
    return SettingsError([Finding(root / SETTINGS, None, problem)])
