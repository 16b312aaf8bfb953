"""What is wrong in a source, and on which line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import UNREADABLE

UNNAMED_PLACEHOLDER = Code(
    "unnamed-placeholder",
    # Translators: the title of a kind of finding.
    N_("Unnamed placeholder"),
    N_("The message is formatted with named values, so every placeholder needs a name."),
    severity="warning",
)


UNDECODABLE = Code(
    "undecodable",
    N_("Wrong encoding of a source file"),
    N_("Source files are read as UTF-8, or in the encoding that they declare."),
)


TWO_PLURALS = Code(
    "two-plurals",
    N_("One msgid with two plurals"),
    N_("A message has only one plural. For two plurals, use two contexts."),
    severity="warning",
)


NOT_LITERAL = Code(
    "not-literal",
    N_("gettext call without a string literal"),
    N_("Only string literals can be extracted, not variables or expressions."),
    severity="warning",
    # What a variable holds may well be in a catalog: only strict projects want no such call.
    is_on=False,
)


FORMATTED_EARLY = Code(
    "formatted-early",
    N_("Message formatted before it is looked up"),
    N_(
        "gettext receives the text with its values already filled in, and catalogs do not "
        "contain that text."
    ),
    severity="warning",
)


F_STRING = Code(
    "f-string",
    N_("f-string in a gettext call"),
    N_("The text is formatted before gettext is called, and catalogs do not contain the result."),
    severity="warning",
)


EXTRACTOR = Code(
    "extractor",
    N_("Extractor or template extension failed"),
    N_(
        "The mapping file assigns extractors to the source files. Messages of files that "
        "cannot be read are kept in the template."
    ),
)


EMPTY_TEXT = Code(
    "empty-text",
    N_("gettext call with an empty message"),
    N_("The empty msgid belongs to the header, so the call would return all header fields."),
    severity="warning",
)


BARE_PERCENT = Code(
    "bare-percent",
    N_("Percent sign in a formatted message"),
    N_(
        "Formatting fails if a percent sign does not start a placeholder. Write a literal "
        "percent sign as %%%%."
    ),
    severity="warning",
)


UNWRITABLE_TEXT = Code(
    "unwritable-text",
    N_("gettext call with a character that catalogs cannot contain"),
    N_(
        "Catalogs cannot contain lone surrogates, and compiled catalogs cannot contain NUL "
        "characters."
    ),
    severity="warning",
)


EXTRACTION_CODES = (
    BARE_PERCENT, EMPTY_TEXT, EXTRACTOR, FORMATTED_EARLY, F_STRING, NOT_LITERAL, TWO_PLURALS,
    UNDECODABLE, UNNAMED_PLACEHOLDER, UNWRITABLE_TEXT,
)  # fmt: skip
"""The codes of what keeps calls and files from giving messages.

Those of calls are warnings: the call is left out, or looks up a text that fails when it runs.
"""

LEFT_OUT = frozenset({EMPTY_TEXT, FORMATTED_EARLY, F_STRING, NOT_LITERAL, UNWRITABLE_TEXT})
"""The codes of calls that give no message."""


class ExtractionError(CatalogError):
    """No messages can be extracted; ``findings`` are all the reasons, by file and line.

    Their paths are relative to the root of the sources.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take at least one finding, in any order."""
        super().__init__(
            sorted(findings, key=lambda found: (found.path.as_posix(), found.line or 0, str(found)))
        )


class Misuse(NamedTuple):
    """What is wrong in a source, and on which line, if on one."""

    line: int | None
    problem: Problem


class SourceError(ValueError):
    """A source is invalid in its language; ``misuse`` is the line and the problem."""

    def __init__(self, line: int | None, problem: Problem) -> None:
        """Take the line, counted from 1, if there is one, and the problem."""
        self.misuse = Misuse(line, problem)
        super().__init__(f"{line}: {problem}")


def undecodable(error: UnicodeDecodeError) -> Misuse:
    """Return the problem of a source that is not text in its encoding, and its line."""
    problem = Problem(
        UNDECODABLE,
        N_("not valid %(encoding)s; save the file as UTF-8, and declare no other encoding"),
        {"encoding": error.encoding},
    )
    return Misuse(error.object.count(b"\n", 0, error.start) + 1, problem)


def unreadable(error: Exception) -> Problem:
    """Return the problem of a file or directory that cannot be read."""
    return Problem(
        UNREADABLE,
        N_("cannot be read: %(reason)s; fix the file, or exclude it in the mapping file"),
        {"reason": reason_of(error)},
    )


def reason_of(error: BaseException) -> str:
    """Return an error's message in one line."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return next(iter(str(error).splitlines()), type(error).__name__)


def line_of(error: Exception) -> int | None:
    """Return the line that a parser's error names, if it names one."""
    lines: Iterable[tuple[int, str]] = getattr(error, "errors", ())
    return next((line for line, _ in lines), getattr(error, "lineno", None))
