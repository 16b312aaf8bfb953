"""A small project whose messages are in every kind of place, and in some that no page shows."""

from __future__ import annotations

import os
from pathlib import Path

from kfor_i18n.catalogs.project import Project, read_project
from tests.builders import HEADERS, make_project

APP = """
from flask import Blueprint, Flask, jsonify, redirect, render_template, request
from flask.views import MethodView
from flask_babel import Babel, gettext

app = Flask("shop")
Babel(app)
admin = Blueprint("admin", __name__, template_folder="admin_templates")

@app.get("/")
def front():
    return render_template("front.html")

@app.get("/other")
def other():
    return render_template("other.html")

@app.get("/choice")
def choice():
    return render_template(["special.html", "other.html"])

@app.get("/goods/<int:number>")
def goods(number):
    return render_template("goods.html")

@app.post("/order")
def order():
    def say():
        return gettext("Sent")
    return render_template("ordered.html") + say()

@app.get("/another")
def another():
    return redirect("/other")

@app.get("/private")
def private():
    if not request.cookies:
        return redirect("/")
    return render_template("private.html")

@app.get("/secret")
def secret():
    return render_template("secret.html")

@app.get("/logout")
def log_out():
    return render_template("bye.html")

@app.get("/broken")
def broken():
    return render_template("broken.html")

@app.get("/data")
def data():
    return jsonify(text=gettext("Data"))

def send():
    return render_template("mail/welcome.txt") + gettext("Mailed")

class Panel(MethodView):
    def get(self):
        return render_template("panel.html")

admin.add_url_rule("/panel", view_func=Panel.as_view("panel"))
app.register_blueprint(admin)
"""


def _find_line(msgid: str) -> int:
    return APP[: APP.index(f'"{msgid}"')].count("\n") + 1


TEMPLATES = {
    "base.html": "<title>{{ _('Base') }}</title>{% block content %}{% endblock %}",
    "front.html": "{% extends 'base.html' %}{% from 'macros.html' import button %}"
    "{% block content %}<p>{{ _('Front') }}</p>{{ button() }}"
    "{% include 'part.html' ignore missing %}"
    "{% if false %}{{ _('Hidden') }}{% endif %}{% endblock %}",
    "macros.html": "{% macro button() %}<button>{{ _('Press') }}</button>{% endmacro %}",
    "other.html": "{% extends 'base.html' %}{% block content %}{{ _('Other') }}"
    "{% if false %}{{ _('Concealed') }}{% endif %}{% endblock %}",
    "broken.html": "{{ _('Broken') }}{{ nothing.at.all }}",
    "goods.html": "{{ _('Goods') }}", "ordered.html": "{{ _('Thanks') }}",
    "private.html": "{{ _('Private') }}", "secret.html": "{{ _('Secret') }}",
    "bye.html": "{{ _('Bye') }}", "unused.html": "{{ _('Unused') }}",
    "mail/welcome.txt": "{{ _('Welcome') }}",
}  # fmt: skip

MESSAGES = {
    "Base": ("templates/base.html",), "Front": ("templates/front.html",),
    "Hidden": ("templates/front.html",), "Press": ("templates/macros.html",),
    "Other": ("templates/other.html",), "Broken": ("templates/broken.html",),
    "Goods": ("templates/goods.html",), "Thanks": ("templates/ordered.html",),
    "Private": ("templates/private.html",), "Secret": ("templates/secret.html",),
    "Bye": ("templates/bye.html",), "Unused": ("templates/unused.html",),
    "Welcome": ("templates/mail/welcome.txt",), "Data": ("shop_app.py",),
    "Script": ("shop.js",), "Gone": ("templates/gone.html",), "Nowhere": (),
    "Concealed": ("templates/other.html",),
    **{each: (f"shop_app.py:{_find_line(each)}",) for each in ("Sent", "Mailed")},
}  # fmt: skip
SETTINGS = 'app = "shop_app:app"\n[workbench]\nexclude = ["/secret"]\n'


def write_shop(root: Path) -> None:
    """Write the sources of the project."""
    root.mkdir(exist_ok=True)
    (root / "shop_app.py").write_text(APP)
    (root / "shop.js").write_text("gettext('Script')")
    for name, text in TEMPLATES.items():
        write_template(root, name, text)
    write_template(root, "../admin_templates/panel.html", "{{ _('Panel') }}")


def write_template(root: Path, name: str, text: str) -> None:
    """Write a template, so that its version is told from the one before."""
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text)
    # A file system may count time in steps that are longer than a test.
    if path.stat().st_mtime_ns == before:
        os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def make_shop(root: Path) -> Project:
    """Write the project with its catalog and settings."""
    write_shop(root)
    entries = [
        "".join(f"#: {each}\n" for each in references) + f'msgid "{msgid}"\nmsgstr "«{msgid}»"\n'
        for msgid, references in MESSAGES.items()
    ]
    project = make_project(root, HEADERS["sl"] + "\n" + "\n".join(entries))
    (root / "kfor-i18n.toml").write_text(SETTINGS)
    return read_project(project.root)
