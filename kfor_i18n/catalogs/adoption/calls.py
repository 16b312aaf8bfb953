"""The calls of pybabel in the text of Makefiles, scripts, workflows and documentation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from kfor_i18n.catalogs.adoption.arguments import Arguments, parse_arguments
from kfor_i18n.catalogs.adoption.directories import change_directory, trace_directories
from kfor_i18n.catalogs.adoption.words import (
    CALL,
    is_definition,
    join_lines,
    join_words,
    put_in,
    put_in_rule,
    read_rule,
    read_variables,
    split_call,
)

_MAKEFILES = frozenset({"makefile", "gnumakefile"})
# Each line is a shell of its own.
_SEPARATE = _MAKEFILES | {"justfile"}


class Call(NamedTuple):
    """A call of pybabel: its arguments, its line, and the directory that was changed to before.

    The directory is relative to the one that the commands of the file begin in, "" for that one.
    """

    arguments: Arguments
    line: int
    folder: str = ""


def find_calls(text: str, name: str = "") -> Iterator[Call]:
    """Yield the calls of pybabel in the text of a file, as far as its variables tell them."""
    text = join_words(text)
    values = read_variables(text)
    programs = {key: value for key, value in values.items() if CALL.search(f"{value} ")}
    file = PurePath(name.lower())
    is_makefile = file.suffix == ".mk" or file.name in _MAKEFILES
    rule: dict[str, str] = {}
    numbers, lines = zip(*join_lines(text), strict=True)
    is_separate = is_makefile or file.name in _SEPARATE
    folders = [""] * len(lines) if is_separate else trace_directories(lines)
    for number, raw, folder in zip(numbers, lines, folders, strict=True):
        line = raw
        if is_makefile:
            rule = read_rule(raw, values) or rule
            line = put_in_rule(raw, rule)
        if is_definition(raw, text, programs.keys()):
            continue
        line = put_in(line, programs)
        for call in CALL.finditer(line):
            arguments = parse_arguments(split_call(line, call.start(), call.end(), values))
            if arguments is not None:
                yield Call(arguments, number, change_directory(folder, line[: call.start()]))
