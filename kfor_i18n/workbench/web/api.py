"""What the workbench's scripts ask for and send: JSON over HTTP."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.workbench import saving, undoing
from kfor_i18n.workbench.live.conflicts import find_conflict
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.waiting import BusyError
from kfor_i18n.workbench.web import listing
from kfor_i18n.workbench.web.drafts import (
    digest_draft,
    keep,
    read_new_draft,
    would_replace_another,
)
from kfor_i18n.workbench.web.entries import (
    count_left,
    describe_conflict,
    describe_entry,
    explain_unshown,
)
from kfor_i18n.workbench.web.failures import fail, locked, say_unkept
from kfor_i18n.workbench.web.findings import describe_findings
from kfor_i18n.workbench.web.history import changed_since, explain_since
from kfor_i18n.workbench.web.pages import describe_preview
from kfor_i18n.workbench.web.places import describe_rendering, order_of
from kfor_i18n.workbench.web.reasons import explainer
from kfor_i18n.workbench.web.requests import (
    Subject,
    find_state,
    find_subject,
    find_written,
    read_body,
    read_number,
    read_numbers,
    read_text,
    refuse_for_now,
    session_of_request,
    texts_of_request,
)
from kfor_i18n.workbench.web.terms import describe_used_terms

api = Blueprint("api", __name__)

_MOST_ROWS = 200


@api.get("/project")
@locked
def show_project() -> Response:
    """Return the project: its languages, catalogs, pages and application."""
    session, texts = session_of_request(), texts_of_request()
    states = session.catalogs.states
    folders = dict.fromkeys(state.folder for state in states)
    return jsonify(
        name=session.name,
        root=str(session.project.root),
        app=session.project.app,
        version=session.changes.version,
        settings=_describe_settings(),
        languages=[
            {"locale": each, "name": listing.name_of(each), "dir": listing.direction_of(each)}
            for each in folders
        ],
        catalogs=[listing.describe_catalog(session, state, texts) for state in states],
        **describe_preview(session.preview, texts),
    )


def _describe_settings() -> str | None:
    """Return what became of the settings since they were read, if anything."""
    finding = session_of_request().settings.finding
    return finding.text(texts_of_request().gettext) if finding else None


@api.get("/changes")
@locked
def show_changes() -> Response:
    """Return what changed since a version."""
    session, texts = session_of_request(), texts_of_request()
    version = read_number(request.args, "since", 0, 2**53)
    if version > session.changes.version:
        # The client's is that of a server before this one.
        return jsonify(version=session.changes.version, restarted=True)
    changes = session.changes.since(version)
    changed = {change.catalog for change in changes}
    # The counts of drafts and of findings change without a catalog, and this is cheap.
    states = [state for state in session.catalogs.states if state.id in changed]
    gone = changed - {state.id for state in states}
    return jsonify(
        version=session.changes.version,
        settings=_describe_settings(),
        catalogs=[listing.describe_catalog(session, state, texts) for state in states],
        gone=sorted(gone),
        entries=[{"catalog": c.catalog, "id": c.message} for c in changes if c.message],
        **describe_preview(session.preview, texts, has_pages=session.pages_version > version),
    )


@api.get("/messages")
@locked
def show_messages() -> Response:
    """Return a part of the list of messages."""
    session, texts, values = session_of_request(), texts_of_request(), request.args
    state, name = find_state(values), read_text(values, "filter")
    try:
        changed = changed_since(state, read_text(values, "since")) if name == "since" else {}
    except SettingsError as error:
        return explain_since(error)
    order = order_of(session.preview, read_text(values, "page"), state, texts)
    wanted = listing.Wanted(
        name,
        read_text(values, "search").strip(),
        None if order is None else list(order),
        session.preview.unused_in(state) if name == "unused" else bool,
        changed.__contains__,
    )
    rows = listing.list_messages(session, state, wanted)
    limit = max(1, read_number(values, "limit", 50, _MOST_ROWS))
    wanted_id = read_text(values, "around")
    around = [number for number, row in enumerate(rows) if row.id == wanted_id]
    offset = around[0] // limit * limit if around else read_number(values, "offset", 0, len(rows))
    items = [
        {**listing.describe_row(session, state, row, texts), **((order or {}).get(row.key) or {})}
        for row in rows[offset : offset + limit]
    ]
    if name == "unused":
        explain = explainer(session.preview, state, texts)
        items = [
            {**item, "why": explain(row.key)}
            for item, row in zip(items, rows[offset : offset + limit], strict=True)
        ]
    orphans = listing.list_orphans(session, state, texts) if name in ("drafts", "changed") else []
    return jsonify(
        total=len(rows) + len(orphans), offset=offset, items=[*items, *orphans],
        version=session.changes.version,
    )  # fmt: skip


@api.post("/render")
def render() -> Response:
    """Render a page for the frame, and return where the messages are in it."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    with session.catalogs.lock:
        state = find_state(body)
        numbers = read_numbers(body, state)
    try:
        # Not locked: the application asks for the texts in another thread.
        rendering = session.preview.render(state, read_text(body, "page"), numbers)
    except BusyError:
        return refuse_for_now()
    except ApplicationError as error:
        text = error.problem.text(texts.gettext)
        return fail(HTTPStatus.BAD_GATEWAY, text, output=error.output)
    except LookupError:
        text = texts.gettext("The application has no such page; choose another one.")
        return fail(HTTPStatus.NOT_FOUND, text)
    with session.catalogs.lock:
        described = describe_rendering(session.catalogs, rendering, texts)
        return jsonify({**described, "entries": _describe_rows(described)})


def _describe_rows(described: dict[str, Any]) -> dict[str, Any]:
    """Return the messages of a rendered page by id, as a list shows them."""
    session, texts = session_of_request(), texts_of_request()
    named = {(place["catalog"], place["id"]) for place in described["places"] if place["id"]}
    rows = {}
    for catalog, id_ in named:
        state = session.catalogs.state(catalog)
        key = state.rows.key_of(id_) if state else None
        row = state.rows.row_of(key) if state and key else None
        if state and row:
            rows[id_] = {"catalog": catalog, **listing.describe_row(session, state, row, texts)}
    return rows


@api.get("/entry")
@locked
def show_entry() -> Response:
    """Return a message."""
    return _answer(find_subject(request.args))


@api.put("/draft")
@locked
def put_draft() -> Response:
    """Keep what was typed, and return what is wrong with it."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    subject = find_written(body)
    state, entry = subject.state, subject.state.find(subject.key)
    draft = read_new_draft(subject, body)
    if would_replace_another(subject, body, draft):
        return _refuse_other(subject)
    try:
        keep(subject, body, draft)
    except OSError:
        # Nobody asked for it to be kept here, so there is nothing to be corrected and repeated.
        return fail(HTTPStatus.SERVICE_UNAVAILABLE, say_unkept())
    catalog, kept = state.catalog, session.journal.drafts.get(subject.address)
    told = {"version": session.changes.version, "draft_seen": digest_draft(kept)}
    if entry is None or catalog is None or not state.fits(entry, draft.msgstrs):
        gone = describe_subject(subject)["conflict"]
        return jsonify(findings=[], shown=None, conflict=gone, terms=[], is_draft=True, **told)
    conflict, drafted = find_conflict(entry, draft), state.draft_entry(entry, draft)
    return jsonify(
        findings=describe_findings(
            [*state.check(drafted), *session.misfits(state, subject.key)], catalog, drafted, texts
        ),
        shown=explain_unshown(session, state, entry, draft, texts),
        conflict=describe_conflict(conflict) if conflict else None,
        terms=describe_used_terms(catalog, drafted, texts),
        is_draft=kept is not None,
        **told,
    )


@api.delete("/draft")
@locked
def discard_draft() -> Response:
    """Forget what was typed, and return the message as it is in the catalog."""
    subject = find_subject(request.args)
    if would_replace_another(subject, request.args):
        return _refuse_other(subject)
    session_of_request().journal.drop(subject.address)
    session_of_request().changes.add(subject.state.id, [read_text(request.args, "id")])
    return _answer(subject)


@api.post("/save")
@locked
def save() -> Response:
    """Save what was typed."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    subject = find_written(body)
    confirmed = body.get("confirmed") or ()
    if not isinstance(confirmed, list | tuple):
        raise BadRequest(texts.gettext("The request cannot be read; reload the page."))
    draft = read_new_draft(subject, body)
    if would_replace_another(subject, body, draft):
        return _refuse_other(subject)
    # Without a journal, the catalog can still be written: then there is nothing to keep.
    with suppress(OSError):
        keep(subject, body, draft)
    is_saved = saving.save_draft(
        session, subject.state, subject.address, set(map(str, confirmed)), draft
    )
    left, total = count_left(subject.state), len(subject.state.rows)
    text = texts.ngettext(
        "Saved. %(left)s of %(total)s message left.", "Saved. %(left)s of %(total)s messages left.",
        total,
    )  # fmt: skip
    if not left:
        # Translators: Workbench. After the last message of a catalog was saved.
        text = texts.ngettext(
            "Saved. The message of this catalog is translated.",
            "Saved. All %(total)s messages are translated.",
            total,
        )
    entry = describe_subject(subject)
    needs_review = not is_saved and entry["fuzzy"]
    if needs_review:
        text = texts.gettext(
            "Nothing to save: the translation still needs review. If it is correct, choose Confirm "
            "translation."
        )
    elif not is_saved:
        text = texts.gettext("Nothing to save: the translation is as it was.")
    return jsonify(
        status=text % {"left": left, "total": total},
        left=left,
        total=total,
        entry=entry,
        needs_review=needs_review,
    )


@api.post("/dismiss")
@locked
def dismiss() -> Response:
    """Let a warning about a message be ignored from now on."""
    body = read_body()
    subject = find_subject(body)
    saving.dismiss(session_of_request(), subject.state, subject.address, read_text(body, "code"))
    return _answer(subject)


@api.post("/undo")
@locked
def undo() -> Response:
    """Take back the last change of a message in its catalog."""
    subject = find_subject(read_body())
    undoing.undo(session_of_request(), subject.state, subject.address)
    return _answer(subject)


@api.post("/redo")
@locked
def redo() -> Response:
    """Make a change of a message again that was taken back."""
    subject = find_subject(read_body())
    undoing.redo(session_of_request(), subject.state, subject.address)
    return _answer(subject)


def _refuse_other(subject: Subject) -> Response:
    """Return the response to a draft in place of another one, with the message as it is then."""
    text = texts_of_request().gettext(
        "Another draft of this message was written elsewhere; choose the one to keep."
    )
    return fail(HTTPStatus.CONFLICT, text, entry=describe_subject(subject))


def _answer(subject: Subject) -> Response:
    return jsonify(describe_subject(subject))


def describe_subject(subject: Subject) -> dict[str, Any]:
    """Return the message that a request is about."""
    session, texts = session_of_request(), texts_of_request()
    entry = describe_entry(session, subject.state, subject.key, texts)
    return {
        **entry,
        "draft_seen": digest_draft(session.journal.drafts.get(subject.address)),
    }
