"""The options of pybabel's commands in setup.cfg and pyproject.toml."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kfor_i18n.catalogs.adoption.arguments import Arguments, read_section
from kfor_i18n.catalogs.adoption.packages import find_packages
from kfor_i18n.catalogs.adoption.python import read_message_extractors

_COMMANDS = {
    "extract_messages": "extract",
    "init_catalog": "init",
    "update_catalog": "update",
    "compile_catalog": "compile",
}


class Section(NamedTuple):
    """A command of pybabel as a section has it: its file, relative to the project, and its line."""

    arguments: Arguments
    file: str
    line: int


def read_sections(root: Path) -> Iterator[Section]:
    """Yield the sections of a project's setup.cfg and pyproject.toml, none from unreadable files.

    Where setuptools runs the command, its sources are the project's packages unless others are
    named.
    """
    for file, read in (("setup.cfg", _read_setup_cfg), ("pyproject.toml", _read_pyproject)):
        try:
            text = (root / file).read_text(encoding="utf-8")
            sections = dict(read(text))
        except (OSError, ValueError, configparser.Error):
            continue
        for name, options in sections.items():
            command = name.rpartition(".")[2]
            arguments = read_section(_COMMANDS[command], options)
            if not name.startswith("tool.babel"):
                arguments = _add_packages(root, arguments)
            yield Section(arguments, file, _find_line(text, name))


def _read_setup_cfg(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    for name in _COMMANDS:
        if parser.has_section(name):
            yield name, dict(parser.items(name))


def _read_pyproject(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the tables of setuptools' commands, and those with the same names of Babel's own."""
    tools = tomllib.loads(text).get("tool", {})
    for tool in ("distutils", "babel"):
        for name in _COMMANDS:
            table = tools.get(tool, {}).get(name)
            if isinstance(table, Mapping):
                values = {key: _as_text(value) for key, value in table.items()}
                if tool == "babel" and "mappings" in tools[tool]:
                    values.setdefault("mapping_file", "pyproject.toml")
                yield f"tool.{tool}.{name}", values


def _as_text(value: object) -> str:
    """Return a value of TOML as setup.cfg has it."""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _find_line(text: str, section: str) -> int:
    heading = re.compile(rf"\s*\[\s*{re.escape(section)}\s*\]")
    numbered = enumerate(text.splitlines(), 1)
    return next((number for number, line in numbered if heading.match(line)), 1)


def _add_packages(root: Path, arguments: Arguments) -> Arguments:
    """Return the arguments of an extraction with the sources that Babel's command reads unasked."""
    has_mapping = arguments.get("mapping-file") or not read_message_extractors(root)
    if arguments.command != "extract" or arguments.paths or not has_mapping:
        return arguments
    folders, is_known = find_packages(root)
    return replace(arguments, paths=folders, unknown=() if is_known else ("packages",))
