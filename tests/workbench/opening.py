"""Small projects with an application, and the sources of one."""

from __future__ import annotations

from pathlib import Path

from tests.builders import make_project

PAGE_APP = """
from flask import Flask, render_template_string
from flask_babel import Babel, gettext

app = Flask(__name__)
babel = Babel(app)

@app.get("/")
def page():
    return render_template_string(
        "<!doctype html><title>{{ _('Title') }}</title><h1>{{ _('Title') }}</h1>"
        "<p>{{ _('A bold word') }}</p><a title=\\"{{ _('Hint') }}\\" href='/'>x</a>"
        "<i>{{ _('Guess') }}</i>"
    )
"""
"""An application of one page: its title, its heading, a paragraph, and a link with a hint."""


def write_app(root: Path, source: str) -> None:
    """Write the application of a project, ``small_app:app``."""
    (root / "small_app.py").write_text(source, encoding="utf-8")


def make_app_project(root: Path, text: str, source: str) -> Path:
    """Make a project with a Slovenian catalog and an application; return its directory."""
    project = make_project(root, text, settings='app = "small_app:app"')
    write_app(root, source)
    return project.root
