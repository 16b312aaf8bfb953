"""The timeline: what the page's text dates, drawn to scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AIR_CAMPAIGN_DAYS = 78


@dataclass(frozen=True)
class Span:
    """A stretch of the time axis, in per cent of its width; ``is_open``: it goes on today."""

    start: float
    width: float
    is_open: bool = False


@dataclass(frozen=True)
class Tick:
    """A year that is named on the axis, at a place in per cent of its width."""

    year: int
    position: float


@dataclass(frozen=True)
class Timeline:
    """The page's dates seen from a day; durations are whole years (or days, where so stated).

    The text states months, so each date is drawn at the middle of its month.
    """

    today: date
    conflict: date = date(1998, 3, 1)
    air_campaign: date = date(1999, 3, 1)
    kfor: date = date(1999, 6, 1)
    first_members: date = date(2000, 1, 1)
    battalion: date = date(2007, 2, 1)
    air_campaign_days: int = AIR_CAMPAIGN_DAYS

    def years_since(self, month: date) -> int:
        """Return the whole years that have passed since a month."""
        return years_between(month, self.today)

    @property
    def ticks(self) -> list[Tick]:
        """The years to name on the axis: every fifth one that it holds."""
        return [
            Tick(year, self._position(date(year, 1, 1)))
            for year in range(2000, self.today.year + 1, 5)
        ]

    def between(self, start: date, end: date) -> Span:
        """Return the stretch from one month to another."""
        left = self._position(_middle(start))
        return Span(left, max(round(self._position(_middle(end)) - left, 2), 0.7))

    def since(self, start: date) -> Span:
        """Return the stretch from a month to today."""
        left = self._position(_middle(start))
        return Span(left, round(100 - left, 2), is_open=True)

    def _position(self, day: date) -> float:
        first = date(1998, 1, 1)
        return round(100 * (day - first).days / max((self.today - first).days, 1), 2)


def years_between(start: date, end: date) -> int:
    """Return how many whole years lie between two dates, counted by month."""
    return end.year - start.year - (end.month < start.month)


def _middle(month: date) -> date:
    return month.replace(day=15)
