"""A project with catalogs: its settings, and the paths of its sources, templates and catalogs.

Settings are in ``[tool.kfor-i18n]`` in pyproject.toml. The defaults are the standard layout of
Flask-Babel: ``babel.cfg`` and ``translations/`` in the project directory.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from kfor_i18n.catalogs.problems import INVALID_SETTING, N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.settings_errors import reject_name, reject_value
from kfor_i18n.locales import pseudo_name, to_folder

NO_PROJECT = Code(
    "no-project",
    N_("Command outside of any project"),
    N_("A project is a folder with a babel.cfg, as Babel has it, or with settings of ours."),
)

SETTINGS = "pyproject.toml"
MAPPING = "babel.cfg"
DOMAIN = "messages"
TABLE = "kfor-i18n"
_LISTS = (
    "keywords", "comment_tags", "slug_contexts", "select", "ignore", "hardcoded_exclude",
    "hardcoded_ignore",
)  # fmt: skip
PROFILE_NAMES = ("gettext", "poedit", "weblate", "plain", "off")


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


class Place(NamedTuple):
    """The domain and the locale's folder name in a catalog's path."""

    domain: str
    folder: str


@dataclass(frozen=True)
class Project:
    """A project's settings; paths are absolute.

    ``domains`` maps each domain to the Babel mapping file of its sources. ``keywords`` are
    additional gettext functions in Babel's syntax (``name:1c,2``). ``jinja`` is the application's
    Jinja environment or its options, as ``package.module:name``. ``always_formatted``: printf
    formatting is applied to every text. ``width`` is the line width of new templates and catalogs
    in columns (0: no wrapping); ``profile`` is the default profile of ``kfor-i18n format``. The
    settings from ``name`` to ``bugs_address`` are for headers. ``cutoff`` is the minimum score of
    fuzzy matches (0 to 1; ``None``: the default). Messages whose context is in ``slug_contexts``
    are URL slugs, which must be unique in a catalog.
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
        """Return the path of a domain's template."""
        return self.translations / f"{domain}.pot"

    def catalogs(self, *domains: str) -> list[Path]:
        """Return the paths of the catalogs of some domains (default: all), by domain and path."""
        return [
            path
            for domain in domains or self.domains
            for path in sorted(self.translations.glob(f"*/LC_MESSAGES/{domain}.po"))
        ]

    def catalog_path(self, domain: str, folder: str) -> Path:
        """Return the path of a locale's catalog, as Flask-Babel and pybabel expect it."""
        return self.translations / folder / "LC_MESSAGES" / f"{domain}.po"

    def compiled_path(self, path: Path) -> Path:
        """Return the path of the compiled catalog for the path of a catalog."""
        return path.with_suffix(".mo")

    def place_of(self, path: Path) -> Place:
        """Return the domain and the locale's folder name in a catalog's path."""
        return Place(path.stem, path.parent.parent.name)

    def is_generated(self, path: Path) -> bool:
        """Return whether a catalog is that of a pseudo-locale, which nobody translates."""
        return pseudo_name(self.place_of(path).folder) is not None

    def folders(self) -> list[str]:
        """Return the folder names of the locales that have a catalog, sorted."""
        return sorted({self.place_of(path).folder for path in self.catalogs()})

    def locale_folders(self) -> list[str]:
        """Return the folder names of locales, with catalogs or without, sorted."""
        paths = self.translations.glob("*/LC_MESSAGES")
        return sorted(path.parent.name for path in paths if path.is_dir())


def find_root(start: Path) -> Path:
    """Return the nearest directory, from ``start`` upwards, with a mapping file or settings.

    Returns ``start`` if there is none. Raises ``SettingsError`` if a pyproject.toml cannot be read.
    """
    start = start.resolve()
    return next(filter(is_root, (start, *start.parents)), start)


def is_root(folder: Path) -> bool:
    """Return whether a directory is a project's: it has a mapping file or settings.

    Raises ``SettingsError`` if its pyproject.toml cannot be read.
    """
    return (folder / MAPPING).is_file() or bool(_read_table(folder)[0])


def find_project(start: Path) -> Project:
    """Return the project that a directory is in.

    Raises ``SettingsError`` if there is none: no mapping file or settings from there upwards, and
    no catalogs there; or if its settings cannot be used.
    """
    root = find_root(start)
    project = read_project(root)
    if not (is_root(root) or project.translations.is_dir()):
        problem = Problem(
            NO_PROJECT,
            N_("is in no project: no folder from here upwards has a babel.cfg or [tool.kfor-i18n] "
               "settings; go to one, or name it with --project"),
        )  # fmt: skip
        raise SettingsError([Finding(root, None, problem)])
    return project


def read_project(root: Path) -> Project:
    """Read a project's settings. Raises ``SettingsError`` if one is unknown or invalid."""
    root = root.resolve()
    table, metadata = _read_table(root)
    values = {name.replace("-", "_"): value for name, value in table.items()}
    known = {item.name for item in fields(Project)} - {"root", "translations", "check", "domains"}
    domains = values.pop("domains", {"messages": MAPPING})
    translations = values.pop("directory", "translations")
    check = _read_check(root, values.pop("check", {}))
    for name, value in values.items():
        if name not in known:
            key = next(key for key in table if key.replace("-", "_") == name)
            names = {*known, "domains", "directory", "check"}
            raise reject_name(root / SETTINGS, key, names)
        if not _fits(name, value):
            raise reject_value(root / SETTINGS, name, value)
    if not isinstance(translations, str):
        raise reject_value(root / SETTINGS, "directory", translations)
    if not isinstance(domains, dict) or not domains:
        raise reject_value(root / SETTINGS, "domains", domains)
    for name, mapping in domains.items():
        if not isinstance(mapping, str):
            raise reject_value(root / SETTINGS, f"domains.{name}", mapping)
    project = Project(
        root=root,
        translations=root / translations,
        domains={name: root / mapping for name, mapping in domains.items()},
        check=check,
    )
    known_metadata = {
        name: metadata[name] for name in ("name", "version") if isinstance(metadata.get(name), str)
    }
    settings = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return replace(project, **{**known_metadata, **settings})


def _read_check(root: Path, table: object, place: str = "check") -> CheckSettings:
    """Read a table of settings of checks; ``place`` is its key, that of a locale or of all."""
    if not isinstance(table, dict):
        raise reject_value(root / SETTINGS, place, table)
    is_locale = place != "check"
    known = {item.name for item in fields(CheckSettings)}
    known -= {"locales"} if is_locale else {"glossary"}
    settings: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            raise reject_name(root / SETTINGS, f"{place}.{key}", known)
        if not _fits(name, value):
            raise reject_value(root / SETTINGS, f"{place}.{key}", value)
        if name == "locales":
            settings[name] = {
                to_folder(tag): _read_check(root, own, f"{place}.{key}.{tag}")
                for tag, own in value.items()
            }
        elif isinstance(value, list):
            settings[name] = tuple(value)
        else:
            settings[name] = root / value if name == "glossary" else float(value)
    return CheckSettings(**settings)


def _fits(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name in ("line_numbers", "always_formatted"):
        return isinstance(value, bool)
    if name == "width":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if name == "profile":
        return value in PROFILE_NAMES
    if name == "locales":
        return isinstance(value, dict)
    if name in ("cutoff", "min_coverage"):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return False
        return 0 < value <= 1 or (name == "min_coverage" and value == 0)
    return isinstance(value, str)


def _read_table(root: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tables ``[tool.kfor-i18n]`` and ``[project]`` of pyproject.toml, or empty ones."""
    path = root / SETTINGS
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, {}
    except (OSError, ValueError) as error:
        raise invalid_setting(root, N_("cannot be read: %(error)s"), error=error) from None
    tool, metadata = settings.get("tool", {}), settings.get("project", {})
    return dict(tool.get(TABLE, {})), dict(metadata)


def invalid_setting(root: Path, msgid: str, **values: object) -> SettingsError:
    """Return the error of a setting in a project's file of settings."""
    problem = Problem(INVALID_SETTING, msgid, values)
    return SettingsError([Finding(root / SETTINGS, None, problem)])
