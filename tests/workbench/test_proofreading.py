from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kfor_i18n.catalogs.po.file import read_po
from tests.builders import CATALOG, HEADERS, make_project
from tests.workbench import clients
from tests.workbench.browsing import PHONE, Workbench, open_project
from tests.workbench.opening import PAGE_APP, make_app_project

TEXT = f"""{HEADERS["sl"]}
msgid "Unused"
msgstr "Neuporabljeno"

#, fuzzy
msgid "Guess"
msgstr "Ugibanje"

msgid "Hint"
msgstr ""

# A note
msgid "A bold word"
msgstr "Ena krepka beseda"

msgid "Title"
msgstr "Naslov"
"""


def test_all_texts_of_a_catalog_are_listed_with_drafts_and_comments(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = make_project(tmp_path, TEXT)
    browser = clients.Browser(project, tmp_path_factory.mktemp("state") / "journal")
    browser.draft(browser.open("Title"), "Osnutek", comment="Mine")
    answer = browser.ask("proof", catalog="sl.messages")
    assert answer["total"] == 5
    shown = [(item["sources"], item["forms"], item["comment"]) for item in answer["items"]]
    assert shown == [
        (["Unused"], ["Neuporabljeno"], ""),
        (["Guess"], ["Ugibanje"], ""),
        (["Hint"], [], ""),
        (["A bold word"], ["Ena krepka beseda"], "A note"),
        (["Title"], ["Osnutek"], "Mine"),
    ]
    last = browser.ask("proof", catalog="sl.messages", offset="4")
    assert [item["sources"] for item in last["items"]] == [["Title"]]
    browser.session.stop()


@pytest.fixture
def workbench(browser: Browser, tmp_path: Path) -> Iterator[Workbench]:
    root = make_app_project(tmp_path / "project", TEXT, PAGE_APP)
    with open_project(browser, root, tmp_path / "state", page="p:/") as window:
        expect(window.frame.locator("h1")).to_have_text("Naslov")
        yield window


TEXTS = "#proof-list .proof-text"


def start(workbench: Workbench) -> None:
    workbench.open_tool("#show-proof")
    expect(workbench.page.locator(TEXTS)).to_have_count(4)
    workbench.expect_focus("#proof-heading")


@pytest.mark.browser
def test_the_texts_of_a_page_are_read_in_its_order(workbench: Workbench) -> None:
    start(workbench)
    page = workbench.page
    expect(page.locator(TEXTS)).to_have_text(["Naslov", "Ena krepka beseda", "Hint", "Ugibanje"])
    facts = page.locator("#proof-list .facts")
    expect(facts.nth(1)).to_contain_text("in the attribute title of <a>")
    expect(facts.nth(1)).to_contain_text("Untranslated")
    expect(page.locator(TEXTS).nth(2).locator("span")).to_have_attribute("lang", "en")
    expect(page.locator(".proof-item .hint")).to_have_text("A note")
    expect(page.locator(".proof-source")).to_have_count(0)
    page.get_by_label("Show source texts").check()
    expect(page.locator(".proof-source")).to_have_text(["Title", "A bold word", "Guess"])
    workbench.audit()
    page.locator(TEXTS).nth(3).click()
    workbench.expect_focus("#form-0")
    workbench.audit()
    workbench.resize((320, 640))
    workbench.expect_no_sideways_scrolling()


@pytest.mark.browser
def test_texts_are_mended_commented_and_confirmed_without_leaving_them(
    workbench: Workbench, tmp_path: Path
) -> None:
    start(workbench)
    page, path = workbench.page, tmp_path / "project" / CATALOG
    workbench.tab_to(f"{TEXTS} >> nth=1")
    workbench.press("Enter")
    workbench.expect_focus("#proof-list #form-0")
    workbench.write("Krepka beseda")
    workbench.tab_to("#comment")
    workbench.write("Shorter")
    workbench.press("Control+Enter")
    workbench.expect_status('Saved. 2 of 5 messages left. Next: "Hint"')
    # The next text of the page is open, below what it says now.
    workbench.expect_focus("#proof-list li:nth-child(3) #form-0")
    expect(page.locator(TEXTS).nth(1)).to_have_text("Krepka beseda")
    expect(page.locator(".proof-item .hint")).to_have_text("Shorter")
    workbench.tab_to(f"{TEXTS} >> nth=3")
    workbench.press("Enter")
    workbench.expect_focus("#proof-list li:nth-child(4) #form-0")
    workbench.tab_to("#confirm")
    workbench.press("Enter")
    workbench.expect_status("Saved. 1 of 5 messages left. This is the last message in the list.")
    expect(page.locator(".proof-item").nth(3)).not_to_contain_text("Needs review")
    entries = {entry.msgid: entry for entry in read_po(path).live}
    assert entries["A bold word"].msgstrs == ("Krepka beseda",)
    assert "# Shorter" in entries["A bold word"].comments
    assert not entries["Guess"].is_fuzzy


@pytest.mark.browser
def test_escape_leads_back_and_a_draft_is_kept(workbench: Workbench) -> None:
    start(workbench)
    page = workbench.page
    page.locator(TEXTS).first.press("Enter")
    workbench.expect_focus("#proof-list #form-0")
    workbench.write("Nov naslov")
    workbench.press("Escape")
    workbench.expect_focus(f"{TEXTS} >> nth=0")
    expect(page.locator("#proof")).to_be_visible()
    workbench.press("Escape")
    expect(page.locator("#proof")).to_be_hidden()
    workbench.expect_focus("#show-tools")
    # The form is where it was, with what was written.
    expect(page.locator("#translation #form-0")).to_have_value("Nov naslov")
    expect(page.locator("#list a").first).to_contain_text("Draft")
    expect(page.locator("#translation #status")).to_be_attached()


@pytest.mark.browser
def test_in_a_small_window_the_focus_goes_back_to_the_menu(workbench: Workbench) -> None:
    workbench.resize(PHONE)
    start(workbench)
    workbench.page.locator(TEXTS).first.press("Enter")
    workbench.expect_focus("#proof-list #form-0")
    workbench.press("Escape", "Escape")
    workbench.expect_focus("#show-tools")
    expect(workbench.page.locator("#show-tools")).to_be_in_viewport()


@pytest.mark.browser
def test_the_page_behind_stays_where_it_is(workbench: Workbench) -> None:
    page = workbench.page
    start(workbench)
    workbench.press("F8")
    page.locator(TEXTS).first.press("Enter")
    workbench.expect_focus("#proof-list #form-0")
    expect(page.locator("#places-count")).to_have_text("2 (pages: 1)")
    workbench.press("F8", "F6")
    workbench.expect_focus("#proof-list #form-0")
    workbench.expect_heard("")
    expect(page.locator("#page")).to_have_value("p:/")
