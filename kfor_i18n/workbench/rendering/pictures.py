"""Pictures of places on pages, taken with the system's Chromium, which nothing downloads."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.chromium import find_chromium, has_playwright, run_chromium
from kfor_i18n.workbench.rendering.protocol import FetchedFile, FileRequest, RenderedPage
from kfor_i18n.workbench.rendering.waiting import BusyError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_ARGUMENTS = ("--hide-scrollbars", "--force-color-profile=srgb")
_ORIGIN = "http://application.invalid"
_SIZE = {"width": 1280, "height": 900}
_FILES = ("text/css", "image/", "font/", "application/font", "application/vnd.ms-fontobject")
_PATIENCE_MS = 10_000

_STATIC = Path(__file__).parents[1] / "web" / "static"
_SCRIPTS = ("anchors.js", "camera.js")
"""The workbench's window finds places by the first: pictures are of the same ones."""

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
    if not has_playwright():
        text = N_('no pictures, because Playwright is missing; install "kfor-i18n[pictures]"')
        return Problem(NO_PICTURES, text)
    if find_chromium() is None:
        text = N_("no pictures, because Chromium is missing; install Chromium or Google Chrome")
        return Problem(NO_PICTURES, text)
    return None


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
        self._script = _read_scripts()

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
                number, boxes = place["number"], place["boxes"]
                if boxes and is_wanted(number, _digest(place)):
                    self._call("markPlace", {"place": _describe(rendered, number), "boxes": boxes})
                    yield number, self.capture(clip(place, found["width"], found["height"]))
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
        self._call("outlinePlaces", outlines)

    def _open(self, rendered: RenderedPage, numbers: Sequence[int]) -> dict[str, Any]:
        self._shown = rendered
        self._page.goto(f"{_ORIGIN}{rendered.path}")
        places = [_describe(rendered, number) for number in numbers]
        found: dict[str, Any] = self._call("findPlaces", places)
        return found

    def _call(self, function: str, argument: Any) -> Any:
        """Call a function of the scripts in the page."""
        return self._page.evaluate(
            f"(argument) => {{ {self._script}; return {function}(argument); }}", argument
        )

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
    with run_chromium(*_ARGUMENTS) as browser:
        yield Camera(browser, fetch)


def _read_scripts() -> str:
    """Return the scripts as one that is no module: a page that runs no scripts imports none."""
    texts = [(_STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS]
    return re.sub(r"^import .*\n|^export (?=function)", "", "\n".join(texts), flags=re.MULTILINE)


def _headers_of(shown: RenderedPage) -> dict[str, str]:
    """Return the headers of a page that may do nothing: it could lead elsewhere by itself."""
    kept = {name: value for name, value in shown.headers if name.lower() == "content-type"}
    return {**kept, "Content-Security-Policy": "sandbox allow-same-origin"}


def _describe(rendered: RenderedPage, number: int) -> dict[str, Any]:
    place = rendered.places[number]
    return {
        "number": number, "kind": place.kind, "element": place.element, "index": place.index,
    }  # fmt: skip


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


def clip(place: Mapping[str, Any], width: float, height: float) -> dict[str, float]:
    """Return the part of a page around a place: with a margin, neither tiny nor large.

    It begins where the page or the place's block (its ``edge``) does, if there is room: words that
    are cut off cannot be read.
    """
    boxes = place["boxes"]
    left, right = min(box["left"] for box in boxes), max(box["right"] for box in boxes)
    top, bottom = min(box["top"] for box in boxes), max(box["bottom"] for box in boxes)
    begin = 0 if left <= _LEAST[0] else max(0, min(left, place["edge"]) - _MARGIN)
    if right + _MARGIN - begin <= _MOST[0]:
        across = min(max(right + _MARGIN - begin, _LEAST[0]), width)
        x = min(begin, width - across)
    else:
        x, across = _frame(left, right, _LEAST[0], _MOST[0], width)
    y, down = _frame(top, bottom, _LEAST[1], _MOST[1], height)
    return {"x": max(0, round(x)), "y": y, "width": round(across), "height": down}


def _frame(begin: float, end: float, least: int, most: int, whole: float) -> tuple[float, float]:
    """Return where a picture begins along an axis, and its length, within the whole page."""
    length = min(max(end - begin + 2 * _MARGIN, least), most, whole)
    # What is longer than the picture is shown from its beginning.
    spare = length - (end - begin)
    start = begin - (spare / 2 if spare > 0 else _MARGIN)
    return max(0, round(min(start, whole - length))), round(length)
