"""Writing of edits into their catalog, and of drafts into the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

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
from kfor_i18n.catalogs.po.questions import MARK
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.clock import build_time
from kfor_i18n.workbench.live.conflicts import DraftConflict, begin_draft, rebase
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.session import Session

IGNORE = "kfor-i18n: ignore "
"""What a line of a comment begins with that lets ``check`` ignore a warning."""

GONE = Problem(EDIT_GONE, N_("the catalog no longer has this message; the draft is kept"))
CONFLICT = Problem(
    EDIT_CONFLICT,
    N_("the message was changed elsewhere, and the draft is kept; choose one of the versions"),
)


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
    if entry and draft.seen == digest(entry) and is_unchanged(entry, draft):
        session.journal.drop(address)
    else:
        session.journal.put(address, draft)


def carry_draft(session: Session, state: CatalogState, address: Address, before: Entry) -> None:
    """Let a draft of an entry as it was be one of the entry as it is now."""
    draft, now = session.journal.drafts.get(address), state.find(address.key)
    if not draft or not now or draft.seen != digest(before):
        return
    comment = draft.comment
    if comment is not None:
        comment = change_lines(comment, *map(_list_marked, (before, now)))
    # If that cannot be written, the draft stays as it was, and is shown as a conflict.
    with suppress(OSError):
        keep_draft(session, state, address, replace(rebase(draft, now), comment=comment))


def _list_marked(entry: Entry) -> list[str]:
    """Return the lines of a comment that the workbench writes by itself."""
    lines = comment_lines(entry, TRANSLATOR)
    return [line for line in lines if line.startswith((IGNORE, MARK))]


def change_lines(text: str, before: list[str], after: list[str]) -> str:
    """Return a text without the lines that went, and with those that came."""
    lines = [line for line in text.splitlines() if line not in before or line in after]
    return "\n".join([*lines, *(line for line in after if line not in (*before, *lines))])


def draft_of(entry: Entry) -> Draft:
    """Return a draft that changes nothing of an entry."""
    comment = "\n".join(comment_lines(entry, TRANSLATOR))
    return replace(begin_draft(entry), comment=comment)


def edit_of(address: Address, draft: Draft) -> Edit:
    """Return the edit of a catalog that a draft stands for."""
    return Edit(address.key, draft.msgstrs, draft.is_fuzzy, draft.comment, draft.seen)


def is_unchanged(entry: Entry, draft: Draft) -> bool:
    """Return whether a draft of an entry is as the entry is."""
    comment = "\n".join(comment_lines(entry, TRANSLATOR))
    return (
        draft.msgstrs == entry.msgstrs
        and draft.is_fuzzy == entry.is_fuzzy
        and draft.comment in (None, comment)
    )


def write(session: Session, state: CatalogState, edit: Edit) -> None:
    """Write an edit into its catalog. Raises ``NotSaved``, and errors as ``write_all`` does."""
    (outcome,) = write_all(session, state, [edit])
    if isinstance(outcome, Refused):
        raise NotSaved(outcome.problem, is_invalid=True)
    if isinstance(outcome, Conflict):
        raise NotSaved(CONFLICT if outcome.entry else GONE)


def write_all(session: Session, state: CatalogState, edits: Sequence[Edit]) -> list[Outcome]:
    """Write edits into their catalog at once; return what came of each.

    Raises ``BlockingIOError`` at once if another command changes catalogs, and ``OSError`` or
    ``CatalogError`` if the file cannot be used.
    """
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
