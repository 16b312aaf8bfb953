"""Writing a plan's settings, to pyproject.toml or to a file of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kfor_i18n.catalogs.adoption.planning import Plan
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.catalogs.project import OWN_SETTINGS, SETTINGS, TABLE
from kfor_i18n.catalogs.reading import read_toml
from kfor_i18n.files import write_atomically

ADOPTED = Code(
    "adopted",
    N_("Settings already exist"),
    N_("kfor-i18n adopt writes settings for projects that have none. It never replaces settings."),
)

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def find_settings(root: Path) -> Finding | None:
    """Return the error of a project that has settings already, ``None`` for one that has none.

    Raises ``CatalogError`` if a file of settings cannot be read.
    """
    for name in (SETTINGS, OWN_SETTINGS):
        path = root / name
        settings = read_toml(path)
        if settings is None:
            continue
        if name == OWN_SETTINGS or TABLE in settings.get("tool", {}):
            problem = Problem(
                ADOPTED,
                N_(
                    "kfor-i18n settings already exist; edit them, or remove them and "
                    "run kfor-i18n adopt again"
                ),
            )
            return Finding(path, None, problem)
    return None


def format_settings(plan: Plan) -> tuple[Path, str]:
    """Return the file that a plan's settings go into, and their text in TOML.

    They are a table of pyproject.toml if there is that file, and else a file of their own.
    """
    path = plan.root / SETTINGS
    name = f"tool.{TABLE}" if path.exists() else ""
    path = path if path.exists() else plan.root / OWN_SETTINGS
    return path, "".join(_format_table(name, plan.table())).lstrip("\n")


def _format_table(name: str, table: Mapping[str, object]) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    if name and (plain or not table):
        yield f"\n[{name}]\n"
    for key, value in plain.items():
        yield f"{_format_key(key)} = {_format_value(value)}\n"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _format_table(f"{name}.{_format_key(key)}".lstrip("."), value)


def _format_key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _format_value(value: object) -> str:
    """Return a string, number, truth value or list in TOML, which writes these as JSON does."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_plan(plan: Plan) -> list[Path]:
    """Write a plan's settings, and its mapping file if it has one; return the files' paths."""
    path, text = format_settings(plan)
    before = path.read_bytes().decode() if path.exists() else ""
    newline = "\r\n" if "\r\n" in before else "\n"
    if before:
        end = "" if before.endswith("\n") else newline
        text = f"{before}{end}{newline}" + text.replace("\n", newline)
    written = []
    if plan.mapping:
        name, content = plan.mapping
        written.append(plan.root / name)
        write_atomically(written[0], content.encode())
    write_atomically(path, text.encode())
    return [*written, path]
