"""Pictures of places on pages, taken with the system's Chromium, which nothing downloads."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.protocol import FetchedFile, FileRequest, RenderedPage
from kfor_i18n.workbench.rendering.waiting import BusyError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_PROGRAMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
_ARGUMENTS = (
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
)  # fmt: skip
_ORIGIN = "http://application.invalid"
_SIZE = {"width": 1280, "height": 900}
_FILES = ("text/css", "image/", "font/", "application/font", "application/vnd.ms-fontobject")
_PATIENCE_MS = 10_000

_LOCATOR = Path(__file__).parents[1] / "web" / "static" / "anchors.js"
"""The module by which the workbench's window finds places: pictures are of the same ones."""

_FIND = """(list) => {
  %s
  const style = document.createElement("style");
  style.textContent = `
    *, ::before, ::after { animation: none !important; transition: none !important; }
    html { scroll-behavior: auto !important; }
    ::highlight(kfor-i18n) { background-color: #ffd98a; color: #1c2126;
      text-decoration: underline 3px solid #12344d; }
    kfor-i18n-mark { all: initial; position: absolute; outline: 3px solid #d9a441;
      box-shadow: 0 0 0 6px #12344d; outline-offset: 2px; z-index: 2147483647; }
    kfor-i18n-mark[data-label] { outline: 3px solid #ffb224; outline-offset: 2px;
      box-shadow: 0 0 0 7px #12344d; }
    kfor-i18n-mark[data-label].before { outline: 3px dashed #12344d;
      box-shadow: 0 0 0 7px #ffd98a; }
    kfor-i18n-mark[data-label]::after { content: attr(data-label); position: absolute;
      inset: -20px auto auto -20px; min-width: 12px; padding: 2px 6px; border-radius: 12px;
      border: 2px solid #fff; background: #12344d; color: #fff; font: 700 14px/18px sans-serif;
      text-align: center; }`;
  document.documentElement.append(style);
  const anchors = findAnchors(document, list);
  window.kforRanges = anchors.ranges;
  const find = ({ number }) => {
    const boxes = boxesOf(anchors, number).map(({ left, top, right, bottom }) => ({
      left: left + scrollX, top: top + scrollY, right: right + scrollX, bottom: bottom + scrollY,
    })).filter(({ right, bottom }) => right > 0 && bottom > 0);
    const around = elementOf(anchors, number)?.outerHTML.replace(/<!--\\/?m:\\d+-->/g, "");
    return { number, boxes, around: (around ?? "").slice(0, 5000) };
  };
  const { scrollWidth: width, scrollHeight: height } = document.documentElement;
  return { width, height, places: list.map(find) };
}"""
_MARK = """({ number, boxes }) => {
  document.querySelectorAll("kfor-i18n-mark").forEach((each) => each.remove());
  const range = window.kforRanges.get(number);
  CSS.highlights.set("kfor-i18n", range ? new Highlight(range) : new Highlight());
  for (const { left, top, right, bottom } of range ? [] : boxes) {
    const mark = document.createElement("kfor-i18n-mark");
    mark.style.left = `${left}px`;
    mark.style.top = `${top}px`;
    mark.style.width = `${right - left}px`;
    mark.style.height = `${bottom - top}px`;
    document.documentElement.append(mark);
  }
}"""

_OUTLINE = """(outlines) => {
  for (const { label, isBefore, left, top, right, bottom } of outlines) {
    const mark = document.createElement("kfor-i18n-mark");
    mark.dataset.label = label;
    mark.className = isBefore ? "before" : "";
    Object.assign(mark.style, { left: `${left}px`, top: `${top}px`,
      width: `${right - left}px`, height: `${bottom - top}px` });
    document.documentElement.append(mark);
  }
}"""

_MARGIN = 40
_LEAST, _MOST = (360, 120), (1000, 480)
"""The sizes of pictures: with what is around a text, and small enough to be sent."""

_QUALITY = 80

NO_PICTURES = Code(
    "pictures-missing",
    N_("Pictures cannot be taken"),
    N_(
        "Pictures of places are taken with the Chromium or Chrome of the system, through "
        "Playwright, which the extra pictures installs. Nothing is downloaded for them."
    ),
    severity="warning",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in WebP. Pictures that are alike have the same name."""

    data: bytes

    @property
    def name(self) -> str:
        """The name of its file, which depends on nothing but the picture."""
        return f"{hashlib.sha256(self.data).hexdigest()[:16]}.webp"


def find_hindrance() -> Problem | None:
    """Return why no pictures can be taken here, or ``None``."""
    if find_spec("playwright") is None:
        text = N_('no pictures, because Playwright is missing; install "kfor-i18n[pictures]"')
        return Problem(NO_PICTURES, text)
    if _find_program() is None:
        text = N_("no pictures, because Chromium is missing; install Chromium or Google Chrome")
        return Problem(NO_PICTURES, text)
    return None


def _find_program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page that is laid out, in CSS pixels from its corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """How large a page is that is laid out, and the boxes of its places, by their numbers."""

    width: float
    height: float
    boxes: Mapping[int, Box]


class Camera:
    """Chromium, without a window; ``fetch`` answers what pages load from the application."""

    def __init__(self, browser: Browser, fetch: Callable[[FileRequest], FetchedFile]) -> None:
        """Initialize with the browser, whose pages get nothing from any network."""
        self._context = browser.new_context(
            viewport=_SIZE,  # type: ignore[arg-type] # a dictionary with these keys
            java_script_enabled=False, color_scheme="light", reduced_motion="reduce",
        )  # fmt: skip
        self._context.set_default_timeout(_PATIENCE_MS)
        self._fetch = fetch
        self._page: Page = self._context.new_page()
        self._session = self._context.new_cdp_session(self._page)
        self._shown: RenderedPage | None = None
        self._page.route("**/*", self._answer)
        locator = re.sub(r"^export (?=function)", "", _LOCATOR.read_text("utf-8"), flags=re.M)
        self._find = _FIND % locator

    def take(
        self, rendered: RenderedPage, numbers: Sequence[int], is_wanted: Callable[[int, str], bool]
    ) -> Iterator[tuple[int, Picture]]:
        """Yield pictures of places of a page, by their numbers, as far as they can be seen.

        ``is_wanted`` is asked with the number of a place and a digest of what it looks like.
        """
        from playwright.sync_api import Error

        try:
            found = self._open(rendered, numbers)
            for place in found["places"]:
                look = _digest(place)
                if place["boxes"] and is_wanted(place["number"], look):
                    self._page.evaluate(_MARK, place)
                    clip = _clip(place["boxes"], found["width"], found["height"])
                    yield place["number"], self.capture(clip)
        except Error:
            # A page that cannot be laid out in time is left without pictures.
            return

    def lay_out(self, rendered: RenderedPage, numbers: Sequence[int], width: int) -> Layout:
        """Lay a page out at a width, and return where places are that can be seen.

        Raises ``playwright.sync_api.Error`` if that takes too long.
        """
        self._page.set_viewport_size({**_SIZE, "width": width})  # type: ignore[typeddict-item]
        found = self._open(rendered, numbers)
        boxes = {each["number"]: _surround(each["boxes"]) for each in found["places"]}
        seen = {number: box for number, box in boxes.items() if box}
        return Layout(found["width"], found["height"], seen)

    def outline(self, boxes: Mapping[str, Box], *, is_before: bool) -> None:
        """Draw outlines with labels on the page that is laid out, broken ones for the time before.

        Raises ``playwright.sync_api.Error``.
        """
        outlines = [{"label": k, "isBefore": is_before, **asdict(box)} for k, box in boxes.items()]
        self._page.evaluate(_OUTLINE, outlines)

    def _open(self, rendered: RenderedPage, numbers: Sequence[int]) -> dict[str, Any]:
        self._shown = rendered
        self._page.goto(f"{_ORIGIN}{rendered.path}")
        found: dict[str, Any] = self._page.evaluate(self._find, _describe(rendered, numbers))
        return found

    def capture(self, clip: Mapping[str, float]) -> Picture:
        """Return a picture of a part of the page that is laid out."""
        answer = self._session.send(
            "Page.captureScreenshot",
            {
                "format": "webp", "quality": _QUALITY, "captureBeyondViewport": True,
                "clip": {**clip, "scale": 1},
            },
        )  # fmt: skip
        return Picture(base64.b64decode(answer["data"]))

    def _answer(self, route: Route) -> None:
        """Answer a request of the page: itself, or a file of the application, and nothing else."""
        request, shown = route.request, self._shown
        url = urlsplit(request.url)
        if shown is None or f"{url.scheme}://{url.netloc}" != _ORIGIN:
            route.abort()
        elif request.is_navigation_request() and request.frame == self._page.main_frame:
            route.fulfill(status=200, headers=_headers_of(shown), body=shown.body)
        else:
            path = f"{url.path}?{url.query}" if url.query else url.path
            self._hand_on(route, path)

    def _hand_on(self, route: Route, path: str) -> None:
        try:
            file = self._fetch(FileRequest(path))
        except (ApplicationError, BusyError):
            route.abort()
            return
        if file.status != 200 or not file.media_type.startswith(_FILES):
            route.abort()
            return
        kept = {n: v for n, v in file.headers if n.lower() in ("content-type", "content-encoding")}
        route.fulfill(status=200, headers=kept, body=file.body)


@contextmanager
def open_camera(fetch: Callable[[FileRequest], FetchedFile]) -> Iterator[Camera]:
    """Run Chromium until the block is left; ``find_hindrance`` says whether there is one."""
    import os

    from playwright.sync_api import sync_playwright

    # Chromium does not sandbox what root runs.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if is_root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_find_program(), args=arguments)
        try:
            yield Camera(browser, fetch)
        finally:
            browser.close()


def _headers_of(shown: RenderedPage) -> dict[str, str]:
    """Return the headers of a page that may do nothing: it could lead elsewhere by itself."""
    kept = {name: value for name, value in shown.headers if name.lower() == "content-type"}
    return {**kept, "Content-Security-Policy": "sandbox allow-same-origin"}


def _describe(rendered: RenderedPage, numbers: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {
            "number": number, "kind": rendered.places[number].kind,
            "element": rendered.places[number].element, "index": rendered.places[number].index,
        }
        for number in numbers
    ]  # fmt: skip


def _surround(boxes: Sequence[Mapping[str, float]]) -> Box | None:
    """Return the box around boxes, ``None`` if there are none."""
    if not boxes:
        return None
    low, high = (
        [limit(box[side] for box in boxes) for side in sides]
        for limit, sides in ((min, ("left", "top")), (max, ("right", "bottom")))
    )
    return Box(*low, *high)


def _digest(place: dict[str, Any]) -> str:
    sizes = [(box["right"] - box["left"], box["bottom"] - box["top"]) for box in place["boxes"]]
    return hashlib.sha256(f"{place['around']}{sizes}".encode()).hexdigest()


def _clip(boxes: Sequence[dict[str, float]], width: float, height: float) -> dict[str, float]:
    """Return the part of a page around boxes: with a margin, neither tiny nor large."""
    left, right = min(box["left"] for box in boxes), max(box["right"] for box in boxes)
    top, bottom = min(box["top"] for box in boxes), max(box["bottom"] for box in boxes)
    x, across = _frame(left, right, _LEAST[0], _MOST[0], width)
    y, down = _frame(top, bottom, _LEAST[1], _MOST[1], height)
    return {"x": x, "y": y, "width": across, "height": down}


def _frame(begin: float, end: float, least: int, most: int, whole: float) -> tuple[float, float]:
    """Return where a picture begins along an axis, and its length, within the whole page."""
    length = min(max(end - begin + 2 * _MARGIN, least), most, whole)
    # What is longer than the picture is shown from its beginning.
    spare = length - (end - begin)
    start = begin - (spare / 2 if spare > 0 else _MARGIN)
    return max(0, round(min(start, whole - length))), round(length)
