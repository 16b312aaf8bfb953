"""Joining of duplicate entries that do not contradict each other."""

from __future__ import annotations

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import (
    EXTRACTED,
    FLAGS,
    PREVIOUS,
    REFERENCES,
    TRANSLATOR,
    raw_comments,
    read_references,
)
from kfor_i18n.catalogs.po.entries import FUZZY
from kfor_i18n.catalogs.po.file import Entry, PoFile, read_entry
from kfor_i18n.catalogs.po.writing import Style, format_flags, format_references, replace_comments
from kfor_i18n.catalogs.validation.catalog import says_the_same


def join_duplicates(po: PoFile, style: Style) -> str:
    """Return a file's text with each duplicate joined to the first entry, unless it contradicts it.

    The entry keeps the existing translation, with its fuzzy flag, and the comments, references and
    other flags of both. Entries with different translations are unchanged, for a person to choose.
    """
    texts: list[str] = []
    first: dict[Key, tuple[int, Entry]] = {}
    for entry in po.entries:
        texts.append(entry.text)
        if entry.is_obsolete:
            continue
        at, other = first.setdefault(entry.key, (len(texts) - 1, entry))
        if other is not entry and says_the_same(other, entry):
            texts[at], texts[-1] = _join(other, entry, style), ""
            first[entry.key] = at, read_entry(texts[at])
    return "".join(texts) + po.tail


def _join(first: Entry, second: Entry, style: Style) -> str:
    """Return the text of the first entry, or of the only translated one, with all comments."""
    is_first = any(first.msgstrs) or not any(second.msgstrs)
    kept, other = (first, second) if is_first else (second, first)
    comments = kept.comments
    for kind in (TRANSLATOR, EXTRACTED):
        lines = [*raw_comments(first, kind), *raw_comments(second, kind)]
        comments = replace_comments(comments, kind, list(dict.fromkeys(lines)), style)
    references = dict.fromkeys([*read_references(first), *read_references(second)])
    lines = format_references(list(references), style)
    comments = replace_comments(comments, REFERENCES, lines, style)
    if (flags := _join_flags(kept, other)) != kept.flags:
        comments = replace_comments(comments, FLAGS, format_flags(flags), style)
    if not raw_comments(kept, PREVIOUS):
        comments = replace_comments(comments, PREVIOUS, raw_comments(other, PREVIOUS), style)
    return first.text[: first.comments_at] + comments + kept.body


def _join_flags(kept: Entry, other: Entry) -> tuple[str, ...]:
    """Return the flags of both entries; ``no-python-format`` excludes ``python-format``."""
    own = [flag for flag in other.flags if flag != FUZZY]
    flags = dict.fromkeys([*kept.flags, *own])
    return tuple(flag for flag in flags if f"no-{flag}" not in flags)
