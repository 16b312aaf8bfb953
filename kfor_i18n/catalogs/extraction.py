"""Sources to the messages of a template: Babel extracts, and nothing is lost without a word.

What a strict reading of a Python file or Jinja template finds and what Babel extracts must be the
same messages; a call whose text no catalog can hold is an error and not passed over.
"""

from __future__ import annotations

import configparser
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages import frontend
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.util import pathmatch
from jinja2 import Environment

from kfor_i18n.catalogs.extraction_jinja import make_environment, merge_options, read_jinja
from kfor_i18n.catalogs.extraction_python import (
    Keyword,
    Misuse,
    SourceCall,
    SourceError,
    Texts,
    empty_text,
    judge_call,
    read_python,
    undecodable,
)
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem

KEYWORDS: Mapping[str, Keyword] = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
"""The functions whose arguments are messages: Babel's, and their lazy siblings."""

IGNORED_FOLDERS = frozenset({"venv", "node_modules", "dist", "build", "__pycache__"})
"""Folders that hold no sources, at any depth; hidden folders are left out as well."""

_PYTHON = frozenset({"python", "babel.messages.extract.extract_python"})
_JINJA = frozenset({"jinja2", "jinja2.ext.babel_extract"})
_EMPTY_WARNING = re.compile(r":(\d+): warning: Empty msgid")
_FAILURES = (OSError, ValueError, LookupError, ImportError, AttributeError)
_MAPPING_FAILURES = (*_FAILURES, configparser.Error, frontend.ConfigurationError, AssertionError)
_SOURCE_FAILURES = (*_FAILURES, SyntaxError, TypeError, RuntimeError, MemoryError)


class ExtractionError(CatalogError):
    """The sources give no template; ``findings`` say all that is wrong, by file and line.

    Their paths are relative to the root of the sources.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take at least one finding, in any order."""
        super().__init__(
            sorted(findings, key=lambda found: (found.path.as_posix(), found.line or 0, str(found)))
        )


@dataclass(frozen=True, slots=True)
class ExtractedMessage:
    """A message of the sources, merged over all the places that it stands in."""

    msgid: str
    plural: str | None
    context: str | None
    references: tuple[str, ...]
    comments: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True)
class ExtractionOptions:
    """What is extracted, and how.

    ``keywords`` and ``comment_tags`` are Babel's, and a mapping file may add to them. With
    ``line_numbers`` a reference is ``path:line``, else a file's path, once. ``jinja`` holds the
    application's own template options by the names of Babel's Jinja extractor (``extensions``,
    ``trimmed``, ``trim_blocks``, ``newstyle_gettext``, ...); they prevail over the mapping file's,
    so that the messages are what the application will look up.
    """

    keywords: Mapping[str, Keyword] = field(default_factory=lambda: dict(KEYWORDS))
    comment_tags: tuple[str, ...] = ("Translators:", "NOTE:", "L10n:")
    line_numbers: bool = False
    jinja: Mapping[str, object] | None = None


@dataclass(frozen=True)
class _Rule:
    """A section of the mapping file: which files, and how they are read."""

    pattern: str
    method: str
    options: Mapping[str, Any]
    keywords: Mapping[str, Keyword]
    comment_tags: tuple[str, ...]
    environment: Environment | None


class _Row(NamedTuple):
    """A message in one place."""

    line: int
    texts: Texts
    comments: tuple[str, ...]


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
    rules = _read_rules(root, mapping, options)
    paths, findings = _find_files(root, rules)
    entries: dict[tuple[str, str | None], _Entry] = {}
    for path, rule in paths:
        rows, misuses = _read_file(root / path, rule)
        findings += [Finding(Path(path), line, problem) for line, problem in misuses]
        for row in rows:
            place = f"{path}:{row.line}"
            entry = entries.setdefault((row.texts.msgid, row.texts.context), _Entry())
            if problem := _merge(entry, row, place, place if options.line_numbers else path):
                findings.append(Finding(Path(path), row.line, problem))
    if findings:
        raise ExtractionError(findings)
    return tuple(_message(msgid, context, entry) for (msgid, context), entry in entries.items())


def _read_rules(root: Path, mapping: Path, options: ExtractionOptions) -> list[_Rule]:
    try:
        methods, settings = _parse_mapping(mapping)
        return [_rule(pattern, method, settings[pattern], options) for pattern, method in methods]
    except _MAPPING_FAILURES as error:
        inside = mapping.is_relative_to(root)
        path = mapping.relative_to(root) if inside else mapping
        problem = Problem(
            "mapping",
            N_(
                "is no usable mapping file: %(reason)s; mend it: a mapping is a method and a "
                "pattern, [method: pattern] in a .cfg file"
            ),
            {"reason": _reason(error)},
        )
        raise ExtractionError([Finding(path, _line_of(error), problem)]) from error


def _parse_mapping(mapping: Path) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    parsed: tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]
    if mapping.suffix == ".toml":
        is_project = mapping.name == "pyproject.toml"
        with mapping.open("rb") as binary:
            # Babel has no public function for its own TOML mappings.
            parsed = frontend._parse_mapping_toml(
                binary, mapping.name, "pyproject.toml" if is_project else "standalone"
            )
        return parsed
    with mapping.open(encoding="utf-8") as text:
        parsed = frontend.parse_mapping_cfg(text, mapping.name)  # type: ignore[no-untyped-call]
    return parsed


def _rule(
    pattern: str, method: str, section: Mapping[str, Any], options: ExtractionOptions
) -> _Rule:
    settings = dict(section)
    keywords = {**options.keywords, **settings.pop("keywords", {})}
    tags = dict.fromkeys((*options.comment_tags, *settings.pop("add_comments", ())))
    environment = None
    if method.replace(":", ".") in _JINJA:
        settings = merge_options(settings, options.jinja or {})
        environment = make_environment(settings)
    return _Rule(pattern, method, settings, keywords, tuple(tags), environment)


def _find_files(root: Path, rules: list[_Rule]) -> tuple[list[tuple[str, _Rule]], list[Finding]]:
    """Return the files to read with the rule that holds for each, and the folders not readable."""
    found, findings = [], []

    def complain(error: OSError) -> None:
        folder = Path(error.filename).relative_to(root)
        findings.append(Finding(folder, None, _unreadable(error)))

    for parent, folders, files in os.walk(root, onerror=complain):
        folder = Path(parent).relative_to(root)
        folders[:] = [name for name in folders if _is_source(name, folder / name, rules)]
        for name in files:
            path = (folder / name).as_posix()
            rule = next((rule for rule in rules if pathmatch(rule.pattern, path)), None)
            if rule and rule.method != "ignore":
                found.append((path, rule))
    return sorted(found, key=lambda pair: pair[0]), findings


def _is_source(name: str, folder: Path, rules: Iterable[_Rule]) -> bool:
    if name.startswith(".") or name in IGNORED_FOLDERS:
        return False
    path = folder.as_posix()
    return not any(rule.method == "ignore" and pathmatch(rule.pattern, path) for rule in rules)


def _read_file(path: Path, rule: _Rule) -> tuple[list[_Row], list[Misuse]]:
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
    except _SOURCE_FAILURES as error:
        return [], [Misuse(_line_of(error), _unreadable(error))]
    lines = _EMPTY_WARNING.findall(said.getvalue())
    return rows, [Misuse(int(line), empty_text()) for line in lines]


@contextmanager
def _silence() -> Iterator[StringIO]:
    """Catch what Babel says on standard error, and drop Python's warnings about foreign source."""
    with warnings.catch_warnings(), redirect_stderr(StringIO()) as said:
        warnings.simplefilter("ignore")
        yield said


def _read_calls(source: bytes, rule: _Rule) -> list[SourceCall] | None:
    """Read a file's calls; ``None`` where only its extractor knows how to read it."""
    if rule.environment:
        text = source.decode(rule.options.get("encoding", "utf-8"))
        return read_jinja(text, rule.environment, rule.keywords, rule.comment_tags)
    is_python = rule.method.replace(":", ".") in _PYTHON
    return read_python(source, rule.keywords) if is_python else None


def _read_strictly(
    source: bytes, calls: Iterable[SourceCall], rule: _Rule
) -> tuple[list[_Row], list[Misuse]]:
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


def _extract_rows(source: bytes, rule: _Rule) -> list[_Row]:
    tags = () if rule.environment else rule.comment_tags
    rows = []
    for line, message, comments, context in extract(
        rule.method, BytesIO(source), rule.keywords, tags, rule.options
    ):
        msgid, plural = message[:2] if isinstance(message, tuple) else (message, None)
        rows.append(_Row(line, Texts(msgid, plural, context), tuple(comments)))
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


def _merge(entry: _Entry, row: _Row, place: str, reference: str) -> Problem | None:
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


def _unreadable(error: Exception) -> Problem:
    return Problem(
        "unreadable",
        N_("cannot be read: %(reason)s; mend the file, or keep it out of the mapping"),
        {"reason": _reason(error)},
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return next(iter(str(error).splitlines()), type(error).__name__)


def _line_of(error: Exception) -> int | None:
    lines: Iterable[tuple[int, str]] = getattr(error, "errors", ())
    return next((line for line, _ in lines), getattr(error, "lineno", None))
