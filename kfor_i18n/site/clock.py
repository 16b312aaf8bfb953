"""The time by which the site counts: the present, or the one that a build is to be of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

Clock = Callable[[], datetime]
"""Something that tells the time, in UTC."""


def read_clock() -> datetime:
    """Return the present."""
    return datetime.now(UTC)


def init_clock(app: Flask, now: Clock) -> None:
    """Make an application count by a clock."""
    app.extensions["kfor_clock"] = now


def time_of(app: Flask) -> datetime:
    """Return the time by which an application counts."""
    now: Clock = app.extensions["kfor_clock"]
    return now()
