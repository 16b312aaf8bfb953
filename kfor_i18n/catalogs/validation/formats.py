"""How the texts of a message are formatted: by ``%``, ``str.format``, both or neither."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import IntEnum
from typing import NamedTuple

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


def is_template_name(file: str) -> bool:
    """Return whether a file is a template by its name: it is neither Python nor a script."""
    return not file.endswith((".py", *_SCRIPTS))


def read_formats(
    flags: Collection[str],
    files: Collection[str],
    *,
    has_plural: bool = False,
    is_template: Callable[[str], bool] = is_template_name,
) -> Formats:
    """Return what a message with these flags, used in these source files, is formatted by.

    ``no-python-format`` and ``no-python-brace-format`` decide first, then the other flags, then the
    files: Jinja's newstyle gettext formats every text, Flask-Babel's ``ngettext`` every
    plural. ``is_template`` returns whether a file is a template.
    """
    brace = None
    if "no-python-brace-format" in flags:
        brace = False
    elif "python-brace-format" in flags:
        brace = True
    templates = set(filter(is_template, files))
    printf = _read_printf(flags, files, templates, has_plural=has_plural)
    is_html = all(file in templates and file.endswith(_HTML) for file in files) if files else None
    return Formats(printf, brace, is_html)


def _read_printf(
    flags: Collection[str],
    files: Collection[str],
    templates: Collection[str],
    *,
    has_plural: bool,
) -> Printf:
    if "no-python-format" in flags:
        return Printf.NEVER
    is_in_template = bool(templates)
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
