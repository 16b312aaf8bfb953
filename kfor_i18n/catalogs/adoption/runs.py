"""The calls of pybabel in a project: in setup.cfg, Makefile, scripts, CI and documentation."""

from __future__ import annotations

import configparser
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.adoption.arguments import Arguments, parse_arguments, read_section
from kfor_i18n.catalogs.adoption.python import find_tables
from kfor_i18n.catalogs.adoption.words import (
    join_lines,
    put_in_rule,
    read_rule,
    read_variables,
    split_call,
)

_SECTIONS = {
    "extract_messages": "extract",
    "init_catalog": "init",
    "update_catalog": "update",
    "compile_catalog": "compile",
}
_IGNORED = frozenset({"node_modules", "site-packages", "venv", "env", "__pycache__"})
_MAKEFILES = frozenset({"makefile", "gnumakefile"})
_NAMES = _MAKEFILES | frozenset({"justfile", "dockerfile", "procfile", "tox.ini"})
_SCRIPTS = frozenset({
    ".mk", ".sh", ".bash", ".bat", ".cmd", ".ps1", ".py", ".yml", ".yaml", ".toml", ".cfg", ".ini",
    ".json",
})  # fmt: skip
_DOCUMENTS = frozenset({".md", ".rst", ".txt"})
_LARGEST = 500_000

_CALL = re.compile(r"\bpybabel\b(?=[\s\"'])")
_BETWEEN_WORDS = re.compile(r"""["']\s*,\s*["']""")
_DIRECTORY = re.compile(r"\bcd\s+([^\s;&|]+)\s*(?:&&|;)")


@dataclass(frozen=True, slots=True)
class Run:
    """A call of pybabel, and where it is written: a file relative to the project, and its line.

    ``folder`` is the directory that its paths are relative to. ``weight`` is how far the place is
    to be believed: configuration before scripts, scripts before documentation.
    """

    arguments: Arguments
    file: str
    line: int
    folder: Path
    weight: int

    def path(self, name: str) -> Path | None:
        """Return the absolute path that an option names, ``None`` without one."""
        value = self.arguments.get(name)
        return _resolve(self.folder, value) if value else None

    @property
    def is_documented(self) -> bool:
        """Whether the call is an example in documentation."""
        return Path(self.file).suffix.lower() in _DOCUMENTS

    @property
    def paths(self) -> list[Path]:
        """The absolute paths that the command reads."""
        return [_resolve(self.folder, path) for path in self.arguments.paths]


def _resolve(folder: Path, value: str) -> Path:
    return Path(os.path.normpath(folder / value.replace("\\", "/")))


def find_runs(root: Path) -> list[Run]:
    """Return the calls of pybabel in the files of a project, in the order of their weight."""
    runs = list(_read_setup_cfg(root))
    for path, weight in _walk(root):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "pybabel" in text:
            runs += _read_text(root, path, text, weight)
        if path.suffix == ".py" and "mapping_file" in text:
            runs += _read_tables(root, path, text, weight)
    return sorted(runs, key=lambda run: -run.weight)


def _walk(root: Path) -> Iterator[tuple[Path, int]]:
    for parent, folders, files in os.walk(root):
        folders[:] = sorted(
            f for f in folders if f not in _IGNORED and (not f.startswith(".") or f == ".github")
        )
        for name in sorted(files):
            path, suffix = Path(parent, name), Path(name).suffix.lower()
            is_script = suffix in _SCRIPTS or name.lower() in _NAMES or name == ".gitlab-ci.yml"
            if (is_script or suffix in _DOCUMENTS) and path.stat().st_size <= _LARGEST:
                depth = len(path.relative_to(root).parts)
                yield path, (100 if is_script else 50) - depth


def _read_setup_cfg(root: Path) -> Iterator[Run]:
    path = root / "setup.cfg"
    parser = configparser.RawConfigParser()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        parser.read_string("\n".join(lines), str(path))
    except (OSError, ValueError, configparser.Error):
        return
    for section, command in _SECTIONS.items():
        if parser.has_section(section):
            arguments = read_section(command, dict(parser.items(section)))
            line = next((i for i, text in enumerate(lines, 1) if text.strip() == f"[{section}]"), 1)
            yield Run(arguments, path.name, line, root, 200)


def _read_text(root: Path, path: Path, text: str, weight: int) -> Iterator[Run]:
    text = _BETWEEN_WORDS.sub(lambda match: " " + "\\\n" * match[0].count("\n"), text)
    values = read_variables(text)
    is_makefile = path.suffix == ".mk" or path.name.lower() in _MAKEFILES
    rule: dict[str, str] = {}
    for number, raw in join_lines(text):
        line, folder = raw, ""
        if is_makefile:
            rule = read_rule(raw, values) or rule
            line = put_in_rule(raw, rule)
        for call in _CALL.finditer(line):
            arguments = parse_arguments(split_call(line, call.start(), call.end(), values))
            if arguments is None:
                continue
            for found in _DIRECTORY.finditer(line, 0, call.start()):
                folder = found[1].strip("\"'")
            where = _find_folder(root, path, folder, arguments)
            yield Run(arguments, path.relative_to(root).as_posix(), number, where, weight)


def _read_tables(root: Path, path: Path, text: str, weight: int) -> Iterator[Run]:
    for table in find_tables(text):
        arguments = read_section("extract", table.options)
        where = _find_folder(root, path, "", arguments)
        yield Run(arguments, path.relative_to(root).as_posix(), table.line, where, weight)


def _find_folder(root: Path, path: Path, folder: str, arguments: Arguments) -> Path:
    """Return the directory that a call is made in: where most of what it names exists."""
    names = [
        arguments.get(name) for name in ("mapping-file", "input-file", "output-dir", "directory")
    ]
    names = [name for name in (*names, *arguments.paths) if name]
    above = [Path(os.path.normpath(where / folder)) for where in (root, path.parent)]

    def count(where: Path) -> int:
        return sum(_resolve(where, name).exists() for name in names)

    return max(above, key=count)
