"""What a message is formatted by, and the flags for it.

A comment for translators decides first (``xgettext: no-python-format``, as in GNU xgettext), then
the calls that look the message up, and only where no call shows any formatting its letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import Enum
from string import Formatter

from kfor_i18n.catalogs.extraction.errors import BARE_PERCENT, UNNAMED_PLACEHOLDER
from kfor_i18n.catalogs.problems import N_, Problem, cut
from kfor_i18n.catalogs.validation.placeholders import PRINTF, WRITTEN_PRINTF, read_placeholders

PYTHON, BRACE = "python-format", "python-brace-format"
XGETTEXT = "xgettext:"
"""The tag of comments that are not for translators, but set the flags of a message."""

_EXCERPT = 60
_PRINTF = re.compile(PRINTF)
_WRITTEN = re.compile(WRITTEN_PRINTF)
_DIRECTIVE = re.compile(rf"{XGETTEXT}\s*(.*)")


class Formatting(Enum):
    """How a call formats the text that it has looked up."""

    PRINTF = "formatted with %"
    NAMED = "formatted with % and named values"
    BRACE = "formatted with str.format"


def split_comments(comments: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the comments for translators, and the flags in ``xgettext:`` comments."""
    texts, flags = [], []
    for comment in comments:
        directive = _DIRECTIVE.match(comment)
        if directive is None:
            texts.append(comment)
        else:
            words = re.split(r"[\s,]+", directive[1])
            flags += [word for word in words if word.endswith("-format")]
    return tuple(texts), tuple(flags)


def choose_flags(
    texts: Collection[str], formattings: Collection[Formatting], wanted: Collection[str]
) -> tuple[str, ...]:
    """Return the flags of a message with these texts: its msgid and its plural.

    ``formattings`` are what the calls show, ``wanted`` the flags in comments.
    """
    flags = dict.fromkeys(wanted)
    shown = {
        PYTHON: _shows_printf(texts, formattings),
        BRACE: Formatting.BRACE in formattings and any(map(_has_field, texts)),
    }
    for flag, is_shown in shown.items():
        if is_shown and f"no-{flag}" not in flags:
            flags[flag] = None
        elif flag in flags:
            flags.pop(f"no-{flag}", None)
    return tuple(flags)


def _shows_printf(texts: Collection[str], formattings: Collection[Formatting]) -> bool:
    if Formatting.PRINTF in formattings or Formatting.NAMED in formattings:
        return any(map(_PRINTF.search, texts))
    # A library may format the text later; a percent sign that nobody would write in such a text
    # shows that none does.
    return any("%" in text for text in texts) and all(map(_is_written_for_printf, texts))


def _is_written_for_printf(text: str) -> bool:
    return "%" not in _WRITTEN.sub("", text)


def _has_field(text: str) -> bool:
    try:
        return any(name is not None for _, name, _, _ in Formatter().parse(text))
    except ValueError:
        return False


def find_unformattable(text: str, formattings: Collection[Formatting]) -> Problem | None:
    """Return why formatting a text with ``%`` fails, as calls do it; ``None`` if it does not."""
    if Formatting.NAMED not in formattings and Formatting.PRINTF not in formattings:
        return None
    excerpt = cut(text, _EXCERPT)
    try:
        placeholders = read_placeholders(text)
    except ValueError as error:
        return Problem(
            BARE_PERCENT,
            N_(
                'invalid placeholder "%(place)s" in the formatted message "%(text)s"; write '
                "a literal percent sign as %%%%"
            ),
            {"text": excerpt, "place": error},
        )
    unnamed = next((p for p in placeholders if p[0] == "%" and p[1] != "("), None)
    if unnamed is None or Formatting.NAMED not in formattings:
        return None
    return Problem(
        UNNAMED_PLACEHOLDER,
        N_(
            'unnamed placeholder "%(placeholder)s" in "%(text)s", which is formatted with '
            "named values; name it, or write a literal percent sign as %%%%"
        ),
        {"text": excerpt, "placeholder": unnamed},
    )
