"""Drafts of messages that changed meanwhile: what was, what is, and what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kfor_i18n.catalogs.editing import digest
from kfor_i18n.catalogs.messages import strip_forms
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.workbench.live.journal import Draft
from kfor_i18n.workbench.live.words import merge_words


@dataclass(frozen=True, slots=True)
class DraftConflict:
    """A draft of an entry that was changed by somebody else since the draft was begun.

    ``base`` are the forms that the draft was begun with, ``mine`` those of the draft, ``theirs``
    those of the catalog. ``merged`` are both changes together, ``None`` if they touch, or if
    ``base`` is not known, and empty. ``seen`` is the digest of the entry as it is now.
    """

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    merged: tuple[str, ...] | None
    seen: str


def begin_draft(entry: Entry) -> Draft:
    """Return a draft that changes nothing yet."""
    forms = entry.msgstrs
    return Draft(forms, entry.is_fuzzy, None, digest(entry), forms, entry.plural)


def settle(entry: Entry, draft: Draft) -> Draft | None:
    """Return a draft for the entry as it is now; ``None`` if nothing of it is left to be saved.

    A change by somebody else that did not touch the translation is no conflict.
    """
    is_same = strip_forms(draft.msgstrs) == strip_forms(entry.msgstrs)
    if is_same and draft.is_fuzzy == entry.is_fuzzy and draft.comment is None:
        return None
    seen = digest(entry)
    is_base = bool(draft.base) and strip_forms(draft.base) == strip_forms(entry.msgstrs)
    if draft.seen != seen and (is_same or is_base) and draft.comment is None:
        return rebase(draft, entry)
    return draft


def rebase(draft: Draft, entry: Entry) -> Draft:
    """Return a draft as a change of an entry as it is now."""
    return replace(draft, seen=digest(entry), base=entry.msgstrs, plural=entry.plural)


def find_conflict(entry: Entry, draft: Draft) -> DraftConflict | None:
    """Return the conflict of a draft with the entry as it is now, or ``None``."""
    seen = digest(entry)
    if draft.seen in (None, seen):
        return None
    merged = _merge(draft.base, draft.msgstrs, entry.msgstrs) if draft.base else None
    return DraftConflict(draft.base, draft.msgstrs, entry.msgstrs, merged, seen)


def _merge(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> tuple[str, ...] | None:
    count = max(len(base), len(mine), len(theirs))
    forms = [
        merge_words(*(side[form] if form < len(side) else "" for side in (base, mine, theirs)))
        for form in range(count)
    ]
    return None if None in forms else tuple(form or "" for form in forms)
