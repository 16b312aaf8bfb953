"""The calls of pybabel in the files of a project, and the directories that they are made in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.adoption.arguments import Arguments, read_section
from kfor_i18n.catalogs.adoption.calls import find_calls
from kfor_i18n.catalogs.adoption.programs import find_program_calls
from kfor_i18n.catalogs.adoption.python import find_tables
from kfor_i18n.catalogs.adoption.sections import read_sections

_IGNORED = frozenset({"node_modules", "site-packages", "venv", "env", "__pycache__"})
_NAMES = frozenset({
    "makefile", "gnumakefile", "justfile", "dockerfile", "procfile", "tox.ini",
})  # fmt: skip
_SCRIPTS = frozenset({
    ".mk", ".sh", ".bash", ".bat", ".cmd", ".ps1", ".py", ".yml", ".yaml", ".toml", ".cfg", ".ini",
    ".json",
})  # fmt: skip
_DOCUMENTS = frozenset({".md", ".rst", ".txt"})
_LARGEST = 500_000

_CONFIGURED = 200


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
    def is_configured(self) -> bool:
        """Whether the call is a section of setup.cfg or pyproject.toml, and so complete."""
        return self.weight == _CONFIGURED

    @property
    def paths(self) -> list[Path]:
        """The absolute paths that the command reads."""
        return [_resolve(self.folder, path) for path in self.arguments.paths]


def _resolve(folder: Path, value: str) -> Path:
    return Path(os.path.normpath(folder / value.replace("\\", "/")))


def find_runs(root: Path) -> list[Run]:
    """Return the calls of pybabel in the files of a project, in the order of their weight."""
    runs = list(_read_sections(root))
    for path, weight in _walk(root):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "pybabel" in text or "babel.messages.frontend" in text:
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


def _read_sections(root: Path) -> Iterator[Run]:
    for arguments, file, line in read_sections(root):
        yield Run(arguments, file, line, root, _CONFIGURED)


def _read_text(root: Path, path: Path, text: str, weight: int) -> Iterator[Run]:
    calls = find_program_calls(text) if path.suffix == ".py" else find_calls(text, path.name)
    for arguments, line, folder in calls:
        where = _find_folder(root, path, folder, arguments)
        yield Run(arguments, path.relative_to(root).as_posix(), line, where, weight)


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
    parts = Path(folder).parts
    # Documentation changes to the checkout itself first, which may have any name.
    tails = [Path(*parts[start:]) for start in range(len(parts) + 1)]
    bases = [[Path(os.path.normpath(top / tail)) for top in (root, path.parent)] for tail in tails]
    above = next(found for each in bases if (found := [base for base in each if base.is_dir()]))
    mapping = arguments.get("mapping-file")
    if mapping and not any(_resolve(base, mapping).exists() for base in above):
        above += _find_below(root, mapping)

    def count(where: Path) -> int:
        return sum(_resolve(where, name).exists() for name in names)

    return max(above, key=count)


def _find_below(root: Path, mapping: str) -> list[Path]:
    """Return the directory, one or two below a project's, that has a mapping file, if it is one."""
    found = [
        folder
        for depth in ("*/", "*/*/")
        for folder in root.glob(depth)
        if _resolve(folder, mapping).is_file() and not _is_ignored(folder.relative_to(root))
    ]
    return found if len(found) == 1 else []


def _is_ignored(path: Path) -> bool:
    return any(part in _IGNORED or part.startswith(".") for part in path.parts)
