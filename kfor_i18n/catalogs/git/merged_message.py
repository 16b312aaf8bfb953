"""Three-way merge of a message that both sides changed.

A translation with all its plural forms is atomic: it is taken from one side. Comments, flags and
references are merged separately.
"""

from __future__ import annotations

from typing import NamedTuple

from kfor_i18n.catalogs.git.conflicts import note_conflict, write_fields
from kfor_i18n.catalogs.git.three_way import Side, merge_sequences, pick
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
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.po.writing import (
    Style,
    fill_entry,
    format_flags,
    format_previous,
    format_references,
    replace_comments,
)


class Versions(NamedTuple):
    """The versions of a message's entry, all live; ``base`` is ``None`` if both sides added it."""

    base: Entry | None
    ours: Entry
    theirs: Entry


class _Choice(NamedTuple):
    """The entries that the plural source and the translation are taken from.

    ``rejected`` is the entry of the other side if the translations are in conflict.
    """

    source: Entry
    translation: Entry
    is_fuzzy: bool
    rejected: Entry | None = None


class _State(NamedTuple):
    """The translation of a side, and whether it is fuzzy."""

    msgstrs: tuple[str, ...]
    is_fuzzy: bool


def merge_entry(versions: Versions, style: Style) -> tuple[str, bool]:
    """Merge a message that both sides changed.

    Returns the entry's text from its comments on, and whether the translations are in conflict. In
    a conflict, ours is kept as fuzzy, with theirs in the translator comments; or the reverse, if
    only theirs has the plural of the merged source text.
    """
    choice = _choose(versions)
    comments = merge_comments(versions, style, is_fuzzy=choice.is_fuzzy)
    previous = _find_previous(versions, choice, style)
    if previous != _lines(versions.ours, PREVIOUS):
        comments = replace_comments(comments, PREVIOUS, previous, style)
    if choice.rejected:
        side: Side = "ours" if choice.rejected is versions.ours else "theirs"
        comments = note_conflict(comments, side, write_fields(choice.rejected), style)
    return comments + _write_body(choice, style), choice.rejected is not None


def _write_body(choice: _Choice, style: Style) -> str:
    source, translation = choice.source, choice.translation
    if source.plural == translation.plural:
        return translation.body
    return fill_entry(source, translation.msgstrs, style)[source.body_at :]


def _choose(versions: Versions) -> _Choice:
    base, ours, theirs = versions
    side = pick(base.plural if base else object(), ours.plural, theirs.plural)
    source, other = (theirs, ours) if side == "theirs" else (ours, theirs)
    settled = _settle(versions) if side else None
    if settled is None:
        return _Choice(source, source, any(source.msgstrs), other)
    translation, is_fuzzy = settled
    if _read_state(translation).msgstrs == _read_state(source).msgstrs:
        translation = source
    if (translation.plural is None) != (source.plural is None):
        return _Choice(source, source, any(source.msgstrs), other)
    # A translation is confirmed only for the plural source in the same entry.
    is_confirmed = any(
        (side.msgstrs, side.plural) == (translation.msgstrs, source.plural) and not side.is_fuzzy
        for side in (ours, theirs)
    )
    is_fuzzy = is_fuzzy or not is_confirmed
    return _Choice(source, translation, is_fuzzy and any(translation.msgstrs))


def _settle(versions: Versions) -> tuple[Entry, bool] | None:
    """Return the entry whose translation is kept and whether it is fuzzy; ``None``: a conflict."""
    ours, theirs = versions.ours, versions.theirs
    old, mine, yours = map(_read_state, versions)
    if mine.msgstrs == yours.msgstrs:
        return ours, _settle_fuzzy(old, mine, yours)
    side = pick(old, mine, yours)
    if side:
        return (ours, mine.is_fuzzy) if side == "ours" else (theirs, yours.is_fuzzy)
    for entry, state, other, rival in ((ours, mine, theirs, yours), (theirs, yours, ours, mine)):
        if rival == (old.msgstrs, True):
            # The other side only marked the old translation as fuzzy.
            return entry, bool(state.msgstrs)
        if _is_fuzzy_match(other) and not old.msgstrs and state.msgstrs and not state.is_fuzzy:
            return entry, False
    return None


def _read_state(entry: Entry | None) -> _State:
    if entry is None or not any(entry.msgstrs):
        return _State((), is_fuzzy=False)
    return _State(entry.msgstrs, entry.is_fuzzy)


def _settle_fuzzy(old: _State, mine: _State, yours: _State) -> bool:
    """Return whether a translation that both sides have is fuzzy."""
    if mine.is_fuzzy == yours.is_fuzzy:
        return mine.is_fuzzy
    return bool(old.msgstrs) and not old.is_fuzzy


def _is_fuzzy_match(entry: Entry) -> bool:
    """Return whether a tool supplied a fuzzy translation: the entry then has a previous msgid."""
    return entry.is_fuzzy and bool(_lines(entry, PREVIOUS))


def merge_comments(versions: Versions, style: Style, *, is_fuzzy: bool) -> str:
    """Return the comments of ours with the comments, references and flags of theirs merged in.

    ``is_fuzzy`` decides whether the fuzzy flag is set. Previous msgids are not merged.
    """
    comments = versions.ours.comments
    for kind in (TRANSLATOR, EXTRACTED):
        lines = merge_sequences(*(_lines(entry, kind) for entry in versions))
        if lines != _lines(versions.ours, kind):
            comments = replace_comments(comments, kind, lines, style)
    return _merge_flags(_merge_references(comments, versions, style), versions, style, is_fuzzy)


def _merge_references(comments: str, versions: Versions, style: Style) -> str:
    sides = [read_references(entry) if entry else [] for entry in versions]
    references = merge_sequences(*sides)
    if references == sides[1]:
        return comments
    lines = format_references(references, style)
    if references == sides[2]:
        lines = _lines(versions.theirs, REFERENCES)
    return replace_comments(comments, REFERENCES, lines, style)


def _merge_flags(comments: str, versions: Versions, style: Style, is_fuzzy: bool) -> str:
    ours, theirs = set(versions.ours.flags), versions.theirs.flags
    sides = ([flag for flag in entry.flags if flag != FUZZY] if entry else [] for entry in versions)
    flags = [FUZZY] * is_fuzzy + merge_sequences(*sides)
    if set(flags) == ours:
        return comments
    lines = format_flags(flags)
    if set(flags) == set(theirs):
        lines = _lines(versions.theirs, FLAGS)
    return replace_comments(comments, FLAGS, lines, style)


def _find_previous(versions: Versions, choice: _Choice, style: Style) -> list[str]:
    """Return the lines with the previous msgid of the chosen translation, if it has one."""
    translation = choice.translation
    sides = [
        entry
        for entry in (versions.ours, versions.theirs)
        if (entry.msgstrs, entry.plural) == (translation.msgstrs, choice.source.plural)
    ]
    if not sides and choice.is_fuzzy:
        return _lines(translation, PREVIOUS) or format_previous(translation.message, style)
    like = [entry for entry in sides if entry.is_fuzzy == choice.is_fuzzy] or sides
    base, ours, theirs = (_lines(entry, PREVIOUS) for entry in versions)
    side = pick(base, ours, theirs) if len(like) == 2 else None
    if side:
        return ours if side == "ours" else theirs
    return max((_lines(entry, PREVIOUS) for entry in like), default=[])


def _lines(entry: Entry | None, kind: str) -> list[str]:
    if entry is None:
        return []
    return raw_comments(entry, kind)
