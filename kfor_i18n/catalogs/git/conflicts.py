"""Merge conflicts in catalogs: recorded in translator comments, and reported until resolved.

The rejected side of a conflict is kept as a translator comment. It cannot be an obsolete entry: GNU
gettext rejects files with an obsolete and a live entry for the same message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kfor_i18n.catalogs.git.three_way import Side
from kfor_i18n.catalogs.po.comments import TRANSLATOR, kind_of
from kfor_i18n.catalogs.po.file import Entry, PoFile, split_lines
from kfor_i18n.catalogs.po.writing import Style, format_field, replace_comments
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem

MERGE_CONFLICT = Code(
    "merge-conflict",
    N_("Unresolved merge conflict"),
    N_(
        "Both sides of a merge translated this message differently. Both translations are "
        "kept: choose one, then remove the conflict comment and the fuzzy flag."
    ),
)


_MARK = "kfor-i18n: merge conflict; "

_MESSAGE = Problem(
    MERGE_CONFLICT,
    N_(
        "merge conflict: both sides translated this message differently; choose one "
        "translation, then remove the conflict comment and the fuzzy flag"
    ),
)
_HEADER = Problem(
    MERGE_CONFLICT,
    N_(
        "merge conflict: both sides changed a header field; choose one value, then remove "
        "the conflict comment"
    ),
)


def note_conflict(comments: str, side: Side, fields: Iterable[str], style: Style) -> str:
    """Return an entry's comments with a translator comment for each field of the rejected side.

    ``fields`` are lines without line endings, as from ``write_fields``.
    """
    old = [line.rstrip("\r\n") for line in split_lines(comments) if kind_of(line) == TRANSLATOR]
    new = [f"# {_MARK}{side}: {field}" for field in fields]
    return replace_comments(comments, TRANSLATOR, [*old, *new], style)


def write_fields(entry: Entry) -> Iterator[str]:
    """Yield the msgid_plural (if any) and the msgstrs of an entry, each on one line."""
    if entry.plural is None:
        yield write_field("msgstr", entry.msgstrs[0])
        return
    yield write_field("msgid_plural", entry.plural)
    for number, msgstr in enumerate(entry.msgstrs):
        yield write_field(f"msgstr[{number}]", msgstr)


def write_field(keyword: str, text: str) -> str:
    """Return a keyword and its string on one line, whatever its length."""
    first, *more = format_field(keyword, text, Style(width=0))
    return f'{keyword} "{"".join(line[1:-1] for line in more)}"' if more else first


def find_conflicts(po: PoFile) -> list[Entry]:
    """Return the entries, live or obsolete, with an unresolved merge conflict."""
    if _MARK not in po.text:
        return []
    return [entry for entry in po.entries if _MARK in entry.comments]


def report_conflicts(path: Path, po: PoFile) -> Iterator[Finding]:
    """Yield an error for each entry with an unresolved merge conflict."""
    for entry in find_conflicts(po):
        line = po.line_of(entry)
        if entry.is_header:
            yield Finding(path, line, _HEADER)
        else:
            yield Finding(path, line, _MESSAGE, entry.msgid)
