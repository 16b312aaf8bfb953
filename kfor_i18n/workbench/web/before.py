"""What clients are told of pages before and after edits: which change, what on them, pictures."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from gettext import NullTranslations
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import BadRequest, NotFound

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.workbench.comparing import (
    BASES,
    Base,
    choose_base,
    compare,
    list_bases,
    list_changed_pages,
    render_sides,
)
from kfor_i18n.workbench.live.earlier import Comparison, Name, Shown
from kfor_i18n.workbench.live.journal import Address
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.live.words import diff_words
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.differences import Difference
from kfor_i18n.workbench.rendering.pages import Page
from kfor_i18n.workbench.rendering.pictures import Picture, find_hindrance
from kfor_i18n.workbench.rendering.sides import WIDTHS, take_sides
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.failures import fail
from kfor_i18n.workbench.web.history import explain_since
from kfor_i18n.workbench.web.pages import name_page
from kfor_i18n.workbench.web.places import say_place
from kfor_i18n.workbench.web.requests import (
    find_state,
    find_subject,
    read_body,
    read_number,
    read_text,
    session_of_request,
    texts_of_request,
)

before = Blueprint("before", __name__)

_MOST_EDITED = 500
"""How many edited messages are named: those that no page shows are listed."""


@before.post("/before")
def begin() -> Response:
    """Compare the texts of now with those of an earlier time; return the pages to look at."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    with session.catalogs.lock:
        subject = find_subject(body) if read_text(body, "id") else None
        state = subject.state if subject else find_state(body)
    key = subject.key if subject else None
    base = _read_base(read_text(body, "base")) or choose_base(session, state, key)
    only = (state.id, key) if key else None
    try:
        # Not locked: git is asked.
        comparison = compare(session, state.folder, base, read_text(body, "since"), only)
    except SettingsError as error:
        return explain_since(error)
    hindrance = find_hindrance()
    progress = session.preview.progress
    return jsonify(
        comparison=session.comparisons.begin(comparison),
        base=base,
        bases=list_bases(session),
        pages=_describe_pages(session, comparison, texts),
        edited=len(comparison.edited),
        messages=_describe_edited(session, comparison, texts),
        hindrance=hindrance.text(texts.gettext) if hindrance else None,
        widths=WIDTHS,
        index={"done": progress.done, "total": progress.total},
    )


def _read_base(text: str) -> Base | None:
    return next((base for base in BASES if base == text), None)


def _describe_pages(
    session: Session, comparison: Comparison, texts: NullTranslations
) -> list[dict[str, str]]:
    pages = session.preview.pages
    found = []
    for page in list_changed_pages(session, comparison):
        result = pages.results(page).get(comparison.folder)
        title = result.title if result else ""
        found.append({"page": page.id, "name": name_page(page, texts), "title": title})
    return found


def _describe_edited(
    session: Session, comparison: Comparison, texts: NullTranslations
) -> list[dict[str, str]]:
    """Return the edited messages, each with why no page shows the edit, if that is known."""
    found = []
    with session.catalogs.lock:
        for name, shown in list(comparison.edited.items())[:_MOST_EDITED]:
            state = session.catalogs.state(name[0])
            row = state.rows.row_of(name[1]) if state and state.catalog else None
            if state and row:
                why = _explain(session, state, name[1], shown, texts)
                found.append(
                    {"catalog": name[0], "id": row.id, "source": name[1].msgid, "why": why}
                )
    return found


def _explain(
    session: Session, state: CatalogState, key: Key, shown: Shown, texts: NullTranslations
) -> str:
    has_draft = Address(state.folder, state.domain, key) in session.journal.drafts
    if shown.before == shown.now and has_draft:
        return texts.gettext("Pages still show the earlier text, because the draft is not valid.")
    if shown.before == shown.now:
        return texts.gettext("Pages show the same text before and after.")
    if session.preview.state == "none":
        return ""
    if not session.preview.places_of(state, key):
        return texts.gettext("No page is known to use this message.")
    return texts.gettext("The pages with this message look the same.")


@before.post("/before/page")
def show_page() -> Response:
    """Return the texts that differ on a page, in its order."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    comparison, page = _find(session, body, texts)
    try:
        _, after, differences = render_sides(session, comparison, page)
    except ApplicationError as error:
        return _explain_failure(error, texts)
    with session.catalogs.lock:
        found = [
            {
                "kind_text": say_place(each.place, texts, is_file=not after.is_html),
                **_describe(session, comparison, each),
            }
            for each in differences
        ]
    has_pictures = after.is_html and any(each.numbers != (None, None) for each in differences)
    return jsonify(differences=found, has_pictures=has_pictures)


@before.post("/before/pictures")
def show_pictures() -> Response:
    """Return pictures of the parts of a page that differ, before and after."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    comparison, page = _find(session, body, texts)
    width = read_number(body, "width", WIDTHS[0], max(WIDTHS))
    if width not in WIDTHS:
        raise BadRequest(texts.gettext("The request cannot be read; reload the page."))
    if hindrance := find_hindrance():
        return fail(HTTPStatus.NOT_IMPLEMENTED, hindrance.text(texts.gettext))
    from playwright.sync_api import Error

    try:
        old, new, differences = render_sides(session, comparison, page)
        sides = take_sides(session.preview.fetch, (old, new), differences, width)
    except ApplicationError as error:
        return _explain_failure(error, texts)
    except Error:
        text = texts.gettext("Chromium could not take the pictures; try again.")
        return fail(HTTPStatus.BAD_GATEWAY, text)
    return jsonify(
        sides=[
            {
                "numbers": [number + 1 for number in each.numbers],
                "before": _encode(each.before),
                "after": _encode(each.after),
            }
            for each in sides
        ]
    )


def _encode(picture: Picture | None) -> str | None:
    if picture is None:
        return None
    return f"data:image/webp;base64,{base64.b64encode(picture.data).decode()}"


def _explain_failure(error: ApplicationError, texts: NullTranslations) -> Response:
    return fail(HTTPStatus.BAD_GATEWAY, error.problem.text(texts.gettext))


def _find(
    session: Session, body: dict[str, Any], texts: NullTranslations
) -> tuple[Comparison, Page]:
    comparison = session.comparisons.find(read_text(body, "comparison"))
    page = session.preview.find_page(read_text(body, "page"))
    if comparison is None or page is None:
        raise NotFound(texts.gettext("This comparison is out of date; compare again."))
    return comparison, page


def _describe(session: Session, comparison: Comparison, found: Difference) -> dict[str, Any]:
    messages = list(_list_messages(session, comparison, found.lookups or found.suspects))
    return {
        "before": found.before,
        "after": found.after,
        "segments": diff_words(found.before or "", found.after or ""),
        "is_source": found.is_source,
        "is_moved": found.is_moved,
        "messages": messages,
        "is_edited": bool(found.lookups) and any(message["is_edited"] for message in messages),
    }


def _list_messages(
    session: Session, comparison: Comparison, lookups: tuple[Lookup, ...]
) -> Iterator[dict[str, Any]]:
    """Yield the messages of a text: those that were edited, and the one that it is of."""
    names: dict[Name, None] = {}
    for lookup in lookups:
        state = session.catalogs.state_for(lookup.domain, lookup.locale)
        if state and state.catalog and state.find(lookup.key):
            names[state.id, lookup.key] = None
    edited = comparison.visible
    for at, name in enumerate(names):
        state = session.catalogs.state(name[0])
        row = state.rows.row_of(name[1]) if state else None
        if row and (name in edited or at == 0):
            yield {
                "catalog": name[0], "id": row.id, "source": name[1].msgid,
                "is_edited": name in edited,
            }  # fmt: skip
