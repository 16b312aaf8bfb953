"""Saving of drafts: validated, without lost updates, and taken back if need be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import (
    EDIT_CONFLICT,
    EDIT_GONE,
    Changed,
    Conflict,
    Edit,
    Outcome,
    Refused,
    change,
    digest,
)
from kfor_i18n.catalogs.git.repository import find_user
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import TRANSLATOR, comment_lines
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.po.header import write_revision
from kfor_i18n.catalogs.po.questions import MARK, write_question
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.clock import build_time
from kfor_i18n.workbench.live.conflicts import DraftConflict, begin_draft, find_conflict
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.session import Session

UNSAVED = Code(
    "workbench-unsaved",
    N_("Translation not saved"),
    N_(
        "A translation with an error cannot be saved, and one with a warning only after the "
        "warning is confirmed. The draft is kept until it is saved or discarded."
    ),
)


_Versions: TypeAlias = dict[Address, list[Draft]]

_IGNORE = "kfor-i18n: ignore "


class NotSaved(Exception):  # noqa: N818 - what it says of a draft
    """A draft that was not saved, and why; it is kept.

    With ``conflict``, the entry changed meanwhile. With ``findings`` about ``entry``, as the draft
    would make it, the translation is invalid (``is_invalid``) or has warnings to be confirmed.
    """

    def __init__(
        self,
        problem: Problem,
        conflict: DraftConflict | None = None,
        findings: tuple[Finding, ...] = (),
        entry: Entry | None = None,
        *,
        is_invalid: bool = False,
    ) -> None:
        """Initialize with the reason."""
        self.problem, self.conflict, self.findings = problem, conflict, findings
        self.entry, self.is_invalid = entry, is_invalid
        super().__init__(str(problem))


def keep_draft(session: Session, state: CatalogState, address: Address, draft: Draft) -> None:
    """Keep a draft in the journal, or drop it if it changes nothing. Raises ``OSError``."""
    entry = state.find(address.key)
    if entry and draft.seen == digest(entry) and _is_unchanged(entry, draft):
        session.journal.drop(address)
    else:
        session.journal.put(address, draft)


def rebase(draft: Draft, entry: Entry) -> Draft:
    """Return a draft as a change of an entry as it is now."""
    return replace(draft, seen=digest(entry), base=entry.msgstrs)


def save_draft(
    session: Session,
    state: CatalogState,
    address: Address,
    confirmed: Collection[str],
    draft: Draft,
) -> bool:
    """Write a draft into its catalog, and forget it; return whether it changes anything.

    The draft need not be in the journal. ``confirmed`` are the names of the codes of warnings that
    its author accepts. Raises ``NotSaved``, ``BlockingIOError`` at once if another command changes
    catalogs, and ``OSError`` or ``CatalogError`` if the file cannot be used; a draft in the journal
    stays there.
    """
    entry = state.find(address.key)
    if entry is None:
        raise NotSaved(_GONE)
    if draft.seen == digest(entry) and _is_unchanged(entry, draft):
        return False
    if not state.fits(entry, draft.msgstrs):
        raise NotSaved(_MISFIT)
    if conflict := find_conflict(entry, draft):
        raise NotSaved(_CONFLICT, conflict)
    drafted = state.draft_entry(entry, draft)
    findings = tuple(state.check(drafted))
    if any(finding.severity == "error" for finding in findings):
        raise NotSaved(_INVALID, findings=findings, entry=drafted, is_invalid=True)
    if any(finding.problem.code.name not in confirmed for finding in findings):
        raise NotSaved(_DOUBTFUL, findings=findings, entry=drafted)
    try:
        _write(session, state, _edit_of(address, draft))
    except NotSaved as error:
        now = state.find(address.key)
        error.conflict = find_conflict(now, draft) if now else None
        raise
    _remember(session, state, address, entry)
    session.journal.forget(address)
    return True


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


def _go_to(session: Session, state: CatalogState, address: Address, versions: _Versions) -> None:
    """Write the last of the versions of a message."""
    entry = state.find(address.key)
    if not versions.get(address) or entry is None:
        return
    version = versions[address][-1]
    if conflict := find_conflict(entry, version):
        raise NotSaved(_CHANGED_SINCE, conflict)
    try:
        _write(session, state, _edit_of(address, version))
    except NotSaved as error:
        if error.problem is _CONFLICT and (now := state.find(address.key)):
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
        opposite.setdefault(address, []).append(rebase(_draft_of(before), now))
        _carry_draft(session, state, address, before)


def _carry_draft(session: Session, state: CatalogState, address: Address, before: Entry) -> None:
    """Let a draft of an entry as it was be one of the entry as it is now."""
    draft, now = session.journal.drafts.get(address), state.find(address.key)
    if not draft or not now or draft.seen != digest(before):
        return
    comment = draft.comment
    if comment is not None:
        comment = _change_lines(comment, *map(_list_marked, (before, now)))
    # If that cannot be written, the draft stays as it was, and is shown as a conflict.
    with suppress(OSError):
        keep_draft(session, state, address, replace(rebase(draft, now), comment=comment))


def _list_marked(entry: Entry) -> list[str]:
    """Return the lines of a comment that the workbench writes by itself."""
    lines = comment_lines(entry, TRANSLATOR)
    return [line for line in lines if line.startswith((_IGNORE, MARK))]


def _change_lines(text: str, before: list[str], after: list[str]) -> str:
    """Return a text without the lines that went, and with those that came."""
    lines = [line for line in text.splitlines() if line not in before or line in after]
    return "\n".join([*lines, *(line for line in after if line not in (*before, *lines))])


def dismiss(session: Session, state: CatalogState, address: Address, code: str) -> None:
    """Add the comment by which ``check`` ignores a warning about a message.

    The rest of a draft is kept. Raises errors as ``save_draft`` does.
    """
    _change_comment(session, state, address, [], [f"{_IGNORE}{code}"])


def ask(session: Session, state: CatalogState, address: Address, text: str) -> None:
    """Add a question about the source text to a message; otherwise as ``dismiss``."""
    _change_comment(session, state, address, [], [write_question(text)])


def settle_question(session: Session, state: CatalogState, address: Address, text: str) -> None:
    """Remove a question about the source text from a message; otherwise as ``dismiss``."""
    _change_comment(session, state, address, [write_question(text)], [])


def _change_comment(
    session: Session, state: CatalogState, address: Address, before: list[str], after: list[str]
) -> None:
    """Write the translator comment of a message without some lines, and with others."""
    entry = state.find(address.key)
    if entry is None:
        raise NotSaved(_GONE)
    comment = _change_lines("\n".join(comment_lines(entry, TRANSLATOR)), before, after)
    _write(session, state, Edit(address.key, comment=comment, seen=digest(entry)))
    _remember(session, state, address, entry)
    _carry_draft(session, state, address, entry)


def _remember(session: Session, state: CatalogState, address: Address, before: Entry) -> None:
    """Note what an entry was before it was changed, to go back to."""
    if after := state.find(address.key):
        # To go back is a change of the entry as this one left it, and of no other.
        session.saved.setdefault(address, []).append(rebase(_draft_of(before), after))
        session.undone.pop(address, None)


def save_all(session: Session, state: CatalogState, edits: Sequence[Edit]) -> list[Outcome]:
    """Write edits of several messages into their catalog at once; return what came of each.

    Drafts are left alone. Raises errors as ``save_draft`` does for the file, and not for an edit.
    """
    before = {edit.key: state.find(edit.key) for edit in edits}
    outcomes = _write_all(session, state, edits)
    for outcome in outcomes:
        key = outcome.edit.key
        if isinstance(outcome, Changed) and (entry := before[key]):
            _remember(session, state, Address(state.folder, state.domain, key), entry)
    return outcomes


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
    edits = [_edit_of(addresses[key], session.saved[addresses[key]][-1]) for key in before]
    done = [o.edit.key for o in _write_all(session, state, edits) if isinstance(o, Changed)]
    for key in done:
        _turn_round(session, state, before[key], session.saved, addresses[key])
    return done


def _write(session: Session, state: CatalogState, edit: Edit) -> None:
    (outcome,) = _write_all(session, state, [edit])
    if isinstance(outcome, Refused):
        raise NotSaved(outcome.problem, is_invalid=True)
    if isinstance(outcome, Conflict):
        raise NotSaved(_CONFLICT if outcome.entry else _GONE)


def _write_all(session: Session, state: CatalogState, edits: Sequence[Edit]) -> list[Outcome]:
    if state.catalog is None or state.problems:
        raise CatalogError(state.problems)
    fields = {} if state.path in session.stamped else _make_fields(session)
    # Whoever waits for another command does so without the lock that this is called with.
    outcomes, catalog = change(state.catalog, edits, fields=fields, patience=0)
    changed = [outcome.edit.key for outcome in outcomes if isinstance(outcome, Changed)]
    if changed:
        session.stamped.add(state.path)
        _take_over(session, state, catalog, changed)
    if any(isinstance(outcome, Conflict) for outcome in outcomes):
        # The file is newer than what was read of it.
        session.refresh(is_settled=False)
    return outcomes


def _take_over(
    session: Session, state: CatalogState, catalog: Catalog, changed: Sequence[Key]
) -> None:
    state.replace(catalog, changed)
    for key in changed:
        if entry := state.find(key):
            state.findings[key] = state.check(entry)
            session.own.note(Address(state.folder, state.domain, key), entry)
        session.compile(state.folder, key)
    rows = map(state.rows.row_of, changed)
    session.changes.add(state.id, [row.id for row in rows if row])


def _make_fields(session: Session) -> Mapping[str, str]:
    """Return the fields of a header that change once in a run, since they collide in merges."""
    fields = {"PO-Revision-Date": write_revision(build_time())}
    if user := find_user(session.project.root):
        fields["Last-Translator"] = user
    return fields


def _draft_of(entry: Entry) -> Draft:
    comment = "\n".join(comment_lines(entry, TRANSLATOR))
    return replace(begin_draft(entry), comment=comment)


def _edit_of(address: Address, draft: Draft) -> Edit:
    return Edit(address.key, draft.msgstrs, draft.is_fuzzy, draft.comment, draft.seen)


def _is_unchanged(entry: Entry, draft: Draft) -> bool:
    comment = "\n".join(comment_lines(entry, TRANSLATOR))
    return (
        draft.msgstrs == entry.msgstrs
        and draft.is_fuzzy == entry.is_fuzzy
        and draft.comment in (None, comment)
    )


_GONE = Problem(EDIT_GONE, N_("the catalog no longer has this message; the draft is kept"))
_CONFLICT = Problem(
    EDIT_CONFLICT,
    N_("the message was changed elsewhere, and the draft is kept; choose one of the versions"),
)
_MISFIT = Problem(
    EDIT_CONFLICT,
    N_("the message now has a different number of plural forms; reload the page"),
)
_CHANGED_SINCE = Problem(
    EDIT_CONFLICT,
    N_("the message was changed elsewhere after it was saved here; choose a translation"),
)
_INVALID = Problem(UNSAVED, N_("not saved: the translation has errors; correct them"))
_DOUBTFUL = Problem(UNSAVED, N_("not saved yet: the translation has warnings; confirm them"))
