"""A catalog with other translations in some entries, every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kfor_i18n.catalogs.po.entries import FUZZY
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.po.writing import (
    FLAGS,
    PREVIOUS,
    Style,
    detect_style,
    fill_entry,
    format_flags,
    replace_comments,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What an entry is to have: its translations, and whether they are still a guess."""

    msgstrs: tuple[str, ...]
    is_fuzzy: bool


def edit_catalog(po: PoFile, edits: Mapping[int, Edit]) -> bytes:
    """Return a catalog's bytes with edits made; they are given by their entries' ``start``."""
    style = detect_style(po.text)
    texts = [
        _edit_entry(entry, edits[entry.start], style) if entry.start in edits else entry.text
        for entry in po.entries
    ]
    return po.encode("".join(texts) + po.tail)


def _edit_entry(entry: Entry, edit: Edit, style: Style) -> str:
    """Return an entry's text; one that is confirmed loses what spoke of the guess it was."""
    comments = entry.comments
    if edit.is_fuzzy != entry.is_fuzzy:
        flags = [flag for flag in entry.flags if flag != FUZZY]
        lines = format_flags([FUZZY, *flags] if edit.is_fuzzy else flags)
        comments = replace_comments(comments, FLAGS, lines, style)
    if not edit.is_fuzzy:
        comments = replace_comments(comments, PREVIOUS, (), style)
    start = entry.text[: entry.comments_at] + comments
    if edit.msgstrs == entry.msgstrs:
        return start + entry.body
    return start + fill_entry(entry, edit.msgstrs, style)[entry.body_at :]
