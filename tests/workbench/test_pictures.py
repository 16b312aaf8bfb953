"""Which part of a page is in the picture of a place."""

from __future__ import annotations

import pytest

from kfor_i18n.workbench.rendering.pictures import clip


@pytest.mark.parametrize(
    ("left", "right", "edge", "x", "across"),
    [
        (200, 300, 150, 0, 360),  # The page's edge is near.
        (200, 700, 150, 0, 740),
        (500, 600, 420, 380, 360),  # The block's is.
        (500, 900, 120, 80, 860),
        (1100, 1260, 1000, 920, 360),
        (900, 1000, 10, 770, 360),  # Neither is.
        (100, 1200, 100, 60, 1000),
    ],
)
def test_a_picture_begins_at_an_edge_if_there_is_room(
    left: float, right: float, edge: float, x: float, across: float
) -> None:
    box = {"left": left, "right": right, "top": 300, "bottom": 320}
    found = clip({"boxes": [box], "edge": edge}, 1280, 2000)
    assert (found["x"], found["width"]) == (x, across)
    assert (found["y"], found["height"]) == (250, 120)
