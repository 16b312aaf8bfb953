"""The translations in an imported file as rows, independent of its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from kfor_i18n.catalogs.problems import N_, Code

EXCHANGE_SIZE = Code(
    "exchange-size",
    N_("File too large"),
    N_(
        "The limits are many times the size of the largest known catalogs, so a larger file "
        "is a mistake or an attack."
    ),
)


EXCHANGE_LANGUAGE = Code(
    "exchange-language",
    N_("File in the wrong language"),
    N_("A file is imported into the catalogs of its own language."),
)


DEFAULT_SOURCE = "en"
"""The language of source texts in files and catalogs that do not name one."""


Space = Literal["kept", "line-ends", "layout"]
"""Whitespace in a file: that of the texts, with other line ends, or the file's own layout."""


@dataclass(frozen=True, slots=True)
class Row:
    """One translation in a file: a message's only one, or that of one plural form.

    ``id`` and ``digest`` are empty in files of other tools. ``form`` is the number of the plural
    form, if the file has it; rows with the same ``group`` are one message. ``plural`` is the plural
    source text, if the row has it in addition to its own. ``is_fuzzy`` is ``None`` if the file has
    no states. ``space`` is the kind of whitespace in the file.
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
    space: Space = "kept"


@dataclass(frozen=True, slots=True)
class Document:
    """The rows of a file and its metadata.

    ``language`` is a tag as the file writes it, empty if it names none or several. ``domain`` is a
    name that may be a domain's, ``translator`` who translated the file, if it says so.
    ``is_flat``: plural forms are separate rows, each with the source
    text that it translates. ``has_contexts``: a row without a context belongs to a message without
    one. ``digests`` are those of rows that do not carry their own, by message id.
    """

    path: Path
    rows: list[Row]
    language: str = ""
    domain: str = ""
    translator: str = ""
    is_flat: bool = False
    has_contexts: bool = False
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def split_id(value: str) -> tuple[str, int | None]:
    """Return the message id and the plural form in an id made by ``join_id``.

    The message id is empty for an id of another tool.
    """
    name, _, form = value.partition("-")
    is_ours = len(name) == 21 and name[0] == "m" and set(name[1:]) <= set("0123456789abcdef")
    has_form = form.isdecimal() and len(form) <= 2
    if not is_ours or not (has_form or value == name):
        return "", None
    return name, int(form) if has_form else None


def join_id(message: str, form: int | None) -> str:
    """Return an id for one translation of a message: an NMTOKEN that is unique in a file."""
    return message if form is None else f"{message}-{form}"
