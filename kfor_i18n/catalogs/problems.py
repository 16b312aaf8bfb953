"""Problems and findings: what is wrong and where, for people of any language and for machines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

GetText = Callable[[str], str]
Severity = Literal["error", "warning"]


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for marking without translating
    """Mark a msgid for extraction; it is translated where it is shown."""
    return msgid


def escape_controls(value: object) -> str:
    """Return a value as text that can neither end a line of a log nor steer a terminal."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], str(value))


def shorten(text: str, width: int) -> str:
    """Return a text in quotes on one line, control characters escaped, cut to a width."""
    return f'"{cut(escape_controls(" ".join(text.split())), width)}"'


def cut(text: str, width: int) -> str:
    """Return a text cut to a width, an ellipsis in place of the rest."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def relative_path(path: Path, root: Path) -> str:
    """Return a path relative to a folder if it lies below it, else the path as it is."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _identity(msgid: str) -> str:
    return msgid


@dataclass(frozen=True)
class Code:
    """A kind of problem, declared in the module that finds it.

    ``name`` is stable and for machines: people select and ignore problems by it. ``title`` and
    ``explanation`` are msgids: a line, and why it matters and what to do. ``is_on`` tells whether
    ``check`` looks for it where nothing is selected; ``languages`` are the only ones that it is
    about, none means all. ``is_fixed`` tells whether ``check --fix`` corrects it.
    """

    name: str
    title: str
    explanation: str
    severity: Severity = "error"
    is_on: bool = True
    languages: frozenset[str] = frozenset()
    is_fixed: bool = False

    def __post_init__(self) -> None:
        """Refuse a second code of the same name."""
        if _CODES.setdefault(self.name, self) is not self:
            raise ValueError(f"two codes have the name {self.name!r}")

    def __str__(self) -> str:
        return self.name

    def is_of(self, names: Iterable[str]) -> bool:
        """Tell whether the code, or a family that it is of, is among names.

        ``placeholder`` is the family of ``placeholder-missing``.
        """
        return any(self.name == name or self.name.startswith(f"{name}-") for name in names)


_CODES: dict[str, Code] = {}


def declared_codes() -> dict[str, Code]:
    """Return the codes by name that the modules imported so far declare, sorted."""
    return dict(sorted(_CODES.items()))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do about it.

    ``msgid`` is a sentence in English with named printf placeholders, marked with ``N_``;
    ``values`` are what stands for them.
    """

    code: Code
    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.text(_identity)

    def text(self, gettext: GetText) -> str:
        """Return the sentence in the language of a gettext function."""
        values = {
            name: value.text(gettext) if isinstance(value, Problem) else escape_controls(value)
            for name, value in self.values.items()
        }
        return gettext(self.msgid) % values  # i18n: ignore


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem and where it is: the file, its line (from 1), and the message if it is about one.

    The severity is that of the problem's code, unless another one is given.
    """

    path: Path
    line: int | None
    problem: Problem
    msgid: str | None = None
    severity: Severity | Literal[""] = ""

    def __post_init__(self) -> None:
        """Take the code's severity where none was given."""
        if not self.severity:
            object.__setattr__(self, "severity", self.problem.code.severity)

    @property
    def short_msgid(self) -> str:
        """The msgid in quotes, on one line and cut short; nothing where there is none."""
        return "" if self.msgid is None else shorten(self.msgid, 50)

    def __str__(self) -> str:
        """Return the finding in English, as compilers print it: ``file:line: sentence``."""
        return self.text(_identity)

    def text(self, gettext: GetText) -> str:
        """Return the finding in the language of a gettext function."""
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        message = f" {self.short_msgid}:" if self.msgid is not None else ""
        return f"{place}:{message} {self.problem.text(gettext)}"

    def describe(self, gettext: GetText, root: Path) -> dict[str, str | int | None]:
        """Return the finding as an object for JSON, its path relative to a folder."""
        return {
            "code": self.problem.code.name,
            "severity": self.severity,
            "path": relative_path(self.path, root),
            "line": self.line,
            "msgid": self.msgid,
            "message": self.problem.text(gettext),
        }


class CatalogError(ValueError):
    """Files cannot be used as they are; ``findings`` say which, where and what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take at least one finding."""
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))

    def __reduce__(self) -> tuple[type[CatalogError], tuple[tuple[Finding, ...]]]:
        """Be sent from one process to another with all findings."""
        return type(self), (self.findings,)


class SettingsError(CatalogError):
    """The project's settings cannot be used, so that nothing can be done."""
