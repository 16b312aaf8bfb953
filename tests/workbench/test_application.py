"""Pages of an application are rendered in a process of their own, with the workbench's texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.application import Application, ApplicationError
from kfor_i18n.workbench.protocol import PageRequest, Setup

SOURCE = """
import os, sys, time
from flask import Flask, Response, abort, redirect, render_template_string, request
from flask_babel import Babel, gettext, lazy_gettext, ngettext

TITLE = lazy_gettext("Title")
PAGE = '''<title>{{ _("Title") }}</title><p title="{{ _("Hint") }}">{{ title }}
{{ ngettext("%(num)d day", "%(num)d days", 2) }}</p>'''

def create_app():
    app = Flask("example")
    Babel(app, locale_selector=lambda: request.accept_languages.best_match(["sl", "en"]))

    @app.get("/")
    def front():
        return render_template_string(PAGE, title=TITLE)

    app.get("/moved", endpoint="moved")(lambda: redirect("/?a=1"))
    app.get("/away", endpoint="away")(lambda: redirect("https://example.com/"))
    app.get("/json", endpoint="json")(lambda: {"title": gettext("Title")})
    app.get("/bytes", endpoint="bytes")(lambda: Response([b"a", b"b"]))
    app.get("/raise", endpoint="raise")(lambda: 1 / 0)
    app.get("/exit", endpoint="exit")(lambda: os._exit(3))
    app.get("/sleep", endpoint="sleep")(lambda: time.sleep(60))
    print("loaded")
    return app

broken = Flask
number = 5
def fails():
    print("about to fail")
    raise RuntimeError("no database\\nat all")
"""


TEXTS = {"Title": "Naslov", "%(num)d day": "%(num)d dneva", "Hint": "Namig & <b>"}


class Slovenian:
    """Texts of one locale; the rest is the application's."""

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        text = TEXTS.get(key.msgid) if (domain, locale) == ("messages", "sl") else None
        return Found(text, is_translated=True) if text else None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "example.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def app(root: Path) -> Iterator[Application]:
    application = Application(Setup("example:create_app", str(root)), Slovenian())
    yield application
    application.stop()


def test_a_page_is_shown_with_the_texts_of_the_workbench(app: Application) -> None:
    page = app.render(PageRequest("/", "sl"))
    html = page.body.decode()
    assert (page.status, page.path) == (200, "/")
    assert "<title>Naslov</title>" in html
    assert "<!--m:2-->Naslov<!--/m:2-->" in html
    assert "<!--m:3-->2 dneva<!--/m:3-->" in html
    assert [(place.kind, place.span.lookup.key.msgid) for place in page.places] == [
        ("raw", "Title"), ("attribute", "Hint"), ("text", "Title"), ("text", "%(num)d day"),
    ]  # fmt: skip
    assert [lookup.key.msgid for lookup in page.lookups] == [
        "Title", "Hint", "Title", "%(num)d day",
    ]  # fmt: skip


def test_a_page_without_its_comments_is_that_of_the_application(app: Application) -> None:
    html = app.render(PageRequest("/", "en")).body.decode()
    assert re.sub("<!--.*?-->", "", html) == (
        '<title>Title</title><p title="Hint">Title\n2 days</p>'
    )


def test_a_plural_is_shown_for_another_number(app: Application) -> None:
    request = PageRequest("/", "sl", {Key("%(num)d day"): 102})
    assert ">102 dneva<" in app.render(request).body.decode()


def test_redirects_are_followed_within_the_application(app: Application) -> None:
    assert app.render(PageRequest("/moved", "sl")).path == "/?a=1"
    away = app.render(PageRequest("/away"))
    assert (away.status, away.path) == (302, "/away")


def test_what_is_no_page_is_left_as_it_is(app: Application) -> None:
    assert app.render(PageRequest("/json", "sl")).body == b'{"title":"Naslov"}\n'
    assert app.render(PageRequest("/bytes")).body == b"ab"


def test_an_application_that_fails_at_a_page_shows_others(app: Application) -> None:
    assert app.render(PageRequest("/raise")).status == 500
    with pytest.raises(ApplicationError, match="the application exited"):
        app.render(PageRequest("/exit"))
    assert app.render(PageRequest("/")).status == 200


def test_an_application_that_hangs_is_ended(root: Path) -> None:
    app = Application(Setup("example:create_app", str(root)), Slovenian(), seconds=2)
    with pytest.raises(ApplicationError, match="did not answer in 2 s"):
        app.render(PageRequest("/sleep"))
    app.stop()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere:app", "ModuleNotFoundError: No module named 'nowhere'"),
        ("example:app", "AttributeError: module 'example' has no attribute 'app'"),
        ("example:number", "TypeError: example:number is not a Flask application"),
        ("example:fails", "RuntimeError: no database"),
        ("example:create_ap", "AttributeError"),
    ],
)
def test_an_application_that_cannot_be_loaded_is_told_why(
    root: Path, name: str, reason: str
) -> None:
    app = Application(Setup(name, str(root)), Slovenian())
    with pytest.raises(ApplicationError) as caught:
        app.render(PageRequest("/"))
    assert reason in str(caught.value)


def test_a_source_that_was_changed_is_loaded_after_a_stop(root: Path, app: Application) -> None:
    app.render(PageRequest("/"))
    source = SOURCE.replace("<title>", "<title>New: ")
    (root / "example.py").write_text(source, encoding="utf-8")
    app.stop()
    assert b"<title>New: " in app.render(PageRequest("/")).body
