"""A plot of growth as SVG, without a library: both axes logarithmic, so that powers are lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import cycle
from math import ceil, floor, log10

_WIDTH, _HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 190, 60, 50
_COLOURS = ("#0b57a4", "#b3401e", "#3d6b22", "#6b3fa0")

Point = tuple[float, float]


def draw_growth(title: str, x_name: str, y_name: str, series: Mapping[str, Sequence[Point]]) -> str:
    """Return an SVG of named series of points; all numbers must be above 0."""
    points = [point for line in series.values() for point in line]
    x_axis = _Axis([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    y_axis = _Axis([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        _text(_LEFT, 24, title, 'font-size="15" font-weight="bold"'),
        *_draw_grid(x_axis, y_axis),
        _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, x_name, 'text-anchor="middle"'),
        _text(_LEFT - 8, _TOP - 14, y_name, 'text-anchor="end"'),
    ]
    for (name, line), colour in zip(series.items(), cycle(_COLOURS)):
        parts += _draw_line(name, [(x_axis.place(x), y_axis.place(y)) for x, y in line], colour)
    return "\n".join([*parts, "</svg>\n"])


class _Axis:
    """Where values stand, from the power of ten below the least to the one above the greatest."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._first, self._last = floor(log10(min(values))), ceil(log10(max(values)))
        self._start, self._step = start, (end - start) / max(1, self._last - self._first)

    def place(self, value: float) -> float:
        return round(self._start + (log10(value) - self._first) * self._step, 1)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self._first, self._last + 1)]


def _draw_grid(x_axis: _Axis, y_axis: _Axis) -> Iterable[str]:
    for value in x_axis.ticks():
        x = x_axis.place(value)
        yield f'<path d="M{x} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>'
        yield _text(x, _HEIGHT - _BOTTOM + 18, f"{value:,g}", 'text-anchor="middle"')
    for value in y_axis.ticks():
        y = y_axis.place(value)
        yield f'<path d="M{_LEFT} {y}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
        yield _text(_LEFT - 8, y + 4, f"{value:g}", 'text-anchor="end"')


def _draw_line(name: str, points: Sequence[Point], colour: str) -> list[str]:
    path = " ".join(f"{x},{y}" for x, y in points)
    x, y = points[-1]
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in points),
        _text(x + 10, y + 4, name, f'fill="{colour}"'),
    ]


def _text(x: float, y: float, text: str, attributes: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" {attributes}>{escape(text)}</text>'
