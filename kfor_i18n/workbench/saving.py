"""Saving of drafts: validated, and without lost updates."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kfor_i18n.catalogs.editing import EDIT_CONFLICT, Changed, Edit, Outcome, digest
from kfor_i18n.catalogs.po.comments import TRANSLATOR, comment_lines
from kfor_i18n.catalogs.po.questions import write_question
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.workbench.live.conflicts import find_conflict
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.undoing import remember
from kfor_i18n.workbench.writing import (
    CONFLICT,
    GONE,
    IGNORE,
    NotSaved,
    carry_draft,
    change_lines,
    edit_of,
    is_unchanged,
    write,
    write_all,
)

UNSAVED = Code(
    "workbench-unsaved",
    N_("Translation not saved"),
    N_(
        "A translation with an error cannot be saved, and one with a warning only after the "
        "warning is confirmed. The draft is kept until it is saved or discarded."
    ),
)

_MISFIT = Problem(
    EDIT_CONFLICT,
    N_("the message now has a different number of plural forms; reload the page"),
)
_INCOMPLETE = Problem(UNSAVED, N_("not saved yet: fill in every plural form; the draft is kept"))
_INVALID = Problem(UNSAVED, N_("not saved: the translation has errors; correct them"))
_DOUBTFUL = Problem(UNSAVED, N_("not saved yet: the translation has warnings; confirm them"))


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
        raise NotSaved(GONE)
    if draft.seen == digest(entry) and is_unchanged(entry, draft):
        return False
    if not state.fits(entry, draft.msgstrs):
        raise NotSaved(_MISFIT)
    if conflict := find_conflict(entry, draft):
        raise NotSaved(CONFLICT, conflict)
    drafted = state.draft_entry(entry, draft)
    findings = tuple(state.check(drafted))
    if any(finding.severity == "error" for finding in findings):
        raise NotSaved(_INVALID, findings=findings, entry=drafted, is_invalid=True)
    is_partial = any(drafted.msgstrs) and not all(drafted.msgstrs)
    if is_partial and drafted.msgstrs != entry.msgstrs:
        # It could be confirmed, and would be refused.
        raise NotSaved(_INCOMPLETE, findings=findings, entry=drafted, is_invalid=True)
    if any(finding.problem.code.name not in confirmed for finding in findings):
        raise NotSaved(_DOUBTFUL, findings=findings, entry=drafted)
    try:
        write(session, state, edit_of(address, draft))
    except NotSaved as error:
        now = state.find(address.key)
        error.conflict = find_conflict(now, draft) if now else None
        raise
    remember(session, state, address, entry)
    session.journal.forget(address)
    return True


def save_all(session: Session, state: CatalogState, edits: Sequence[Edit]) -> list[Outcome]:
    """Write edits of several messages into their catalog at once; return what came of each.

    Drafts are left alone. Raises errors as ``save_draft`` does for the file, and not for an edit.
    """
    before = {edit.key: state.find(edit.key) for edit in edits}
    outcomes = write_all(session, state, edits)
    for outcome in outcomes:
        key = outcome.edit.key
        if isinstance(outcome, Changed) and (entry := before[key]):
            remember(session, state, Address(state.folder, state.domain, key), entry)
    return outcomes


def dismiss(session: Session, state: CatalogState, address: Address, code: str) -> None:
    """Add the comment by which ``check`` ignores a warning about a message.

    The rest of a draft is kept. Raises errors as ``save_draft`` does.
    """
    _change_comment(session, state, address, [], [f"{IGNORE}{code}"])


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
        raise NotSaved(GONE)
    comment = change_lines("\n".join(comment_lines(entry, TRANSLATOR)), before, after)
    write(session, state, Edit(address.key, comment=comment, seen=digest(entry)))
    remember(session, state, address, entry)
    carry_draft(session, state, address, entry)
