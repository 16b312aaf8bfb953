"""Entries as text: strings quoted and wrapped, comments replaced by kind, states changed."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.comments import KINDS, kind_of
from kfor_i18n.catalogs.po.file import Entry, PoFile, split_lines
from kfor_i18n.catalogs.po.wrapping import wrap_text

GETTEXT_WIDTH = 79
"""The columns that GNU gettext fills; a width of 0 leaves every line whole."""

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b",
        "\f": "\\f", "\v": "\\v",
    }
)  # fmt: skip
_MSGSTR = re.compile(r"^[ \t]*(?:#~[ \t]*)?msgstr\b", re.MULTILINE)
_LONG_STRING = re.compile(r'^[^"\n]*"(.{98,})"', re.MULTILINE)
# Tools differ on what a character's code in a string means, and on forms without a plural.
_CODE = re.compile(r"(?<!\\)(?:\\\\)*\\[0-7x]")
_FORM = re.compile(r"^(?:#~)?[ \t]*msgstr\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes what is new in it: the columns it fills (0: any number), its line end."""

    width: int = GETTEXT_WIDTH
    newline: str = "\n"


def detect_style(po: PoFile) -> Style:
    """Return a file's style: whether it wraps, and how its lines end.

    A file wraps unless a string that could have been broken is well past the usual widths.
    """
    newline = "\r\n" if "\r\n" in po.text else "\n"
    return Style(
        0 if _LONG_STRING.search(po.text) and _has_whole_line(po) else GETTEXT_WIDTH, newline
    )


def _has_whole_line(po: PoFile) -> bool:
    entries = (e for e in po.entries if "no-wrap" not in e.flags and not is_ambiguous(e))
    strings = (string for entry in entries for string in _LONG_STRING.findall(entry.body))
    return any(len(wrap_text(string, GETTEXT_WIDTH - 2)) > 1 for string in strings)


def is_ambiguous(entry: Entry) -> bool:
    """Tell whether tools read an entry's strings differently, so that they had better stay."""
    body = entry.body
    has_code = "\\" in body and _CODE.search(body)
    return bool(has_code or (entry.plural is None and "[" in body and _FORM.search(body)))


def source_fields(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the keywords and texts of a message's context, msgid and plural."""
    if message.context is not None:
        yield "msgctxt", message.context
    yield "msgid", message.msgid
    if message.plural is not None:
        yield "msgid_plural", message.plural


def message_fields(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the keywords and texts of a message and its translations."""
    yield from source_fields(message)
    if message.plural is None:
        yield "msgstr", message.msgstrs[0]
    else:
        yield from ((f"msgstr[{form}]", text) for form, text in enumerate(message.msgstrs))


def format_fields(fields: Iterable[tuple[str, str]], style: Style) -> list[str]:
    """Return fields as lines."""
    return [line for keyword, text in fields for line in format_field(keyword, text, style)]


def format_entry(message: Message, style: Style, comments: Iterable[str] = ()) -> str:
    """Return a whole entry, after a blank line. ``comments`` are lines without their ends."""
    lines = ["", *comments, *format_fields(message_fields(message), style)]
    return "".join(line + style.newline for line in lines)


def fill_entry(entry: Entry, msgstrs: Sequence[str], style: Style) -> str:
    """Return an entry with other translations; its comments and its source keep their bytes.

    An entry that stands on one line is written anew.
    """
    start = _MSGSTR.search(entry.body)
    lines = [] if start else format_fields(source_fields(entry.message), style)
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
    return [f"#| {line}" for line in format_fields(source_fields(message), narrow)]


def replace_comments(comments: str, kind: str, lines: Sequence[str], style: Style) -> str:
    """Return comments with the lines of a kind replaced, the others untouched in their places.

    ``lines`` have their markers and no ends. They go where that kind stood, else where gettext
    puts it.
    """
    old = split_lines(comments)
    kinds = [kind_of(line) for line in old]
    later = KINDS[KINDS.index(kind) + 1 :]
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


def replace_field(header: str, name: str, value: str) -> str:
    """Return a header entry's text with another value in a field; unchanged where it has none."""
    pattern = rf'("{name}:)(?:[^"\n]|"\s*\n\s*")*?(\\n")'
    return re.sub(pattern, lambda m: f"{m[1]} {value}{m[2]}", header, count=1, flags=re.IGNORECASE)
