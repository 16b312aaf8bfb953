"""Nesting of the markup in a message, as browsers build it.

Browsers end some elements where another begins, and move what cannot be in a table (HTML Standard,
"Tree construction").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.catalogs.validation.characters import has_visible
from kfor_i18n.catalogs.validation.tags import VOID, MarkupError, Tag

_SEEN = frozenset({"embed", "hr", "img", "input"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    {
        "address", "article", "aside", "blockquote", "details", "dialog", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li",
        "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul",
    }
)  # fmt: skip
# What an open element cannot hold: its start ends the element, or is passed over.
_ENDING = {
    "p": _BLOCKS,
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "button": frozenset({"button"}),
    "option": frozenset({"option", "optgroup"}),
    "form": frozenset({"form"}),
    "nobr": frozenset({"nobr"}),
    **dict.fromkeys(_HEADINGS, _HEADINGS),
}
_TABLE = frozenset({"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr"})
# Whose parents are fixed, and who may have only certain children.
_FIXED = _TABLE - {"table"} | {"td", "th", "option", "optgroup"}
_CHOOSY = _TABLE - {"caption"} | {"select", "optgroup"}
_RAW = re.compile(r"<(script|style|textarea)\b[^>]*>(.*?)</\1", re.IGNORECASE | re.DOTALL)


def check_balance(tags: Iterable[Tag]) -> None:
    """Raise ``MarkupError`` for an element that is not closed, or a link inside a link."""
    opened: list[str] = []
    for tag in tags:
        if tag.name in VOID:
            continue
        if not tag.is_end:
            if tag.name == "a" and "a" in opened:
                raise MarkupError(
                    N_("link inside a link; close the first link before the second one starts")
                )
            opened.append(tag.name)
        elif not opened or opened.pop() != tag.name:
            raise MarkupError(
                N_("unmatched </%(name)s>; remove it, or close the tags in reverse order"),
                name=tag.name,
            )
    if opened:
        # Translators: a finding about the tags of a translation.
        raise MarkupError(N_("unclosed <%(name)s>; add </%(name)s>"), name=opened[-1])


def count_unseen(text: str, tags: Iterable[Tag]) -> Counter[str]:
    """Count the elements without visible content, by name: no visible character and no image.

    ``tags`` are those of the text.
    """
    unseen: Counter[str] = Counter()
    opened: list[tuple[str, int]] = []
    position, last_seen = 0, -1
    for number, tag in enumerate(tags):
        if tag.name in _SEEN or has_visible(unescape(text[position : tag.start])):
            last_seen = number
        position = tag.end
        if not tag.is_end and tag.name not in VOID:
            opened.append((tag.name, number))
        elif opened and opened[-1][0] == tag.name:
            _, start = opened.pop()
            unseen[tag.name] += last_seen <= start
    return unseen


def check_nesting(source: str, wanted: Iterable[Tag], text: str, tags: Iterable[Tag]) -> None:
    """Raise ``MarkupError`` if browsers would move or end elements that they do not in the source.

    ``wanted`` are the tags of the source text, ``tags`` those of its translation.
    """
    nested, strays = _list_nested(source, wanted)
    own, own_strays = _list_nested(text, tags)
    if foreign := sorted(own - nested):
        raise MarkupError(
            N_(
                "misplaced <%(name)s>, which browsers would move or which would end another "
                "element; nest the elements as in the source"
            ),
            name=foreign[0][1],
        )
    if foreign_strays := sorted(own_strays - strays):
        raise MarkupError(
            N_(
                "misplaced text directly in <%(name)s>, which browsers would move; put it where "
                "the source has text"
            ),
            name=foreign_strays[0],
        )


def _list_nested(text: str, tags: Iterable[Tag]) -> tuple[set[tuple[str, str]], set[str]]:
    """Return the nested elements in pairs, where nesting matters, and the table parts with text.

    ``tags`` are those of the text.
    """
    nested: set[tuple[str, str]] = set()
    strays: set[str] = set()
    opened = [""]
    position = 0
    for tag in tags:
        if opened[-1] in _CHOOSY and has_visible(unescape(text[position : tag.start])):
            strays.add(opened[-1])
        position = tag.end
        if tag.is_end:
            if tag.name in opened:
                while opened.pop() != tag.name:
                    pass
            continue
        nested |= {(outer, tag.name) for outer in opened if tag.name in _ENDING.get(outer, ())}
        if tag.name in _FIXED or opened[-1] in _CHOOSY:
            nested.add((opened[-1], tag.name))
        if tag.name not in VOID:
            opened.append(tag.name)
    return nested, strays


def find_changed_code(source: str, text: str) -> str | None:
    """Return the name of an element with code or raw text whose content differs from the source.

    Elements that the source text does not have are ignored.
    """
    if "<" not in source or "<" not in text:
        return None
    wanted, found = (
        Counter((name.lower(), content) for name, content in _RAW.findall(part))
        for part in (source, text)
    )
    names = {name for name, _ in wanted}
    return next((name for name, _ in found - wanted if name in names), None)
