"""The page by Flask and Flask-Babel, as their documentation has it.

Language codes in the address are Flask's "Internationalized Blueprint URLs"; Flask-Babel asks a
locale selector and reads the project's compiled catalogs. The templates are the project's own, out
of the blueprint, but for ``site/page.html``: the application overrides that with a plain one, which
links the style sheet and leaves out what is for search engines. Nothing is compressed, as Flask
ships: that saves this application time, and costs bytes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, g, redirect, render_template, request, url_for
from flask_babel import Babel, format_date, get_locale
from werkzeug.wrappers import Response

from kfor_i18n.site.timeline import Timeline

ROOT = Path(__file__).parents[2]
LANGUAGES = {"en": "English", "sl": "slovenščina"}

app = Flask(__name__, template_folder="templates/flask", static_folder=ROOT / "static")
page = Blueprint(
    "page",
    __name__,
    url_prefix=f"/<any({', '.join(LANGUAGES)}):lang_code>",
    template_folder=str(ROOT / "templates"),
)


def select_locale() -> str | None:
    """Return the language of the address, else the best one for ``Accept-Language``."""
    language: str | None = g.get("lang_code")
    return language or request.accept_languages.best_match(LANGUAGES)


Babel(
    app,
    locale_selector=select_locale,
    default_translation_directories=str(ROOT / "translations"),
)


@page.url_defaults
def add_language_code(_: str, values: dict[str, Any]) -> None:
    """Link to other pages in the language of this one."""
    values.setdefault("lang_code", g.get("lang_code"))


@page.url_value_preprocessor
def pull_language_code(_: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the address."""
    g.lang_code = (values or {}).pop("lang_code")


@app.template_filter("monthformat")
def format_month(value: date) -> str:
    """Format a month of a year: ``June 1999``, ``junij 1999``."""
    return str(format_date(value, "LLLL y"))


@app.route("/")
def choose_language() -> Response:
    """Redirect to the page in the reader's language."""
    return redirect(url_for("page.show", lang_code=select_locale() or "en"))


@page.route("/")
def show() -> str:
    """Answer with the page."""
    locale = get_locale()
    return render_template(
        "site/kfor.html",
        languages=LANGUAGES,
        language={"tag": locale.language, "direction": locale.text_direction},
        timeline=Timeline(datetime.now(UTC).date()),
    )


app.register_blueprint(page)
