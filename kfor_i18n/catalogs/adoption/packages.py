"""The packages that a project's configuration of setuptools names."""

from __future__ import annotations

import ast
import configparser
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

_FIND = ("find_packages", "find_namespace_packages")


class Packages(NamedTuple):
    """The top folders of a project's packages, relative to it.

    ``is_known``: they are what its configuration names; else they are the packages that are there,
    since only running setup.py would tell.
    """

    folders: tuple[str, ...] = ()
    is_known: bool = True


def find_packages(root: Path) -> Packages:
    """Return what Babel's commands for setuptools read where no sources are named."""
    for read in (_read_setup_py, _read_setup_cfg, _read_pyproject):
        names = read(root)
        folders = dict.fromkeys(_locate(root, name) for name in names or _discover(root, {}))
        if names is None or names:
            return Packages(tuple(folders), is_known=names is not None)
    return Packages()


def _locate(root: Path, package: str) -> str:
    folder = package.partition(".")[0]
    below = f"src/{folder}"
    return below if not (root / folder).is_dir() and (root / below).is_dir() else folder


def _read_setup_py(root: Path) -> Sequence[str] | None:
    try:
        tree = ast.parse((root / "setup.py").read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):
        return []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name_of(node.func) == "setup":
            value = next((key.value for key in node.keywords if key.arg == "packages"), None)
            if value is not None:
                return _read_packages(root, value)
    return []


def _name_of(function: ast.expr) -> str:
    """Return the last part of a dotted name."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _read_packages(root: Path, value: ast.expr) -> Sequence[str] | None:
    try:
        if isinstance(value, ast.Call) and _name_of(value.func) in _FIND:
            names = dict(zip(("where", "exclude", "include"), value.args, strict=False))
            names |= {key.arg or "": key.value for key in value.keywords}
            return _discover(root, {name: ast.literal_eval(each) for name, each in names.items()})
        return [str(name) for name in ast.literal_eval(value)]
    except (ValueError, TypeError):
        return None


def _read_setup_cfg(root: Path) -> Sequence[str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string((root / "setup.cfg").read_text(encoding="utf-8"))
    except (OSError, ValueError, configparser.Error):
        return []
    written = parser.get("options", "packages", fallback="")
    if not written.strip().startswith("find"):
        return written.replace(",", " ").split()
    section = "options.packages.find"
    options = parser.items(section) if parser.has_section(section) else ()
    return _discover(root, {name: value.replace(",", " ").split() for name, value in options})


def _read_pyproject(root: Path) -> Sequence[str]:
    try:
        settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        packages = settings["tool"]["setuptools"]["packages"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    if isinstance(packages, Mapping):
        return _discover(root, packages.get("find", {}))
    return [str(name) for name in packages]


def _discover(root: Path, options: Mapping[str, str | Iterable[str]]) -> Sequence[str]:
    """Return the packages that setuptools finds, as far as their first part tells."""
    lists = {
        name: [value] if isinstance(value, str) else list(value) for name, value in options.items()
    }
    include, exclude = lists.get("include") or ["*"], lists.get("exclude", [])
    return [
        path.parent.name
        for where in lists.get("where") or ["."]
        for path in sorted((root / where).glob("*/__init__.py"))
        if any(fnmatchcase(path.parent.name, pattern) for pattern in include)
        and not any(fnmatchcase(path.parent.name, pattern) for pattern in exclude)
    ]
