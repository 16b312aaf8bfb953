"""Pages, and answers that are none."""

from __future__ import annotations

import pickle
from email.message import EmailMessage
from functools import lru_cache
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    render_template_string,
    stream_with_context,
    url_for,
)
from flask_babel import get_locale, gettext, lazy_gettext, lazy_pgettext, ngettext, pgettext
from markupsafe import Markup, escape

shop = Blueprint("shop", __name__)

TITLE = lazy_gettext("A small shop")
STATES = {"new": lazy_pgettext("state of goods", "new"), "old": lazy_gettext("used")}
GOODS = [
    {"id": 1, "name": lazy_gettext("Bicycle"), "state": "new", "number": 1},
    {"id": 2, "name": lazy_gettext("Map of the mountains"), "state": "old", "number": 3},
    {"id": 3, "name": lazy_gettext("Tent & poles"), "state": "new", "number": 5},
]


@lru_cache
def name_of_shop(_: str) -> str:
    """Return a text that is looked up once in each locale."""
    return str(gettext("The shop on the corner"))


def count_goods() -> str:
    """Return a text that is joined in Python."""
    parts = [ngettext("%(num)d thing", "%(num)d things", 9), gettext("in two rooms")]
    return " — ".join(parts)


@shop.get("/")
def front() -> str:
    """Show texts in all the places that a page has."""
    return render_template(
        "front.html",
        title=TITLE,
        goods=GOODS,
        states=STATES,
        shop=name_of_shop(str(get_locale())),
        counted=count_goods(),
        opened=f"{gettext('Open every day')}, 9–17",
        greeting=gettext("Good morning, {who}").format(who=gettext("neighbour")),
        warning=Markup("<strong>{}</strong>").format(gettext("Sale <today> only")),
        kept=pickle.loads(pickle.dumps(gettext("Kept in a cache"))),
        sorted_states=sorted(str(state) for state in STATES.values()),
    )


@shop.get("/<lang>/about")
def about(lang: str) -> str:
    """Show a page in a language."""
    return render_template("about.html", lang=lang)


@shop.get("/flash")
def say() -> Any:
    """Say something on the next page."""
    flash(gettext("It was put in your basket"), "info")
    return redirect(url_for("shop.front", _external=True))


@shop.get("/streamed")
def streamed() -> Response:
    """Send a page bit by bit."""
    context: dict[str, Any] = {"lang": "en"}
    current_app.update_template_context(context)
    template = current_app.jinja_env.get_template("about.html")
    return Response(stream_with_context(template.generate(context)))


@shop.get("/data.json")
def data() -> Response:
    """Answer with texts in JSON."""
    return jsonify(title=str(TITLE), state=pgettext("state of goods", "new"))


@shop.get("/feed.xml")
def feed() -> Response:
    """Answer with texts in XML."""
    source = "<feed><title>{{ _('A small shop') }}</title></feed>"
    return Response(render_template_string(source), mimetype="application/xml")


@shop.get("/mail")
def mail() -> Response:
    """Show what would be sent."""
    message = EmailMessage()
    message["Subject"] = gettext("Your order")
    message.set_content(render_template("mail.txt", shop=name_of_shop(str(get_locale()))))
    return Response(message.as_bytes(), mimetype="text/plain")


@shop.get("/search")
def search() -> str:
    """Show text that is not the shop's own."""
    return render_template_string(
        "<p>{{ _('No results for %(what)s', what=what) }}</p>", what="<script>alert(1)</script>"
    )


@shop.get("/broken")
def broken() -> str:
    """Fail."""
    return str(1 / len(()))


@shop.get("/out")
def out() -> Any:
    """Lead to another site."""
    return redirect("https://elsewhere.example.net/path")


@shop.get("/template-broken")
def template_broken() -> str:
    """Fail in a template."""
    return render_template("broken.html", text=escape(current_app.name))
