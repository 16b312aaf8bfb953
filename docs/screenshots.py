"""Take the screenshots that the documentation shows, from the site and the workbench as they are.

Run by ``make screenshots``; needs Chromium.
"""

from __future__ import annotations

import re
import shutil
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright
from staging import COMMITS, DRAFTED, PAST, ROOT, enter, prepare_project, run_workbench
from werkzeug.serving import make_server

from kfor_i18n import create_app

IMAGES = ROOT / "docs" / "images"
SHOTS = {
    "page-en.png": ("/en/", "light", (1280, 1560)),
    "page-sl.png": ("/sl/", "light", (1280, 1560)),
    "page-sl-dark.png": ("/sl/", "dark", (1280, 1560)),
    "languages-sl.png": ("/sl/jeziki/", "light", (1280, 900)),
    "phone-sl.png": ("/sl/", "light", (390, 844)),
}


class Shot(NamedTuple):
    """A screenshot of the workbench: its file, its language, whether it is dark, and its size."""

    name: str
    language: str = "en"
    is_dark: bool = False
    size: tuple[int, int] = (1440, 900)


WORKBENCH_SHOTS = (
    Shot("workbench.png"),
    Shot("workbench-dark.png", is_dark=True),
    Shot("workbench-phone.png", size=(390, 844)),
    Shot("workbench-sl.png", language="sl"),
)

AID_SHOTS = (Shot("workbench-memory.png"), Shot("workbench-memory-sl.png", language="sl"))
"""Of a message with terms of the glossary, and with another one that is similar."""

SIMILAR, BEGUN = "The Slovenian Armed Forces in Kosovo", "Slovenska vojska"
PLACES_SHOTS = (
    Shot("workbench-places.png", size=(1280, 800)),
    Shot("workbench-places-sl.png", language="sl", size=(1280, 800)),
)

BEFORE_SHOTS = (
    Shot("workbench-before.png", size=(1280, 1000)),
    Shot("workbench-before-sl.png", language="sl", size=(1280, 1000)),
)
EDITED = (
    ("From conflict to today", "Od spopadov do današnjega dne"),
    ("The Slovenian Armed Forces in Kosovo", "Vojaki Slovenske vojske na Kosovu"),
)
"""Messages of the page by how they begin, and their drafts in the pictures of before and after."""

PAGE = "/_kfor-i18n/?catalog=sl.messages&page=p%3A%2Fsl%2F"
EVERYWHERE = "KFOR in Kosovo"
"""The message whose places are shown."""
PLURAL = "%(num)s year ago"
"""A message of which two forms are the same."""

HISTORY_SHOTS = (Shot("workbench-history.png"), Shot("workbench-history-sl.png", language="sl"))
PROOF_SHOTS = (
    Shot("workbench-proof.png", size=(1000, 760)),
    Shot("workbench-proof-sl.png", language="sl", size=(1000, 760)),
)
REPLACE_SHOTS = (
    Shot("workbench-replace.png", size=(1000, 760)),
    Shot("workbench-replace-sl.png", language="sl", size=(1000, 760)),
)
REPLACED = ("operacij", "misij")


def main() -> None:
    """Take them all."""
    executable = shutil.which("chromium")
    if executable is None:
        sys.exit("Chromium is missing; install it (Debian: apt-get install chromium)")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        take_site(browser)
        take_workbench(browser)
        browser.close()


def take_site(browser: Browser) -> None:
    """Take the screenshots of the site."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, (path, scheme, (width, height)) in SHOTS.items():
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page.goto(f"http://127.0.0.1:{server.server_port}{path}")
        page.screenshot(path=IMAGES / name)
        page.close()
    server.shutdown()


def take_workbench(browser: Browser) -> None:
    """Take the screenshots of the workbench, which runs on a copy of the project."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "kfor-i18n"
        draft = prepare_project(root)
        with run_workbench(root, Path(folder) / "state") as address:
            origin = address.partition("/_kfor-i18n/")[0]
            state = enter(browser, address)
            for shot in WORKBENCH_SHOTS:
                take_one(browser, f"{origin}{PAGE}", state, draft, shot)
            for shot in AID_SHOTS:
                take_aids(browser, f"{origin}{PAGE}&order=all", state, shot)
            for shot in PLACES_SHOTS:
                take_places(browser, f"{origin}{PAGE}", state, shot)
            take_numbers(browser, f"{origin}{PAGE}", state)
            take_fit(browser, f"{origin}{PAGE}jeziki%2F", state)
            for shot in HISTORY_SHOTS:
                take_history(browser, f"{origin}{PAGE}", state, shot)
            for shot in PROOF_SHOTS:
                take_proof(browser, f"{origin}{PAGE}", state, shot)
            for shot in REPLACE_SHOTS:
                take_replacing(browser, f"{origin}{PAGE}", state, shot)
            for shot in BEFORE_SHOTS:
                take_before(browser, f"{origin}{PAGE}", state, shot)


def take_numbers(browser: Browser, address: str, state: StorageState) -> None:
    """Take a screenshot of the sentences of a plural."""
    page = open_window(browser, address, state, Shot("workbench-numbers.png"))
    page.locator("#list a", has_text=PLURAL).click()
    expect(page.locator("#numbers-rows strong").first).to_be_attached(timeout=30_000)
    page.locator("#aid-numbers").evaluate("node => node.scrollIntoView()")
    page.locator('#numbers-rows button[data-number="2"]').click()
    expect(page.frame_locator("iframe.front").locator("main")).to_contain_text("pred 2 letoma")
    page.locator("#aid-numbers").evaluate("node => node.scrollIntoView()")
    page.screenshot(path=IMAGES / "workbench-numbers.png")
    page.context.close()


def take_fit(browser: Browser, address: str, state: StorageState) -> None:
    """Take a screenshot of what does not fit on a page."""
    page = open_window(browser, address, state, Shot("workbench-fit.png"))
    page.locator("#show-tools").click()
    page.locator("#show-fit").click()
    page.locator("#fit-page").click()
    expect(page.locator("#fit-list li").first).to_be_attached(timeout=30_000)
    page.screenshot(path=IMAGES / "workbench-fit.png")
    page.context.close()


def take_before(browser: Browser, address: str, state: StorageState, shot: Shot) -> None:
    """Take a screenshot of a page before and after some edits, with pictures of it."""
    page = open_window(browser, address, state, shot)
    for start, text in EDITED:
        page.locator("#list a", has_text=re.compile(f"^{start}")).first.click()
        expect(page.locator("#form-0")).to_be_focused()
        page.locator("#form-0").fill(text)
        expect(page.locator("#list a", has_text=text)).to_be_attached()
    page.locator("#show-tools").click()
    page.locator("#show-before").click()
    expect(page.locator("#before-rest")).to_be_hidden()
    page.locator("#before-pages > li > .actions button").first.click(timeout=60_000)
    expect(page.locator("#before-pages img").last).to_be_visible(timeout=60_000)
    page.screenshot(path=IMAGES / shot.name)
    page.context.close()


def take_history(browser: Browser, address: str, state: StorageState, shot: Shot) -> None:
    """Take a screenshot of the history of a message."""
    page = open_window(browser, address, state, shot)
    page.locator("#list a", has_text=PAST).first.click()
    expect(page.locator("#form-0")).to_be_focused()
    page.locator("#history summary").click()
    expect(page.locator("#history-list > li")).to_have_count(len(COMMITS), timeout=30_000)
    page.locator("#history").screenshot(path=IMAGES / shot.name)
    page.context.close()


def take_proof(browser: Browser, address: str, state: StorageState, shot: Shot) -> None:
    """Take a screenshot of the texts of a page, of which one is open."""
    page = open_window(browser, address, state, shot)
    page.locator("#show-tools").click()
    page.locator("#show-proof").click()
    page.locator("#proof-sources").check()
    text = page.locator("#proof-list .proof-text").nth(11)
    text.click()
    expect(page.locator("#form-0")).to_be_focused()
    page.locator("#form-0").evaluate("node => node.scrollIntoView({ block: 'center' })")
    page.screenshot(path=IMAGES / shot.name)
    page.context.close()


def take_replacing(browser: Browser, address: str, state: StorageState, shot: Shot) -> None:
    """Take a screenshot of what a replacement would change."""
    page = open_window(browser, address, state, shot)
    page.locator("#show-tools").click()
    page.locator("#show-replace").click()
    for field, text in zip(("#replace-find", "#replace-with"), REPLACED, strict=True):
        page.locator(field).fill(text)
    page.locator("#replace-whole").uncheck()
    page.locator("#replace-query").press("Enter")
    expect(page.locator("#replace-list li").first).to_be_visible()
    page.screenshot(path=IMAGES / shot.name)
    page.context.close()


def take_one(browser: Browser, address: str, state: StorageState, draft: str, shot: Shot) -> None:
    """Take a screenshot of the workbench while a translation is being written."""
    page = open_window(browser, address, state, shot)
    frame = page.frame_locator("iframe.front")
    expect(frame.locator("main p").first).to_be_attached(timeout=30_000)
    page.locator("#list a", has_text=DRAFTED).click()
    field = page.locator("#form-0")
    expect(field).to_be_focused()
    field.fill(draft)
    expect(frame.locator("main p").first).to_contain_text(draft)
    expect(page.locator("#list a", has_text=draft[:20])).to_be_attached()
    page.wait_for_timeout(1_000)
    page.screenshot(path=IMAGES / shot.name)
    page.context.close()


def take_places(browser: Browser, address: str, state: StorageState, shot: Shot) -> None:
    """Take a screenshot of the places of a message."""
    page = open_window(browser, address, state, shot)
    page.locator("#list a", has_text=EVERYWHERE).first.click()
    expect(page.locator("#places-list li")).to_have_count(8, timeout=30_000)
    page.locator("#places").scroll_into_view_if_needed()
    page.locator("#places-list li").last.scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    page.screenshot(path=IMAGES / shot.name)
    page.context.close()


def open_window(browser: Browser, address: str, state: StorageState, shot: Shot) -> Page:
    """Open the workbench in a window of its own."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.is_dark else "light",
        locale=shot.language,
        storage_state=state,
    )
    page = context.new_page()
    page.goto(address)
    return page


def take_aids(browser: Browser, address: str, state: StorageState, shot: Shot) -> None:
    """Take a screenshot of a message with what helps with it, while it is being translated."""
    page = open_window(browser, address, state, shot)
    page.locator("#list a").filter(has_text=re.compile(f"^{SIMILAR}")).click()
    field = page.locator("#form-0")
    expect(field).to_be_focused()
    field.fill(BEGUN)
    expect(page.locator("#terms .used")).to_have_count(1)
    expect(page.locator("#memory-list li")).to_have_count(1)
    page.locator("#translation").screenshot(path=IMAGES / shot.name)
    page.locator("#discard").click()
    page.context.close()


if __name__ == "__main__":
    main()
