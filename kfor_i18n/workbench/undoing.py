"""Taking back of changes, and making them again, without a loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from kfor_i18n.catalogs.editing import EDIT_CONFLICT, Changed, digest
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Problem
from kfor_i18n.workbench.live.conflicts import find_conflict, rebase
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.writing import (
    CONFLICT,
    NotSaved,
    carry_draft,
    draft_of,
    edit_of,
    write,
    write_all,
)

_Versions: TypeAlias = dict[Address, list[Draft]]

_CHANGED_SINCE = Problem(
    EDIT_CONFLICT,
    N_("the message was changed elsewhere after it was saved here; choose a translation"),
)


def undo(session: Session, state: CatalogState, address: Address) -> None:
    """Take back the last change of a message in this run; what was typed since stays a draft.

    Raises ``NotSaved`` if the entry changed since, and errors as ``save_draft`` does.
    """
    _go_to(session, state, address, session.saved)


def redo(session: Session, state: CatalogState, address: Address) -> None:
    """Make the change of a message again that was taken back last; otherwise as ``undo``."""
    _go_to(session, state, address, session.undone)


def can_undo(session: Session, address: Address, entry: Entry) -> bool:
    """Return whether the last change of a message can be taken back without a loss."""
    return _is_last(session.saved, address, entry)


def can_redo(session: Session, address: Address, entry: Entry) -> bool:
    """Return whether a change of a message that was taken back can be made again."""
    return _is_last(session.undone, address, entry)


def _is_last(versions: _Versions, address: Address, entry: Entry) -> bool:
    found = versions.get(address, [])
    return bool(found) and found[-1].seen == digest(entry)


def undo_all(session: Session, state: CatalogState, seen: Mapping[Key, str]) -> list[Key]:
    """Take back the last changes of several messages at once; return the keys of those that were.

    ``seen`` are the digests of their entries after these changes; one that was changed since is
    left as it is. Raises errors as ``save_all`` does.
    """
    addresses = {key: Address(state.folder, state.domain, key) for key in seen}
    before = {
        key: entry
        for key, address in addresses.items()
        if (entry := state.find(key))
        and digest(entry) == seen[key]
        and can_undo(session, address, entry)
    }
    edits = [edit_of(addresses[key], session.saved[addresses[key]][-1]) for key in before]
    done = [o.edit.key for o in write_all(session, state, edits) if isinstance(o, Changed)]
    for key in done:
        _turn_round(session, state, before[key], session.saved, addresses[key])
    return done


def remember(session: Session, state: CatalogState, address: Address, before: Entry) -> None:
    """Note what an entry was before it was changed, to go back to."""
    if after := state.find(address.key):
        # To go back is a change of the entry as this one left it, and of no other.
        session.saved.setdefault(address, []).append(rebase(draft_of(before), after))
        session.undone.pop(address, None)


def _go_to(session: Session, state: CatalogState, address: Address, versions: _Versions) -> None:
    """Write the last of the versions of a message."""
    entry = state.find(address.key)
    if not versions.get(address) or entry is None:
        return
    version = versions[address][-1]
    if conflict := find_conflict(entry, version):
        raise NotSaved(_CHANGED_SINCE, conflict)
    try:
        write(session, state, edit_of(address, version))
    except NotSaved as error:
        if error.problem is CONFLICT and (now := state.find(address.key)):
            raise NotSaved(_CHANGED_SINCE, find_conflict(now, version)) from error
        raise
    _turn_round(session, state, entry, versions, address)


def _turn_round(
    session: Session, state: CatalogState, before: Entry, versions: _Versions, address: Address
) -> None:
    """Let the version of a message that was gone to lead back to what it was before."""
    opposite = session.undone if versions is session.saved else session.saved
    versions[address].pop()
    if now := state.find(address.key):
        opposite.setdefault(address, []).append(rebase(draft_of(before), now))
        carry_draft(session, state, address, before)
