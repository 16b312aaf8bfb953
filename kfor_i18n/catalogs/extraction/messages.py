"""A source tree to its messages, each merged over all its places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kfor_i18n.catalogs.extraction.calls import SourceMessage
from kfor_i18n.catalogs.extraction.errors import TWO_PLURALS, ExtractionError, Misuse
from kfor_i18n.catalogs.extraction.file import read_source
from kfor_i18n.catalogs.extraction.mapping import ExtractionOptions, Rule, read_rules
from kfor_i18n.catalogs.extraction.sources import find_files
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import N_, Finding, Problem
from kfor_i18n.parallel import run_each

# Below this many files, starting processes costs more than it gains.
_WORTH_PROCESSES = 512
# Babel's, and not PRINTF: a template whose flags changed would change every catalog, and in
# "50% a year" PRINTF has a placeholder, with which the text would be validated as a formatted one.
_PYTHON_FORMAT = re.compile(
    r"%(?:\(\w*\))?[-#0 +]?(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[diouxXeEfFgGcrs%]"
)


@dataclass(frozen=True, slots=True)
class ExtractedMessage:
    """A message of the sources, merged over all its places."""

    msgid: str
    plural: str | None
    context: str | None
    references: tuple[str, ...]
    comments: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass
class _Collected:
    """What is known of a message so far; the dictionaries are sets that keep their order."""

    plural: str | None = None
    plural_place: str = ""
    references: dict[str, None] = field(default_factory=dict)
    comments: dict[str, None] = field(default_factory=dict)


def extract_messages(
    root: Path, mapping: Path, *, options: ExtractionOptions
) -> tuple[ExtractedMessage, ...]:
    """Extract the messages of a source tree, in the order of its files and of their lines.

    ``mapping`` is a Babel mapping file (.cfg or .toml), whose patterns are relative to ``root``.
    Python files and Jinja templates are read strictly, other languages by Babel's extractors.
    Raises ``ExtractionError`` with everything that is wrong in any of the files.
    """
    paths, findings = find_files(root, read_rules(root, mapping, options))
    results = run_each(partial(_read, root), paths, weight=len(paths), worth=_WORTH_PROCESSES)
    messages: dict[Key, _Collected] = {}
    for (path, _), (in_file, misuses) in zip(paths, results, strict=True):
        findings += [Finding(Path(path), line, problem) for line, problem in misuses]
        for found in in_file:
            place = f"{path}:{found.line}"
            message = messages.setdefault(Key(found.msgid, found.context), _Collected())
            if problem := _merge(message, found, place, place if options.line_numbers else path):
                findings.append(Finding(Path(path), found.line, problem))
    if findings:
        raise ExtractionError(findings)
    return tuple(_finish(key, message) for key, message in messages.items())


def _read(root: Path, source: tuple[str, Rule]) -> tuple[list[SourceMessage], list[Misuse]]:
    path, rule = source
    return read_source(root / path, rule)


def _merge(message: _Collected, found: SourceMessage, place: str, reference: str) -> Problem | None:
    """Add a place to a message, or return why the two cannot be the same message."""
    if message.plural is None:
        message.plural, message.plural_place = found.plural, place
    elif found.plural not in (None, message.plural):
        return Problem(
            TWO_PLURALS,
            N_(
                '"%(msgid)s" has the plural "%(plural)s" here and "%(other)s" at %(place)s; give '
                "both the same plural, or one of them a context"
            ),
            {
                "msgid": found.msgid,
                "plural": found.plural,
                "other": message.plural,
                "place": message.plural_place,
            },
        )
    message.references[reference] = None
    message.comments |= dict.fromkeys(found.comments)
    return None


def _finish(key: Key, message: _Collected) -> ExtractedMessage:
    return ExtractedMessage(
        msgid=key.msgid,
        plural=message.plural,
        context=key.context,
        references=tuple(message.references),
        comments=tuple(message.comments),
        flags=("python-format",) if _is_formatted((key.msgid, message.plural or "")) else (),
    )


def _is_formatted(texts: Iterable[str]) -> bool:
    return any(_PYTHON_FORMAT.search(text) for text in texts)
