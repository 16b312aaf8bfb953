"""Builders of what tests start from: headers, catalogs, projects, and runs of the command."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from inspect import signature
from pathlib import Path

from click.testing import CliRunner, Result

from kfor_i18n.catalogs.po.file import PoFile, parse_po
from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.catalogs.project import DOMAIN, Project, read_project
from kfor_i18n.cli import main

ROOT = Path(__file__).parents[1]
"""The root of this project."""

COMMAND = Path(sys.executable).with_name("kfor-i18n")
"""The command, as it is installed."""

CATALOG = "translations/sl/LC_MESSAGES/messages.po"
"""Path of the Slovenian catalog in a project."""

PLURALS = {
    "sl": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
    "en": "nplurals=2; plural=(n != 1);",
    "ja": "nplurals=1; plural=0;",
}
"""Plural rules by locale, with their forms in CLDR's order."""

OLDER_PLURALS = "nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);"
"""The Slovenian rule with its forms in the order of older tools."""


def make_header(**fields: str) -> str:
    """Return a header entry; underscores in the names of fields stand for hyphens."""
    lines = "".join(f'"{name.replace("_", "-")}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}'


HEADERS = {
    locale: make_header(
        Language=locale, Content_Type="text/plain; charset=UTF-8", Plural_Forms=plurals
    )
    for locale, plurals in PLURALS.items()
}
"""Complete headers by locale."""


def parse(text: str) -> PoFile:
    """Parse the text of a catalog."""
    return parse_po(text.encode())


def body_of(text: str) -> str:
    """Return what follows a catalog's header."""
    return text.removeprefix(parse(text).entries[0].text)


def write_catalog(root: Path, text: str | bytes, folder: str = "sl", domain: str = DOMAIN) -> Path:
    """Write a catalog where a project in a folder has it; return its path."""
    path = read_project(root).catalog_path(domain, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def write_settings(root: Path, settings: str) -> None:
    """Write a project's settings: the content of ``[tool.kfor-i18n]`` in TOML."""
    (root / "pyproject.toml").write_text(f"[tool.kfor-i18n]\n{settings}\n", encoding="utf-8")


def make_project(root: Path, text: str | bytes, folder: str = "sl", settings: str = "") -> Project:
    """Write a project with Python sources and one catalog; return it as its settings say."""
    write_catalog(root, text, folder)
    (root / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    if settings:
        write_settings(root, settings)
    return read_project(root)


def catalog_of(project: Project, folder: str = "sl", domain: str = DOMAIN) -> Path:
    """Return the path of a project's catalog."""
    return project.catalog_path(domain, folder)


def call(root: Path | str, *arguments: str, color: bool = False, **environment: str) -> Result:
    """Run ``kfor-i18n`` on the project in a folder; see ``run``."""
    return run("--project", str(root), *arguments, color=color, **environment)


def run(*arguments: str, color: bool = False, **environment: str) -> Result:
    """Run ``kfor-i18n``, in English unless the environment has another LANGUAGE."""
    # Before click 8.2, both streams are one unless they are asked for apart.
    options = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
    runner = CliRunner(env={"LANGUAGE": "en", **environment}, **options)  # type: ignore[arg-type]
    return runner.invoke(
        main, arguments, prog_name="kfor-i18n", catch_exceptions=False, color=color
    )


def codes_of(findings: Iterable[Finding]) -> list[str]:
    """Return the codes of findings, in their order."""
    return [finding.problem.code.name for finding in findings]
