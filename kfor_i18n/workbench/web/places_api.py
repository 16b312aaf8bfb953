"""What the workbench's scripts ask for of the places of a message: JSON over HTTP."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from kfor_i18n.workbench.web.failures import locked
from kfor_i18n.workbench.web.places import describe_places
from kfor_i18n.workbench.web.reasons import explain_unused
from kfor_i18n.workbench.web.requests import find_subject, session_of_request, texts_of_request

places_api = Blueprint("places", __name__)


@places_api.get("/places")
@locked
def show_places() -> Response:
    """Return the pages that a message is on; without any, the reasons, as far as pages tell."""
    preview, texts = session_of_request().preview, texts_of_request()
    state, key = find_subject(request.args)
    places = preview.places_of(state, key)
    is_unused = preview.application and not any(place.is_on_page for place in places)
    reasons = explain_unused(preview, preview.usage(), state, key, texts) if is_unused else []
    done, total = preview.progress
    return jsonify(
        places=describe_places(preview, state, key, texts),
        reasons=reasons,
        index={"done": done, "total": total},
    )
