"""What a project that uses pybabel has: its domains, with the files and calls of each."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.adoption.doubts import find_doubts, find_outside, report_nothing
from kfor_i18n.catalogs.adoption.runs import Run, find_runs
from kfor_i18n.catalogs.adoption.sources import map_marked_sources
from kfor_i18n.catalogs.adoption.templates import choose_groups, find_templates
from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.catalogs.project import SETTINGS
from kfor_i18n.catalogs.settings.layout import DIRECTORY, STANDARD, directory_of
from kfor_i18n.catalogs.settings.survey import survey

_IGNORED = frozenset({"node_modules", "site-packages", "venv", "env", "__pycache__"})
_SECTION = re.compile(r"^\[(?:python|jinja2|javascript|ignore)\s*:", re.MULTILINE)
_FLASK = ("flask_babel", "flask-babel", "flask_babelex", "quart_babel", "quart-babel")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A domain as it was found: paths are absolute, and ``None`` where nothing was found.

    ``catalogs`` is a pattern as in the setting of that name. ``extract`` is the call that makes
    the template, and ``doubts`` are what is unknown about its sources. ``folders`` are the
    locales.
    """

    domain: str
    catalogs: str
    template: Path | None
    mapping: Path | None
    extract: Run | None
    folders: tuple[str, ...] = ()
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """The domains of a project, the calls of pybabel that are about them, and its directory.

    ``has_flask_babel``: an extension of Flask or Quart reads the catalogs. ``unmapped`` are
    patterns and methods for the sources with gettext calls, where neither a call of pybabel nor a
    mapping file is about any. ``warnings`` are about the calls that are not used, or not wholly.
    """

    domains: tuple[Evidence, ...]
    runs: tuple[Run, ...]
    directory: str
    has_flask_babel: bool
    unmapped: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Finding, ...] = ()


def find_evidence(root: Path) -> Findings:
    """Read a project's files; nothing in them is run.

    Raises ``CatalogError`` if nothing in them is about gettext.
    """
    every, found = find_runs(root), survey(root)
    outside = [finding for run in every for finding in find_outside(root, run)]
    runs = [run for run in every if not any(find_outside(root, run))]
    groups = choose_groups(root, found, runs)
    extracts = [run for run in runs if run.arguments.command == "extract" and _is_usable(run)]
    catalogs = groups[0].catalogs if groups else _name_catalogs(root, runs)
    names = [group.domain for group in groups] or [_name_domain(runs, extracts)]
    folders = {group.domain: group.folders for group in groups}
    templates = find_templates(root, names, catalogs, found, runs)
    mappings = list(_find_mappings(root))
    unmapped = [] if mappings or extracts else map_marked_sources(root)
    if not (runs or found.groups or found.templates or mappings or unmapped):
        raise report_nothing(root, outside)
    domains = []
    for name, template in templates.items():
        mapping = _match_mapping(mappings, name, list(templates))
        run = _choose_extract(extracts, template, mapping, alone=len(templates) == 1)
        if run and (run.path("mapping-file") or not run.arguments.unknown):
            mapping = run.path("mapping-file")
        doubts = tuple(find_doubts(root, run)) if run else ()
        folder_names = folders.get(name, ())
        domains.append(Evidence(name, catalogs, template, mapping, run, folder_names, doubts))
    return Findings(
        tuple(domains),
        tuple(run for run in runs if _is_about(root, run, catalogs, names)),
        directory_of(catalogs),
        _has_flask_babel(root),
        tuple(unmapped),
        (*outside, *dict.fromkeys(doubt for domain in domains for doubt in domain.doubts)),
    )


def _name_catalogs(root: Path, runs: Iterable[Run]) -> str:
    """Return the pattern of catalogs that are still to be made."""
    for run in runs:
        path = run.path("output-dir") or run.path("directory")
        if path:
            directory = Path(os.path.relpath(path, root)).as_posix()
            return STANDARD.catalogs.replace(DIRECTORY, directory)
    return STANDARD.catalogs.replace(DIRECTORY, "translations")


def _name_domain(runs: Iterable[Run], extracts: Sequence[Run]) -> str:
    domains = [run.arguments.get("domain") for run in runs]
    named = next(filter(None, domains), "")
    is_made = extracts and not any(run.arguments.command != "extract" for run in runs)
    output = extracts[0].path("output-file") if is_made else None
    return named or (output.stem if output else "messages")


def _is_usable(run: Run) -> bool:
    mapping = run.path("mapping-file")
    paths = [path for path in run.paths if path.exists()]
    is_complete = bool(mapping or paths or run.arguments.unknown or run.is_configured)
    return is_complete and (mapping is None or mapping.exists())


def _choose_extract(
    extracts: Sequence[Run], template: Path | None, mapping: Path | None, *, alone: bool
) -> Run | None:
    """Return the call that makes a template: one that names it, or reads its mapping file."""

    def rank(run: Run) -> tuple[bool, bool, int]:
        output = run.path("output-file")
        return output == template, output is None, sum(path.exists() for path in run.paths)

    exact = [run for run in extracts if run.path("output-file") == template]
    alike = [run for run in extracts if mapping and run.path("mapping-file") == mapping]
    choice = exact or (extracts if alone else alike)
    return max(choice, key=lambda run: (*rank(run), run.weight, len(str(run.paths))), default=None)


def _find_mappings(root: Path) -> Iterator[Path]:
    """Yield the mapping files in a project's directory, or one or two below it.

    The project's own pyproject.toml comes last.
    """
    for depth in ("", "*/", "*/*/"):
        for suffix in (".cfg", ".ini", ".conf", ".toml"):
            for path in sorted(root.glob(f"{depth}*{suffix}")):
                if path != root / SETTINGS and _is_mapping(path):
                    yield path
    if _is_mapping(root / SETTINGS):
        yield root / SETTINGS


def _is_mapping(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
        table = tomllib.loads(text) if path.suffix == ".toml" else {}
    except (OSError, ValueError):
        return False
    if path.name == SETTINGS:
        table = table.get("tool", {}).get("babel", {})
    return "mappings" in table if path.suffix == ".toml" else bool(_SECTION.search(text))


def _match_mapping(mappings: Sequence[Path], domain: str, domains: Sequence[str]) -> Path | None:
    """Return the mapping file whose name belongs to a domain: babel-js.cfg to messages-js.

    The first file whose name belongs to none is that of the first domain, or of ``messages``.
    """
    owners: dict[Path, str] = {}
    for mapping in mappings:
        ending = re.split("[-_.]", mapping.stem, maxsplit=1)[1:]
        for name in domains if ending else ():
            if name.endswith(ending[0]):
                owners.setdefault(mapping, name)
    main = "messages" if "messages" in domains else domains[0]
    plain = [mapping for mapping in mappings if mapping not in owners]
    if plain:
        owners[plain[0]] = main
    return next((mapping for mapping, owner in owners.items() if owner == domain), None)


def _is_about(root: Path, run: Run, catalogs: str, domains: Iterable[str]) -> bool:
    """Return whether a call is about the project's own catalogs, or names no others."""
    if run.arguments.command == "extract":
        return False
    target = run.path("output-dir") or run.path("directory")
    named = run.arguments.get("domain")
    return target in (None, root / directory_of(catalogs)) and (not named or named in domains)


def _has_flask_babel(root: Path) -> bool:
    for parent, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in _IGNORED and not f.startswith(".")]
        for name in files:
            is_named = name in ("pyproject.toml", "setup.cfg", "Pipfile") or "requirements" in name
            if is_named or name.endswith(".py"):
                text = Path(parent, name).read_text(encoding="utf-8", errors="replace").lower()
                if any(word in text for word in _FLASK):
                    return True
    return False
