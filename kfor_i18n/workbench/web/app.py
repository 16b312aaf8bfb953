"""The workbench's web application: who may use it, its page, its files, and its headers."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, render_template, request, send_from_directory
from werkzeug.exceptions import HTTPException, NotFound

from kfor_i18n.locales import direction
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.access import API, ENTRANCE, RESERVED, STATIC, Access, Refusal
from kfor_i18n.workbench.web.api import api
from kfor_i18n.workbench.web.before import before
from kfor_i18n.workbench.web.fit import fit
from kfor_i18n.workbench.web.frames import frames
from kfor_i18n.workbench.web.handover import handover
from kfor_i18n.workbench.web.history import history
from kfor_i18n.workbench.web.memories import memories
from kfor_i18n.workbench.web.numbers import numbers
from kfor_i18n.workbench.web.places_api import places_api
from kfor_i18n.workbench.web.proofreading import proofreading
from kfor_i18n.workbench.web.questions import questions
from kfor_i18n.workbench.web.replacing import replacing
from kfor_i18n.workbench.web.requests import (
    EXTENSION,
    language_of_request,
    read_body,
    read_text,
    texts_of_request,
)
from kfor_i18n.workbench.web.texts import translate_texts

_FEATURES = (
    api,
    before,
    fit,
    handover,
    history,
    memories,
    numbers,
    places_api,
    proofreading,
    questions,
    replacing,
)
"""The blueprints of what its scripts ask for."""

_FOLDER = Path(__file__).resolve().parent
MOST_BYTES = 1_000_000
"""How long a request may be: a translation is not longer."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What the workbench's own pages may load and do (Content Security Policy Level 3)."""

_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_workbench(session: Session, access: Access) -> Flask:
    """Return the WSGI application of a workbench; ``access`` says who may use it."""
    app = Flask(
        "kfor_i18n.workbench.web", static_folder=None, template_folder=str(_FOLDER / "templates")
    )
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    # Flask 2.1 has no such switch; what it sends then is longer, and says the same.
    if hasattr(app, "json"):
        app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }
    # Werkzeug's own redirects would answer for the translated application.
    app.url_map.merge_slashes = False
    app.extensions[EXTENSION] = session
    app.before_request(lambda: _judge(access))
    app.after_request(_protect)
    app.register_error_handler(HTTPException, _explain)
    app.add_url_rule(RESERVED, "page", _show_page)
    app.add_url_rule(ENTRANCE, "entrance", _show_entrance)
    app.add_url_rule(ENTRANCE, "enter", lambda: _enter(access), methods=["POST"])
    app.add_url_rule(f"{RESERVED}again", "again", lambda: _open_again(access), methods=["POST"])
    app.add_url_rule(f"{STATIC}<path:name>", "file", _send_file)
    for feature in _FEATURES:
        app.register_blueprint(feature, url_prefix=API.rstrip("/"))
    app.register_blueprint(frames)
    return app


def _judge(access: Access) -> Response | None:
    if request.path == f"{RESERVED}again" and request.method == "POST":
        return None
    refusal = access.judge(
        request.method, request.path, {name.lower(): value for name, value in request.headers}
    )
    return _refuse(refusal) if refusal else None


def _refuse(refusal: Refusal) -> Response:
    text = refusal.problem.text(texts_of_request().gettext)
    if request.path.startswith(API):
        response = jsonify(error=text)
    else:
        response = Response(_render("error.html", text=text), mimetype="text/html")
    response.status_code = refusal.status
    return response


def _protect(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _explain(error: HTTPException) -> Response:
    """Return an error as JSON to the workbench's scripts, and as a short page to others."""
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if request.path.startswith(API):
        response = jsonify(error=error.description)
    else:
        response = Response(f"{code} {error.name}\n", mimetype="text/plain")
    response.status_code = code
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    return response


def _show_page() -> str:
    return _render("workbench.html")


def _show_entrance() -> str:
    return _render("enter.html")


def _render(template: str, **context: Any) -> str:
    texts, language = texts_of_request(), language_of_request()
    return render_template(
        template,
        gettext=texts.gettext,
        ngettext=texts.ngettext,
        _=texts.gettext,
        language=language,
        dir=direction(language),
        base=RESERVED,
        texts=translate_texts(texts.gettext),
        **context,
    )


def _enter(access: Access) -> Response:
    """Let a browser in that has a token."""
    token = read_body().get("token")
    admission = access.redeem(token) if isinstance(token, str) else None
    if admission is None:
        return _refuse(access.refuse_token())
    response = jsonify(key=admission.key)
    response.headers["Set-Cookie"] = admission.cookie
    return response


def _open_again(access: Access) -> Response:
    """Agree on a new token with a command of the same user, which knows the secret."""
    body = read_body()
    nonce, question = (read_text(body, name) for name in ("nonce", "question"))
    answer = access.open_again(request.headers.get("Host", ""), nonce, question)
    if answer is None:
        raise NotFound
    return jsonify(answer=answer)


def _send_file(name: str) -> Response:
    response = send_from_directory(_FOLDER / "static", name)
    response.headers["Cache-Control"] = "no-cache"
    return response
