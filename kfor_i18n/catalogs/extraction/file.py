"""A source file to messages: each at each place, and what is wrong in the file."""

from __future__ import annotations

import warnings
from pathlib import Path

from kfor_i18n.catalogs.extraction.calls import SourceMessage, make_messages
from kfor_i18n.catalogs.extraction.errors import (
    Misuse,
    SourceError,
    line_of,
    undecodable,
    unreadable,
)
from kfor_i18n.catalogs.extraction.extractors import read_other
from kfor_i18n.catalogs.extraction.jinja import read_jinja
from kfor_i18n.catalogs.extraction.mapping import Rule
from kfor_i18n.catalogs.extraction.python import read_python

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


def read_source(path: Path, rule: Rule) -> tuple[list[SourceMessage], list[Misuse]]:
    """Return the messages of a file by line, and what is wrong in it."""
    try:
        source = path.read_bytes()
        # What Python warns of in a source that is not ours is not our business.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(source, rule)
    except SourceError as error:
        return [], [error.misuse]
    except UnicodeDecodeError as error:
        return [], [undecodable(error)]
    except _FAILURES as error:
        return [], [Misuse(line_of(error), unreadable(error))]


def _read(source: bytes, rule: Rule) -> tuple[list[SourceMessage], list[Misuse]]:
    if rule.is_python:
        calls = read_python(source, rule.keywords, rule.comment_tags)
    elif rule.is_jinja:
        text = source.decode(rule.options.get("encoding", "utf-8"))
        calls = read_jinja(text, rule.environment, rule.keywords, rule.comment_tags)
    else:
        return read_other(source, rule)
    messages, misuses = [], []
    for call in calls:
        found, wrong = make_messages(call, rule.keywords[call.function])
        messages += found
        misuses += wrong
    return messages, misuses
