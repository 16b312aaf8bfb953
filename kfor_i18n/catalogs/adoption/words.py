"""The words of a command as a shell or ``make`` would have them, if its file determines them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping

# With a backslash in shells and Makefiles, with ^ in batch files; $^ is a variable of make.
_CONTINUED = re.compile(r"[ \t]*(?:\\|(?<!\$)\^)\r?\n[ \t]*")
_ASSIGNED = re.compile(
    r"^[ \t]*(?:export[ ]+)?([A-Za-z_]\w*)[ \t]*([:?+]{0,3})=(?!=)[ \t]*(\S.*?)[ \t\r]*$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"\s#.*")
# What may be several words: a list of paths, and no code of another language.
_WORDS = re.compile(r"[\w./*~@%:=,+${}() -]+")
_RULE = re.compile(r"(?![\t#])([^:=#]+?)\s*::?(?![:=])([^;=#]*)")
_SUBSTITUTED = re.compile(r"\$\((?:[^()]|\([^()]*\))*\)")
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$\((\w+)\)|\$(\w+)")
_AUTOMATIC = re.compile(r"\$([@<^+])|\$[({]([@<^+])[)}]")
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


def read_variables(text: str) -> dict[str, str]:
    """Return the values of variables that a script or a Makefile sets, with those in them put in.

    A value is a word or several. One that would be code of another language is left out.
    """
    values: dict[str, str] = {}
    for name, sign, raw in _ASSIGNED.findall(_CONTINUED.sub(" ", text)):
        value = _COMMENT.sub("", raw).strip("\"'")
        if _WORDS.fullmatch(value) and len(value) < _LONGEST:
            values[name] = f"{values.get(name, '')} {value}".strip() if "+" in sign else value
    written = dict(values)
    for _ in range(_DEEPEST):
        for name, value in values.items():
            values[name] = put_in(value, written) if len(value) < _LONGEST else value
    return values


def put_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the variables in it that have a value."""
    return _VARIABLE.sub(lambda m: values.get(m[1] or m[2] or m[3]) or m[0], text)


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
    rest = put_in(rest, values)
    # Parentheses end a command.
    rest = _SUBSTITUTED.sub("$\0", rest)
    lexer = shlex.shlex(rest.lstrip("\"'"), posix=True, punctuation_chars=";&|<>()")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words: list[str] = []
    try:
        for word in lexer:
            if set(word) <= _OPERATORS:
                break
            words.append(word.replace("\0", "(…)"))
    except ValueError:  # a quote that the end of the line leaves open
        pass
    return words
