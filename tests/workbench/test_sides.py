"""Which changes of a page are in one picture."""

from __future__ import annotations

from kfor_i18n.workbench.rendering.pictures import Box
from kfor_i18n.workbench.rendering.sides import join_bands


def boxes(tops: dict[int, float]) -> dict[int, Box]:
    return {number: Box(10, top, 200, top + 20) for number, top in tops.items()}


def test_changes_that_are_near_each_other_on_either_side_are_in_one_picture() -> None:
    before, after = boxes({0: 0, 1: 100, 2: 800, 3: 4000}), boxes({0: 0, 1: 900, 2: 1000, 4: 4900})
    bands = join_bands(before, after)
    assert [band.numbers for band in bands] == [(0, 1, 2), (3,), (4,)]
    assert [tuple(map(len, band.boxes)) for band in bands] == [(3, 3), (1, 0), (0, 1)]


def test_many_changes_are_in_few_pictures() -> None:
    many = boxes({number: number * 400 for number in range(20)})
    (band,) = join_bands(many, many)
    assert band.numbers == tuple(range(20))
    assert len(join_bands(dict(list(many.items())[:6]), {})) == 6
    assert join_bands({}, {}) == []
