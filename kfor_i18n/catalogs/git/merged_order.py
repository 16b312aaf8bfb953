"""What stands in a catalog after a merge: which entries, in which state and in which order."""

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
    """What names an entry: its message, and its number among the entries that have the same.

    A live one is its message's first, since obsolete ones may stand beside it.
    """

    key: Key
    number: int = 0


Slots = Mapping[Slot, Entry]


class Piece(NamedTuple):
    """An entry of the result from its comments on, and whether both sides have a claim to it."""

    text: str
    is_obsolete: bool
    is_conflict: bool = False


def index_slots(po: PoFile) -> dict[Slot, Entry]:
    """Return a file's entries, in its order, by what names them."""
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
    """Merge three versions of an entry; ``None`` is one that is not there."""
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
    # The last entry of a file may lack the end of its line.
    return _content(entry).rstrip("\r\n") if entry else ""


def _is_worked_on(base: Entry, entry: Entry) -> bool:
    """Tell whether somebody changed a message's translation or said something about it."""
    notes, old_notes = (comment_lines(each, TRANSLATOR) for each in (entry, base))
    if not any(entry.msgstrs) and not notes:
        return False
    return (entry.msgstrs, entry.is_fuzzy, notes) != (base.msgstrs, base.is_fuzzy, old_notes)


def _merge_both(base: Entry | None, ours: Entry, theirs: Entry, style: Style) -> Piece:
    if ours.is_header and theirs.is_header:
        text, is_conflict = merge_header(Versions(base, ours, theirs), style)
        return Piece(text, is_obsolete=False, is_conflict=is_conflict)
    if ours.is_obsolete == theirs.is_obsolete:
        is_obsolete = ours.is_obsolete
    else:
        # The side that changed the state knows whether the sources have the message.
        is_obsolete = base is not None and not base.is_obsolete
    versions = Versions(_revive(base) if base else None, _revive(ours), _revive(theirs))
    text, is_conflict = merge_entry(versions, style)
    text = _retire(read_entry(text), style) if is_obsolete else text
    return Piece(text, is_obsolete, is_conflict)


def _revive(entry: Entry) -> Entry:
    """Return an obsolete entry as it would be live; a live one as it is."""
    if not entry.is_obsolete:
        return entry
    return read_live(entry)


def _retire(entry: Entry, style: Style) -> str:
    return retire_entry(entry, style).lstrip("\r\n")


def join_pieces(
    pieces: Mapping[Slot, Piece], old: Slots, mine: Slots, yours: Slots, newline: str
) -> str:
    """Return the entries of the result in their order, each after the blank lines that it had.

    The order is ours, or theirs where only they changed it, with what the other side added in its
    places. Entries that became obsolete by the merge itself come last.
    """
    own, other = _place(mine, pieces), _place(yours, pieces)
    leads = {**_read_leads(yours, other), **_read_leads(mine, own)}
    texts: list[str] = []
    last: Slot | None = None
    for slot in _order(pieces, _place(old, pieces), own, other):
        lead, previous = leads.get(slot, (newline, None))
        if texts and not texts[-1].endswith("\n"):
            texts.append(newline)
        if previous != last:
            lead = (lead or newline) if texts else ""
        texts.append(lead + pieces[slot].text)
        last = slot
    return "".join(texts)


def _place(slots: Slots, pieces: Mapping[Slot, Piece]) -> list[Slot]:
    """Return the entries of a side that are in the result in the state that they have there."""
    return [
        slot
        for slot, entry in slots.items()
        if slot in pieces and pieces[slot].is_obsolete == entry.is_obsolete
    ]


def _read_leads(slots: Slots, placed: Sequence[Slot]) -> dict[Slot, tuple[str, Slot | None]]:
    """Return the blank lines before each entry, and the entry before it in its own file."""
    previous = dict(zip(slots, [None, *slots], strict=False))
    return {slot: (slots[slot].text[: slots[slot].comments_at], previous[slot]) for slot in placed}


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
