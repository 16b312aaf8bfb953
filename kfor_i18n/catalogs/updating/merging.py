"""Merging of a template into a catalog, in which all other entries keep their bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.plurals import count_forms
from kfor_i18n.catalogs.po.comments import TRANSLATOR, raw_comments
from kfor_i18n.catalogs.po.entries import (
    create_entry,
    create_fuzzy,
    refresh_entry,
    retire_entry,
    revive_entry,
    revive_into,
    tidy_entry,
)
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.po.header import parse_headers
from kfor_i18n.catalogs.po.writing import GETTEXT_WIDTH, Style, detect_style, replace_field
from kfor_i18n.catalogs.updating.habits import fit_references


@dataclass(frozen=True, slots=True)
class FuzzyMatch:
    """A new message with the fuzzy translation of an old one, and the match's score (0 to 1)."""

    new: Key
    old: Key
    score: float


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge: the catalog's text, and the messages that changed.

    ``added``: new messages without a translation. ``matched``: new messages with a fuzzy one.
    ``revived``: obsolete messages that are used again. ``obsoleted``: messages that are no longer
    used and became obsolete. ``dropped``: unused messages that were removed, as they had neither a
    translation nor a translator comment. ``refreshed``: messages whose extracted comments,
    references, flags or plural changed in the template. ``is_behind``: the catalog lacked some of
    that; a text that differs all the same was only tidied, see ``tidy_entry``.
    """

    text: str
    added: tuple[Key, ...] = ()
    matched: tuple[FuzzyMatch, ...] = ()
    revived: tuple[Key, ...] = ()
    obsoleted: tuple[Key, ...] = ()
    dropped: tuple[Key, ...] = ()
    refreshed: tuple[Key, ...] = ()
    is_behind: bool = True


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """Options of ``merge``.

    ``cutoff`` is that of ``match_messages``; ``width`` that of new text if the catalog is written
    in it (see ``detect_style``). ``no_fuzzy_matching``: new messages get no fuzzy translation.
    ``ignore_obsolete``: translations that are no longer used are dropped.
    """

    cutoff: float | None = None
    width: int = GETTEXT_WIDTH
    no_fuzzy_matching: bool = False
    ignore_obsolete: bool = False


_STANDARD = MergeOptions()


def merge(catalog: PoFile, template: PoFile, options: MergeOptions = _STANDARD) -> Merged:
    """Merge a template into a catalog. Neither may contain duplicate messages.

    Entries are put in the template's order, followed by the obsolete ones. An entry keeps every
    byte unless the template's entry differs or its fuzzy flag left something behind. A new message
    that is similar to a removed or obsolete one gets its translation, with the fuzzy flag and the
    previous msgid. Translations that are no longer used are kept as obsolete entries. So is an
    obsolete translation of a message that has one; a message without a translation gets it back. A
    catalog without references gets none; one whose references name files only gets no line
    numbers.
    """
    wanted = {entry.key: entry for entry in fit_references(catalog, template.live)}
    matcher = partial(_match, cutoff=options.cutoff)
    plan = _plan(catalog, wanted, _leave_unmatched if options.no_fuzzy_matching else matcher)
    if options.ignore_obsolete:
        plan = replace(plan, unused=(), retired=(), dropped=(*plan.retired, *plan.dropped))
    style, forms = detect_style(catalog, options.width), count_forms(catalog.headers)
    pieces = [_Piece(_refresh_header(e, template), e) for e in catalog.entries if e.is_header]
    refreshed = []
    for key, source in wanted.items():
        piece = _render(plan, key, source, forms, style)
        pieces.append(piece)
        if piece.entry and piece.text not in (piece.entry.text, piece.tidied):
            refreshed.append(key)
    pieces += [_Piece(entry.text, entry) for entry in plan.unused]
    pieces += [_Piece(retire_entry(entry, style)) for entry in plan.retired]
    text = _join(pieces, catalog, style.newline)
    is_tidied = any(piece.text == piece.tidied for piece in pieces)
    kept = [p._replace(text=p.entry.text) if p.entry and p.text == p.tidied else p for p in pieces]
    return Merged(
        text=text,
        added=tuple(plan.added),
        matched=tuple(
            FuzzyMatch(key, old.key, score) for key, (old, score) in plan.matches.items()
        ),
        revived=tuple(plan.revived),
        obsoleted=tuple(entry.key for entry in plan.retired),
        dropped=tuple(entry.key for entry in plan.dropped),
        refreshed=tuple(refreshed),
        is_behind=(_join(kept, catalog, style.newline) if is_tidied else text) != catalog.text,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The operation for each message of a template, and for each entry that is not in it."""

    live: Mapping[Key, Entry]
    revived: Mapping[Key, Entry]
    matches: Mapping[Key, tuple[Entry, float]]
    added: Sequence[Key]
    unused: Sequence[Entry]
    retired: Sequence[Entry]
    dropped: Sequence[Entry]


class _Piece(NamedTuple):
    """A part of the new text, the entry of the old text that it is, if any, and that one tidied."""

    text: str
    entry: Entry | None = None
    tidied: str | None = None


_Matches = dict[Key, tuple[Entry, float]]
_Matcher = Callable[[Sequence[Entry], Mapping[Key, Entry]], _Matches]


def _plan(catalog: PoFile, wanted: Mapping[Key, Entry], match: _Matcher) -> _Plan:
    live = {entry.key: entry for entry in catalog.live}
    obsolete = [entry for entry in catalog.entries if entry.is_obsolete]
    revived = _find_revived(obsolete, live, wanted)
    vanished = [entry for key, entry in live.items() if key not in wanted]
    new = [key for key in wanted if key not in live and key not in revived]
    spare = [entry for entry in obsolete if entry.key not in wanted]
    matches = match([*vanished, *spare], {key: wanted[key] for key in new})
    taken = {id(old) for old in (*(old for old, _ in matches.values()), *revived.values())}
    left = [entry for entry in vanished if id(entry) not in taken]
    return _Plan(
        live=live,
        revived=revived,
        matches=matches,
        added=[key for key in new if key not in matches],
        unused=[entry for entry in obsolete if id(entry) not in taken],
        retired=[entry for entry in left if _is_worth_keeping(entry)],
        dropped=[entry for entry in left if not _is_worth_keeping(entry)],
    )


def _find_revived(
    obsolete: Sequence[Entry], live: Mapping[Key, Entry], wanted: Mapping[Key, Entry]
) -> dict[Key, Entry]:
    """Return the obsolete entry that is used for each message that has no translation.

    Of several it is the last one, which was used last, unless it has no translation itself.
    """
    revived: dict[Key, Entry] = {}
    for entry in obsolete:
        other = live.get(entry.key)
        has_use = any(entry.msgstrs) and not any(other.msgstrs) if other else True
        is_better = any(entry.msgstrs) or entry.key not in revived
        if entry.key in wanted and has_use and is_better:
            revived[entry.key] = entry
    return revived


def _leave_unmatched(_old: Sequence[Entry], _new: Mapping[Key, Entry]) -> _Matches:
    return {}


def _match(old: Sequence[Entry], new: Mapping[Key, Entry], cutoff: float | None) -> _Matches:
    old = [entry for entry in old if any(entry.msgstrs)]
    if not old or not new:
        return {}
    # It takes long to import, and most updates have nothing to compare.
    from kfor_i18n.catalogs.updating.matching import CUTOFF, Source, match_messages

    keys = list(new)
    matches = match_messages(
        [Source(entry.msgid, entry.plural, entry.context) for entry in old],
        [Source(key.msgid, new[key].plural, key.context) for key in keys],
        cutoff=cutoff or CUTOFF,
    )
    return {keys[match.new]: (old[match.old], match.score) for match in matches}


def _is_worth_keeping(entry: Entry) -> bool:
    return any(entry.msgstrs) or bool(raw_comments(entry, TRANSLATOR))


def _render(plan: _Plan, key: Key, source: Entry, forms: int, style: Style) -> _Piece:
    entry, old = plan.live.get(key), plan.revived.get(key)
    if entry and old:
        return _Piece(revive_into(entry, old, source, forms, style))
    if entry:
        tidy = tidy_entry(entry, style)
        tidied = None if tidy is entry else tidy.text
        return _Piece(refresh_entry(tidy, source, forms, style), entry, tidied)
    if old:
        return _Piece(revive_entry(old, source, forms, style))
    if match := plan.matches.get(key):
        return _Piece(create_fuzzy(source, match[0], forms, style))
    return _Piece(create_entry(source, forms, style))


def _refresh_header(entry: Entry, template: PoFile) -> str:
    created = template.headers.get("pot-creation-date")
    if not created or parse_headers(entry.msgstrs[0]).get("pot-creation-date") == created:
        return entry.text
    return replace_field(entry.text, "POT-Creation-Date", created)


def _join(pieces: Sequence[_Piece], catalog: PoFile, newline: str) -> str:
    """Join pieces, with a blank line before each that has none unless it follows the same entry."""
    before = {id(b): id(a) for a, b in pairwise(catalog.entries)}
    texts: list[str] = []
    last: Entry | None = None
    for piece in pieces:
        if texts and not texts[-1].endswith("\n"):
            texts.append(newline)
        is_in_place = piece.entry is not None and before.get(id(piece.entry)) == id(last)
        if texts and not is_in_place and not piece.text.startswith(("\n", "\r\n")):
            texts.append(newline)
        texts.append(piece.text)
        last = piece.entry
    return "".join(texts) + catalog.tail
