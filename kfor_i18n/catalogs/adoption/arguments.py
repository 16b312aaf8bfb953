"""The arguments of pybabel's commands, by the names of its long options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

COMMANDS = ("extract", "init", "update", "compile")

_FLAGS: Mapping[str, frozenset[str]] = {
    "extract": frozenset({
        "no-default-keywords", "no-location", "omit-header", "no-wrap", "sort-output",
        "sort-by-file", "strip-comments",
    }),
    "init": frozenset({"no-wrap"}),
    "update": frozenset({
        "omit-header", "no-wrap", "ignore-obsolete", "init-missing", "no-fuzzy-matching",
        "update-header-comment", "previous", "check", "ignore-pot-creation-date",
    }),
    "compile": frozenset({"use-fuzzy", "statistics"}),
}  # fmt: skip
_SHORT: Mapping[str, Mapping[str, str]] = {
    "extract": {
        "k": "keywords", "F": "mapping-file", "o": "output-file", "w": "width", "c": "add-comments",
        "s": "strip-comments",
    },
    "init": {"D": "domain", "i": "input-file", "d": "output-dir", "l": "locale", "w": "width"},
    "update": {
        "D": "domain", "i": "input-file", "d": "output-dir", "l": "locale", "w": "width",
        "o": "output-file", "N": "no-fuzzy-matching",
    },
    "compile": {
        "D": "domain", "d": "directory", "i": "input-file", "l": "locale", "f": "use-fuzzy",
        "o": "output-file",
    },
}  # fmt: skip
_OTHER_NAMES = {
    "mapping": "mapping-file", "output": "output-file", "keyword": "keywords",
    "add-comment": "add-comments", "strip-comment-tags": "strip-comments", "dirs": "input-dirs",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arguments:
    """A command of pybabel with its options and its paths; a flag has the value "true".

    Options that may be given more than once have a value for each. ``unknown`` are paths, that of
    the mapping file among them, which a shell or a program would put in.
    """

    command: str
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return the value of an option, the last one if there are several; "" without one."""
        return self.options.get(name, ("",))[-1]

    def has(self, name: str) -> bool:
        """Return whether a flag is set."""
        return self.get(name).lower() in ("true", "1", "yes", "on")


def parse_arguments(words: Sequence[str]) -> Arguments | None:
    """Parse the words after ``pybabel``; ``None`` if they are not one of its commands.

    Unknown options are left out, as are the values that a shell or a program would put in: words
    with ``$`` or braces.
    """
    rest = list(words)
    while rest and rest[0].startswith("-"):
        rest.pop(0)
    if not rest or rest[0] not in COMMANDS:
        return None
    command = rest.pop(0)
    options: dict[str, tuple[str, ...]] = {}
    paths: list[str] = []
    unknown: list[str] = []
    for name, value in _read(command, rest):
        if not _is_known(value):
            unknown += [value] if name in ("", "mapping-file") else []
        elif not name:
            paths.append(value)
        else:
            options[name] = (*options.get(name, ()), *_split_list(name, value))
    return Arguments(command, options, tuple(paths), tuple(unknown))


def _is_known(value: str) -> bool:
    return not set("${}`") & set(value)


def _read(command: str, words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and value of each option, and paths with an empty name."""
    flags, short = _FLAGS[command], _SHORT[command]
    while words:
        word = words.pop(0)
        if word == "--":
            continue
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            name = name.replace("_", "-")
            name = _OTHER_NAMES.get(name, name)
        elif word.startswith("-") and len(word) > 1:
            name, value = short.get(word[1], word[1]), word[2:].removeprefix("=")
            equals = value
        else:
            yield "", word
            continue
        if name in flags:
            yield name, "true"
        elif equals:
            yield name, value
        elif words:
            yield name, words.pop(0)


def _split_list(name: str, value: str) -> tuple[str, ...]:
    """Return the values that pybabel reads in one value of an option."""
    if name == "keywords":
        return tuple(value.split())
    if name == "add-comments":
        return tuple(tag.strip() for tag in re.split(r"[,\n]", value) if tag.strip())
    return (value,)


def read_section(command: str, section: Mapping[str, str]) -> Arguments:
    """Return the arguments in a section of setup.cfg, such as ``[extract_messages]``."""
    options: dict[str, tuple[str, ...]] = {}
    paths: tuple[str, ...] = ()
    for key, value in section.items():
        name = key.replace("_", "-")
        name = _OTHER_NAMES.get(name, name)
        if name in ("input-paths", "input-dirs"):
            paths = tuple(value.replace(",", " ").split())
        else:
            options[name] = _split_list(name, value.strip())
    return Arguments(command, options, paths)
