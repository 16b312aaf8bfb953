"""The texts of a page one after another, as JSON over HTTP: as they are read, and read aloud."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from kfor_i18n.catalogs.po.comments import TRANSLATOR, comment_lines
from kfor_i18n.workbench.live.journal import Address
from kfor_i18n.workbench.live.rows import Row
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.web import listing
from kfor_i18n.workbench.web.entries import SOURCE
from kfor_i18n.workbench.web.failures import locked
from kfor_i18n.workbench.web.places import order_of
from kfor_i18n.workbench.web.requests import (
    find_state,
    read_number,
    read_text,
    session_of_request,
    texts_of_request,
)

proofreading = Blueprint("proofreading", __name__)

_MOST = 200


@proofreading.get("/proof")
@locked
def show_proof() -> Response:
    """Return a part of the messages of a page in its order, or of a catalog, with their texts."""
    session, texts, values = session_of_request(), texts_of_request(), request.args
    state = find_state(values)
    order = order_of(session.preview, read_text(values, "page"), state, texts)
    wanted = listing.Wanted(order=None if order is None else list(order))
    rows = listing.list_messages(session, state, wanted)
    offset = read_number(values, "offset", 0, len(rows))
    items = [
        {
            **listing.describe_row(session, state, row, texts),
            **((order or {}).get(row.key) or {}),
            **_read_texts(state, row),
        }
        for row in rows[offset : offset + _MOST]
    ]
    return jsonify(total=len(rows), items=items, source_lang=SOURCE)


def _read_texts(state: CatalogState, row: Row) -> dict[str, Any]:
    """Return the texts of a message in full: its translation as it is being written, if it is."""
    entry = state.find(row.key)
    address = Address(state.folder, state.domain, row.key)
    draft = session_of_request().journal.drafts.get(address)
    if entry is None or state.catalog is None:
        return {"sources": [row.key.msgid], "forms": [], "comment": ""}
    source = state.catalog.source_of(entry)
    comment = "\n".join(comment_lines(entry, TRANSLATOR))
    return {
        "sources": list(dict.fromkeys(source.texts)),
        "forms": [form for form in (draft.msgstrs if draft else entry.msgstrs) if form],
        "comment": draft.comment if draft and draft.comment is not None else comment,
    }
