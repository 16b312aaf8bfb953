from __future__ import annotations

from collections.abc import Callable

import pytest
from babel.messages.catalog import Catalog
from flask import Flask, Response, request
from flask.testing import FlaskClient

from kfor_i18n.answers.ready import ReadySet
from kfor_i18n.config import Settings
from kfor_i18n.site import create_app
from kfor_i18n.site.rendering import RenderError, render_site
from kfor_i18n.site.views import render_errors

Edited = Callable[[Callable[[Catalog], None]], FlaskClient]


@pytest.fixture(scope="module")
def ready(app: Flask) -> ReadySet:
    return render_site(app, "quick")


def text_of(ready: ReadySet, path: str) -> str:
    return ready.answers[path].variants["identity"].body.decode()


def header_of(ready: ReadySet, path: str, name: str) -> str | None:
    return dict(ready.answers[path].variants["identity"].headers).get(name)


def test_every_page_is_ready_as_the_application_says_it(
    ready: ReadySet, client: FlaskClient, page_path: str
) -> None:
    said = client.get(page_path)
    assert text_of(ready, page_path) == said.text
    assert header_of(ready, page_path, "ETag") == said.headers["ETag"]
    assert header_of(ready, page_path, "Content-Language") == page_path[1:3]


def test_every_asset_and_redirect_is_ready(app: Flask, ready: ReadySet) -> None:
    paths = {rule.rule for rule in app.url_map.iter_rules()}
    assert paths - set(ready.answers) == {"/", "/healthz", "/readyz"}
    assert header_of(ready, "/sl", "Location") == "/sl/"


def test_the_front_door_is_ready_in_every_language(ready: ReadySet) -> None:
    answers = ready.negotiated["/"].answers
    targets = {tag: dict(a.variants["identity"].headers)["Location"] for tag, a in answers.items()}
    assert targets == {"en": "/en/", "sl": "/sl/"}


def test_an_application_context_around_it_does_not_make_all_pages_english(app: Flask) -> None:
    with app.app_context(), app.test_request_context("/en/"):
        ready = render_site(app, "quick")
    assert "junij 1999" in text_of(ready, "/sl/")
    assert "June 1999" in text_of(ready, "/en/")


def test_nothing_of_the_moment_is_kept(ready: ReadySet) -> None:
    for answer in ready.answers.values():
        for variant in answer.variants.values():
            assert "Date" not in dict(variant.headers)


def test_variants_are_in_the_order_of_their_size(ready: ReadySet) -> None:
    for answer in ready.answers.values():
        sizes = [len(variant.body) for variant in answer.variants.values()]
        assert sizes == sorted(sizes)
        assert list(answer.variants)[-1] == "identity"


def test_the_revision_is_of_what_is_said_and_not_of_how_it_is_packed(
    app: Flask, ready: ReadySet, edited: Edited
) -> None:
    assert render_site(app, "best").revision == ready.revision

    def edit(catalog: Catalog) -> None:
        message = catalog.get("The mandate")
        assert message is not None
        message.string = "Pooblastilo"

    assert render_site(edited(edit).application, "quick").revision != ready.revision


def test_what_may_not_be_shared_is_not_kept(settings: Settings) -> None:
    app = create_app(settings)

    def tell_agent() -> Response:
        response = Response(request.headers.get("User-Agent", ""))
        response.vary.add("User-Agent")
        return response

    def tell_once() -> Response:
        return Response("once", headers={"Cache-Control": "no-store"})

    app.add_url_rule("/agent", view_func=tell_agent)
    app.add_url_rule("/once", view_func=tell_once)
    app.add_url_rule("/any/<name>", "any", lambda name: name)
    assert not {"/agent", "/once", "/any/<name>"} & set(render_site(app, "quick").answers)


def test_an_address_that_fails_is_named(settings: Settings) -> None:
    app = create_app(settings)

    def fail() -> str:
        raise ZeroDivisionError

    app.add_url_rule("/sl/broken/", "broken", fail)
    with pytest.raises(RenderError, match="/sl/broken/ returns status 500"):
        render_site(app)


def test_a_page_in_another_language_than_its_address_is_no_page(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/sl/x/", "x", lambda: Response("x", headers={"Content-Language": "en"}))
    with pytest.raises(RenderError, match="/sl/x/ is in the language en instead of sl"):
        render_site(app)


def test_errors_have_pages_in_every_language(app: Flask) -> None:
    pages = render_errors(app)
    assert "Ta stran ne obstaja" in pages["sl", 404].decode()
    assert "This page does not exist" in pages["en", 404].decode()
