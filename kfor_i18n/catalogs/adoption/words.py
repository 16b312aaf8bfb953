"""The words of a command as a shell or ``make`` would have them, if its file determines them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Set

# With a backslash in shells and Makefiles, with ^ in batch files; $^ is a variable of make.
_CONTINUED = re.compile(r"[ \t]*(?:\\|(?<!\$)\^)\r?\n[ \t]*")
_ASSIGNED = re.compile(
    r"^[ \t]*(?:(?:export|set)[ ]+)?([A-Za-z_]\w*)[ \t]*([:?+]{0,3})=(?!=)[ \t]*(\S.*?)[ \t\r]*$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"\s#.*")
# What may be several words: a list of paths, and no code of another language.
_WORDS = re.compile(r"[\w./\\*~@%:=,+${}() -]+")
_RULE = re.compile(r"(?![\t#])([^:=#]+?)\s*::?(?![:=])([^;=#]*)")
_SUBSTITUTED = re.compile(r"\$\((?:[^()]|\([^()]*\))*\)")
# Of shells, with what stands for them where they are not set; of make, just and batch files.
_VARIABLE = re.compile(
    r"\$\{(?P<a>\w+)(?::?-(?P<default>[^{}]*))?\}|\$\((?P<b>\w+)\)|\$(?P<c>\w+)"
    r"|\{\{\s*(?P<d>\w+)\s*\}\}|%(?P<e>\w+)%"
)
_AUTOMATIC = re.compile(r"\$([@<^+])|\$[({]([@<^+])[)}]")
_NAMES = r"\b(?:pybabel(?:\.exe)?|babel\.messages\.frontend)"
_PROGRAM = re.compile(rf"{_NAMES}$")
CALL = re.compile(rf"{_NAMES}(?=[\s\"'])")
"""The program of a call of pybabel, with something after it."""

_LIST = re.compile(r"""(?:"[^"\\\n]*"|'[^'\\\n]*')(?:\s*,\s*(?:"[^"\\\n]*"|'[^'\\\n]*'))+""")
_ITEM = re.compile(r""""([^"\\\n]*)"|'([^'\\\n]*)'""")
_OPERATORS = frozenset(";&|<>()")
# A variable may name itself.
_DEEPEST = 8
_LONGEST = 2000


def join_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield logical lines with the number of their first line."""
    number = 1
    for line in _CONTINUED.sub(lambda match: "\0", text).split("\n"):
        yield number, line.replace("\0", " ")
        number += 1 + line.count("\0")


def join_words(text: str) -> str:
    """Return a text in which lists of quoted words are the calls of pybabel that they make up.

    Lists of which an item is a whole call, as tools run them one after the other, are left as they
    are. The numbers of lines stay.
    """

    def join(found: re.Match[str]) -> str:
        items = [double or single for double, single in _ITEM.findall(found[0])]
        is_one = any(_PROGRAM.search(item) for item in items)
        if not is_one or any(CALL.search(item) for item in items):
            return found[0]
        words = " ".join(f"'{item}'" if " " in item else item for item in items)
        return f'"{words}"' + "\\\n" * found[0].count("\n")

    return _LIST.sub(join, text)


def read_variables(text: str) -> dict[str, str]:
    """Return the values of variables that a script or a Makefile sets, with those in them put in.

    A value is a word or several. One that would be code of another language is left out.
    """
    values: dict[str, str] = {}
    for name, sign, raw in _ASSIGNED.findall(_CONTINUED.sub(" ", text)):
        value = _COMMENT.sub("", raw).strip("\"'")
        value = put_in(value, {name: _default_of(value, name)})
        if _WORDS.fullmatch(value) and len(value) < _LONGEST:
            values[name] = f"{values.get(name, '')} {value}".strip() if "+" in sign else value
    written = dict(values)
    for _ in range(_DEEPEST):
        for name, value in values.items():
            values[name] = put_in(value, written) if len(value) < _LONGEST else value
    return values


def put_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the variables in it that have a value."""
    return _VARIABLE.sub(lambda m: values.get(_name_of(m)) or m["default"] or m[0], text)


def _default_of(value: str, name: str) -> str:
    """Return what a value that names its own variable has where that is not set."""
    found = (match["default"] for match in _VARIABLE.finditer(value) if _name_of(match) == name)
    return next(filter(None, found), "")


def _name_of(variable: re.Match[str]) -> str:
    return next(name for name in variable.group("a", "b", "c", "d", "e") if name)


def is_definition(line: str, text: str, names: Set[str]) -> bool:
    """Return whether a line sets one of some variables that the rest of its text uses."""
    match = _ASSIGNED.match(line)
    return match is not None and match[1] in names & {_name_of(m) for m in _VARIABLE.finditer(text)}


def read_rule(line: str, values: Mapping[str, str]) -> dict[str, str] | None:
    """Return the automatic variables in the recipe of a rule of make, ``None`` if a line is none.

    GNU make manual, section 10.5.3: ``$@`` is the target, ``$<`` the first prerequisite, ``$^`` and
    ``$+`` are all of them.
    """
    rule = _RULE.match(line)
    if rule is None:
        return None
    targets, needed = (put_in(part, values).split() for part in rule.groups())
    needed = needed[: needed.index("|")] if "|" in needed else needed
    unique = " ".join(dict.fromkeys(needed))
    first = needed[0] if needed else ""
    return {"@": targets[0], "<": first, "^": unique, "+": " ".join(needed)}


def put_in_rule(line: str, rule: Mapping[str, str]) -> str:
    """Return a line of a recipe with the automatic variables of its rule."""
    return _AUTOMATIC.sub(lambda m: rule.get(m[1] or m[2], m[0]), line)


def split_call(line: str, start: int, end: int, values: Mapping[str, str]) -> list[str]:
    """Return the words after a call, up to the end of the command or of the string it is in.

    The call is between two offsets in its line. What only a shell can know keeps its ``$``.
    """
    quote = line[start - 1 : start]
    rest = line[end:]
    if quote in ("'", '"', "`") and rest[:1] != quote:
        rest = rest.partition(quote)[0]
    # Parentheses end a command.
    rest = _SUBSTITUTED.sub("$\0", put_in(rest, values)).lstrip("\"'")
    words, is_whole = _split(rest)
    if not is_whole:
        # The last quotation mark closes one before the call: "cd web && pybabel …".
        words, _ = _split(rest[: max(rest.rfind('"'), rest.rfind("'"))])
    return words


def _split(text: str) -> tuple[list[str], bool]:
    """Return the words up to the end of a command, and whether all quotation marks are closed."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|<>()")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words: list[str] = []
    try:
        for word in lexer:
            if set(word) <= _OPERATORS:
                break
            words.append(word.replace("\0", "(…)"))
    except ValueError:
        return words, False
    return words, True
