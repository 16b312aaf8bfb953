"""What clients are told of one message, as JSON: everything that its translator needs."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from typing import Any

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import digest, id_of
from kfor_i18n.catalogs.memory.segments import segments_of
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import (
    EXTRACTED,
    TRANSLATOR,
    comment_lines,
    read_previous,
    read_references,
)
from kfor_i18n.catalogs.po.entries import FUZZY
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.po.questions import read_questions
from kfor_i18n.catalogs.problems import N_
from kfor_i18n.catalogs.validation.comparing import is_formatted
from kfor_i18n.catalogs.validation.places import formats_of
from kfor_i18n.locales import standard_tag
from kfor_i18n.workbench.live.conflicts import DraftConflict, begin_draft, find_conflict
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.live.terms import cut_terms, list_terms, locate_terms
from kfor_i18n.workbench.live.words import diff_words, list_insertables, split_text
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.undoing import can_redo, can_undo
from kfor_i18n.workbench.web.findings import describe_findings
from kfor_i18n.workbench.web.forms import describe_forms, pad
from kfor_i18n.workbench.web.listing import describe_state, direction_of
from kfor_i18n.workbench.web.terms import describe_used_terms

SAMPLES = (0, 1, 2, 3, 5, 101, 102, 103)
"""The numbers for which a plural is shown: they differ in most languages' rules."""

SOURCE = "en"
"""The language of source texts, as gettext assumes."""

_GONE = N_("The catalog no longer has this message. Your draft is kept here until you discard it.")
_MISFIT = N_(
    "The message now has a different number of plural forms. Your draft is kept here until you "
    "discard it."
)
_MOST_SAME = 20


def describe_entry(
    session: Session, state: CatalogState, key: Key, texts: NullTranslations
) -> dict[str, Any]:
    """Return a message with its draft; one that is only a draft any more says so."""
    address = Address(state.folder, state.domain, key)
    draft = session.journal.drafts.get(address)
    entry, catalog = state.find(key), state.catalog
    if entry is None or catalog is None:
        return _describe_gone(state, key, draft, texts, _GONE)
    if draft and not state.fits(entry, draft.msgstrs):
        return _describe_gone(state, key, draft, texts, _MISFIT)
    source = catalog.source_of(entry)
    formatted = is_formatted(source, formats_of(catalog, entry).printf)
    shown = draft or begin_draft(entry)
    drafted = state.draft_entry(entry, draft) if draft else entry
    findings = state.check(drafted) if draft else state.findings.get(key, [])
    conflict = find_conflict(entry, draft) if draft else None
    return {
        **_describe_head(state, key, entry.plural, texts),
        "sources": _describe_sources(catalog, entry, texts, is_formatted=formatted),
        "forms": describe_forms(catalog, entry, shown.msgstrs, texts),
        "terms": describe_used_terms(catalog, drafted, texts),
        "insertables": list_insertables(set_of(source.texts), is_formatted=formatted),
        "comment": _comment_of(entry) if shown.comment is None else shown.comment,
        "questions": read_questions(entry),
        "extracted": comment_lines(entry, EXTRACTED),
        "references": read_references(entry),
        "flags": [flag for flag in entry.flags if flag != FUZZY],
        "fuzzy": shown.is_fuzzy,
        "previous": _describe_previous(entry),
        "is_draft": draft is not None,
        "seen": draft.seen if draft else digest(entry),
        "base": shown.base,
        "findings": describe_findings(
            [*findings, *session.misfits(state, key)], catalog, drafted, texts
        ),
        "shown": explain_unshown(session, state, entry, draft, texts),
        "conflict": describe_conflict(conflict) if conflict else None,
        "same": _list_same(session, state, key),
        "samples": SAMPLES if entry.plural is not None else (),
        "can_undo": can_undo(session, address, entry),
        "can_redo": can_redo(session, address, entry),
        "position": str(state.rows.position_of(key) + 1),
        "left": count_left(state),
    }


def set_of(items: Iterable[str]) -> list[str]:
    """Return items, each once, in their order."""
    return list(dict.fromkeys(items))


def count_left(state: CatalogState) -> int:
    """Return how many messages are not translated, need review or are invalid."""
    return len(state.rows) - state.rows.counts["translated"] + state.count_invalid()


def describe_conflict(conflict: DraftConflict) -> dict[str, Any]:
    """Return a conflict: the forms of all sides, and how they differ from the base and each other.

    ``between`` leads from their forms to mine. ``base`` is empty if it is not known.
    """
    return {
        "kind": "changed",
        "base": conflict.base,
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "mine_diff": _diff_forms(conflict.base, conflict.mine),
        "theirs_diff": _diff_forms(conflict.base, conflict.theirs),
        "between": _diff_forms(conflict.theirs, conflict.mine),
        "merged": conflict.merged,
        "seen": conflict.seen,
    }


def _diff_forms(old: tuple[str, ...], new: tuple[str, ...]) -> list[Any]:
    count = max(len(old), len(new))
    pairs = zip(pad(old, count), pad(new, count), strict=True)
    return [diff_words(before, after) for before, after in pairs]


def explain_unshown(
    session: Session,
    state: CatalogState,
    entry: Entry,
    draft: Draft | None,
    texts: NullTranslations,
) -> str | None:
    """Return why the page does not show a message as it stands in the form, ``None`` if it does."""
    if draft is None or not any(draft.msgstrs):
        return None
    drafted = state.draft_entry(entry, draft)
    if session.catalogs.shown_forms(state, entry) == drafted.msgstrs:
        return None
    if not all(drafted.msgstrs):
        return texts.gettext("The page shows the translation once every plural form is filled in.")
    return texts.gettext("The page still shows the last valid text. The translation has errors.")


def _describe_sources(
    catalog: Catalog, entry: Entry, texts: NullTranslations, *, is_formatted: bool
) -> list[dict[str, Any]]:
    source = catalog.source_of(entry).texts
    terms = list_terms(catalog, source)
    if entry.plural is None:
        # Translators: Workbench. Read aloud: name of the text that is to be translated.
        labels = [texts.gettext("Source text")]
    else:
        labels = [texts.gettext("Source text for 1"), texts.gettext("Source text, plural")]
    return [
        {
            "label": label,
            "text": text,
            "pieces": cut_terms(
                split_text(text, is_formatted=is_formatted), locate_terms(catalog, text), terms
            ),
        }
        for label, text in zip(labels, source, strict=False)
    ]


def _describe_previous(entry: Entry) -> dict[str, Any] | None:
    """Return how the source text of a fuzzy translation and its context changed, if known."""
    previous = read_previous(entry) if entry.is_fuzzy else None
    if previous is None:
        return None
    is_same = previous.context == entry.context
    return {
        "source": diff_words(previous.msgid, entry.msgid),
        "plural": (
            diff_words(previous.plural, entry.plural)
            if previous.plural is not None and entry.plural is not None
            else None
        ),
        "context": None if is_same else diff_words(previous.context or "", entry.context or ""),
    }


def _list_same(session: Session, state: CatalogState, key: Key) -> list[dict[str, Any]]:
    """Return the unfinished messages of the same language with the same source text elsewhere.

    What the others are translated with is in the translation memory.
    """
    found = [
        (other, each)
        for other in session.catalogs.states
        if other.folder == state.folder and other.catalog
        for each in other.rows.same_source(key.msgid)
        if (other, each) != (state, key)
    ]
    return [
        {
            "catalog": other.id,
            "id": row.id,
            "context": each.context,
            "domain": other.domain,
            "forms": entry.msgstrs,
            "target": next((form for form in entry.msgstrs if form), ""),
        }
        for other, each in found[:_MOST_SAME]
        if (row := other.rows.row_of(each)) and (entry := other.find(each))
        if other.catalog and not any(segments_of(other.catalog, entry))
    ]


def _describe_head(
    state: CatalogState, key: Key, plural: str | None, texts: NullTranslations
) -> dict[str, Any]:
    row = state.rows.row_of(key)
    return {
        "catalog": state.id,
        "id": row.id if row else id_of(state.domain, key, plural),
        "msgid": key.msgid,
        "msgid_plural": plural,
        "context": key.context,
        "plural": plural is not None,
        "lang": standard_tag(state.folder),
        "dir": direction_of(state.folder),
        "source_lang": SOURCE,
        "source_dir": "ltr",
        **describe_state(state, row, texts),
    }


def _describe_gone(
    state: CatalogState, key: Key, draft: Draft | None, texts: NullTranslations, text: str
) -> dict[str, Any]:
    head = _describe_head(state, key, draft.plural if draft else None, texts)
    if draft is None:
        return {**head, "conflict": None, "is_draft": False}
    mine = list(draft.msgstrs)
    return {
        **head,
        "is_draft": True,
        "seen": draft.seen,
        "base": draft.base,
        "fuzzy": draft.is_fuzzy,
        "comment": draft.comment,
        "conflict": {"kind": "gone", "text": texts.gettext(text), "mine": mine},  # i18n: ignore
    }


def _comment_of(entry: Entry) -> str:
    return "\n".join(comment_lines(entry, TRANSLATOR))
