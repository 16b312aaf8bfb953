"""The fields of a catalog's header, and the dates in them."""

from __future__ import annotations

from datetime import datetime

_DATE = "%Y-%m-%d %H:%M%z"


def parse_headers(text: str) -> dict[str, str]:
    """Return the fields of a header's msgstr by lower-case name; of duplicates, the last."""
    headers = {}
    for line in text.split("\n"):
        name, separator, value = line.partition(":")
        if separator:
            headers[name.strip().lower()] = value.strip()
    return headers


def read_revision(value: str) -> datetime | None:
    """Parse the value of ``PO-Revision-Date`` or ``POT-Creation-Date``; ``None`` if not a date."""
    try:
        return datetime.strptime(value, _DATE)
    except ValueError:
        return None


def write_revision(moment: datetime) -> str:
    """Return the value of ``PO-Revision-Date`` for an aware time."""
    return moment.strftime(_DATE)
