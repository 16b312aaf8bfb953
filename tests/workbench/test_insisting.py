"""Applications that insist on an address, a name or https are shown with what their pages load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kfor_i18n.workbench.rendering import application as applications
from tests.builders import HEADERS, make_project
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}
msgid "Hello"
msgstr "Pozdrav"
"""
APP = """
from flask import Flask, Response, abort, redirect, render_template_string, request, url_for
from flask_babel import Babel
from werkzeug.middleware.dispatcher import DispatcherMiddleware

PAGE = "<link rel=stylesheet href={{ url_for('style') }}><p>{{ _('Hello') }}</p>"

def make(**config):
    app = Flask(__name__)
    app.config.update(config)
    Babel(app)
    app.get("/", endpoint="page")(lambda: render_template_string(PAGE))
    app.get("/moved", endpoint="moved")(lambda: redirect(url_for("page")))
    app.get("/outside", endpoint="outside")(lambda: redirect(url_for("page", _external=True)))
    style = lambda: Response("p{}", mimetype="text/css")
    app.get("/files/style.css", endpoint="style")(style)
    return app

def plain():
    return make()

def below_a_path():
    return make(APPLICATION_ROOT="/shop")

def mounted_by_itself():
    app = make(APPLICATION_ROOT="/shop")
    app.wsgi_app = DispatcherMiddleware(Flask("nothing"), {"/shop": app.wsgi_app})
    return app

def with_trusted_hosts():
    app = make(TRUSTED_HOSTS=["shop.example.org"])
    app.before_request(lambda: None if request.host == "shop.example.org" else abort(400))
    return app

def with_a_domain():
    app = make(TRUSTED_HOSTS=[".example.org"])
    app.before_request(lambda: None if request.host.endswith("example.org") else abort(400))
    return app

def with_a_name():
    app = make(SERVER_NAME="shop.example.org:8000")
    app.before_request(lambda: None if request.host == "shop.example.org:8000" else abort(404))
    return app

def insist_on_https(status):
    def before():
        if not request.is_secure:
            return redirect(request.url.replace("http://", "https://", 1), status)
    return before

def by_https():
    app = make()
    app.before_request(insist_on_https(302))
    def after(response):
        response.headers["Strict-Transport-Security"] = "max-age=31556926"
        response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
    app.after_request(after)
    return app

def by_https_for_ever():
    app = make(SESSION_COOKIE_SECURE=True, PREFERRED_URL_SCHEME="https")
    app.before_request(insist_on_https(301))
    return app

def by_https_below_a_path():
    app = make(APPLICATION_ROOT="/shop")
    app.before_request(insist_on_https(308))
    return app
"""
FACTORIES = re.findall(r"^def (?!make|insist)(\w+)", APP, re.MULTILINE)


@pytest.fixture
def browser(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    (tmp_path / "insisting.py").write_text(APP, encoding="utf-8")
    project = replace(make_project(tmp_path, TEXT), app=f"insisting:{request.param}")
    browser = Browser(project, tmp_path_factory.mktemp("state") / "journal")
    yield browser
    browser.session.stop()


@pytest.mark.parametrize("browser", FACTORIES, indirect=True)
def test_a_page_is_shown_with_its_style_and_its_redirects(browser: Browser) -> None:
    front = render(browser, "p:/")
    assert front["status"] == 200
    for page in ("p:/moved", "p:/outside"):
        rendering = render(browser, page)
        # It leads to the front page, and not out of the application.
        assert rendering["status"] == 200
        assert re.fullmatch(r"This address leads to /[^/]*/?\.", rendering["note"])
        assert shown(browser, rendering) == shown(browser, front)
    html = shown(browser, front)
    assert "Pozdrav" in html
    style = re.search("href=([^>]+)>", html)
    assert style
    assert style[1].startswith("/")
    answer = browser.send("GET", style[1], Sec_Fetch_Dest="style")
    assert (answer.status_code, answer.text) == (200, "p{}")
    assert {"Strict-Transport-Security", "X-Frame-Options"}.isdisjoint(answer.headers.keys())


def render(browser: Browser, page: str) -> Any:
    answer = browser.tell("POST", "render", catalog="sl.messages", page=page)
    assert answer.status_code == 200, answer.text
    return answer.json


def shown(browser: Browser, rendering: Any) -> str:
    answer = browser.send("GET", rendering["address"], Sec_Fetch_Dest="iframe")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    text: str = answer.text
    return text


@pytest.mark.parametrize("browser", ["plain"], indirect=True)
def test_where_no_pages_can_be_shown_messages_are_translated(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applications, "os", SimpleNamespace(name="nt"))
    answer = browser.tell("POST", "render", catalog="sl.messages", page="p:/")
    assert answer.status_code == 502
    assert "on Linux, macOS and other Unix systems only" in answer.json["error"]
    assert browser.send("GET", "/files/style.css").status_code == 502
    assert browser.save(browser.open("Hello"), "Zdravo").status_code == 200
