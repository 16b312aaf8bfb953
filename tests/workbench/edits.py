"""An application whose texts are on its pages in every way, and a catalog of it."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.project import Project
from tests.builders import HEADERS, make_project
from tests.catalogs.git.repositories import Repository
from tests.workbench.opening import write_app

APP = '''
from itertools import count

from flask import Flask, redirect, render_template_string
from flask_babel import Babel, gettext, ngettext

app = Flask(__name__)
Babel(app)
ticks = count()

LAYOUT = """<!doctype html><html lang=sl><meta name=viewport content="width=device-width">
<title>{{ title }}</title><style>body { margin: 1rem; font: 16px/1.5 sans-serif }</style>
<script type="application/ld+json">{"name": {{ _("Data")|tojson }}}</script>
<h1>{{ _("Heading") }}</h1> %s <footer style="margin-top: 1000px">{{ _("Foot") }}</footer>"""

def show(body, **values):
    return render_template_string(LAYOUT % body, **{"title": gettext("Name"), **values})

@app.get("/")
def front():
    return show("""<p>{{ _("Read %(what)s", what=_("More")) }}
<img alt="{{ _("Picture") }}" width=200 height=50 src=/></p>
<p>{{ _("One") ~ "-" ~ _("Two") }}</p> <p>{{ _("A long text that is cut off")|truncate(15) }}</p>
<p id=size>{{ _("Counted")|length }}</p> <a href="/go/{{ _("Counted")|length }}">x</a>
<ul>{% for each in words|sort %}<li>{{ each }}</li>{% endfor %}</ul>
{% if _("Pear") != "Češnja" %}<b>{{ _("One") }}</b>{% endif %}
<p>{{ tick }}</p><input value="{{ tick }}"> <p>{{ _("<b>Bold</b> text")|safe }}</p>
<p>{{ ngettext("%(num)d day", "%(num)d days", 2) }}</p>""",
        words=[gettext("Pear"), gettext("Apple")], tick=next(ticks))

@app.get("/plain/")
def plain():
    return show("<p>{{ _('Fuzzy') }}</p>", title="x")

@app.get("/other/")
def other():
    return show("<p>{{ _('Alone') }}</p>", title="y")

@app.get("/away/")
def away():
    return redirect("/other/")

@app.get("/data.json")
def data():
    return {"text": gettext("More")}

@app.get("/broken/")
def broken():
    gettext("Alone")
    1 / 0
'''

_TEXTS = {
    "Name": "Ime", "Data": "Podatki", "Heading": "Naslov", "Foot": "Noga", "More": "več",
    "Read %(what)s": "Preberi %(what)s", "Picture": "Slika", "One": "Ena", "Two": "Dve",
    "A long text that is cut off": "Dolgo besedilo, odrezano", "Counted": "Pet", "Pear": "Hruška",
    "Apple": "Jabolko", "<b>Bold</b> text": "<b>Krepko</b> besedilo", "Alone": "Samo",
    "Unused": "Odveč",
}  # fmt: skip

TEXT = "\n".join(
    [
        HEADERS["sl"],
        *(f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in _TEXTS.items()),
        '#, fuzzy\nmsgid "Fuzzy"\nmsgstr "Nejasno"\n',
        'msgid "%(num)d day"\nmsgid_plural "%(num)d days"\nmsgstr[0] "%(num)d dan"\n'
        'msgstr[1] "%(num)d dneva"\nmsgstr[2] "%(num)d dnevi"\nmsgstr[3] "%(num)d dni"\n',
    ]
)


def make_edited(root: Path) -> Project:
    """Make the project."""
    project = make_project(root, TEXT, settings='app = "small_app:app"')
    write_app(project.root, APP)
    return project


def make_committed(repository: Repository) -> Project:
    """Make the project in a repository, and commit it."""
    project = make_edited(repository.root)
    repository.commit({".gitignore": "*.mo\n"})
    return project
