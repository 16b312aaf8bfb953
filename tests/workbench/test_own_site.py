"""The site of this project in the workbench: the first application, not a special case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.project import read_project
from kfor_i18n.site import create_app
from kfor_i18n.tracking.texts import Found, NoTexts
from kfor_i18n.workbench.rendering.application import Application
from kfor_i18n.workbench.rendering.pages import Page, list_pages
from kfor_i18n.workbench.rendering.protocol import PageRequest, Setup
from tests.workbench.apps import ROOT, msgids, without_anchors

PROJECT = read_project(Path(ROOT))
NEVER_PRINTED = {
    # The note after what is not translated, and what is said of other errors.
    "not yet translated", "This page does not exist", "This kind of request is not supported",
    "The request could not be understood", "Something went wrong on our side",
}  # fmt: skip


class OwnTexts(NoTexts):
    """A translation that is not saved yet, and one that was taken away."""

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        if (domain, locale) != ("messages", "sl"):
            return None
        texts = {
            "KFOR and the Slovenian Armed Forces in Kosovo": Found("Naslov", is_translated=True),
            "Skip to main content": Found("Skip to main content", is_translated=False),
        }
        return texts.get(key.msgid)


def open_site(texts: NoTexts) -> Application:
    locales = tuple(PROJECT.folders())
    setup = Setup(PROJECT.app, str(PROJECT.root), PROJECT.workbench.tracked, locales)
    return Application(setup, texts)


@pytest.fixture(scope="module")
def app() -> Iterator[Application]:
    application = open_site(NoTexts())
    yield application
    application.stop()


@pytest.fixture(scope="module")
def pages(app: Application) -> list[Page]:
    return list_pages(app.list_addresses(), PROJECT.folders())


def test_every_page_and_error_page_is_listed(pages: list[Page]) -> None:
    ids = {page.id for page in pages}
    assert {"p:/", "p:/sl/", "p:/sl/jeziki/", "p:/en/", "p:/en/languages/"} <= ids
    assert {f"e:{code}:/{tag}/" for code in (400, 404, 405, 500) for tag in ("sl", "en")} <= ids


def test_each_page_without_its_anchors_is_that_of_the_site(
    app: Application, pages: list[Page]
) -> None:
    client = Client(create_app())
    anchored = 0
    for page in pages:
        if page.error not in (0, 404):
            continue
        shown = app.render(page.request("sl"))
        expected = client.get(shown.path, headers={"Accept-Language": "sl"})
        assert shown.status == expected.status_code
        assert (without_anchors(shown) if shown.is_html else shown.body.decode()) == expected.text
        anchored += shown.body != expected.data
    assert anchored > 10


def test_every_look_up_that_prints_is_located(app: Application, pages: list[Page]) -> None:
    for page in pages:
        shown = app.render(page.request("sl"))
        if not shown.is_html:
            continue
        assert shown.probable == [], page
        assert set(msgids(shown.used)) <= NEVER_PRINTED, page
        assert shown.places, page
        # Links to it in another language have that one's address.
        assert shown.locale == (page.locale or "sl")


def test_texts_that_are_not_saved_yet_are_shown_in_all_places() -> None:
    app = open_site(OwnTexts())
    page = app.render(PageRequest("/sl/", "sl"))
    html = without_anchors(page)
    assert "<title>Naslov</title>" in html
    assert '<meta property="og:title" content="Naslov">' in html
    assert '"headline": "Naslov"' in html
    assert (
        '<a lang="en" class="skip" href="#content">Skip to main content '
        '<small class="untranslated" lang="sl">(še ni prevedeno)</small></a>'
    ) in html
    assert "not yet translated" in msgids(page.places)
    places = [each for each in page.places if each.span.lookup.key.msgid.startswith("KFOR and")]
    assert {(each.kind, each.element) for each in places} >= {
        ("raw", "title"), ("attribute", "meta"), ("raw", "script"), ("text", ""),
    }  # fmt: skip
    assert "Naslov" not in app.render(PageRequest("/en/", "sl")).body.decode()
    app.stop()
