"""A source file to messages: each at each place, and what is wrong in the file."""

from __future__ import annotations

import tokenize
import warnings
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kfor_i18n.catalogs.extraction.calls import SourceCall, SourceMessage, make_messages
from kfor_i18n.catalogs.extraction.errors import (
    Misuse,
    SourceError,
    line_of,
    undecodable,
    unreadable,
)
from kfor_i18n.catalogs.extraction.extractors import read_other
from kfor_i18n.catalogs.extraction.formats import XGETTEXT
from kfor_i18n.catalogs.extraction.jinja import read_jinja
from kfor_i18n.catalogs.extraction.mapping import Rule
from kfor_i18n.catalogs.extraction.python import read_python
from kfor_i18n.catalogs.extraction.pythons import NewerPythonError, hides_calls

_FAILURES = (
    OSError,
    ValueError,
    LookupError,
    ImportError,
    AttributeError,
    SyntaxError,
    tokenize.TokenError,
    TypeError,
    RuntimeError,
    MemoryError,
)


class FileMessages(NamedTuple):
    """The messages of a file in its order, and what is wrong in it.

    ``is_lost``: the file could not be read, so its messages are unknown.
    """

    messages: list[SourceMessage]
    misuses: list[Misuse]
    is_lost: bool = False


def read_source(root: Path, name: str, rule: Rule) -> FileMessages:
    """Return the messages of a file in a project by the rule that applies to it."""
    try:
        # What Python warns of in a source that is not ours is not our business.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(root, root / name, rule)
    except SourceError as error:
        misuse = error.misuse
    except UnicodeDecodeError as error:
        misuse = undecodable(error)
    except _FAILURES as error:
        misuse = Misuse(line_of(error), unreadable(error))
    return FileMessages([], [misuse], is_lost=True)


def _read(root: Path, path: Path, rule: Rule) -> FileMessages:
    tags = (*rule.comment_tags, XGETTEXT)
    encoding = rule.options.get("encoding", "utf-8")
    if rule.is_python:
        try:
            calls = read_python(path.read_bytes(), rule.keywords, tags, encoding)
        except NewerPythonError as error:
            return _read_by_tokens(root, path, rule, error)
    elif rule.is_jinja:
        text = path.read_bytes().decode(encoding)
        calls = read_jinja(text, rule.make_environment(root), rule.keywords, tags)
    else:
        return FileMessages(*read_other(root, path, rule))
    return _make_messages(calls, rule)


def _make_messages(calls: list[SourceCall], rule: Rule) -> FileMessages:
    found = FileMessages([], [])
    for call in calls:
        messages, misuses = make_messages(call, rule.keywords[call.keyword])
        found.messages.extend(messages)
        found.misuses.extend(misuses)
    return found


def _read_by_tokens(root: Path, path: Path, rule: Rule, error: NewerPythonError) -> FileMessages:
    """Read a source in a newer Python by Babel's extractor, which does not parse it."""
    text = path.read_bytes().decode(rule.options.get("encoding", "utf-8"), "replace")
    if hides_calls(text, rule.keywords):
        raise error.explain() from error
    try:
        return FileMessages(*read_other(root, path, replace(rule, method="python")))
    except SourceError:
        raise error.explain() from error
