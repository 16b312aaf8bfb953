"""An application as others write them: everything that a text can go through on its way to a page.

It knows nothing of the workbench. Its compiled translations are where ``SECOND_APP_TRANSLATIONS``
says.
"""

from __future__ import annotations

import gzip
import os
from typing import Any

from flask import Flask, Response, redirect, render_template, request, session
from flask_babel import Babel, gettext
from markupsafe import Markup

from tests.workbench.second_app.account import account
from tests.workbench.second_app.shop import shop

CSP = "default-src 'self'; frame-ancestors 'none'"


def create_app(**config: Any) -> Flask:
    """Build the application."""
    app = Flask(__name__)
    app.secret_key = "not a secret"
    app.config.update(
        BABEL_TRANSLATION_DIRECTORIES=os.environ.get("SECOND_APP_TRANSLATIONS", "translations"),
        **config,
    )
    app.jinja_options = {**app.jinja_options, "finalize": _show}
    if hasattr(Babel, "localeselector"):
        # Flask-Babel 2.
        Babel(app).localeselector(_select_locale)
    else:
        Babel(app, locale_selector=_select_locale)
    app.jinja_env.filters["shout"] = lambda text: f"{text}!"
    app.register_blueprint(shop)
    app.register_blueprint(account, url_prefix="/account")
    app.register_error_handler(404, _show_not_found)
    app.register_error_handler(403, _show_forbidden)
    app.register_error_handler(500, _show_failure)
    app.after_request(_finish)
    return app


def create_named() -> Flask:
    """Build the application as one that has a name, and answers nobody who calls it otherwise."""
    app = create_app(SERVER_NAME="shop.example.org:8000")
    app.before_request(_insist_on_name)
    return app


def create_https() -> Flask:
    """Build the application as one that is only there by https, as Flask-Talisman has it."""
    app = create_app()
    app.before_request(_insist_on_https)
    return app


def create_debug() -> Flask:
    """Build the application as it is developed: exceptions are raised out of it."""
    app = create_app(TESTING=True, PROPAGATE_EXCEPTIONS=True)
    app.debug = True
    return app


def _select_locale() -> str | None:
    if "locale" in session:
        return str(session["locale"])
    parts = request.path.split("/")
    if parts[1] == "sl":
        return "sl"
    return request.accept_languages.best_match(["en", "sl"])


def _show(value: object) -> object:
    """Show lists with commas, and nothing for what is not there."""
    if value is None:
        return ""
    return Markup(", ").join(value) if isinstance(value, list) else value


def _insist_on_name() -> tuple[str, int] | None:
    return None if request.host == "shop.example.org:8000" else ("wrong host", 421)


def _insist_on_https() -> Any:
    return None if request.is_secure else redirect(request.url.replace("http://", "https://"), 302)


def _show_not_found(_: Exception) -> tuple[str, int]:
    return render_template("error.html", text=gettext("This page is not here")), 404


def _show_forbidden(_: Exception) -> tuple[str, int]:
    return render_template("error.html", text=gettext("You may not see this")), 403


def _show_failure(_: Exception) -> tuple[str, int]:
    return render_template("error.html", text=gettext("Something broke")), 500


def _finish(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CSP
    if request.accept_encodings["gzip"] and response.mimetype == "application/json":
        response.data = gzip.compress(response.data, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    if response.mimetype == "text/html" and not response.is_streamed:
        # As tool bars and minifiers do.
        response.data = response.get_data(as_text=True).replace("</body>", "<hr></body>")
    return response
