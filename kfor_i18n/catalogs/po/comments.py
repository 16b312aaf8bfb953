"""The comments of an entry, by kind: read, and told apart by the marks that they begin with."""

from __future__ import annotations

import re

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.file import Entry, read_entry, split_lines
from kfor_i18n.catalogs.po.syntax import PoSyntaxError

TRANSLATOR, EXTRACTED, REFERENCES, FLAGS, PREVIOUS = "#", "#.", "#:", "#,", "#|"

KINDS = (TRANSLATOR, EXTRACTED, REFERENCES, FLAGS, PREVIOUS)
"""The marks of the kinds of comments, in GNU gettext's order."""

REFERENCE = re.compile("\u2068[^\u2069]*\u2069(?::[0-9]+)?|\\S+")
"""A reference; a file name with spaces is isolated, its line number after it."""


def comment_lines(entry: Entry, kind: str) -> list[str]:
    """Return an entry's comment lines of a kind, without their marker and their ends."""
    return [
        line.strip().replace("#~|", "#|", 1)[len(kind) :].strip()
        for line in split_lines(entry.comments)
        if kind_of(line) == kind
    ]


def raw_comments(entry: Entry, kind: str) -> list[str]:
    """Return an entry's comment lines of a kind as they are, without their ends."""
    return [line.rstrip("\r\n") for line in split_lines(entry.comments) if kind_of(line) == kind]


def read_references(entry: Entry) -> list[str]:
    """Return the places in the sources that an entry names."""
    text = "\n".join(comment_lines(entry, REFERENCES))
    return [name.replace("\u2068", "").replace("\u2069", "") for name in REFERENCE.findall(text)]


def read_previous(entry: Entry) -> Message | None:
    """Return the source that a fuzzy translation was made for, ``None`` where it is not given."""
    if "|" not in entry.comments:
        return None
    lines = comment_lines(entry, PREVIOUS)
    form = "msgstr[0]" if any(line.startswith("msgid_plural") for line in lines) else "msgstr"
    try:
        return read_entry("\n".join([*lines, f'{form} ""'])).message if lines else None
    except PoSyntaxError:
        return None


def kind_of(line: str) -> str:
    """Return the marker of a comment line: one of the five above, or nothing for a blank line."""
    text = line.strip()
    if text.startswith("#~|"):
        return PREVIOUS
    return text[:2] if text[:2] in KINDS else TRANSLATOR if text.startswith("#") else ""
