"""The settings of extraction: those of a project, and those that one domain has instead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

COMMENT_TAGS = ("Translators:", "TRANSLATORS:", "NOTE:", "L10n:")
"""The tags of comments for translators, where a project names no others."""

LOCATIONS = ("file", "full", "never")
ORDERS = ("source", "file", "msgid")

_LISTS = ("keywords", "comment_tags", "include")
_CHOICES = {"locations": LOCATIONS, "sort": ORDERS}


class UnfitError(ValueError):
    """A setting's value cannot be used; ``name`` is as it is written in the table."""

    def __init__(self, name: str, value: object) -> None:
        """Take the setting's name and its value."""
        super().__init__(name)
        self.name, self.value = name, value


class UnknownError(ValueError):
    """A setting is unknown; ``known`` are the names of the settings of the same table."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        """Take the key, and the names of the settings."""
        super().__init__(name)
        self.name, self.known = name, known


@dataclass(frozen=True)
class ExtractionSettings:
    """What is extracted from the sources, and how it is written to a template.

    ``keywords`` are gettext functions in Babel's syntax (``name:1c,2``), in addition to Babel's and
    Flask-Babel's unless ``default_keywords`` is false. ``comment_tags`` begin comments for
    translators, and are removed with ``strip_comment_tags``. ``locations`` is what references
    contain: ``file``, ``full`` (with line numbers) or ``never``. ``sort`` is the order of the
    messages: ``source`` (as found), ``file`` or ``msgid``. ``include`` are patterns of files and
    directories that extraction would leave out. ``strict``: a call that no catalog can hold is an
    error.
    """

    keywords: tuple[str, ...] = ()
    default_keywords: bool = True
    comment_tags: tuple[str, ...] = COMMENT_TAGS
    strip_comment_tags: bool = False
    locations: str = "file"
    sort: str = "source"
    include: tuple[str, ...] = ()
    strict: bool = False


EXTRACTION = ExtractionSettings()
"""The settings of extraction where a project has none."""

EXTRACTION_NAMES = frozenset(item.name for item in fields(ExtractionSettings)) | {"line_numbers"}
"""The names of the settings of extraction, with an earlier one."""


def take_extraction(table: dict[str, Any], base: ExtractionSettings) -> ExtractionSettings:
    """Take the settings of extraction out of a table; return ``base`` with them.

    ``line-numbers`` is an earlier name of ``locations = "full"``. Raises ``UnfitError`` for a value
    that cannot be used.
    """
    taken: dict[str, Any] = {}
    for name in [name for name in table if name.replace("-", "_") in EXTRACTION_NAMES]:
        value = table.pop(name)
        field = name.replace("-", "_")
        if not _fits(field, value):
            raise UnfitError(name, value)
        if field == "line_numbers":
            taken.setdefault("locations", "full" if value else "file")
        else:
            taken[field] = tuple(value) if isinstance(value, list) else value
    return replace(base, **taken)


def _fits(field: str, value: object) -> bool:
    if field in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return value in _CHOICES[field] if field in _CHOICES else isinstance(value, bool)
