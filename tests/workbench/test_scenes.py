"""Scenes are pages in a certain state: functions of a project make them with a test client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings
from kfor_i18n.workbench.rendering.application import Application, ApplicationError
from kfor_i18n.workbench.rendering.protocol import PageRequest, RenderedPage, Setup
from tests.builders import HEADERS, make_project
from tests.workbench.apps import without_anchors
from tests.workbench.clients import Browser

APP = """
from flask import Flask, redirect, render_template_string, session
from flask_babel import Babel, gettext
from flask_wtf import CSRFProtect, FlaskForm, csrf
from wtforms import StringField
from wtforms.validators import DataRequired

class SignIn(FlaskForm):
    name = StringField("name", [DataRequired()])

def create_app(is_protected=False):
    app = Flask("formed")
    app.secret_key = "x"
    Babel(app)
    if is_protected:
        CSRFProtect(app)

    @app.route("/sign-in", methods=["GET", "POST"])
    def sign_in():
        form = SignIn()
        if form.validate_on_submit():
            session["name"] = form.name.data
            return redirect("/account")
        return render_template_string(
            "{{ form.csrf_token() }} {{ _('Sign in') }} {{ form.errors }}", form=form
        )

    @app.get("/account")
    def account():
        if "name" not in session:
            return redirect("/sign-in")
        return render_template_string("<p>{{ _('Your account') }}</p>")

    @app.get("/csrf")
    def show_csrf():
        return f"{csrf.validate_csrf.__name__} {app.config.get('WTF_CSRF_SSL_STRICT')}"

    return app

def create_protected():
    return create_app(is_protected=True)

def create_secure():
    app = create_protected()
    app.config["PREFERRED_URL_SCHEME"] = "https"
    return app
"""
SCENES = '''
def signed_in(client):
    """The account of somebody who signed in.

    With data of the test database.
    """
    client.post("/sign-in", data={"name": "Ana"})
    return client.get("/account")

def signed_out(client):
    return client.get("/account")

def empty_form(client):
    return client.post("/sign-in", data={})

def broken(client):
    raise ValueError("no such user")
'''
TEXT = f"""{HEADERS["sl"]}
msgid "Sign in"
msgstr "Prijava"

msgid "Your account"
msgstr "Vaš račun"
"""
NAMES = tuple(f"scenes:{name}" for name in ("signed_in", "signed_out", "empty_form", "broken"))


class Texts:
    def find(self, *_: object) -> None:
        return None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "formed.py").write_text(APP, encoding="utf-8")
    (tmp_path / "scenes.py").write_text(SCENES, encoding="utf-8")
    return tmp_path


@pytest.fixture(params=["create_app", "create_protected", "create_secure"])
def app(root: Path, request: pytest.FixtureRequest) -> Iterator[Application]:
    setup = Setup(f"formed:{request.param}", str(root), scenes=NAMES)
    application = Application(setup, Texts())
    yield application
    application.stop()


def play(app: Application, name: str) -> RenderedPage:
    return app.render(PageRequest(locale="sl", scene=f"scenes:{name}"))


def test_a_scene_sends_forms_without_a_csrf_token(app: Application) -> None:
    before = app.render(PageRequest("/csrf")).body
    page = play(app, "signed_in")
    assert (page.path, page.status, without_anchors(page)) == (
        "/account", 200, "<p>Your account</p>",
    )  # fmt: skip
    # The token is still in its pages, as templates expect.
    empty = without_anchors(play(app, "empty_form"))
    assert 'name="csrf_token"' in empty
    assert "The CSRF token" not in empty
    with pytest.raises(ApplicationError, match="ValueError: no such user"):
        play(app, "broken")
    # Everything else is as the application has it.
    assert app.render(PageRequest("/csrf")).body == before
    assert before.startswith(b"validate_csrf ")


def test_a_scene_that_ends_in_a_redirect_says_where_it_leads(root: Path) -> None:
    app = Application(Setup("formed:create_app", str(root)), Texts())
    page = play(app, "signed_out")
    assert (page.status, page.path, page.redirect) == (302, "/account", "/sign-in")
    app.stop()


def test_scenes_are_called_what_their_docstrings_say(root: Path) -> None:
    names = (*NAMES, "no.such:scene", "scenes:no_such")
    app = Application(Setup("formed:create_app", str(root), scenes=names), Texts())
    assert app.list_addresses().titles == {NAMES[0]: "The account of somebody who signed in"}
    app.stop()


@pytest.fixture
def browser(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    settings = WorkbenchSettings(scenes=NAMES)
    project = replace(make_project(root, TEXT), app="formed:create_app", workbench=settings)
    browser = Browser(project, tmp_path_factory.mktemp("state") / "journal")
    browser.session.preview.start(["sl"])
    wait_until_indexed(browser)
    yield browser
    browser.session.stop()


def wait_until_indexed(browser: Browser) -> None:
    end = monotonic() + 60
    while True:
        index = browser.ask("project")["index"]
        if index["total"] and index["done"] == index["total"]:
            return
        assert monotonic() < end, index
        sleep(0.05)


def render(browser: Browser, page: str) -> Any:
    return browser.tell("POST", "render", catalog="sl.messages", page=page)


def test_pages_are_listed_with_names_and_with_what_they_do(browser: Browser) -> None:
    pages = browser.ask("project")["pages"]
    assert [(page["kind"], page["name"], page["notes"]) for page in pages] == [
        ("page", "/account", {"sl": "leads to /sign-in"}),
        ("page", "/csrf", {}),
        ("page", "/sign-in", {}),
        ("scene", "404: page not found", {}),
        ("scene", "The account of somebody who signed in", {}),
        ("scene", "Signed out", {"sl": "leads to /sign-in"}),
        ("scene", "Empty form", {}),
        ("scene", "Broken", {"sl": "failed"}),
    ]
    # A failure is said where the scene is opened.
    answer = render(browser, f"s:{NAMES[3]}")
    assert answer.status_code == 502
    assert answer.json["error"].startswith("The application failed: ValueError: no such user")


def test_where_a_page_leads_is_said_with_the_messages_that_are_shown(browser: Browser) -> None:
    answer = render(browser, "p:/account").json
    assert answer["note"] == "This address leads to /sign-in."
    assert [item["source"] for item in browser.list(page="p:/account")] == ["Sign in"]
    hint = render(browser, f"s:{NAMES[1]}").json["note"]
    assert "redirect to /sign-in" in hint
    assert "follow_redirects=True" in hint
    assert render(browser, f"s:{NAMES[0]}").json["note"] is None
    assert render(browser, "p:/sign-in").json["note"] is None
    # A message is named once, with the page that others lead to.
    entry = browser.open("Sign in")
    found = browser.ask("places", catalog="sl.messages", id=entry["id"])["places"]
    assert [place["path"] for place in found] == ["/sign-in", "Empty form"]
