"""The settings of the workbench, which shows the pages of a project's application."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from kfor_i18n.catalogs.settings.extraction import UnfitError, UnknownError

_TABLE = "workbench"

_NAME = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_APP = re.compile(rf"(?:{_NAME}(?::{_NAME}(?:\(\))?)?)?")
_PATTERNS = {
    "pages": re.compile(r"/\S*"),
    "exclude": re.compile(r"[/*]\S*"),
    "scenes": re.compile(rf"{_NAME}:{_NAME}"),
    "tracked": re.compile(rf"{_NAME}:{_NAME}:\s*[1-9]\d*[cn]?(?:\s*,\s*[1-9]\d*[cn]?)*\s*"),
    "push": re.compile(r"[^\0]+"),
    "hosts": re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?", re.IGNORECASE),
}


@dataclass(frozen=True)
class WorkbenchSettings:
    """The settings of the workbench.

    ``pages`` are addresses of pages that are in no rule without arguments and in no sitemap;
    ``{locale}`` in one stands for the tag of each locale. ``exclude`` are patterns of paths, as in
    a mapping file, that are no pages to translate. ``scenes`` are functions
    (``module:function``) that take a test client and return a response. ``tracked`` are functions
    by which the application looks messages up in a way of its own, with their arguments as in
    Babel's keywords (``module:function:1,2c``). ``hosts`` are origins that its pages may load
    style sheets, fonts and pictures from. ``push`` is a command and its arguments, which hand over
    what was committed.
    """

    pages: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    tracked: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    push: tuple[str, ...] = ()


def read_workbench(table: object) -> WorkbenchSettings:
    """Read the table of the settings of the workbench.

    Raises ``UnfitError`` or ``UnknownError`` if a setting is invalid or unknown.
    """
    if not isinstance(table, dict):
        raise UnfitError(_TABLE, table)
    known = [item.name for item in fields(WorkbenchSettings)]
    settings: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            raise UnknownError(f"{_TABLE}.{name}", known)
        if not isinstance(value, list):
            raise UnfitError(f"{_TABLE}.{name}", value)
        for item in value:
            if not _fits(name, item):
                # What is wrong may be hard to find in a long list.
                raise UnfitError(f"{_TABLE}.{name}", item)
        settings[name] = tuple(value)
    return WorkbenchSettings(**settings)


def is_app(value: object) -> bool:
    """Return whether a value names an application, as ``module:name`` or ``module``, or none."""
    return isinstance(value, str) and _APP.fullmatch(value) is not None


def _fits(name: str, item: object) -> bool:
    return isinstance(item, str) and _PATTERNS[name].fullmatch(item) is not None
