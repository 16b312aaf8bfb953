"""The normal form of a .po or .pot file: the same entries in the layout of a common tool.

Normalising keeps every comment, flag, header field and obsolete entry and the value of every
string, and is idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kfor_i18n.catalogs.po.comments import (
    EXTRACTED,
    PREVIOUS,
    REFERENCE,
    REFERENCES,
    TRANSLATOR,
    comment_lines,
    kind_of,
    read_references,
)
from kfor_i18n.catalogs.po.file import Entry, PoFile, read_entry, split_lines
from kfor_i18n.catalogs.po.syntax import PoSyntaxError
from kfor_i18n.catalogs.po.writing import (
    GETTEXT_WIDTH,
    Style,
    detect_style,
    format_fields,
    format_flags,
    is_ambiguous,
    message_fields,
    source_fields,
)

Order = Literal["file", "reference", "msgid"]
"""The order of entries: the file's, by first reference, or by msgid."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A file layout.

    ``width`` is the maximum line width in columns (0: no wrapping, ``None``: as the file does);
    ``reference_width`` is that of the ``#:`` lines. ``keeps_line_ends``: CRLF is kept, not changed
    to LF. ``sorts_flags``: flags are put in GNU gettext's order. ``is_off``: files are formatted
    only with ``FormatOptions.force``.
    """

    name: str
    width: int | None = GETTEXT_WIDTH
    reference_width: int = GETTEXT_WIDTH
    keeps_line_ends: bool = False
    sorts_flags: bool = True
    is_off: bool = False


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("gettext"),
        Profile("poedit", width=None, keeps_line_ends=True),
        Profile("weblate", width=None, keeps_line_ends=True, sorts_flags=False),
        Profile("plain", width=0, reference_width=0),
        Profile("off", width=None, keeps_line_ends=True, sorts_flags=False, is_off=True),
    )
}
"""The profiles by name: three that follow a tool, ``plain`` (no wrapping) and ``off``."""


def choose_profile(name: str | None, width: int) -> Profile:
    """Return a profile by name or, if that is ``None``, by width.

    A width of 0 selects ``plain``, any other width ``gettext`` with that width for all lines.
    """
    if name is not None:
        return PROFILES[name]
    if not width:
        return PROFILES["plain"]
    return replace(PROFILES["gettext"], width=width, reference_width=width)


def normalise(po: PoFile, profile: Profile, order: Order = "file") -> str:
    """Return a file's text in its normal form.

    Obsolete entries move to the end, and one blank line separates entries. The comments of an
    entry are in this order: translator comments, extracted comments, references, flags, previous
    msgid.
    """
    width = detect_style(po).width if profile.width is None else profile.width
    profile = replace(profile, width=width)
    live = _sort((e for e in po.entries if not e.is_obsolete), order)
    obsolete = _sort((e for e in po.entries if e.is_obsolete), order)
    blocks = [_format_entry(entry, profile) for entry in [*live, *obsolete]]
    blocks.append([line.rstrip() for line in split_lines(po.tail) if line.strip()])
    text = "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)
    keeps_crlf = profile.keeps_line_ends and "\r\n" in po.text
    return text.replace("\n", "\r\n") if keeps_crlf else text


def _sort(entries: Iterable[Entry], order: Order) -> list[Entry]:
    if order == "file":
        return list(entries)
    key = _reference_key if order == "reference" else _msgid_key
    return sorted(entries, key=lambda entry: (not entry.is_header, *key(entry)))


def _msgid_key(entry: Entry) -> tuple[str, str]:
    return entry.msgid, entry.context or ""


def _reference_key(entry: Entry) -> tuple[str, int]:
    first = next(iter(read_references(entry)), "")
    name, _, line = first.rpartition(":")
    return (name, int(line)) if line.isdecimal() and len(line) < 10 else (first, 0)


def _format_entry(entry: Entry, profile: Profile) -> list[str]:
    if entry.is_obsolete:
        entry = _without_markers(entry)
    if "no-wrap" in entry.flags:
        profile = replace(profile, width=0)
    if is_ambiguous(entry):
        body = [line.strip() for line in split_lines(entry.body) if line.strip()]
    else:
        body = _format_fields(
            message_fields(entry.message), "#~ " if entry.is_obsolete else "", profile
        )
    return [*_format_comments(entry, profile), *body]


def _without_markers(entry: Entry) -> Entry:
    """Return an obsolete entry without ``#~`` before the markers of its comments."""
    comments = _OBSOLETE_COMMENT.sub("", entry.comments)
    text = comments + entry.body
    return replace(entry, text=text, comments_at=0, body_at=len(comments))


_OBSOLETE_COMMENT = re.compile(r"^[ \t]*#~[ \t]*(?=#)", re.MULTILINE)


def _format_comments(entry: Entry, profile: Profile) -> list[str]:
    marker = "#~| " if entry.is_obsolete else "#| "
    lines: dict[str, list[str]] = {kind: [] for kind in (TRANSLATOR, EXTRACTED, PREVIOUS)}
    for raw in split_lines(entry.comments):
        line = raw.lstrip(" \t").rstrip("\r\n")
        line = line[:-1] if line in ("# ", "#. ") else line
        kind = kind_of(line)
        if kind in (TRANSLATOR, EXTRACTED):
            lines[kind].append(_COMMENT.sub(r"\1 ", line))
        elif kind == PREVIOUS:
            lines[kind] += filter(None, [line[line.index("|") + 1 :].strip()])
    return [
        *lines[TRANSLATOR],
        *lines[EXTRACTED],
        *_format_references(entry, profile.reference_width),
        *format_flags(_sort_flags(entry.flags) if profile.sorts_flags else entry.flags),
        *(lines[PREVIOUS] and _format_previous(lines[PREVIOUS], marker, profile)),
    ]


def _format_references(entry: Entry, width: int) -> list[str]:
    lines: list[str] = []
    for reference in REFERENCE.findall(" ".join(comment_lines(entry, REFERENCES))):
        if lines and (not width or len(lines[-1]) + 1 + len(reference) <= width):
            lines[-1] += f" {reference}"
        else:
            lines.append(f"#: {reference}")
    return lines


_COMMENT = re.compile(r"^(#\.|#(?!\.))(?=\S)")

_FORMATS = (
    "c", "objc", "python", "python-brace", "java", "java-printf", "csharp", "javascript", "scheme",
    "lisp", "elisp", "librep", "ruby", "sh", "awk", "lua", "object-pascal", "smalltalk", "qt",
    "qt-plural", "kde", "kde-kuit", "boost", "tcl", "perl", "perl-brace", "php", "gcc-internal",
    "gfc-internal", "ycp",
)  # fmt: skip
_FLAGS = ("fuzzy", *(f"{name}-format" for name in _FORMATS), "range:", "wrap")
_FLAG_RANKS = {name: rank for rank, name in enumerate(_FLAGS)}


def _sort_flags(flags: Sequence[str]) -> list[str]:
    """Return the distinct flags in GNU gettext's order, with flags unknown to it last."""
    return sorted(dict.fromkeys(flags), key=_rank_flag)


def _rank_flag(flag: str) -> int:
    name = "range:" if flag.startswith("range:") else flag.removeprefix("no-")
    return _FLAG_RANKS.get(name, len(_FLAGS))


def _format_previous(lines: Sequence[str], prefix: str, profile: Profile) -> list[str]:
    """Return the lines of a previous msgid, rewrapped if they can be parsed."""
    text = "".join(f"{line}\n" for line in lines)
    msgstr = 'msgstr[0] ""\n' if "msgid_plural" in text else 'msgstr ""\n'
    try:
        entry = read_entry(text + msgstr)
    except PoSyntaxError:
        return [f"{prefix}{line}" for line in lines]
    if entry.body_at or is_ambiguous(entry):
        return [f"{prefix}{line}" for line in lines]
    return _format_fields(source_fields(entry.message), prefix, profile)


def _format_fields(fields: Iterable[tuple[str, str]], prefix: str, profile: Profile) -> list[str]:
    style = Style(profile.width - len(prefix) if profile.width else 0)
    return [prefix + line for line in format_fields(fields, style)]
