"""The timeline: the dates in the page's text, drawn to scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

AIR_CAMPAIGN_DAYS = 78
"""Length of the air campaign, as the page's text states it."""

_AXIS_START = date(1997, 7, 1)
_TICK_YEARS = 5


@dataclass(frozen=True)
class Span:
    """A span of the time axis, in per cent of its width.

    ``is_open_before`` says that the text does not state when it began.
    """

    start: float
    width: float
    is_open_before: bool = False


@dataclass(frozen=True)
class Tick:
    """A year on the axis, and its position in per cent of the width."""

    year: int
    position: float


@dataclass(frozen=True)
class Timeline:
    """The page's dates as seen on a day.

    The text states months, so a date is drawn in the middle of its month, and durations are whole
    years.
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
    def ticks(self) -> list[Tick]:
        """The years on the axis: every fifth one."""
        first = _AXIS_START.year + -_AXIS_START.year % _TICK_YEARS
        return [
            Tick(year, self._position(date(year, 1, 1)))
            for year in range(first, self.today.year + 1, _TICK_YEARS)
        ]

    @property
    def conflict(self) -> Span:
        """The conflict: the year before the air campaign, and before that ("over a year")."""
        end = _middle(self.air_campaign)
        return self._span(end.replace(year=end.year - 1), end, is_open_before=True)

    @property
    def campaign(self) -> Span:
        """The air campaign, to its length."""
        start = _middle(self.air_campaign)
        return self._span(start, start + timedelta(days=self.air_campaign_days))

    def since(self, month: date) -> Span:
        """Return the span from a month to today."""
        return self._span(_middle(month), self.today)

    def _span(self, start: date, end: date, *, is_open_before: bool = False) -> Span:
        left = self._position(start)
        return Span(left, round(self._position(end) - left, 2), is_open_before)

    def _position(self, day: date) -> float:
        whole = max((self.today - _AXIS_START).days, 1)
        return round(100 * (day - _AXIS_START).days / whole, 2)


def years_between(start: date, end: date) -> int:
    """Return the number of whole years between two dates, counted by month."""
    return end.year - start.year - (end.month < start.month)


def _middle(month: date) -> date:
    return month.replace(day=15)
