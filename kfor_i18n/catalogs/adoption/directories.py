"""The directories that the lines of scripts, workflows and documentation are run in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

_CHANGED = re.compile(
    r"(?:^|[;&|({$>\"'`-]|run:)\s*(?:cd|pushd)\s+(?:/d\s+)?"
    r"(\"[^\"]*\"|'[^']*'|[^\s;&|()\"'`]+)\s*(?=$|[;&|)#\"'`])"
)
_BEGINS = re.compile(r"\s*(?:[$>-]\s+)?(?:cd|pushd|popd)\b")
_BACK = re.compile(r"\s*(?:[$>-]\s+)?(?:cd\s+-|popd)\s*$")
# Another block of code, or another step.
_ENDS = re.compile(r"\s*(?:```|~~~|(?:-\s+)?run:)")
_NAMED = re.compile(
    r"\s*(?:-\s+)?(?:working-directory|working_directory|workingDirectory|change_?dir|dir)"
    r"\s*[:=]\s*[\"']?([^\s\"'#]+)"
)
_COLUMN = re.compile(r"\s*(?:-\s+)?")
_DEFAULTS = re.compile(r"\s*defaults\s*:")


def change_directory(directory: str, commands: str) -> str:
    """Return the directory that commands of a shell leave one in, relative to where it began.

    What only a shell can know, and absolute paths, lead back to the beginning.
    """
    for found in _CHANGED.finditer(commands):
        name = found[1].strip("\"'").replace("\\", "/")
        is_known = not set("$`~%{") & set(name) and not name.startswith("/") and name != "-"
        directory = posixpath.normpath(posixpath.join(directory, name)) if is_known else ""
    return "" if directory == "." else directory


def trace_directories(lines: Sequence[str]) -> list[str]:
    """Return the directory in which each line is run, "" for where the file's commands begin.

    A line that begins with ``cd`` counts for those after it, up to the end of its block: a line
    that is indented less, another step, the end of a block of code.
    """
    named = _find_named(lines)
    directories = []
    changed, level = "", 0
    for line, base in zip(lines, named, strict=True):
        indent = len(line) - len(line.lstrip())
        if line.strip() and (_ENDS.match(line) or indent < level):
            changed, level = "", 0
        directories.append(posixpath.join(base, changed))
        if _BACK.match(line):
            changed = ""
        elif _BEGINS.match(line):
            changed, level = change_directory(changed, line), indent
    return directories


def _find_named(lines: Sequence[str]) -> list[str]:
    """Return the directory that the step, job or section of each line names, "" without one."""
    named = [""] * len(lines)
    found = [(_column(line), i, match[1]) for i, line in enumerate(lines)
             if (match := _NAMED.match(line))]  # fmt: skip
    # The one of a step is further to the right than the one of its job.
    for column, index, name in sorted(found):
        for i in _find_scope(lines, *_leave_defaults(lines, index, column)):
            named[i] = change_directory("", f"cd {name}")
    return named


def _column(line: str) -> int:
    """Return where a line's text begins, after the dash of an item."""
    match = _COLUMN.match(line)
    return match.end() if match else 0


def _leave_defaults(lines: Sequence[str], index: int, column: int) -> tuple[int, int]:
    """Return the line and column whose scope counts: of ``defaults:``, if it is within them."""
    line, indent = index, column
    while line > 0 and indent > 0:
        line -= 1
        if lines[line].strip() and _column(lines[line]) < indent:
            indent = _column(lines[line])
            if _DEFAULTS.match(lines[line]):
                return line, indent
    return index, column


def _find_scope(lines: Sequence[str], index: int, column: int) -> Iterator[int]:
    """Yield the indices of the lines in the item, the mapping or the section of a line."""

    def begins(i: int) -> bool:
        return _column(lines[i]) == column and lines[i].lstrip().startswith("-")

    def is_outside(i: int) -> bool:
        is_less = bool(lines[i].strip()) and _column(lines[i]) < column
        return is_less or lines[i].startswith("[")

    start, end = index, index + 1
    while start > 0 and not begins(start) and not is_outside(start - 1):
        start -= 1
    while end < len(lines) and not begins(end) and not is_outside(end):
        end += 1
    yield from range(start, end)
