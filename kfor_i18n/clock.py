"""The time in UTC: the current time, or the one that is set for a reproducible build."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from kfor_i18n.catalogs.problems import INVALID_SETTING, N_, Finding, Problem, SettingsError

Clock = Callable[[], datetime]
"""A function that returns the time in UTC."""

VARIABLE = "SOURCE_DATE_EPOCH"
"""The environment variable that sets the time of a build (reproducible-builds.org)."""


def current_time() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


def current_date() -> date:
    """Return today's date in UTC."""
    return current_time().date()


def build_time() -> datetime:
    """Return the time that ``SOURCE_DATE_EPOCH`` sets, or the current time if it is unset or empty.

    Raises ``SettingsError`` when its value is not a number of seconds since 1970.
    """
    value = os.environ.get(VARIABLE, "")
    if not value:
        return current_time()
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        problem = Problem(
            INVALID_SETTING,
            N_(
                '"%(value)s" is not a number of seconds since 1970; write a number such as '
                "1767225600, or unset the variable"
            ),
            {"value": value},
        )
        raise SettingsError([Finding(Path(VARIABLE), None, problem)]) from None
