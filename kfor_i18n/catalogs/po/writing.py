"""Text of entries and their parts: quoted and wrapped strings, comments, header fields."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.comments import KINDS, kind_of
from kfor_i18n.catalogs.po.file import Entry, PoFile, read_entry, split_lines
from kfor_i18n.catalogs.po.wrapping import wrap_text

GETTEXT_WIDTH = 79
"""The line width of GNU gettext, in columns; a width of 0 means no wrapping."""

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b",
        "\f": "\\f", "\v": "\\v",
    }
)  # fmt: skip
_MSGSTR = re.compile(r"^[ \t]*(?:#~[ \t]*)?msgstr\b", re.MULTILINE)
_LONG_STRING = re.compile(r'^[^"\n]*"(.{98,})"', re.MULTILINE)
# Tools disagree on octal and hexadecimal escapes, and on msgstr[N] without msgid_plural.
_CODE = re.compile(r"(?<!\\)(?:\\\\)*\\[0-7x]")
_FORM = re.compile(r"^(?:#~)?[ \t]*msgstr\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Style:
    """The style of new text in a file: its width in columns (0: no wrapping) and its newline."""

    width: int = GETTEXT_WIDTH
    newline: str = "\n"


def detect_style(po: PoFile, width: int = GETTEXT_WIDTH) -> Style:
    """Return a file's style: its width in columns, and its line ending.

    The width is ``width`` if the file is written in it, or has strings of 98 or more characters
    that only a width like that would leave whole. Otherwise, a file does not wrap if it has a
    string of that length that could be wrapped, and has gettext's width if not.
    """
    newline = "\r\n" if "\r\n" in po.text else "\n"
    found = GETTEXT_WIDTH
    if _LONG_STRING.search(po.text) and _has_unwrapped_line(po, GETTEXT_WIDTH):
        found = width if width > GETTEXT_WIDTH and not _has_unwrapped_line(po, width) else 0
    style = Style(width, newline)
    return style if found == width or _is_written_in(po, style) else Style(found, newline)


def _is_written_in(po: PoFile, style: Style) -> bool:
    return all(
        entry.body == "".join(line + style.newline for line in lines)
        for entry in po.live
        for lines in [format_fields(message_fields(entry.message), style)]
    )


def _has_unwrapped_line(po: PoFile, width: int) -> bool:
    entries = (e for e in po.entries if "no-wrap" not in e.flags and not is_ambiguous(e))
    strings = (string for entry in entries for string in _LONG_STRING.findall(entry.body))
    return any(len(wrap_text(string, width - 2)) > 1 for string in strings)


def is_ambiguous(entry: Entry) -> bool:
    """Return whether tools disagree on an entry's strings, so that they are best left unchanged."""
    body = entry.body
    has_code = "\\" in body and _CODE.search(body)
    return bool(has_code or (entry.plural is None and "[" in body and _FORM.search(body)))


def source_fields(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the keyword and text of a message's context (if any), msgid and plural (if any)."""
    if message.context is not None:
        yield "msgctxt", message.context
    yield "msgid", message.msgid
    if message.plural is not None:
        yield "msgid_plural", message.plural


def message_fields(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the keyword and text of each field of a message, from msgctxt to the last msgstr."""
    yield from source_fields(message)
    if message.plural is None:
        yield "msgstr", message.msgstrs[0]
    else:
        yield from ((f"msgstr[{form}]", text) for form, text in enumerate(message.msgstrs))


def format_fields(fields: Iterable[tuple[str, str]], style: Style) -> list[str]:
    """Return the lines, without line endings, of fields given as pairs of keyword and text."""
    return [line for keyword, text in fields for line in format_field(keyword, text, style)]


def format_entry(message: Message, style: Style, comments: Iterable[str] = ()) -> str:
    """Return the text of an entry, with a blank line before it.

    ``comments`` are lines with markers but without line endings.
    """
    lines = ["", *comments, *format_fields(message_fields(message), style)]
    return "".join(line + style.newline for line in lines)


def fill_entry(entry: Entry, msgstrs: Sequence[str], style: Style) -> str:
    """Return an entry's text with new msgstrs; its comments and source text keep every byte.

    If no line begins with msgstr, as in an entry on a single line, the source text is rewritten.
    """
    start = _MSGSTR.search(entry.body)
    lines = [] if start else format_fields(source_fields(entry.message), style)
    for number, msgstr in enumerate(msgstrs):
        keyword = "msgstr" if entry.plural is None else f"msgstr[{number}]"
        lines += format_field(keyword, msgstr, style)
    marker = "#~ " if entry.is_obsolete else ""
    kept = entry.text[: entry.body_at] + (entry.body[: start.start()] if start else "")
    return kept + "".join(f"{marker}{line}{style.newline}" for line in lines)


def format_field(keyword: str, text: str, style: Style) -> list[str]:
    """Return the lines of a keyword and its string, broken after each newline and at the width.

    A string without inner newlines stays on the keyword's line if it fits or cannot be broken.
    """
    parts = [part.translate(_ESCAPES) for part in split_lines(text)] or [""]
    width = style.width - 2 if style.width else sys.maxsize
    if len(parts) == 1 and len(wrap_text(parts[0], width, len(keyword) + 1)) == 1:
        return [f'{keyword} "{parts[0]}"']
    chunks = [chunk for part in parts for chunk in wrap_text(part, width)]
    return [f'{keyword} ""', *(f'"{chunk}"' for chunk in chunks)]


def format_references(references: Sequence[str], style: Style) -> list[str]:
    """Return the ``#:`` lines for references, without line endings.

    File names with spaces are put between U+2068 and U+2069, as GNU gettext does.
    """
    names = [_isolate(name) if " " in name else name for name in references]
    lines: list[str] = []
    for name in names:
        if lines and (not style.width or len(lines[-1]) + len(name) + 1 <= style.width):
            lines[-1] += f" {name}"
        else:
            lines.append(f"#: {name}")
    return lines


def _isolate(reference: str) -> str:
    """Put the file name, but not the line number, between directional isolates."""
    name, colon, line = reference.rpartition(":")
    return f"\u2068{name}\u2069:{line}" if colon and line.isdigit() else f"\u2068{reference}\u2069"


def format_extracted(lines: Iterable[str]) -> list[str]:
    """Return the ``#.`` lines for extracted comments, without line endings."""
    return [f"#. {line}".rstrip() for line in lines]


def format_previous(message: Message, style: Style) -> list[str]:
    """Return the ``#|`` lines for a previous msgid, its context and plural."""
    narrow = Style(max(style.width - 3, 0), style.newline)
    return [f"#| {line}" for line in format_fields(source_fields(message), narrow)]


def replace_comments(comments: str, kind: str, lines: Sequence[str], style: Style) -> str:
    """Return comments with the lines of one kind replaced and all other lines unchanged.

    ``lines`` have markers but no line endings. They replace the first line of that kind or, if
    there is none, go where GNU gettext writes that kind.
    """
    old = split_lines(comments)
    kinds = [kind_of(line) for line in old]
    later = KINDS[KINDS.index(kind) + 1 :]
    at = next((i for i, found in enumerate(kinds) if found == kind), None)
    if at is None:
        at = next((i for i, found in enumerate(kinds) if found in later), len(old))
    new = [line + style.newline for line in lines]
    kept = [(i, line) for i, line in enumerate(old) if kinds[i] != kind]
    return "".join(
        [line for i, line in kept if i < at] + new + [line for i, line in kept if i >= at]
    )


def format_flags(flags: Collection[str]) -> list[str]:
    """Return the ``#,`` line for flags; an empty list if there are none."""
    return [f"#, {', '.join(flags)}"] if flags else []


def set_fields(header: Entry, fields: Mapping[str, str], style: Style) -> str:
    """Return a header entry's text with new values of fields; none that it lacks is added.

    Its other lines are kept, unless it is written in a way in which no line can be replaced.
    """
    text, lines = header.text, header.msgstrs[0].split("\n")
    for name, value in fields.items():
        text = replace_field(text, name, value.translate(_ESCAPES))
        for number, line in enumerate(lines):
            own, separator, _ = line.partition(":")
            if separator and own.strip().lower() == name.lower():
                lines[number] = f"{own}: {value}"
    msgstr = "\n".join(lines)
    is_replaced = read_entry(text).msgstrs == (msgstr,)
    return text if is_replaced else fill_entry(header, (msgstr,), style)


def replace_field(header: str, name: str, value: str) -> str:
    """Return a header entry's text with a field's value replaced.

    The text is unchanged if the field does not occur. ``name`` is matched case-insensitively.
    """
    pattern = rf'("{name}:)(?:[^"\\\n]|\\[^n\n]|"\s*\n\s*")*(\\n")'
    return re.sub(pattern, lambda m: f"{m[1]} {value}{m[2]}", header, count=1, flags=re.IGNORECASE)
