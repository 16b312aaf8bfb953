"""Python sources that the running Python is too old for."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection

from kfor_i18n.catalogs.extraction.errors import SourceError
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Problem

Version = tuple[int, int]

# By PEP 634, 654, 696, 695 (twice), 750, 758 and 810.
_STATEMENTS: tuple[tuple[Version, re.Pattern[str]], ...] = (
    ((3, 10), re.compile(r"\s*(?:match|case)\b.*:")),
    ((3, 11), re.compile(r"\s*except\s*\*")),
    ((3, 13), re.compile(r"\s*(?:async\s+)?(?:def|class|type)\s+\w+\s*\[[^\]]*=")),
    ((3, 12), re.compile(r"\s*(?:async\s+)?(?:def|class)\s+\w+\s*\[")),
    ((3, 12), re.compile(r"\s*type\s+\w+\s*(?:\[.*\]\s*)?=")),
    ((3, 14), re.compile(r".*\b(?:[tT][rR]?|[rR][tT])['\"]")),
    ((3, 14), re.compile(r"\s*except\s+[\w.]+\s*,")),
    ((3, 15), re.compile(r"\s*lazy\s+(?:from|import)\b")),
)
# PEP 701: quotes, backslashes, comments and line ends within the braces of an f-string.
_OPEN_FIELD = re.compile(r""".*\b(?:[fF][rR]?|[rR][fF])['"].*\{[^}]*$""")
_F_STRINGS: Version = (3, 12)
# PEP 798.
_UNPACKING: Version = (3, 15)


class NewerPythonError(ValueError):
    """A source seems to need a newer Python than the running one."""

    def __init__(self, line: int, version: Version) -> None:
        """Take the line, counted from 1, and the Python that it needs."""
        super().__init__(line, version)
        self.line, self.version = line, version

    def explain(self) -> SourceError:
        """Return the error of a source that cannot be read for this reason."""
        problem = Problem(
            SYNTAX,
            N_("Python %(version)s or later required; run kfor-i18n with it"),
            {"version": "{}.{}".format(*self.version)},
        )
        return SourceError(self.line, problem)


def hides_calls(text: str, names: Collection[str]) -> bool:
    """Return whether calls of functions with these names may be inside f-strings of a source.

    Babel's extractor passes over those that only a newer Python can parse.
    """
    whole = "|".join(map(re.escape, sorted(names)))
    call = rf"\{{[^{{}}]*\b(?:{whole})\s*\("
    prefix = r"(?<!\w)(?:[fF][rR]?|[rR][fF])"
    quoted = rf"{prefix}(?:\"\"\"(?:(?!\"\"\").)*?|'''(?:(?!''').)*?){call}"
    on_line = rf"{prefix}['\"][^\n]*?{call}"
    return bool(re.search(on_line, text) or re.search(quoted, text, re.DOTALL))


def find_python(error: SyntaxError) -> Version | None:
    """Return the Python version that a line needs, if it is newer than the running one."""
    text = error.text or ""
    needed = [version for version, pattern in _STATEMENTS if pattern.match(text)]
    if error.msg.startswith("f-string") or (
        error.msg.startswith("unterminated string") and _OPEN_FIELD.match(text.rstrip())
    ):
        needed.append(_F_STRINGS)
    if "unpacking cannot be used in" in error.msg:
        needed.append(_UNPACKING)
    return next((version for version in needed if version > sys.version_info[:2]), None)
