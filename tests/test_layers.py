"""Which way imports run: what lies below knows nothing of what lies above."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kfor_i18n

PACKAGE = Path(kfor_i18n.__file__).parent
PROBLEMS = "catalogs/problems"
"""A part of its own: every error is said by it, and it imports nothing."""

BELOW = {
    PROBLEMS: set(),
    "locales": set(),
    "files": set(),
    "parallel": set(),
    "templating": set(),
    "interface": set(),
    "clock": {PROBLEMS},
    "catalogs": {"locales", "files", "parallel", "clock", PROBLEMS, "catalogs"},
    "config": {"locales", "files", PROBLEMS, "catalogs"},
    "answers": {"locales", "answers"},
    "tracking": {"catalogs", "tracking"},
    "site": {
        "locales", "clock", "templating", PROBLEMS, "catalogs", "config", "answers", "tracking",
        "site",
    },
    "serving": {"files", "clock", PROBLEMS, "catalogs", "config", "answers", "site", "serving"},
    "publishing": {"locales", "files", PROBLEMS, "config", "answers", "site", "publishing"},
    "workbench": {
        "locales", "files", "clock", "interface", PROBLEMS, "catalogs", "tracking", "workbench",
    },
    "cli": {
        "locales", "files", "clock", "interface", PROBLEMS, "catalogs", "config", "site", "serving",
        "publishing", "workbench", "cli",
    },
}  # fmt: skip


def name_of(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file for file in PACKAGE.rglob("*.py")}


def list_imports(file: Path) -> set[str]:
    """Return the modules of the package that a module imports, wherever in it that is."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            members = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {member if member in MODULES else node.module for member in members}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names & MODULES.keys()


def part_of(module: str) -> str:
    part = module.removeprefix("kfor_i18n.").replace(".", "/")
    return part if part == PROBLEMS else part.split("/")[0]


def test_no_import_goes_in_a_circle() -> None:
    imports = {name: list_imports(file) - {name} for name, file in MODULES.items()}
    list(TopologicalSorter(imports).static_order())


@pytest.mark.parametrize("part", BELOW)
def test_a_part_imports_what_is_below_it(part: str) -> None:
    file = PACKAGE / f"{part}.py"
    files = [file] if file.exists() else sorted((PACKAGE / part).rglob("*.py"))
    assert files
    for file in files:
        imported = {part_of(name) for name in list_imports(file) if name != "kfor_i18n"}
        assert imported <= BELOW[part], file


# From above to below, as docs/architecture.md has them.
CATALOGS = [
    {"adoption", "checks"},
    {"workflow", "stats", "badge", "memory"},
    {"exchange"},
    {"updating"},
    {"extraction"},
    {"git"},
    {"mo"},
    {"editing"},
    {"validation"},
    {"catalog"},
    {"po"},
    {"choosing", "project", "reading"},
    {"settings"},
    {"messages", "plurals", "cldr", "problems"},
]


WORKBENCH = [
    {"server", "checking"}, {"album", "page_changes"}, {"records", "whereabouts"}, {"web"},
    {"saving", "comparing"}, {"undoing"}, {"writing"}, {"session"}, {"rendering"}, {"live"},
]  # fmt: skip


def list_steps_back(package: str, floors: list[set[str]]) -> set[tuple[str, str]]:
    """Return the imports within a package from one of its floors to a higher one."""
    prefix = f"kfor_i18n.{package}."

    def floor_of(module: str) -> int:
        name = module.split(".")[2]
        return next(floor for floor, names in enumerate(floors) if name in names)

    return {
        (name, imported)
        for name, file in MODULES.items()
        if name.startswith(prefix)
        for imported in list_imports(file)
        if imported.startswith(prefix) and floor_of(imported) < floor_of(name)
    }


@pytest.mark.parametrize(("package", "floors"), [("catalogs", CATALOGS), ("workbench", WORKBENCH)])
def test_a_package_imports_what_is_below_it(package: str, floors: list[set[str]]) -> None:
    assert list_steps_back(package, floors) == set()


def test_every_part_has_its_place() -> None:
    parts = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    own = {"__init__", "__pycache__", "translations", "templates", "static"}
    assert parts - own == set(BELOW) - {PROBLEMS}


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("kfor_i18n", "flask"),
        ("kfor_i18n.catalogs.workflow", "flask"),
        ("kfor_i18n.catalogs.workflow", "click"),
        ("kfor_i18n.catalogs.workflow", "kfor_i18n.catalogs.validation"),
        ("kfor_i18n.answers.ready", "flask"),
        ("kfor_i18n.answers.strictness", "babel"),
        ("kfor_i18n.serving.server", "flask"),
        ("kfor_i18n.serving.server", "prometheus_client"),
        ("kfor_i18n.serving.worker", "flask"),
        ("kfor_i18n.cli", "flask"),
        ("kfor_i18n.cli", "kfor_i18n.catalogs"),
        ("kfor_i18n.catalogs.mo.compiling", "jinja2"),
        ("kfor_i18n.catalogs.mo.loading", "kfor_i18n.catalogs.extraction"),
        ("kfor_i18n.cli.catalogs", "flask"),
        ("kfor_i18n.cli.exchange", "kfor_i18n.catalogs.exchange.formats"),
        ("kfor_i18n.cli.site", "flask"),
    ],
)
def test_what_is_not_needed_is_not_loaded(module: str, absent: str) -> None:
    code = f"import sys, {module}; sys.exit({absent!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
