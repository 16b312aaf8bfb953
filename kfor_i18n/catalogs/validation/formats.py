"""What the texts of a message are formatted by: ``%``, ``str.format``, both or neither."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum
from typing import NamedTuple

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import Entry

_LINE = re.compile(r":[0-9]+$")
_SCRIPTS = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".vue", ".svelte")


class Printf(IntEnum):
    """How sure it is that ``%`` formats a text.

    ``NEVER``: somebody says that it does not. ``LETTERS``: it does if the source text has
    placeholders. ``LIKELY``: it may, even if the source text has none, but not if the source text
    has percent signs that are no placeholders. ``ALWAYS``: it does, as Jinja's newstyle gettext
    formats every text.
    """

    NEVER = 0
    LETTERS = 1
    LIKELY = 2
    ALWAYS = 3


class Formats(NamedTuple):
    """What a message is formatted by.

    ``brace``: whether ``str.format`` formats it; ``None``: the source text's letters tell.
    """

    printf: Printf = Printf.ALWAYS
    brace: bool | None = None


EVERY_TEXT = Formats()
"""``%`` formats every text, as in Jinja's newstyle gettext."""


def formats_of(catalog: Catalog, entry: Entry) -> Formats:
    """Return what formats a message of a catalog.

    With the setting ``always-formatted``, ``%`` formats every text.
    """
    if "%" not in entry.text and "{" not in entry.text:
        return EVERY_TEXT
    files = {_LINE.sub("", reference) for reference in read_references(entry)}
    formats = read_formats(entry.flags, files, has_plural=entry.plural is not None)
    return Formats(Printf.ALWAYS, formats.brace) if catalog.project.always_formatted else formats


def read_formats(
    flags: Collection[str], files: Collection[str], *, has_plural: bool = False
) -> Formats:
    """Return what a message with these flags, used in these source files, is formatted by.

    A person's ``no-python-format`` or ``no-python-brace-format`` is believed, then the other flags,
    then the files: Jinja's newstyle gettext formats every text, Flask-Babel's ``ngettext`` every
    plural.
    """
    brace = None
    if "no-python-brace-format" in flags:
        brace = False
    elif "python-brace-format" in flags:
        brace = True
    return Formats(_read_printf(flags, files, has_plural=has_plural), brace)


def _read_printf(flags: Collection[str], files: Collection[str], *, has_plural: bool) -> Printf:
    if "no-python-format" in flags:
        return Printf.NEVER
    is_in_template = any(not file.endswith((".py", *_SCRIPTS)) for file in files)
    if "python-format" not in flags:
        if any(map(_is_of_another_language, flags)):
            return Printf.NEVER
        is_formatted_plural = has_plural and any(file.endswith(".py") for file in files)
        is_known = bool(files) or "python-brace-format" in flags
        if is_known and not is_in_template and not is_formatted_plural:
            return Printf.LETTERS
    return Printf.ALWAYS if is_in_template else Printf.LIKELY


def _is_of_another_language(flag: str) -> bool:
    return flag.endswith("-format") and flag != "python-brace-format" and not flag.startswith("no-")
