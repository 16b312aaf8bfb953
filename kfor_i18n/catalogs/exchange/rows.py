"""What is handed back: a file's translations as rows, whatever format they came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

DEFAULT_SOURCE = "en"
"""The language of source texts in files and catalogs that do not name one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One translation as a file has it: a message's only one, or one plural form's.

    ``id`` and ``digest`` are ours and empty in other tools' files. ``form`` is the plural form
    where the file says it, ``group`` tells which rows are one message. ``plural`` is the plural
    source where a row has it beside its own. ``is_fuzzy`` is ``None`` where the file has no states.
    """

    line: int | None
    source: str
    target: str
    id: str = ""
    digest: str = ""
    context: str | None = None
    form: int | None = None
    group: int | None = None
    plural: str | None = None
    is_fuzzy: bool | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file's rows, and what it says of itself.

    ``language`` is a tag as the file writes it, empty where it names none or several. ``domain`` is
    a name that may be a domain's. ``is_flat`` says that plural forms stand on their own, each with
    the source it was made from. ``has_contexts`` says that a row without a context has none,
    ``digests`` has those of rows that do not carry them, by message id.
    """

    path: Path
    rows: list[Row]
    language: str = ""
    domain: str = ""
    is_flat: bool = False
    has_contexts: bool = False
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def split_id(value: str) -> tuple[str, int | None]:
    """Return the message id and the plural form that an id of ours is made of.

    Another tool's id gives an empty one.
    """
    name, _, form = value.partition("-")
    is_ours = len(name) == 21 and name[0] == "m" and set(name[1:]) <= set("0123456789abcdef")
    has_form = form.isdecimal() and len(form) <= 2
    if not is_ours or not (has_form or value == name):
        return "", None
    return name, int(form) if has_form else None


def join_id(message: str, form: int | None) -> str:
    """Return an id for one translation of a message: an NMTOKEN, unique in a file."""
    return message if form is None else f"{message}-{form}"
