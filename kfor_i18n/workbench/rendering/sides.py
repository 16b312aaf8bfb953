"""Pictures of a page before and after a change, side by side, cut to where it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import NamedTuple

from kfor_i18n.workbench.rendering.differences import Difference
from kfor_i18n.workbench.rendering.pictures import Box, Camera, Layout, Picture, open_camera
from kfor_i18n.workbench.rendering.protocol import FetchedFile, FileRequest, RenderedPage

WIDTHS = (1280, 390)
"""The widths of a window, in CSS pixels, that pictures are taken at."""

_GAPS = (160.0, 480.0, 1440.0)
"""How far changes may be apart, in pixels, that are in one picture: nearer ones first."""

_ENOUGH = 6
"""How many pictures of a page are preferred at most; larger ones are taken instead."""

_MARGIN = 40
_LEAST = 560
_MOST_HEIGHT = 6_000

_TURN = Lock()
"""Held while a browser runs: one takes as much memory as all the rest."""


class Sides(NamedTuple):
    """A part of a page before and after, as far as either is there.

    ``numbers`` are the differences that are outlined in it, counted from 0.
    """

    numbers: tuple[int, ...]
    before: Picture | None
    after: Picture | None


class Band(NamedTuple):
    """Differences that are near each other, with the boxes of each before and after."""

    numbers: tuple[int, ...]
    boxes: tuple[tuple[Box, ...], tuple[Box, ...]]


def take_sides(
    fetch: Callable[[FileRequest], FetchedFile],
    pages: tuple[RenderedPage, RenderedPage],
    differences: Sequence[Difference],
    width: int,
) -> list[Sides]:
    """Return pictures of the parts of a page that changed, which is rendered before and after.

    Only differences that can be seen are in them. The page is laid out at a width. ``fetch``
    answers what it loads. Raises ``playwright.sync_api.Error`` if it cannot be laid out in time;
    ``pictures.find_hindrance`` says whether there are pictures at all.
    """
    named = tuple({at: d.numbers[side] for at, d in enumerate(differences)} for side in (0, 1))
    with _TURN, open_camera(fetch) as camera:
        layouts = [
            camera.lay_out(page, _list_numbers(names), width)
            for page, names in zip(pages, named, strict=True)
        ]
        seen = [_find_boxes(*each) for each in zip(layouts, named, strict=True)]
        bands = join_bands(seen[0], seen[1])
        after = _capture(camera, layouts[1], seen[1], bands, 1)
        camera.lay_out(pages[0], _list_numbers(named[0]), width)
        before = _capture(camera, layouts[0], seen[0], bands, 0)
    return [Sides(b.numbers, *each) for b, *each in zip(bands, before, after, strict=True)]


def _list_numbers(named: Mapping[int, int | None]) -> list[int]:
    return [number for number in named.values() if number is not None]


def _find_boxes(layout: Layout, named: Mapping[int, int | None]) -> dict[int, Box]:
    """Return the boxes of differences that can be seen, in the order of the page."""
    found = {at: layout.boxes[n] for at, n in named.items() if n is not None and n in layout.boxes}
    return dict(sorted(found.items(), key=lambda item: item[1].top))


def join_bands(before: Mapping[int, Box], after: Mapping[int, Box]) -> list[Band]:
    """Return the differences that are near each other together, so that pictures are not many.

    The boxes are those of the differences before and after, as far as they can be seen.
    """
    bands: list[Band] = []
    for gap in _GAPS:
        bands = list(_join_within(before, after, gap))
        if len(bands) <= _ENOUGH:
            break
    return bands


def _join_within(before: Mapping[int, Box], after: Mapping[int, Box], gap: float) -> Iterator[Band]:
    band = Band((), ((), ()))
    order = sorted({**before, **after}.items(), key=lambda item: (item[1].top, item[0]))
    for number, _ in order:
        boxes = tuple((each[number],) if number in each else () for each in (before, after))
        if band.numbers and not any(
            near and _is_near(far, near[0], gap)
            for far, near in zip(band.boxes, boxes, strict=True)
        ):
            yield band
            band = Band((), ((), ()))
        band = Band(
            (*band.numbers, number), (band.boxes[0] + boxes[0], band.boxes[1] + boxes[1])
        )  # fmt: skip
    if band.numbers:
        yield band


def _is_near(boxes: Iterable[Box], box: Box, gap: float) -> bool:
    return any(box.top - each.bottom <= gap and each.top - box.bottom <= gap for each in boxes)


def _capture(
    camera: Camera, layout: Layout, seen: Mapping[int, Box], bands: Sequence[Band], side: int
) -> list[Picture | None]:
    """Take the pictures of one side of all bands; the page is laid out."""
    camera.outline({str(at + 1): box for at, box in seen.items()}, is_before=side == 0)
    return [
        camera.capture(_clip(band, layout, side)) if band.boxes[side] else None for band in bands
    ]


def _clip(band: Band, layout: Layout, side: int) -> dict[str, float]:
    """Return the part of a page with a band: as wide before as after, and as high as it is."""
    every = [*band.boxes[0], *band.boxes[1]]
    left = max(0, min(box.left for box in every) - _MARGIN)
    right = min(layout.width, max(box.right for box in every) + _MARGIN)
    if right - left < _LEAST:
        left = max(0, min(left, layout.width - _LEAST))
        right = min(layout.width, left + _LEAST)
    top = max(0, min(box.top for box in band.boxes[side]) - _MARGIN)
    bottom = min(layout.height, max(box.bottom for box in band.boxes[side]) + _MARGIN)
    height = min(bottom - top, _MOST_HEIGHT)
    return {"x": left, "y": top, "width": max(right - left, 1), "height": max(height, 1)}
