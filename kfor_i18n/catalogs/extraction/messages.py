"""A source tree to its messages: each merged over all the places that it stands in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from babel.messages.catalog import Message

from kfor_i18n.catalogs.extraction.errors import ExtractionError, Misuse
from kfor_i18n.catalogs.extraction.mapping import ExtractionOptions, Rule, read_rules
from kfor_i18n.catalogs.extraction.rows import Row, read_rows
from kfor_i18n.catalogs.extraction.sources import find_files
from kfor_i18n.catalogs.problems import N_, Finding, Problem

_Result = tuple[list[Row], list[Misuse]]

_WORTH_A_PROCESS = 24


@dataclass(frozen=True, slots=True)
class ExtractedMessage:
    """A message of the sources, merged over all the places that it stands in."""

    msgid: str
    plural: str | None
    context: str | None
    references: tuple[str, ...]
    comments: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass
class _Entry:
    """A message while it is put together; the dictionaries are sets that keep their order."""

    plural: str | None = None
    plural_place: str = ""
    references: dict[str, None] = field(default_factory=dict)
    comments: dict[str, None] = field(default_factory=dict)


def extract_messages(
    root: Path, mapping: Path, *, options: ExtractionOptions
) -> tuple[ExtractedMessage, ...]:
    """Extract the messages of a source tree, in the order of its files and of their lines.

    ``mapping`` is a Babel mapping file (.cfg, or .toml), whose patterns are relative to ``root``.
    Python files and Jinja templates are read strictly; other languages are left to their
    extractors. Raises ``ExtractionError`` with everything that is wrong in any of the files.
    """
    rules = read_rules(root, mapping, options)
    paths, findings = find_files(root, rules)
    entries: dict[tuple[str, str | None], _Entry] = {}
    for (path, _), (rows, misuses) in zip(paths, _read_all(root, paths), strict=True):
        findings += [Finding(Path(path), line, problem) for line, problem in misuses]
        for row in rows:
            place = f"{path}:{row.line}"
            entry = entries.setdefault((row.texts.msgid, row.texts.context), _Entry())
            if problem := _merge(entry, row, place, place if options.line_numbers else path):
                findings.append(Finding(Path(path), row.line, problem))
    if findings:
        raise ExtractionError(findings)
    return tuple(_message(msgid, context, entry) for (msgid, context), entry in entries.items())


def _read_all(root: Path, paths: Sequence[tuple[str, Rule]]) -> list[_Result]:
    """Read files, on all cores where there are many."""
    workers = min(os.cpu_count() or 1, len(paths) // _WORTH_A_PROCESS)
    if workers < 2:
        return [read_rows(root / path, rule) for path, rule in paths]
    # A rule holds a template engine, which cannot be sent to a process but is there after a fork.
    with ProcessPoolExecutor(
        workers, get_context("fork"), initializer=_remember, initargs=(root, paths)
    ) as pool:
        return list(pool.map(_read_remembered, range(len(paths)), chunksize=4))


_remembered: tuple[Path, Sequence[tuple[str, Rule]]] = (Path(), ())


def _remember(root: Path, paths: Sequence[tuple[str, Rule]]) -> None:
    global _remembered  # noqa: PLW0603 - a process of the pool has no other way to be given it
    _remembered = root, paths


def _read_remembered(number: int) -> _Result:
    root, paths = _remembered
    path, rule = paths[number]
    return read_rows(root / path, rule)


def _merge(entry: _Entry, row: Row, place: str, reference: str) -> Problem | None:
    """Add a place to a message, or say that the two cannot be the same message."""
    plural = row.texts.plural
    if entry.plural is None:
        entry.plural, entry.plural_place = plural, place
    elif plural not in (None, entry.plural):
        return Problem(
            "two-plurals",
            N_(
                '"%(msgid)s" has the plural "%(plural)s" here and "%(other)s" at %(place)s; give '
                "both the same plural, or one of them a context"
            ),
            {
                "msgid": row.texts.msgid,
                "plural": plural,
                "other": entry.plural,
                "place": entry.plural_place,
            },
        )
    entry.references[reference] = None
    entry.comments |= dict.fromkeys(row.comments)
    return None


def _message(msgid: str, context: str | None, entry: _Entry) -> ExtractedMessage:
    texts = msgid if entry.plural is None else (msgid, entry.plural)
    return ExtractedMessage(
        msgid=msgid,
        plural=entry.plural,
        context=context,
        references=tuple(entry.references),
        comments=tuple(entry.comments),
        flags=("python-format",) if Message(texts).python_format else (),
    )
