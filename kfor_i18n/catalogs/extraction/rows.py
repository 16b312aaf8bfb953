"""One file to its rows: what Babel extracts, held against a strict reading of the same source."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.extract import extract

from kfor_i18n.catalogs.extraction.calls import SourceCall, Texts, empty_text, judge_call
from kfor_i18n.catalogs.extraction.errors import (
    Misuse,
    SourceError,
    line_of,
    undecodable,
    unreadable,
)
from kfor_i18n.catalogs.extraction.jinja import read_jinja
from kfor_i18n.catalogs.extraction.mapping import Rule
from kfor_i18n.catalogs.extraction.python import read_python
from kfor_i18n.catalogs.problems import N_, Problem

_EMPTY_WARNING = re.compile(r":(\d+): warning: Empty msgid")
_FAILURES = (
    OSError,
    ValueError,
    LookupError,
    ImportError,
    AttributeError,
    SyntaxError,
    TypeError,
    RuntimeError,
    MemoryError,
)


class Row(NamedTuple):
    """A message in one place."""

    line: int
    texts: Texts
    comments: tuple[str, ...]


def read_rows(path: Path, rule: Rule) -> tuple[list[Row], list[Misuse]]:
    """Return the messages of a file by line, and what is wrong in it."""
    try:
        source = path.read_bytes()
        with _silence() as said:
            calls = _read_calls(source, rule)
            if calls is not None:
                return _read_strictly(source, calls, rule)
            rows = _extract_rows(source, rule)
    except SourceError as error:
        return [], [error.misuse]
    except UnicodeDecodeError as error:
        return [], [undecodable(error)]
    except _FAILURES as error:
        return [], [Misuse(line_of(error), unreadable(error))]
    lines = _EMPTY_WARNING.findall(said.getvalue())
    return rows, [Misuse(int(line), empty_text()) for line in lines]


@contextmanager
def _silence() -> Iterator[StringIO]:
    """Catch what Babel says on standard error, and drop Python's warnings about foreign source."""
    with warnings.catch_warnings(), redirect_stderr(StringIO()) as said:
        warnings.simplefilter("ignore")
        yield said


def _read_calls(source: bytes, rule: Rule) -> list[SourceCall] | None:
    """Read a file's calls; ``None`` where only its extractor knows how to read it."""
    if rule.is_jinja:
        text = source.decode(rule.options.get("encoding", "utf-8"))
        return read_jinja(text, rule.environment, rule.keywords, rule.comment_tags)
    return read_python(source, rule.keywords) if rule.is_python else None


def _read_strictly(
    source: bytes, calls: Iterable[SourceCall], rule: Rule
) -> tuple[list[Row], list[Misuse]]:
    """Keep the rows that a call looks up, and find fault with calls that no row stands for."""
    wanted: dict[Texts, SourceCall] = {}
    comments: dict[tuple[int, Texts], tuple[str, ...]] = {}
    misuses = []
    for call in calls:
        texts, wrong = judge_call(call, rule.keywords[call.function])
        misuses += wrong
        for found in (text for text in texts if text.msgid):
            wanted.setdefault(found, call)
            comments.setdefault((call.line, found), call.comments)
    try:
        # Babel tokenizes slowly, and most files have no messages.
        rows = _extract_rows(source, rule) if wanted else []
    except TypeError:
        # Babel stumbles over bytes; they are among the misuses unless their line is exempt.
        if not misuses:
            raise
        return [], misuses
    for missing in wanted.keys() - {row.texts for row in rows}:
        misuses.append(Misuse(wanted[missing].line, _overlooked(wanted[missing])))
    return [
        row._replace(comments=row.comments or comments.get((row.line, row.texts), ()))
        for row in rows
        if row.texts in wanted
    ], misuses


def _extract_rows(source: bytes, rule: Rule) -> list[Row]:
    tags = () if rule.is_jinja else rule.comment_tags
    keywords: Any = rule.keywords
    rows = []
    for line, message, comments, context in extract(
        rule.method, BytesIO(source), keywords, tags, rule.options
    ):
        msgid, plural = message[:2] if isinstance(message, tuple) else (message, None)
        rows.append(Row(line, Texts(msgid, plural, context), tuple(comments)))
    return sorted(rows, key=lambda row: row.line)


def _overlooked(call: SourceCall) -> Problem:
    return Problem(
        "overlooked",
        N_(
            "Babel overlooks this call of %(function)s(); write the function's bare name and no "
            "parentheses around its texts, outside of f-strings and of other gettext calls"
        ),
        {"function": call.function},
    )
