"""The timeline: the dates in the page's text, drawn as a field of months.

Each column of the field is a year, each row a month, so that a box is exactly what the text states:
a month. What lasted fills boxes, what happened once is a point in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

AIR_CAMPAIGN_DAYS = 78
"""Length of the air campaign, as the page's text states it."""

FIRST_YEAR = 1998
"""The first column: that of the year before the air campaign."""

MONTHS = 12


@dataclass(frozen=True)
class Year:
    """A column of the field, and whether its number is above it.

    ``mark`` is empty for a year without a number, ``major`` for one that there is always room for,
    and ``minor`` for one that is shown where its number fits into two columns.
    """

    number: int
    mark: str

    @property
    def is_fifth(self) -> bool:
        """Tell whether a line of its own begins it."""
        return self.number % 5 == 0


@dataclass(frozen=True)
class Timeline:
    """The page's dates as seen on a day.

    Shapes are SVG path data (SVG 2 section 9.3) in columns and rows: x counts years from
    ``FIRST_YEAR``, y months from January. Durations are whole years.
    """

    today: date
    air_campaign: date = date(1999, 3, 1)
    kfor: date = date(1999, 6, 1)
    first_members: date = date(2000, 1, 1)
    battalion: date = date(2007, 2, 1)
    air_campaign_days: int = AIR_CAMPAIGN_DAYS

    def years_since(self, month: date) -> int:
        """Return the number of whole years since a month."""
        return years_between(month, self.today)

    @property
    def years(self) -> list[Year]:
        """The columns, the last one that of today."""
        return [
            Year(number, _mark(number - FIRST_YEAR, self.today.year - number, number))
            for number in range(FIRST_YEAR, self.today.year + 1)
        ]

    @property
    def conflict(self) -> str:
        """The year before the air campaign, of which the text says "over a year"."""
        return _fill(_year_before(self.air_campaign), self.air_campaign)

    @property
    def conflict_strokes(self) -> str:
        """A stroke through each month of the conflict, and through those that it may have had."""
        months = _months(date(FIRST_YEAR, 1, 1), self.air_campaign)
        return "".join(f"M{x} {y + 1}l1-1" for x, y in map(_cell, months))

    @property
    def campaign(self) -> str:
        """The air campaign: KFOR deployed in the wake of it."""
        return _fill(self.air_campaign, self.kfor)

    @property
    def peacekeeping(self) -> str:
        """KFOR in Kosovo, today's month included."""
        return _fill(self.kfor, _next_month(self.today))

    @property
    def events(self) -> str:
        """What happened once: the first members and the first battalion-level unit."""
        return _dot(self.first_members) + _dot(self.battalion)

    @property
    def now(self) -> str:
        """Today's month."""
        return _dot(self.today)

    @property
    def grid(self) -> str:
        """The lines between the months and between the years."""
        rows = (f"M0 {y}h{len(self.years)}" for y in range(1, MONTHS))
        return _upright(range(1, len(self.years))) + "".join(rows)

    @property
    def fifths(self) -> str:
        """The lines where each fifth year begins."""
        return _upright(x for x, year in enumerate(self.years) if year.is_fifth)


def years_between(start: date, end: date) -> int:
    """Return the number of whole years between two dates, counted by month."""
    return end.year - start.year - (end.month < start.month)


def _mark(before: int, after: int, year: int) -> str:
    """Return the mark of a year that has so many columns before and after it."""
    if before == 0 or (year % 10 == 0 and before >= 10 and after >= 5):
        return "major"
    return "minor" if year % 5 == 0 and after >= 1 else ""


def _cell(month: date) -> tuple[int, int]:
    return month.year - FIRST_YEAR, month.month - 1


def _upright(columns: Iterable[int]) -> str:
    return "".join(f"M{x} 0v{MONTHS}" for x in columns)


def _dot(month: date) -> str:
    """Return a line without length, which has only its round caps, in the middle of a month."""
    x, y = _cell(month)
    return f"M{x}.5 {y}.5h0"


def _fill(start: date, end: date) -> str:
    """Return the outline of the months from ``start`` up to ``end``, which is not among them."""
    (left, top), (right, bottom) = _cell(start), _cell(end)
    return f"M{left} {top}V{MONTHS}H{right}V{bottom}h1V0H{left + 1}V{top}z"


def _months(start: date, end: date) -> Iterator[date]:
    while start < end:
        yield start
        start = _next_month(start)


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)
