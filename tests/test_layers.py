"""Which way imports run: what lies below knows nothing of what lies above."""

from __future__ import annotations

import ast
import subprocess
import sys
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
    "clock": {PROBLEMS},
    "config": {"locales"},
    "templating": set(),
    "catalogs": {"locales", "files", "clock", PROBLEMS, "catalogs"},
    "answers": {"locales", "answers"},
    "site": {"locales", "config", "templating", "catalogs", PROBLEMS, "answers", "site"},
    "serving": {"config", "clock", "files", "catalogs", "answers", "site", "serving"},
    "publishing": {"locales", "files", "catalogs", PROBLEMS, "answers", "site", "publishing"},
    "cli": {
        "files", "locales", "clock", "config", "catalogs", PROBLEMS, "site", "serving",
        "publishing", "cli",
    },
}  # fmt: skip


def list_imports(file: Path) -> set[str]:
    """Return the parts of the package that a module imports, wherever in it that is."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {part_of(name) for name in names if name.startswith("kfor_i18n.")}


def part_of(module: str) -> str:
    part = module.removeprefix("kfor_i18n.").replace(".", "/")
    return part if part == PROBLEMS else part.split("/")[0]


@pytest.mark.parametrize("part", BELOW)
def test_a_part_imports_what_is_below_it(part: str) -> None:
    file = PACKAGE / f"{part}.py"
    files = [file] if file.exists() else sorted((PACKAGE / part).rglob("*.py"))
    assert files
    for file in files:
        assert list_imports(file) <= BELOW[part], file


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
        ("kfor_i18n.answers.ready", "flask"),
        ("kfor_i18n.answers.strictness", "babel"),
        ("kfor_i18n.serving.server", "flask"),
        ("kfor_i18n.serving.server", "prometheus_client"),
        ("kfor_i18n.serving.worker", "flask"),
        ("kfor_i18n.cli", "flask"),
        ("kfor_i18n.cli", "kfor_i18n.catalogs"),
        ("kfor_i18n.cli.catalogs", "flask"),
        ("kfor_i18n.cli.site", "flask"),
    ],
)
def test_what_is_not_needed_is_not_loaded(module: str, absent: str) -> None:
    code = f"import sys, {module}; sys.exit({absent!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
