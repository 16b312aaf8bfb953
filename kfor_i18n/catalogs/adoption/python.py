"""pybabel's settings in a project's Python files: message_extractors, and tables of options."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_OPTIONS = frozenset({
    "keywords", "no_default_keywords", "mapping_file", "no_location", "add_location", "width",
    "no_wrap", "output_file", "sort_output", "sort_by_file", "input_paths", "add_comments",
    "strip_comments", "project", "version", "copyright_holder", "msgid_bugs_address",
})  # fmt: skip


class Table(NamedTuple):
    """Options of pybabel's extraction by the names of its attributes, and the line they begin on.

    Options that are not written as literals are left out.
    """

    options: Mapping[str, str]
    line: int


def read_message_extractors(root: Path) -> Mapping[str, list[tuple[str, str]]]:
    """Return the ``message_extractors`` of setup.py: patterns and methods by input directory.

    Empty if there are none, or if they are not written as a literal.
    """
    try:
        tree = ast.parse((root / "setup.py").read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):
        return {}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "message_extractors":
            try:
                table = ast.literal_eval(node.value)
                return {
                    folder: [(pattern, method) for pattern, method, *_ in rows]
                    for folder, rows in table.items()
                }
            except (ValueError, TypeError, AttributeError):
                return {}
    return {}


def find_tables(text: str) -> Iterator[Table]:
    """Yield the dictionaries in a Python source that hold the options of pybabel's extraction.

    Programs pass them to the commands of ``babel.messages.frontend``. A dictionary is one of them
    if it has a mapping file and nothing besides options.
    """
    try:
        tree = ast.parse(text)
    except (ValueError, SyntaxError):
        return
    strings = read_strings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            if "mapping_file" in names and set(names) <= _OPTIONS:
                pairs = zip(names, node.values, strict=True)
                values = {str(name): _read_value(value, strings) for name, value in pairs}
                known = {name: value for name, value in values.items() if value}
                if "mapping_file" in known:
                    yield Table(known, node.lineno)


def read_strings(tree: ast.Module) -> dict[str, str]:
    """Return the strings that a module gives names to."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def _read_value(node: ast.expr, strings: Mapping[str, str]) -> str:
    """Return a literal as it would be written in setup.cfg; "" if it is not one."""
    if isinstance(node, ast.Name):
        return strings.get(node.id, "")
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return ""
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
