"""What is wrong in a source, and on which line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import UNREADABLE

UNNAMED_PLACEHOLDER = Code(
    "unnamed-placeholder",
    N_("Placeholder without a name"),
    N_("The text is formatted with named values, so each placeholder needs a name."),
    severity="warning",
)


UNDECODABLE = Code(
    "undecodable",
    N_("Source file in another encoding"),
    N_("A source is read in UTF-8 or in the encoding that it declares."),
)


TWO_PLURALS = Code(
    "two-plurals",
    N_("One msgid with two plurals"),
    N_("A message has one plural. Two plurals need two contexts."),
    severity="warning",
)


NOT_LITERAL = Code(
    "not-literal",
    N_("gettext call whose text is not a string literal"),
    N_("Only the text itself can be extracted, not a variable or an expression."),
    severity="warning",
)


FORMATTED_EARLY = Code(
    "formatted-early",
    N_("Text that is formatted before it is looked up"),
    N_("gettext gets the text with its values filled in, and no catalog can hold that."),
    severity="warning",
)


F_STRING = Code(
    "f-string",
    N_("f-string in a gettext call"),
    N_("The text is put together before gettext is called, so no catalog can hold it."),
    severity="warning",
)


EXTRACTOR = Code(
    "extractor",
    N_("Extractor or template extension that fails"),
    N_(
        "A mapping file names what reads the sources. The messages of files that it cannot read "
        "are kept in the template."
    ),
)


EMPTY_TEXT = Code(
    "empty-text",
    N_("gettext call with an empty text"),
    N_("The empty msgid belongs to the catalog's header: the call would return all header fields."),
    severity="warning",
)


BARE_PERCENT = Code(
    "bare-percent",
    N_("Per cent sign in a text that is formatted"),
    N_("Formatting fails on a per cent sign that begins no placeholder. Write %%%% for the sign."),
    severity="warning",
)


UNWRITABLE_TEXT = Code(
    "unwritable-text",
    N_("gettext call with a text that no catalog can hold"),
    N_(
        "Catalogs are text, which has no halves of surrogate pairs, and a compiled catalog ends a "
        "text at a NUL character."
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
    """A source is invalid in its language; ``misuse`` says where and what to do."""

    def __init__(self, line: int | None, problem: Problem) -> None:
        """Take the line, counted from 1, if there is one, and the problem."""
        self.misuse = Misuse(line, problem)
        super().__init__(f"{line}: {problem}")


def undecodable(error: UnicodeDecodeError) -> Misuse:
    """Return the problem of a source that is not text in its encoding, and its line."""
    problem = Problem(
        UNDECODABLE,
        N_("is not %(encoding)s text; save the file as UTF-8"),
        {"encoding": error.encoding},
    )
    return Misuse(error.object.count(b"\n", 0, error.start) + 1, problem)


def unreadable(error: Exception) -> Problem:
    """Return the problem of a file or folder that cannot be read."""
    return Problem(
        UNREADABLE,
        N_("cannot be read: %(reason)s; mend the file, or keep it out of the mapping"),
        {"reason": reason_of(error)},
    )


def reason_of(error: Exception) -> str:
    """Return an error's message in one line."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return next(iter(str(error).splitlines()), type(error).__name__)


def line_of(error: Exception) -> int | None:
    """Return the line that a parser's error names, if it names one."""
    lines: Iterable[tuple[int, str]] = getattr(error, "errors", ())
    return next((line for line, _ in lines), getattr(error, "lineno", None))
