"""The pages as real readers meet them: in Chromium, by keyboard, small, large, dark, unscripted."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect

from kfor_i18n.config import Settings
from kfor_i18n.site import create_app, pages, site_of
from kfor_i18n.site.views import render_chooser
from tests.pages import path_of
from tests.site.browsing import DESKTOP, PHONE, open_page, serve

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_no_violation(
    browser: Browser, site: str, path: str, scheme: str, size: tuple[int, int]
) -> None:
    page = open_page(browser, site + path, size, color_scheme=scheme)
    options = {"rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options)
    assert found.response["violations"] == [], found.generate_report()
    assert found.response["incomplete"] == [], "there is nothing left to review by hand"
    page.context.close()


@pytest.mark.parametrize("is_missing", [False, True])
def test_the_published_front_door_is_accessible_and_fits(
    browser: Browser, settings: Settings, is_missing: bool
) -> None:
    app = create_app(settings)
    app.add_url_rule("/door", view_func=lambda: render_chooser(site_of(app), is_missing=is_missing))
    with serve(app) as address:
        for size in (PHONE, DESKTOP):
            page = open_page(browser, f"{address}/door", size)
            found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
            assert found.response["violations"] == [], found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
            page.click("a[hreflang=sl]")
            expect(page.locator("html")).to_have_attribute("lang", "sl")
            page.context.close()


@pytest.mark.parametrize("width", [320, 640, 1280, 3840])
def test_nothing_needs_sideways_scrolling(
    browser: Browser, site: str, path: str, width: int
) -> None:
    page = open_page(browser, site + path, (width, 900))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.fixture(params=[(page.name, tag) for page in pages.PAGES for tag in ("en-XA", "ar-XB")])
def pseudo_path(request: pytest.FixtureRequest, pseudo_app: Flask) -> str:
    """Return the path of each page in each pseudo-locale."""
    return path_of(pseudo_app, *request.param)


@pytest.mark.parametrize("width", [320, 1280])
def test_longer_text_and_the_other_direction_fit_and_stay_accessible(
    browser: Browser, pseudo_site: str, pseudo_path: str, width: int
) -> None:
    page = open_page(browser, pseudo_site + pseudo_path, (width, 900))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    page.context.close()


def test_text_spacing_and_twice_the_size_lose_nothing(
    browser: Browser, site: str, page_path: str
) -> None:
    page = open_page(browser, site + page_path, (640, 900), bypass_csp=True)
    page.add_style_tag(
        content="html{font-size:200%} *{line-height:1.5!important;letter-spacing:.12em!important;"
        "word-spacing:.16em!important} p{margin-bottom:2em!important}"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.context.close()


def test_the_keyboard_reaches_the_skip_link_first_and_then_pages_and_languages(
    app: Flask, browser: Browser, site: str
) -> None:
    page = open_page(browser, f"{site}/sl/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Preskoči na glavno vsebino"
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0, "it is there at once"
    languages = site_of(app).languages
    links = [page.label(languages["sl"].text) for page in pages.PAGES]
    for link in (*links, *(language.name for language in languages.values())):
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == link
    page.context.close()


def test_the_skip_link_leads_to_the_content(browser: Browser, site: str) -> None:
    page = open_page(browser, f"{site}/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


def test_the_switcher_works_without_script_and_cookies(browser: Browser, site: str) -> None:
    page = open_page(browser, f"{site}/en/languages/", java_script_enabled=False)
    page.get_by_role("link", name="slovenščina").first.click()
    assert page.url == f"{site}/sl/jeziki/"
    page.get_by_role("link", name="English").first.click()
    assert page.url == f"{site}/en/languages/"
    assert page.context.cookies() == []
    page.context.close()


@pytest.mark.parametrize("locale", ["en", "sl"])
def test_a_first_visit_takes_two_requests(browser: Browser, site: str, locale: str) -> None:
    context = browser.new_context(extra_http_headers={"Accept-Language": locale})
    page = context.new_page()
    requested: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.goto(f"{site}/", wait_until="networkidle")
    assert page.url == f"{site}/{locale}/"
    assert [url for url in requested if "icon" not in url] == [f"{site}/", f"{site}/{locale}/"]
    assert problems == []
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    context.close()
