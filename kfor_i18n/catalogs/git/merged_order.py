"""Three-way merge of the entries of a catalog: their presence, state and order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kfor_i18n.catalogs.git.merged_header import merge_header
from kfor_i18n.catalogs.git.merged_message import Versions, merge_entry
from kfor_i18n.catalogs.git.three_way import interleave, pick
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import TRANSLATOR, comment_lines
from kfor_i18n.catalogs.po.entries import read_live, retire_entry
from kfor_i18n.catalogs.po.file import Entry, PoFile, read_entry
from kfor_i18n.catalogs.po.writing import Style


class Slot(NamedTuple):
    """The identity of an entry: the key of its message, and its number among those with that key.

    A live entry has the number 0; there can also be obsolete entries with the same key.
    """

    key: Key
    number: int = 0


Slots = Mapping[Slot, Entry]


class Piece(NamedTuple):
    """An entry of the result: its text from its comments on, and whether it is in conflict."""

    text: str
    is_obsolete: bool
    is_conflict: bool = False


def index_slots(po: PoFile) -> dict[Slot, Entry]:
    """Return a file's entries by slot, in the file's order."""
    live = {entry.key for entry in po.entries if not entry.is_obsolete}
    slots: dict[Slot, Entry] = {}
    counts: dict[Key, int] = {}
    for entry in po.entries:
        number = 0
        if entry.is_obsolete:
            number = counts.get(entry.key, int(entry.key in live))
            counts[entry.key] = number + 1
        slots[Slot(entry.key, number)] = entry
    return slots


def merge_slot(
    base: Entry | None, ours: Entry | None, theirs: Entry | None, style: Style
) -> Piece | None:
    """Merge three versions of an entry, each ``None`` if it does not exist.

    Returns ``None`` if the entry is removed.
    """
    side = pick(*(_comparable(entry) for entry in (base, ours, theirs)))
    if side:
        entry = ours if side == "ours" else theirs
        return Piece(_content(entry), entry.is_obsolete) if entry else None
    if ours and theirs:
        return _merge_both(base, ours, theirs, style)
    entry = ours or theirs
    return _merge_removed(base, entry, style) if base and entry else None


def _merge_removed(base: Entry, entry: Entry, style: Style) -> Piece | None:
    """Merge an entry that one side changed and the other removed."""
    is_back = base.is_obsolete and not entry.is_obsolete
    if not (is_back or entry.is_header or _is_worked_on(base, entry)):
        return None
    if is_back or entry.is_header or entry.is_obsolete:
        return Piece(_content(entry), entry.is_obsolete)
    return Piece(_retire(entry, style), is_obsolete=True)


def _content(entry: Entry) -> str:
    """Return an entry's text without the blank lines before it."""
    return entry.text[entry.comments_at :]


def _comparable(entry: Entry | None) -> str:
    # The last line of a file may lack a line ending.
    return _content(entry).rstrip("\r\n") if entry else ""


def _is_worked_on(base: Entry, entry: Entry) -> bool:
    """Return whether a translator changed an entry: its translation, fuzzy flag or comments."""
    comments, old_comments = (comment_lines(each, TRANSLATOR) for each in (entry, base))
    if not any(entry.msgstrs) and not comments:
        return False
    return (entry.msgstrs, entry.is_fuzzy, comments) != (base.msgstrs, base.is_fuzzy, old_comments)


def _merge_both(base: Entry | None, ours: Entry, theirs: Entry, style: Style) -> Piece:
    if ours.is_header and theirs.is_header:
        text, is_conflict = merge_header(Versions(base, ours, theirs), style)
        return Piece(text, is_obsolete=False, is_conflict=is_conflict)
    if ours.is_obsolete == theirs.is_obsolete:
        is_obsolete = ours.is_obsolete
    else:
        # The side that changed the state was updated from the template.
        is_obsolete = base is not None and not base.is_obsolete
    versions = Versions(_revive(base) if base else None, _revive(ours), _revive(theirs))
    text, is_conflict = merge_entry(versions, style)
    text = _retire(read_entry(text), style) if is_obsolete else text
    return Piece(text, is_obsolete, is_conflict)


def _revive(entry: Entry) -> Entry:
    """Return an obsolete entry as a live one, and a live entry unchanged."""
    if not entry.is_obsolete:
        return entry
    return read_live(entry)


def _retire(entry: Entry, style: Style) -> str:
    return retire_entry(entry, style).lstrip("\r\n")


def join_pieces(
    pieces: Mapping[Slot, Piece], old: Slots, mine: Slots, yours: Slots, newline: str
) -> str:
    """Return the text of the merged entries, each with the blank lines before it.

    The order is that of ours, or of theirs if only they changed it, with the other side's additions
    at their positions. Entries that the merge made obsolete come last.
    """
    own, other = _keep(mine, pieces), _keep(yours, pieces)
    leads = {**_read_leads(yours, other), **_read_leads(mine, own)}
    texts: list[str] = []
    last: Slot | None = None
    for slot in _order(pieces, _keep(old, pieces), own, other):
        lead, previous = leads.get(slot, (newline, None))
        if texts and not texts[-1].endswith("\n"):
            texts.append(newline)
        if previous != last:
            lead = (lead or newline) if texts else ""
        texts.append(lead + pieces[slot].text)
        last = slot
    return "".join(texts)


def _keep(slots: Slots, pieces: Mapping[Slot, Piece]) -> list[Slot]:
    """Return the entries of a side that are in the result and are live or obsolete in both."""
    return [
        slot
        for slot, entry in slots.items()
        if slot in pieces and pieces[slot].is_obsolete == entry.is_obsolete
    ]


def _read_leads(slots: Slots, kept: Sequence[Slot]) -> dict[Slot, tuple[str, Slot | None]]:
    """Return, for each kept entry, the blank lines and the entry before it in its file."""
    previous = dict(zip(slots, [None, *slots], strict=False))
    return {slot: (slots[slot].text[: slots[slot].comments_at], previous[slot]) for slot in kept}


def _order(
    pieces: Mapping[Slot, Piece], old: Sequence[Slot], own: Sequence[Slot], other: Sequence[Slot]
) -> list[Slot]:
    common = set(old).intersection(own, other)
    was, is_ours, is_theirs = (
        [slot for slot in slots if slot in common] for slots in (old, own, other)
    )
    first, second = (other, own) if is_ours == was != is_theirs else (own, other)
    order = interleave(first, second, lambda slot: pieces[slot].is_obsolete)
    known = set(order)
    return order + [slot for slot in pieces if slot not in known]
