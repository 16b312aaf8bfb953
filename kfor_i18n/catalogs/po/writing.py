"""Entries as text: strings quoted and wrapped, comments replaced by kind, states changed."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.file import Entry, split_lines
from kfor_i18n.catalogs.po.wrapping import wrap_text

GETTEXT_WIDTH = 79
"""The columns that GNU gettext fills; a width of 0 leaves every line whole."""

TRANSLATOR, EXTRACTED, REFERENCES, FLAGS, PREVIOUS = "#", "#.", "#:", "#,", "#|"

_KINDS = (TRANSLATOR, EXTRACTED, REFERENCES, FLAGS, PREVIOUS)
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b",
        "\f": "\\f", "\v": "\\v",
    }
)  # fmt: skip
_MSGSTR = re.compile(r"^[ \t]*(?:#~[ \t]*)?msgstr\b", re.MULTILINE)
_LONG_LINE = re.compile(r'^(?:msg|").{100,}', re.MULTILINE)
_REFERENCE = re.compile("\u2068[^\u2069]*\u2069(?::[0-9]+)?|\\S+")


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes what is new in it: the columns it fills (0: any number), its line end."""

    width: int = GETTEXT_WIDTH
    newline: str = "\n"


def detect_style(text: str) -> Style:
    """Return the style of a file's text: whether it wraps, and how its lines end.

    A file wraps unless a line that could have been broken is well past the usual widths.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    is_whole = any(" " in line[10:GETTEXT_WIDTH] for line in _LONG_LINE.findall(text))
    return Style(0 if is_whole else GETTEXT_WIDTH, newline)


def format_entry(message: Message, style: Style, comments: Iterable[str] = ()) -> str:
    """Return a whole entry, after a blank line. ``comments`` are lines without their ends."""
    lines = ["", *comments, *format_source(message, style)]
    if message.plural is None:
        lines += format_field("msgstr", message.msgstrs[0], style)
    else:
        for number, msgstr in enumerate(message.msgstrs):
            lines += format_field(f"msgstr[{number}]", msgstr, style)
    return "".join(line + style.newline for line in lines)


def format_source(message: Message, style: Style) -> list[str]:
    """Return a message's context, msgid and plural as lines."""
    lines = []
    if message.context is not None:
        lines += format_field("msgctxt", message.context, style)
    lines += format_field("msgid", message.msgid, style)
    if message.plural is not None:
        lines += format_field("msgid_plural", message.plural, style)
    return lines


def fill_entry(entry: Entry, msgstrs: Sequence[str], style: Style) -> str:
    """Return an entry with other translations; its comments and its source keep their bytes.

    An entry that stands on one line is written anew.
    """
    start = _MSGSTR.search(entry.body)
    lines = [] if start else format_source(entry.message, style)
    for number, msgstr in enumerate(msgstrs):
        keyword = "msgstr" if entry.plural is None else f"msgstr[{number}]"
        lines += format_field(keyword, msgstr, style)
    mark = "#~ " if entry.is_obsolete else ""
    kept = entry.text[: entry.body_at] + (entry.body[: start.start()] if start else "")
    return kept + "".join(f"{mark}{line}{style.newline}" for line in lines)


def format_field(keyword: str, text: str, style: Style) -> list[str]:
    """Return a keyword and its string as lines, broken after each line end and at the width.

    What fits stays beside its keyword, and so does what cannot be broken.
    """
    parts = [part.translate(_ESCAPES) for part in split_lines(text)] or [""]
    width = style.width - 2 if style.width else sys.maxsize
    if len(parts) == 1 and len(wrap_text(parts[0], width, len(keyword) + 1)) == 1:
        return [f'{keyword} "{parts[0]}"']
    chunks = [chunk for part in parts for chunk in wrap_text(part, width)]
    return [f'{keyword} ""', *(f'"{chunk}"' for chunk in chunks)]


def format_references(references: Sequence[str], style: Style) -> list[str]:
    """Return places in the sources as ``#:`` lines; a name with spaces is isolated as gettext's."""
    names = [_isolate(name) if " " in name else name for name in references]
    lines: list[str] = []
    for name in names:
        if lines and (not style.width or len(lines[-1]) + len(name) + 1 <= style.width):
            lines[-1] += f" {name}"
        else:
            lines.append(f"#: {name}")
    return lines


def _isolate(place: str) -> str:
    """Put a file's name between marks, its line number after them."""
    name, colon, line = place.rpartition(":")
    return f"\u2068{name}\u2069:{line}" if colon and line.isdigit() else f"\u2068{place}\u2069"


def format_extracted(lines: Iterable[str]) -> list[str]:
    """Return notes from the sources as ``#.`` lines."""
    return [f"#. {line}".rstrip() for line in lines]


def format_previous(message: Message, style: Style) -> list[str]:
    """Return the source that a fuzzy translation was made for, as ``#|`` lines."""
    narrow = Style(max(style.width - 3, 0), style.newline)
    return [f"#| {line}" for line in format_source(message, narrow)]


def comment_lines(entry: Entry, kind: str) -> list[str]:
    """Return an entry's comment lines of a kind, without their marker and their ends."""
    return [
        line.strip().replace("#~|", "#|", 1)[len(kind) :].strip()
        for line in split_lines(entry.comments)
        if kind_of(line) == kind
    ]


def read_references(entry: Entry) -> list[str]:
    """Return the places in the sources that an entry names."""
    text = "\n".join(comment_lines(entry, REFERENCES))
    return [name.replace("\u2068", "").replace("\u2069", "") for name in _REFERENCE.findall(text)]


def replace_comments(comments: str, kind: str, lines: Sequence[str], style: Style) -> str:
    """Return comments with the lines of a kind replaced, the others untouched in their places.

    ``lines`` have their markers and no ends. They go where that kind stood, else where gettext
    puts it.
    """
    old = split_lines(comments)
    kinds = [kind_of(line) for line in old]
    later = _KINDS[_KINDS.index(kind) + 1 :]
    place = next((i for i, found in enumerate(kinds) if found == kind), None)
    if place is None:
        place = next((i for i, found in enumerate(kinds) if found in later), len(old))
    new = [line + style.newline for line in lines]
    kept = [(i, line) for i, line in enumerate(old) if kinds[i] != kind]
    return "".join(
        [line for i, line in kept if i < place] + new + [line for i, line in kept if i >= place]
    )


def format_flags(flags: Collection[str]) -> list[str]:
    """Return flags as a comment line; none for no flags."""
    return [f"#, {', '.join(flags)}"] if flags else []


def kind_of(line: str) -> str:
    """Return the marker of a comment line: one of the five above, or nothing for a blank line."""
    text = line.strip()
    if text.startswith("#~|"):
        return PREVIOUS
    return text[:2] if text[:2] in _KINDS else TRANSLATOR if text.startswith("#") else ""
