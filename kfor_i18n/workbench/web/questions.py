"""Questions to the developers, which are translator comments in the catalog."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import BadRequest

from kfor_i18n.workbench import saving
from kfor_i18n.workbench.web.api import describe_subject
from kfor_i18n.workbench.web.failures import locked
from kfor_i18n.workbench.web.requests import (
    find_subject,
    read_body,
    read_text,
    session_of_request,
    texts_of_request,
)

questions = Blueprint("questions", __name__)


@questions.post("/question")
@locked
def ask() -> Response:
    """Write a question about a source text into the catalog."""
    body = read_body()
    subject, text = find_subject(body), read_text(body, "text").strip()
    if not text:
        raise BadRequest(texts_of_request().gettext("The question is empty; write it first."))
    saving.ask(session_of_request(), subject.state, subject.address, text)
    return jsonify(describe_subject(subject))


@questions.post("/answered")
@locked
def settle() -> Response:
    """Remove a question from the catalog."""
    body = read_body()
    subject = find_subject(body)
    saving.settle_question(
        session_of_request(), subject.state, subject.address, read_text(body, "text")
    )
    return jsonify(describe_subject(subject))
