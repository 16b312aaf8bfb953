"""A project with catalogs: its settings, and the paths of its sources, templates and catalogs.

Settings are in ``[tool.kfor-i18n]`` in pyproject.toml, or at the top of kfor-i18n.toml. The
defaults are the standard layout of Flask-Babel: ``babel.cfg`` and ``translations/`` in the project
directory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.problems import INVALID_SETTING, N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.reading import read_toml
from kfor_i18n.catalogs.settings.check import CheckSettings, read_check
from kfor_i18n.catalogs.settings.domains import PATTERNS, Domain, read_domains, read_patterns
from kfor_i18n.catalogs.settings.errors import reject_name, reject_value
from kfor_i18n.catalogs.settings.extraction import (
    EXTRACTION,
    EXTRACTION_NAMES,
    ExtractionSettings,
    UnfitError,
    UnknownError,
    take_extraction,
)
from kfor_i18n.catalogs.settings.layout import DIRECTORY, STANDARD, Layout, Place, directory_of
from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings, is_app, read_workbench
from kfor_i18n.locales import pseudo_name, right_folder

_UNNAMED = "PROJECT"
"""The name of a project in headers until its settings have one."""

NO_PROJECT = Code(
    "no-project",
    N_("Command run outside a project"),
    N_("A project is a directory with a babel.cfg or with kfor-i18n settings."),
)

SETTINGS = "pyproject.toml"
OWN_SETTINGS = "kfor-i18n.toml"
MAPPING = "babel.cfg"
DOMAIN = "messages"
TABLE = "kfor-i18n"
RUNTIMES = ("flask-babel", "gettext")
# Settings that are not fields of a project, but of its domains or its layout.
_TABLES = frozenset({"domains", "check", "workbench"})
_OTHERS = frozenset({"directory", *_TABLES, *PATTERNS, *EXTRACTION_NAMES})
_NOT_SIMPLE = frozenset({"root", "translations", *_TABLES})
_LISTS = ("memory", "slug_contexts")
_SWITCHES = (
    "always_formatted",
    "no_fuzzy_matching",
    "ignore_obsolete",
    "strict_translations",
    "use_fuzzy",
    "skip_invalid",
)
PROFILE_NAMES = ("gettext", "poedit", "weblate", "plain", "off")


@dataclass(frozen=True)
class Project:
    """A project's settings; paths are absolute.

    ``translations`` is the directory of the catalogs, which is locked while they are changed.
    ``domains`` are the domains by name, with their sources, the settings of their extraction and
    the patterns of their files. ``jinja`` is the application's Jinja environment or its options, as
    ``package.module:name``. ``always_formatted``: printf formatting is applied to every text.
    ``width`` is the line width of new templates and catalogs in columns (0: no wrapping);
    ``profile`` is the default profile of ``kfor-i18n format``. The settings from ``name`` to
    ``bugs_address`` are for headers. ``cutoff`` is the minimum score of fuzzy matches (0 to 1;
    ``None``: the default); with ``no_fuzzy_matching``, an update makes none. ``ignore_obsolete``:
    an update drops obsolete entries. ``use_fuzzy``: fuzzy translations are compiled.
    ``skip_invalid``: invalid messages are left out of compiled catalogs. ``runtime``
    is what the application reads catalogs with: ``flask-babel``, or ``gettext`` for Python's own.
    Messages whose context is in ``slug_contexts`` are URL slugs, which must be unique in a catalog.
    ``source`` is the folder name of the locale whose catalogs hold the source texts, if the msgids
    are only keys of them. ``strict_translations``: what can be meant in a translation, but seldom
    is, is an error. ``app`` is the Flask application that the workbench shows, as ``module:name``;
    ``memory`` are the paths of the translation memories (TMX) that it looks texts up in.
    """

    root: Path
    translations: Path
    domains: Mapping[str, Domain]
    jinja: str = ""
    always_formatted: bool = False
    width: int = 79
    profile: str = ""
    name: str = _UNNAMED
    version: str = "VERSION"
    copyright_holder: str = ""
    bugs_address: str = ""
    cutoff: float | None = None
    check: CheckSettings = field(default_factory=CheckSettings)
    slug_contexts: tuple[str, ...] = ()
    no_fuzzy_matching: bool = False
    ignore_obsolete: bool = False
    use_fuzzy: bool = False
    skip_invalid: bool = False
    runtime: str = "flask-babel"
    source: str = ""
    strict_translations: bool = False
    app: str = ""
    memory: tuple[str, ...] = ()
    workbench: WorkbenchSettings = field(default_factory=WorkbenchSettings)

    @property
    def title(self) -> str:
        """What people call the project: its name in the settings, or its directory's."""
        return self.name if self.name != _UNNAMED else self.root.name

    def layout(self, domain: str) -> Layout:
        """Return where the files of a domain are."""
        known = self.domains.get(domain)
        patterns = known.patterns if known else STANDARD
        return Layout(self.root, self.translations, domain, patterns)

    def extraction_of(self, domain: str) -> ExtractionSettings:
        """Return the settings of extraction for a domain."""
        return self.domains[domain].extraction

    def template(self, domain: str) -> Path:
        """Return the path of a domain's template."""
        return self.layout(domain).template

    def catalogs(self, *domains: str) -> list[Path]:
        """Return the paths of the catalogs of some domains (default: all), by domain and path."""
        return [path for domain in domains or self.domains for path in self.layout(domain).find()]

    def catalog_path(self, domain: str, folder: str) -> Path:
        """Return the path of a locale's catalog."""
        return self.layout(domain).catalog(folder)

    def compiled_path(self, path: Path) -> Path:
        """Return the path of the compiled catalog for the path of a catalog."""
        place = self._find_place(path)
        return (
            self.layout(place.domain).compiled(place.folder) if place else path.with_suffix(".mo")
        )

    def place_of(self, path: Path) -> Place:
        """Return the domain and the locale's folder name in a catalog's path.

        A catalog outside the project's layout has those of Flask-Babel's layout.
        """
        return self._find_place(path) or Place(path.stem, path.parent.parent.name)

    def _find_place(self, path: Path) -> Place | None:
        for domain in self.domains:
            folder = self.layout(domain).folder_of(path)
            if folder is not None:
                return Place(domain, folder)
        return None

    def is_generated(self, path: Path) -> bool:
        """Return whether a catalog is that of a pseudo-locale, which nobody translates."""
        return pseudo_name(self.place_of(path).folder) is not None

    def folders(self) -> list[str]:
        """Return the folder names of the locales that have a catalog, sorted."""
        return sorted({self.place_of(path).folder for path in self.catalogs()})

    def right_folder(self, locale: str) -> str | None:
        """Return the folder that the application reads for a locale, ``None`` if it reads none."""
        return right_folder(locale, by_babel=self.runtime == "flask-babel")

    def locale_folders(self) -> list[str]:
        """Return the folder names of locales, with catalogs or without, sorted."""
        return sorted({f for domain in self.domains for f in self.layout(domain).folders()})


def find_root(start: Path) -> Path:
    """Return the nearest directory, from ``start`` upwards, with a mapping file or settings.

    Returns ``start`` if there is none. Raises ``SettingsError`` if settings cannot be read.
    """
    start = start.resolve()
    return next(filter(is_root, (start, *start.parents)), start)


def is_root(folder: Path) -> bool:
    """Return whether a directory is a project's: it has a mapping file or settings.

    Raises ``SettingsError`` if its settings cannot be read.
    """
    own = (folder / MAPPING, folder / OWN_SETTINGS)
    return any(path.is_file() for path in own) or bool(_read_table(folder)[0])


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
            N_("no project here: neither this directory nor one above it has a babel.cfg or "
               "kfor-i18n settings; run the command in a project, or pass its directory with "
               "--project"),
        )  # fmt: skip
        raise SettingsError([Finding(root, None, problem)])
    return project


def read_project(root: Path) -> Project:
    """Read a project's settings. Raises ``SettingsError`` if one is unknown or invalid."""
    root = root.resolve()
    return make_project(root, *_read_table(root))


def make_project(root: Path, table: Mapping[str, Any], metadata: Mapping[str, Any]) -> Project:
    """Return a project with the settings in a table, and the table ``[project]``.

    Raises ``SettingsError`` as ``read_project`` does.
    """
    values = {name.replace("-", "_"): value for name, value in table.items()}
    project = _take_tables(root, values)
    known = {item.name for item in fields(Project)} - _NOT_SIMPLE
    for name, value in values.items():
        if name not in known:
            key = next(key for key in table if key.replace("-", "_") == name)
            raise reject_name(settings_file(root), key, {*known, *_OTHERS})
        if not _fits(name, value):
            raise reject_value(settings_file(root), name, value)
    known_metadata = {
        name: metadata[name] for name in ("name", "version") if isinstance(metadata.get(name), str)
    }
    settings = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return replace(project, **{**known_metadata, **settings})


def _take_tables(root: Path, settings: dict[str, Any]) -> Project:
    """Take the settings that have modules of their own; return a project with them."""
    try:
        project = _take_files(root, settings)
        check = read_check(root, settings.pop("check", {}))
        workbench = read_workbench(settings.pop("workbench", {}))
    except UnknownError as error:
        raise reject_name(settings_file(root), error.name, error.known) from None
    except UnfitError as error:
        raise reject_value(settings_file(root), error.name, error.value) from None
    return replace(project, check=check, workbench=workbench)


def _take_files(root: Path, settings: dict[str, Any]) -> Project:
    """Take the settings of domains, extraction and layout; return a project with them."""
    table = settings.pop("domains", {DOMAIN: MAPPING})
    directory = settings.pop("directory", None)
    if not isinstance(directory, str | None):
        raise UnfitError("directory", directory)
    patterns = read_patterns(settings, STANDARD)
    common = Domain(None, patterns=patterns, extraction=take_extraction(settings, EXTRACTION))
    domains = read_domains(root, table, common)
    if directory is None:
        first = next(iter(domains.values())).patterns.catalogs
        directory = "translations" if first.startswith(DIRECTORY) else directory_of(first)
    return Project(root=root, translations=root / directory, domains=domains)


def _fits(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name in _SWITCHES:
        return isinstance(value, bool)
    if name == "width":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if name in ("profile", "runtime"):
        return value in (PROFILE_NAMES if name == "profile" else RUNTIMES)
    if name == "cutoff":
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and 0 < value <= 1  # type: ignore[operator]
    return is_app(value) if name == "app" else isinstance(value, str)


def settings_file(root: Path) -> Path:
    """Return the path of a project's settings: kfor-i18n.toml if there is one."""
    own = root / OWN_SETTINGS
    return own if own.exists() else root / SETTINGS


def _read_table(root: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the table of a project's settings and ``[project]`` of pyproject.toml, or empty ones.

    Raises ``SettingsError`` if both files have settings.
    """
    pyproject, own = read_toml(root / SETTINGS), read_toml(root / OWN_SETTINGS)
    tables = [(pyproject or {}).get(part, {}) for part in ("tool", "project")]
    tool, metadata = (table if isinstance(table, dict) else {} for table in tables)
    if own is not None and TABLE in tool:
        raise invalid_setting(
            root,
            N_(
                "settings in pyproject.toml as well; keep one of the two: move the contents of "
                "[tool.kfor-i18n] to the top of this file, shorten headings such as "
                "[tool.kfor-i18n.check] to [check], and remove the heading [tool.kfor-i18n] from "
                "pyproject.toml"
            ),
        )
    if own is not None and "tool" in own:
        raise invalid_setting(
            root,
            N_(
                "settings belong at the top of this file, without the prefix tool.kfor-i18n; "
                "remove the heading [tool.kfor-i18n], and shorten headings such as "
                "[tool.kfor-i18n.check] to [check]"
            ),
        )
    return dict(tool.get(TABLE, {}) if own is None else own), dict(metadata)


def invalid_setting(root: Path, msgid: str, **values: object) -> SettingsError:
    """Return the error of a setting in a project's file of settings."""
    problem = Problem(INVALID_SETTING, msgid, values)
    return SettingsError([Finding(settings_file(root), None, problem)])
