"""How the pages look: on phones and on paper, in forced colours, with large type; the timeline."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page

from kfor_i18n.site.fallback import label_fallbacks
from kfor_i18n.tracking.text import concat
from tests.pages import untranslated
from tests.site.browsing import DESKTOP, open_page

pytestmark = pytest.mark.browser

SMALL = (320, 640)
LANGUAGES = ["en", "sl"]


def box_of(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box is not None
    return box


def style_of(element: Locator, name: str) -> str:
    return str(element.evaluate(f"element => getComputedStyle(element)['{name}']"))


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def filled_months(page: Page, kind: str) -> int:
    """Count the boxes of the timeline that a shape fills."""
    return int(
        page.locator(f".field .{kind}").evaluate(
            """shape => {
                const {width, height} = shape.ownerSVGElement.viewBox.baseVal;
                let count = 0;
                for (let x = 0; x < width; x++)
                    for (let y = 0; y < height; y++)
                        count += shape.isPointInFill(new DOMPoint(x + 0.5, y + 0.5));
                return count;
            }"""
        )
    )


def test_each_month_of_the_timeline_is_drawn_once(browser: Browser, site: str) -> None:
    page = open_page(browser, f"{site}/en/")
    month = page.locator(".timeline time").last.get_attribute("datetime")
    today = date.fromisoformat(f"{month}-01")
    assert filled_months(page, "conflict") == 12
    assert filled_months(page, "campaign") == 3
    assert filled_months(page, "kfor") == (today.year - 1999) * 12 + today.month - 5
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_timeline_shows_has_contrast(browser: Browser, site: str, scheme: str) -> None:
    page = open_page(browser, f"{site}/en/", color_scheme=scheme)
    field = page.locator(".field")
    paper = style_of(page.locator("body"), "backgroundColor")
    kfor, campaign = (style_of(field.locator(f".{kind}"), "fill") for kind in ("kfor", "campaign"))
    for line in field.locator(".grid").all():
        assert contrast(style_of(line, "stroke"), kfor) >= 3
    assert contrast(kfor, paper) >= 3
    assert contrast(campaign, paper) >= 3
    point, rim = (style_of(p, "stroke") for p in reversed(field.locator(".point").all()))
    assert contrast(point, rim) >= 3
    assert contrast(campaign, kfor) > 1.6, "they differ on grey paper"
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("width", "size"), [(320, 16), (320, 32), (640, 32), (1280, 16), (1920, 32)]
)
def test_years_above_the_timeline_never_overlap(
    browser: Browser, site: str, language: str, width: int, size: int
) -> None:
    page = open_page(browser, f"{site}/{language}/", (width, 900), bypass_csp=True)
    page.add_style_tag(content=f"html{{font-size:{size}px}}")
    years = page.locator(".years b").all()
    row = box_of(years[0])
    # What does not fit has wrapped below the row, where it is cut off.
    shown = [box for box in map(box_of, years) if box["y"] < row["y"] + row["height"]]
    assert len(shown) >= 3
    assert all(left["x"] + left["width"] <= right["x"] for left, right in pairwise(shown))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_timeline_runs_from_right_to_left_where_the_text_does(
    browser: Browser, pseudo_site: str
) -> None:
    page = open_page(browser, f"{pseudo_site}/ar-XB/")
    years = [box_of(year)["x"] for year in page.locator(".years .major").all()]
    assert years == sorted(years, reverse=True)
    now, field = box_of(page.locator(".field .now")), box_of(page.locator(".field"))
    assert now["x"] < field["x"] + field["width"] / 10, "today is at the left end"
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_on_one_line(browser: Browser, site: str, language: str) -> None:
    page = open_page(browser, f"{site}/{language}/", SMALL)
    for time in page.locator("time").all():
        assert time.evaluate("element => element.getClientRects().length") == 1
    page.context.close()


@pytest.mark.parametrize(("language", "other"), [("en", "slovenščina"), ("sl", "English")])
def test_the_masthead_of_a_phone_is_one_row_with_the_other_language_alone(
    browser: Browser, site: str, language: str, other: str
) -> None:
    page = open_page(browser, f"{site}/{language}/", SMALL)
    links = [link for link in page.locator(".masthead a").all() if link.is_visible()]
    assert len({box_of(link)["y"] for link in links}) == 1
    assert page.locator(".languages").inner_text() == other
    assert float(style_of(page.locator(".notice"), "fontSize")[:-2]) < 14
    page.context.close()


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
@pytest.mark.parametrize("path", ["/en/no/", "/sl/ni/"])
def test_an_error_page_has_one_column(browser: Browser, site: str, path: str, width: int) -> None:
    page = open_page(browser, site + path, (width, 900))
    columns = {box_of(element)["x"] for element in page.locator("h1, article > p").all()}
    assert len(columns) == 1
    page.context.close()


def test_the_current_page_is_told_in_forced_colours(browser: Browser, site: str) -> None:
    page = open_page(browser, f"{site}/sl/", forced_colors="active")
    current, other = page.locator(".pages a").all()
    for name in ("backgroundColor", "color"):
        assert style_of(current, name) != style_of(other, name)
    page.context.close()


def test_the_note_after_untranslated_text_is_unbroken_and_readable(
    browser: Browser, site: str
) -> None:
    page = open_page(browser, f"{site}/sl/", SMALL)
    html = label_fallbacks(
        concat(["<p>", untranslated("word " * 30), "</p>"]), "en", "še ni prevedeno", "sl"
    )
    page.locator("main").evaluate("(main, html) => main.innerHTML = html", html)
    note = page.locator(".untranslated")
    assert note.evaluate("element => element.getClientRects().length") == 1
    assert float(style_of(note, "fontSize")[:-2]) >= 13
    page.context.close()


def count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_takes_two_sheets_of_paper(browser: Browser, site: str, language: str) -> None:
    page = open_page(browser, f"{site}/{language}/")
    assert count_pages(page.pdf(format="A4")) == 2
    page.context.close()


def test_paper_is_light_and_has_addresses_and_no_notice(browser: Browser, site: str) -> None:
    paper: dict[str, Any] = {"color_scheme": "dark"}
    page = open_page(browser, f"{site}/en/languages/", (660, 900), **paper)
    page.emulate_media(media="print")
    assert style_of(page.locator("body"), "backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".notice, .masthead, .skip").evaluate_all(
        "all => all.every(element => getComputedStyle(element).display === 'none')"
    )
    for link in page.locator("a[href^=http], a[href^=mailto]").all():
        spelled = link.evaluate("element => getComputedStyle(element, '::after').content")
        assert str(link.get_attribute("href")) in spelled
    assert page.locator(".address").is_visible()
    page.context.close()


def test_paper_has_the_timeline_in_three_columns(browser: Browser, site: str) -> None:
    page = open_page(browser, f"{site}/en/", (660, 900))
    page.emulate_media(media="print")
    assert len({box_of(event)["x"] for event in page.locator(".timeline li").all()}) == 3
    page.context.close()


def test_the_timeline_is_a_list_that_needs_no_picture(browser: Browser, site: str) -> None:
    page = open_page(browser, f"{site}/en/", DESKTOP)
    events = page.locator(".timeline").get_by_role("listitem").all_inner_texts()
    assert len(events) == 6
    assert "March 1999" in events[1]
    assert "78 days" in events[1]
    assert page.locator(".timeline svg:not([aria-hidden])").count() == 0
    page.context.close()
