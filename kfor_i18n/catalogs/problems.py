"""Problems and findings: translatable for people, with stable codes for machines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

# Surrogates represent bytes of a file's name that cannot be decoded, and cannot be printed.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

GetText = Callable[[str], str]
Severity = Literal["error", "warning"]


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for marking without translating
    """Mark a msgid for extraction; it is translated when it is displayed."""
    return msgid


def escape_controls(value: object) -> str:
    """Return a value as text with escaped control characters, safe for logs and terminals."""
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], str(value))


def shorten(text: str, width: int) -> str:
    """Return a text in quotes, on one line, truncated and with escaped control characters."""
    return f'"{cut(escape_controls(" ".join(text.split())), width)}"'


def cut(text: str, width: int) -> str:
    """Return a text truncated to ``width`` characters, with an ellipsis for the rest."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def relative_path(path: Path, root: Path) -> str:
    """Return a path relative to a directory if it is inside, and unchanged otherwise."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _identity(msgid: str) -> str:
    return msgid


@dataclass(frozen=True)
class Code:
    """A kind of problem, declared in the module that reports it.

    ``name`` is the stable identifier, by which problems are selected and ignored. ``title`` and
    ``explanation`` are msgids: a line of text, and why the problem matters and how to fix it.
    ``is_on``: reported by ``check`` by default. ``languages`` are the codes of the languages that
    it applies to; empty means all. ``is_fixed``: corrected by ``check --fix``.
    """

    name: str
    title: str
    explanation: str
    severity: Severity = "error"
    is_on: bool = True
    languages: frozenset[str] = frozenset()
    is_fixed: bool = False

    def __post_init__(self) -> None:
        """Register the code. Raises ``ValueError`` if its name is taken."""
        if _CODES.setdefault(self.name, self) is not self:
            raise ValueError(f"two codes have the name {self.name!r}")

    def __str__(self) -> str:
        return self.name

    def is_of(self, names: Iterable[str]) -> bool:
        """Return whether the code's name, or a prefix of it, is among names.

        A prefix ends before a hyphen: ``placeholder`` is one of ``placeholder-missing``.
        """
        return any(self.name == name or self.name.startswith(f"{name}-") for name in names)


_CODES: dict[str, Code] = {}


def declared_codes() -> dict[str, Code]:
    """Return the codes of all modules imported so far by name, sorted."""
    return dict(sorted(_CODES.items()))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and how to fix it.

    ``msgid`` is the English text with named printf placeholders, marked with ``N_``; ``values`` are
    the values of the placeholders.
    """

    code: Code
    msgid: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Return the text in English."""
        return self.text(_identity)

    def text(self, gettext: GetText) -> str:
        """Return the text in the language of a gettext function; values are escaped."""
        values = {
            name: value.text(gettext) if isinstance(value, Problem) else escape_controls(value)
            for name, value in self.values.items()
        }
        return gettext(self.msgid) % values  # i18n: ignore


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem and its location: the file, the line (from 1) and the msgid, the latter two if any.

    ``severity`` defaults to that of the problem's code.
    """

    path: Path
    line: int | None
    problem: Problem
    msgid: str | None = None
    severity: Severity | Literal[""] = ""

    def __post_init__(self) -> None:
        """Set the default severity."""
        if not self.severity:
            object.__setattr__(self, "severity", self.problem.code.severity)

    @property
    def short_msgid(self) -> str:
        """The msgid in quotes, on one line and truncated; "" if there is none."""
        return "" if self.msgid is None else shorten(self.msgid, 50)

    def __str__(self) -> str:
        """Return the finding in English, in the format of compilers: ``file:line: problem``."""
        return self.text(_identity)

    def text(self, gettext: GetText) -> str:
        """Return the finding in the language of a gettext function."""
        path = escape_controls(self.path)
        location = f"{path}:{self.line}" if self.line else path
        message = f" {self.short_msgid}:" if self.msgid is not None else ""
        return f"{location}:{message} {self.problem.text(gettext)}"

    def describe(self, gettext: GetText, root: Path) -> dict[str, str | int | None]:
        """Return the finding as a JSON object, with a path relative to ``root`` if inside."""
        return {
            "code": self.problem.code.name,
            "severity": self.severity,
            "path": relative_path(self.path, root),
            "line": self.line,
            "msgid": self.msgid,
            "message": self.problem.text(gettext),
        }


class CatalogError(ValueError):
    """Files that cannot be used; ``findings`` are the problems in them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Initialize with at least one finding."""
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))

    def __reduce__(self) -> tuple[type[CatalogError], tuple[tuple[Finding, ...]]]:
        """Support pickling, so that the error keeps its findings between processes."""
        return type(self), (self.findings,)


class SettingsError(CatalogError):
    """Settings, options or an environment with which a command cannot run at all."""


INVALID_SETTING = Code(
    "settings",
    # Translators: the title of a kind of finding.
    N_("Invalid setting"),
    N_(
        "Settings are read from [tool.kfor-i18n] in pyproject.toml or from kfor-i18n.toml. "
        "Unknown names and invalid values are errors, so that a misspelt setting is not ignored."
    ),
)
