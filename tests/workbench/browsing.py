"""The workbench as its users handle it: by keyboard, by ear, and with a pointer on the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from kfor_i18n.workbench.web.access import RESERVED
from tests.workbench.running import run_workbench

DESKTOP, TABLET, PHONE = (1280, 860), (900, 1100), (390, 844)
NARROW, ZOOMED = (320, 640), (320, 225)

EXPECTED = ("Failed to load resource", "net::ERR")
"""What the browser's console says of a server that refuses or is not there."""

_WIDE = """
    [document.documentElement, ...document.querySelectorAll("body *:not(#layer, #layer *, .frame)")]
        .filter(each => {
            const style = getComputedStyle(each);
            const isHidden = each.closest(".hidden") || each.parentElement?.clientWidth === 1;
            return !isHidden && each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1
                && ["auto", "scroll", "visible"].includes(style.overflowX)
                && style.display !== "inline" && !each.matches("option, select");
        })
        .map(each => `${each.localName}#${each.id}.${each.className}`)
"""


class Workbench:
    """The workbench in a window of its own."""

    def __init__(self, browser: Browser, address: str, query: str = "", **options: Any) -> None:
        """Open it; ``options`` are those of a context, with ``size`` for its viewport."""
        width, height = options.pop("size", DESKTOP)
        self.context = options.pop("context", None) or browser.new_context(
            viewport={"width": width, "height": height}, **options
        )
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.address = f"{address}{RESERVED}"
        self.page.goto(f"{self.address}{query}")
        expect(self.page.locator("#list li").first).to_be_attached()

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(EXPECTED):
            self.problems.append(text)

    def close(self) -> None:
        self.context.close()

    # By ear

    def expect_status(self, sentence: str) -> None:
        """Expect what came of an action, as the status says it."""
        status = self.page.get_by_role("status")
        expect(status).to_have_text(sentence)

    def expect_heard(self, sentence: str) -> None:
        """Expect what a screen reader is told of what happens by itself."""
        expect(self.page.locator("#live")).to_have_text(sentence)

    def expect_focus(self, selector: str) -> None:
        expect(self.page.locator(selector)).to_be_focused()

    def wait_until(self, expression: str, seconds: float = 5) -> None:
        """Wait until an expression is true. Playwright's own way needs a laxer policy."""
        end = monotonic() + seconds
        while not self.page.evaluate(expression):
            assert monotonic() < end, f"not true within {seconds} s: {expression}"
            self.page.wait_for_timeout(30)

    # By keyboard

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def write(self, text: str) -> None:
        """Replace the text of the field that has the focus."""
        self.press("Control+A")
        self.type(text)

    def tab_to(self, selector: str, limit: int = 60) -> None:
        """Go to an element with the Tab key."""
        for _ in range(limit):
            if self.page.locator(selector).evaluate("node => node === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {selector}")

    def open_tool(self, selector: str) -> None:
        """Choose a tool from the menu."""
        self.tab_to("#show-tools")
        self.press("Enter")
        self.tab_to(selector)
        self.press("Enter")

    # By eye

    @property
    def field(self) -> Locator:
        """The first field of the translation."""
        return self.page.locator("#form-0")

    @property
    def frame(self) -> FrameLocator:
        """The page that is seen in the preview."""
        return self.page.frame_locator("iframe.front")

    def message(self, name: str) -> Locator:
        """The link of a message in the list."""
        return self.page.locator(f'#list a[data-id="{name}"]')

    def open(self, name: str) -> None:
        """Open a message by its link, from the keyboard."""
        self.message(name).focus()
        self.press("Enter")
        expect(self.page.locator("#entry")).to_be_visible()
        expect(self.message(name)).to_have_attribute("aria-current", "true")
        self.expect_focus("#form-0")

    def go_to(self, name: str) -> None:
        """Open a message in whatever part of a small window."""
        self.page.evaluate("name => document.querySelector(`a[data-id='${name}']`).click()", name)
        expect(self.page.locator("#entry")).to_be_visible()
        self.expect_focus("#form-0")

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def expect_no_sideways_scrolling(self) -> None:
        """Expect that nothing is wider than its place; what is only read aloud has none."""
        wide = self.page.evaluate(_WIDE)
        assert wide == [], wide

    def click_on_page(self, selector: str, at: tuple[float, float] | None = None) -> None:
        """Click where an element of the previewed page is seen: in its middle, or at an offset."""
        box = self.frame.locator(selector).first.bounding_box()
        assert box is not None
        x, y = at or (box["width"] / 2, box["height"] / 2)
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def highlighted(self, name: str) -> list[str]:
        """Return the texts of the page that are marked in a way."""
        found: list[str] = self.page.locator("iframe.front").evaluate(
            "(frame, name) => {"
            " const { highlights } = frame.contentWindow.CSS;"
            " return [...(highlights.get(name) ?? [])].map(String); }",
            f"kfor-{name}",
        )
        return found

    def audit(self) -> None:
        """Expect that axe finds nothing; the page in the frame is not the workbench's."""
        options = {"rules": {"target-size": {"enabled": True}}, "iframes": False}
        found = Axe().run(self.page, options=options)
        assert found.response["violations"] == [], found.generate_report()


@contextmanager
def open_project(
    browser: Browser, root: Path, state: Path, *arguments: str, page: str = "", **options: Any
) -> Iterator[Workbench]:
    """Run the workbench of a project, and open it, on a page or not; nothing may fail in it.

    ``arguments`` are those of the command, ``options`` those of a context, with ``size``.
    """
    width, height = options.pop("size", DESKTOP)
    with run_workbench(root, state, *arguments) as (_, address):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        entering = context.new_page()
        entering.goto(address)
        origin = address.partition(RESERVED)[0]
        entering.wait_for_url(f"{origin}{RESERVED}?*")
        entering.close()
        query = {"catalog": "sl.messages"} | ({"page": page} if page else {})
        window = Workbench(browser, origin, f"?{urlencode(query)}", context=context)
        yield window
        window.close()
    assert window.problems == []
