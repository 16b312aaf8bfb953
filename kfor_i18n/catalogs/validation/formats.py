"""How the texts of a message are formatted: by ``%``, ``str.format``, both or neither."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import IntEnum
from typing import Literal, NamedTuple

_SCRIPTS = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".vue", ".svelte")
# What Flask's templates escape, so that what their gettext returns is HTML.
_HTML = (".html", ".htm", ".xhtml", ".xml", ".svg")


class Printf(IntEnum):
    """How certain it is that ``%`` formats a text.

    ``NEVER``: a flag excludes it. ``LETTERS``: it does if the source text has placeholders.
    ``LIKELY``: it may, even if the source text has none, but not if the source text has percent
    signs that are not placeholders. ``ALWAYS``: it does, as Jinja's newstyle gettext formats every
    text.
    """

    NEVER = 0
    LETTERS = 1
    LIKELY = 2
    ALWAYS = 3


class Formats(NamedTuple):
    """What a message is formatted by.

    ``brace``: whether ``str.format`` formats it; ``None``: it depends on the source text.
    ``is_html``: it is used in HTML templates alone, whose gettext returns HTML, so that character
    references are read there; ``None``: its use is unknown.
    """

    printf: Printf = Printf.ALWAYS
    brace: bool | None = None
    is_html: bool | None = False


EVERY_TEXT = Formats()
"""``%`` formats every text, as in Jinja's newstyle gettext."""


Kind = Literal["newstyle", "template", "source"]
"""What a file is: a template whose gettext formats every text (Jinja's newstyle gettext), another
template, or neither."""


def kind_by_name(file: str) -> Kind:
    """Return what a file is by its name: a template if it is neither Python nor a script."""
    return "source" if file.endswith((".py", *_SCRIPTS)) else "newstyle"


def read_formats(
    flags: Collection[str],
    files: Collection[str],
    *,
    has_plural: bool = False,
    kind_of: Callable[[str], Kind] = kind_by_name,
) -> Formats:
    """Return what a message with these flags, used in these source files, is formatted by.

    ``no-python-format`` and ``no-python-brace-format`` decide first, then the other flags, then the
    files: Jinja's newstyle gettext formats every text, Flask-Babel's ``ngettext`` every
    plural. ``kind_of`` returns what a file is.
    """
    brace = None
    if "no-python-brace-format" in flags:
        brace = False
    elif "python-brace-format" in flags:
        brace = True
    kinds = {file: kind_of(file) for file in files}
    printf = _read_printf(flags, kinds, has_plural=has_plural)
    is_html = (
        all(kind != "source" and file.endswith(_HTML) for file, kind in kinds.items())
        if files
        else None
    )
    return Formats(printf, brace, is_html)


def _read_printf(flags: Collection[str], kinds: Mapping[str, Kind], *, has_plural: bool) -> Printf:
    if "no-python-format" in flags:
        return Printf.NEVER
    is_formatted = "newstyle" in kinds.values()
    if "python-format" not in flags:
        if any(map(_is_of_another_language, flags)):
            return Printf.NEVER
        is_formatted_plural = has_plural and any(file.endswith(".py") for file in kinds)
        is_known = bool(kinds) or "python-brace-format" in flags
        if is_known and not is_formatted and not is_formatted_plural:
            return Printf.LETTERS
    return Printf.ALWAYS if is_formatted else Printf.LIKELY


def _is_of_another_language(flag: str) -> bool:
    return flag.endswith("-format") and flag != "python-brace-format" and not flag.startswith("no-")
