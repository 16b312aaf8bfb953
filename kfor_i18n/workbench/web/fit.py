"""Whether translations fit: pages for the browser to measure, and what it measured."""

from __future__ import annotations

from gettext import NullTranslations
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.workbench.live.fits import KINDS, WIDTHS, Measuring, Misfit, show
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.fit import Pair, describe_measuring, render_pairs
from kfor_i18n.workbench.rendering.pages import Page
from kfor_i18n.workbench.rendering.protocol import RenderedPage
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.failures import fail, locked
from kfor_i18n.workbench.web.findings import describe_findings, describe_shows
from kfor_i18n.workbench.web.listing import describe_row
from kfor_i18n.workbench.web.pages import name_page
from kfor_i18n.workbench.web.requests import (
    find_state,
    read_body,
    read_text,
    session_of_request,
    texts_of_request,
)

fit = Blueprint("fit", __name__)

_MOST_MISFITS = 20_000


@fit.post("/fit/pages")
def render_page() -> Response:
    """Render a page with its translations and with its sources, for the browser to measure."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    with session.catalogs.lock:
        state = find_state(body)
    page = session.preview.find_page(read_text(body, "page"))
    if page is None:
        raise NotFound(texts.gettext("The application has no such page; choose another one."))
    try:
        # Not locked: the application asks for the texts in another thread.
        pairs = list(render_pairs(session.preview, session.catalogs, state, page.id))
    except ApplicationError as error:
        text = error.problem.text(texts.gettext)
        return fail(HTTPStatus.BAD_GATEWAY, text, output=error.output)
    return jsonify(_begin(session, state, page, pairs, texts))


def _begin(
    session: Session,
    state: CatalogState,
    page: Page,
    pairs: list[Pair],
    texts: NullTranslations,
) -> dict[str, Any]:
    measuring = describe_measuring(session.catalogs, state, page.id, name_page(page, texts), pairs)
    return {
        "measuring": session.fits.begin(measuring),
        "widths": WIDTHS,
        "pairs": describe_pairs(session, page, pairs),
    }


def describe_pairs(session: Session, page: Page, pairs: list[Pair]) -> list[dict[str, Any]]:
    """Return what the scripts need to measure pages: their addresses, and the places in them."""
    return [
        {
            "target": _describe_page(session, page, pair.target),
            "source": _describe_page(session, page, pair.source),
            "matches": pair.matches,
        }
        for pair in pairs
    ]


def _describe_page(session: Session, page: Page, rendered: RenderedPage) -> dict[str, Any]:
    return {
        "address": session.preview.keep(page, rendered).address,
        "places": [
            {
                "number": number,
                "kind": place.kind,
                "element": place.element,
                "index": place.index,
                "attribute": place.attribute,
            }
            for number, place in enumerate(rendered.places)
        ],
    }


@fit.put("/fit")
@locked
def take_misfits() -> Response:
    """Take what does not fit on a page, and return how many texts, and the open message's."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    state, name = find_state(body), read_text(body, "measuring")
    measuring = session.fits.measuring(name)
    if measuring is None:
        raise NotFound(texts.gettext("This measurement is no longer awaited; measure again."))
    misfits = read_misfits(measuring, body.get("misfits"))
    if session.fits.finish(name, misfits):
        for catalog in {each.id for each in session.catalogs.states if each.folder == state.folder}:
            session.changes.add(catalog)
    return jsonify(
        found=len({misfit.text for misfit in misfits}),
        version=session.changes.version,
        findings=_describe_misfits(session, state, read_text(body, "entry"), texts),
    )


def read_misfits(measuring: Measuring, items: Any) -> list[Misfit]:
    """Return what a browser measured; texts that are not of the project are left out.

    Each item is a list: which rendering, which place in it, how it does not fit, and the width.
    Raises ``BadRequest``.
    """
    if not isinstance(items, list) or len(items) > _MOST_MISFITS:
        raise BadRequest(texts_of_request().gettext("The request cannot be read; reload the page."))
    found = dict.fromkeys(_read_misfit(measuring, item) for item in items)
    return [misfit for misfit in found if misfit]


def _read_misfit(measuring: Measuring, item: Any) -> Misfit | None:
    try:
        pair, place, kind, width = item
        is_known = kind in KINDS and width in WIDTHS and min(pair, place) >= 0
        text = measuring.texts[pair][place] if is_known else None
    except (TypeError, ValueError, IndexError):
        is_known = False
    if not is_known:
        raise BadRequest(texts_of_request().gettext("The request cannot be read; reload the page."))
    return Misfit(text, kind, width, measuring.page, measuring.name) if text else None


def _describe_misfits(
    session: Session, state: CatalogState, id_: str, texts: NullTranslations
) -> list[dict[str, Any]]:
    """Return the findings about a message that were measured."""
    key = state.rows.key_of(id_) if id_ else None
    entry = state.find(key) if key else None
    if key is None or entry is None or state.catalog is None:
        return []
    return describe_findings(session.misfits(state, key), state.catalog, entry, texts)


@fit.get("/fit")
@locked
def list_misfits() -> Response:
    """Return the messages of a catalog that do not fit, in its order, with what was measured."""
    session, texts = session_of_request(), texts_of_request()
    state = find_state(request.args)
    keys = set(session.fits.keys_of(state.id))
    items = [
        {
            **describe_row(session, state, row, texts),
            "misfits": _describe_misfits(session, state, row.id, texts),
            "shows": _list_shows(session, state, row.key),
        }
        for row in state.rows
        if row.key in keys
    ]
    return jsonify(items=[item for item in items if item["misfits"]])


def _list_shows(session: Session, state: CatalogState, key: Key) -> list[dict[str, Any]]:
    """Return the widths at which a message does not fit, each with the first page of them."""
    entry = state.find(key)
    forms = session.catalogs.shown_forms(state, entry) if entry else ()
    return describe_shows(show(session.fits.of(state.id, key, forms)))
