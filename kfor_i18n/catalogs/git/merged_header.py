"""Three-way merge of catalog headers, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from kfor_i18n.catalogs.git.conflicts import note_conflict, write_field
from kfor_i18n.catalogs.git.merged_message import Versions, merge_comments
from kfor_i18n.catalogs.git.three_way import Side, merge_sequences, pick
from kfor_i18n.catalogs.po.file import Entry, split_lines
from kfor_i18n.catalogs.po.header import read_revision
from kfor_i18n.catalogs.po.writing import Style, format_field

# The field whose date decides which side's value is newer.
_DATED_BY = {
    "pot-creation-date": "pot-creation-date",
    "po-revision-date": "po-revision-date",
    "last-translator": "po-revision-date",
    "x-generator": "po-revision-date",
    "generated-by": "po-revision-date",
}


class _Field(NamedTuple):
    """A field's line: its text, and the raw lines of the file that contain it."""

    text: str
    raw: str


_Fields = Mapping[str, _Field]


def merge_header(versions: Versions, style: Style) -> tuple[str, bool]:
    """Merge headers that both sides changed.

    Dates, and the translator and the tool that last wrote the file, are taken from the newer side.
    Any other field is taken from the side that changed it; if both did, ours is kept, and theirs is
    added to the translator comments. Returns the entry's text from its comments on, and whether
    there is such a conflict.
    """
    base, ours, theirs = versions
    old = _read_fields(base, style) if base else {}
    fields, rejected = _merge_fields(old, _read_fields(ours, style), _read_fields(theirs, style))
    side = pick(base and base.is_fuzzy, ours.is_fuzzy, theirs.is_fuzzy)
    is_fuzzy = theirs.is_fuzzy if side == "theirs" else ours.is_fuzzy
    comments = merge_comments(versions, style, is_fuzzy=is_fuzzy)
    if rejected:
        lines = [write_field("", field.text.strip()).strip() for field in rejected]
        comments = note_conflict(comments, "theirs", lines, style)
    start, _ = _cut(ours, style)
    return comments + start + "".join(field.raw for field in fields), bool(rejected)


def _merge_fields(old: _Fields, mine: _Fields, yours: _Fields) -> tuple[list[_Field], list[_Field]]:
    """Return the merged fields, and the fields of theirs that conflict with ours."""
    # A field that one side removed and the other changed is kept.
    settled = [
        name
        for name, field in old.items()
        if mine.get(name, field).text == field.text == yours.get(name, field).text
    ]
    chosen, rejected = [], []
    for name in merge_sequences(settled, list(mine), list(yours)):
        side = _choose(name, old, mine, yours)
        chosen.append(yours[name] if side == "theirs" else mine[name])
        if side is None:
            rejected.append(yours[name])
    return chosen, rejected


def _choose(name: str, old: _Fields, mine: _Fields, yours: _Fields) -> Side | None:
    if name not in mine or name not in yours:
        return "ours" if name in mine else "theirs"
    own, other = mine[name].text, yours[name].text
    dated_by = _DATED_BY.get(name)
    if dated_by and own != other:
        newer = _find_newer(mine.get(dated_by), yours.get(dated_by))
        # If neither is newer, the result must not depend on which side is ours.
        return newer or ("ours" if own > other else "theirs")
    return pick(old[name].text if name in old else None, own, other)


def _find_newer(mine: _Field | None, yours: _Field | None) -> Side | None:
    own, other = _read_date(mine), _read_date(yours)
    if own is None or other is None:
        return None if own is other else "ours" if own else "theirs"
    return None if own == other else "ours" if own > other else "theirs"


def _read_date(field: _Field | None) -> datetime | None:
    return read_revision(field.text.partition(":")[2].strip()) if field else None


def _read_fields(entry: Entry, style: Style) -> _Fields:
    """Return a header's fields by lower-case name; the names of duplicates are made unique."""
    fields: dict[str, _Field] = {}
    lines = split_lines(entry.msgstrs[0])
    _, raws = _cut(entry, style)
    for text, raw in zip(lines, raws, strict=True):
        name = name_of = text.partition(":")[0].strip().lower()
        while name in fields:
            name += f" {name_of}"
        fields[name] = _Field(text, raw)
    return fields


def _cut(entry: Entry, style: Style) -> tuple[str, list[str]]:
    """Return the raw lines before a header's first field, and the raw lines of each field.

    If fields do not begin on lines of their own in the file, the lines are rewritten.
    """
    start, raws, lines = "", [""], split_lines(entry.body)
    for line in lines:
        text = line.strip()
        if not start.rstrip().endswith('msgstr ""'):
            start += line
            continue
        raws[-1] += line
        if text.endswith('\\n"'):
            raws.append("")
    fields = split_lines(entry.msgstrs[0])
    if not raws[-1] and len(raws) - 1 == len(fields):
        return start, raws[:-1]
    return _write_start(style), [_write(text, style) for text in fields]


def _write_start(style: Style) -> str:
    return f'msgid ""{style.newline}msgstr ""{style.newline}'


def _write(text: str, style: Style) -> str:
    lines = format_field("msgstr", text.removesuffix("\n") + "\n", style)
    lines = lines[1:] or [lines[0].removeprefix("msgstr ")]
    return "".join(line + style.newline for line in lines)
