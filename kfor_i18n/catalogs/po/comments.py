"""The comments of an entry, classified by their markers: ``#``, ``#.``, ``#:``, ``#,``, ``#|``.

``#=`` begins a line of flags, too: since June 2025, GNU gettext requires all readers to accept it.
"""

from __future__ import annotations

import re

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.file import Entry, read_entry, split_lines
from kfor_i18n.catalogs.po.syntax import PoSyntaxError

TRANSLATOR, EXTRACTED, REFERENCES, FLAGS, PREVIOUS = "#", "#.", "#:", "#,", "#|"

_STICKY_FLAGS = "#="

KINDS = (TRANSLATOR, EXTRACTED, REFERENCES, FLAGS, PREVIOUS)
"""The markers of the five kinds of comments, in the order in which GNU gettext writes them."""

REFERENCE = re.compile("\u2068[^\u2069]*\u2069(?::[0-9]+)?|\\S+")
"""The pattern of a reference; a file name with spaces is between U+2068 and U+2069."""


def comment_lines(entry: Entry, kind: str) -> list[str]:
    """Return an entry's comment lines of one kind, without markers and line endings."""
    return [
        line.strip().replace("#~|", "#|", 1)[len(kind) :].strip()
        for line in split_lines(entry.comments)
        if kind_of(line) == kind
    ]


def raw_comments(entry: Entry, kind: str) -> list[str]:
    """Return an entry's comment lines of one kind, with markers but without line endings."""
    return [line.rstrip("\r\n") for line in split_lines(entry.comments) if kind_of(line) == kind]


def read_references(entry: Entry) -> list[str]:
    """Return an entry's references, such as ``app.py:12``, without isolate characters."""
    text = "\n".join(comment_lines(entry, REFERENCES))
    return [name.replace("\u2068", "").replace("\u2069", "") for name in REFERENCE.findall(text)]


def read_previous(entry: Entry) -> Message | None:
    """Return the previous msgid of an entry, with its context and plural, and empty msgstrs.

    ``None`` if the entry has no ``#|`` lines or they cannot be parsed.
    """
    if "|" not in entry.comments:
        return None
    lines = comment_lines(entry, PREVIOUS)
    keyword = "msgstr[0]" if any(line.startswith("msgid_plural") for line in lines) else "msgstr"
    try:
        return read_entry("\n".join([*lines, f'{keyword} ""'])).message if lines else None
    except PoSyntaxError:
        return None


def kind_of(line: str) -> str:
    """Return the marker of a comment line: one of ``KINDS``, or "" for a line without a comment."""
    text = line.strip()
    if text.startswith("#~|"):
        return PREVIOUS
    if text.startswith(_STICKY_FLAGS):
        return FLAGS
    return text[:2] if text[:2] in KINDS else TRANSLATOR if text.startswith("#") else ""
