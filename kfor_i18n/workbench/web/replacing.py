"""Search and replace in a catalog, as JSON over HTTP: each hit is seen before it is replaced."""

from __future__ import annotations

from collections import Counter
from gettext import NullTranslations
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from kfor_i18n.catalogs.editing import Changed, Edit, digest, edit_entry
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import Problem
from kfor_i18n.locales import standard_tag
from kfor_i18n.workbench import saving, undoing
from kfor_i18n.workbench.live.journal import Address
from kfor_i18n.workbench.live.replacing import Hit, Query, find_hits, list_hits, replace_hits, suit
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.web.failures import locked
from kfor_i18n.workbench.web.findings import describe_findings, name_forms
from kfor_i18n.workbench.web.listing import direction_of
from kfor_i18n.workbench.web.requests import (
    find_state,
    read_body,
    read_text,
    session_of_request,
    texts_of_request,
)

replacing = Blueprint("replacing", __name__)

_MOST_MESSAGES = 200
_ON = ("1", True)


@replacing.get("/replace")
@locked
def show_hits() -> Response:
    """Return the messages with a text in their translations, and what replacing it would do."""
    texts = texts_of_request()
    state, query = find_state(request.args), _read_query(request.args)
    found = list(find_hits(state.catalog, query)) if state.catalog else []
    total = sum(len(hits) for _, hits in found)
    # Translators: Workbench. How often a text was found, in "Search and replace".
    text = texts.ngettext("%(total)s hit.", "%(total)s hits.", total) % {"total": total}
    if len(found) > _MOST_MESSAGES:
        more = texts.gettext("The first %(number)s messages are shown.")
        text = f"{text} {more % {'number': _MOST_MESSAGES}}"
    if not total:
        # Translators: Workbench. What came of a search, in "Search and replace".
        text = texts.gettext("Nothing found.")
    messages = [_describe(state, query, *each, texts) for each in found[:_MOST_MESSAGES]]
    return jsonify(total=total, text=text, messages=messages)


@replacing.post("/replace")
@locked
def replace() -> Response:
    """Replace the hits that were chosen, each in the translation that was shown."""
    texts, body = texts_of_request(), read_body()
    state, query = find_state(body), _read_query(body)
    edits = [_read_edit(state, query, each) for each in _read_list(body, "messages")]
    outcomes = saving.save_all(session_of_request(), state, [edit for edit in edits if edit])
    done = [o.edit.key for o in outcomes if isinstance(o, Changed)]
    text = texts.ngettext(
        "Replaced in %(number)s message.", "Replaced in %(number)s messages.", len(done)
    )
    refused = [
        {"source": o.edit.key.msgid, "text": _say(o.problem, state, texts)}
        for o in outcomes
        if not isinstance(o, Changed)
    ]
    return jsonify(text=text % {"number": len(done)}, done=_list_done(state, done), refused=refused)


@replacing.post("/replace/undo")
@locked
def undo() -> Response:
    """Take back replacements in messages that were not changed since."""
    texts, body = texts_of_request(), read_body()
    state = find_state(body)
    given = _read_list(body, "messages")
    seen = dict(found for each in given if (found := _read_subject(state, each)))
    done = undoing.undo_all(session_of_request(), state, seen)
    text = texts.ngettext(
        "Replacement undone in %(number)s message.",
        "Replacement undone in %(number)s messages.",
        len(done),
    ) % {"number": len(done)}
    if left := len(given) - len(done):
        more = texts.ngettext(
            "%(number)s message was changed since and is left as it is.",
            "%(number)s messages were changed since and are left as they are.",
            left,
        )
        text = f"{text} {more % {'number': left}}"
    return jsonify(text=text)


def _say(problem: Problem, state: CatalogState, texts: NullTranslations) -> str:
    text = problem.text(texts.gettext)
    return name_forms(text, state.catalog, texts) if state.catalog else text


def _describe(
    state: CatalogState, query: Query, entry: Entry, hits: list[Hit], texts: NullTranslations
) -> dict[str, Any]:
    row, session = state.rows.row_of(entry.key), session_of_request()
    address = Address(state.folder, state.domain, entry.key)
    return {
        "id": row.id if row else "",
        "source": entry.msgid,
        "lang": standard_tag(state.folder),
        "dir": direction_of(state.folder),
        "seen": digest(entry),
        "problem": (
            texts.gettext("This message has a draft; save or discard it first.")
            if address in session.journal.drafts
            else None
        ),
        "findings": _find_new(state, query, entry, hits, texts),
        "hits": [
            {
                "form": hit.form,
                "start": hit.start,
                "found": hit.found,
                "new": suit(query, hit.found),
                "before": entry.msgstrs[hit.form][: hit.start],
                "after": entry.msgstrs[hit.form][hit.start + len(hit.found) :],
            }
            for hit in hits
        ],
    }


def _find_new(
    state: CatalogState, query: Query, entry: Entry, hits: list[Hit], texts: NullTranslations
) -> list[dict[str, str]]:
    """Return what would be wrong with a translation with all hits replaced, and is not now."""
    if state.catalog is None:
        return []
    edit = Edit(entry.key, replace_hits(entry, query, hits))
    replaced = edit_entry(entry, edit, state.catalog.style)
    before, after = (
        describe_findings(state.check(version), state.catalog, version, texts)
        for version in (entry, replaced)
    )
    # Their texts may name what is around a mistake, which is what is replaced.
    known = Counter(map(_identify, before))
    known.subtract(map(_identify, after))
    return [
        {"severity": each["severity"], "text": each["text"]}
        for each in after
        if known[_identify(each)] < 0
    ]


def _identify(finding: dict[str, Any]) -> tuple[str, str, str]:
    terms = [term["source"] for term in finding.get("terms", ())]
    return finding["code"], str(finding["form"]), " ".join(terms)


def _read_query(values: dict[str, Any]) -> Query:
    return Query(
        read_text(values, "find"),
        read_text(values, "with"),
        is_exact=values.get("exact") in _ON,
        is_whole=values.get("whole") in _ON,
    )


def _read_edit(state: CatalogState, query: Query, values: Any) -> Edit | None:
    """Return the edit of a message by the hits that were chosen; one that is gone has none."""
    key, seen = _read_subject(state, values) or (None, "")
    entry = state.find(key) if key else None
    if key is None or entry is None or state.catalog is None:
        return None
    if Address(state.folder, state.domain, key) in session_of_request().journal.drafts:
        return None
    chosen = {(h[0], h[1]) for h in _read_list(values, "hits") if _is_place(h)}
    hits = [h for h in list_hits(state.catalog, entry, query) if (h.form, h.start) in chosen]
    return Edit(key, replace_hits(entry, query, hits), seen=seen)


def _read_subject(state: CatalogState, values: Any) -> tuple[Key, str] | None:
    """Return a message in a request and the digest of its entry; ``None`` if it is gone."""
    if not isinstance(values, dict):
        raise BadRequest(_cannot_be_read())
    key = state.rows.key_of(read_text(values, "id"))
    return (key, read_text(values, "seen")) if key else None


def _is_place(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value)


def _read_list(values: dict[str, Any], name: str) -> list[Any]:
    found = values.get(name)
    if not isinstance(found, list):
        raise BadRequest(_cannot_be_read())
    return found


def _cannot_be_read() -> str:
    return texts_of_request().gettext("The request cannot be read; reload the page.")


def _list_done(state: CatalogState, keys: list[Key]) -> list[dict[str, str]]:
    """Return messages as they are now, so that only this change of them is taken back."""
    return [
        {"id": row.id, "seen": digest(entry)}
        for key in keys
        if (row := state.rows.row_of(key)) and (entry := state.find(key))
    ]
