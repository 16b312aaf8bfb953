"""The markup inside messages: what a msgid has, and whether a translation kept exactly that."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit

_ATTRIBUTE = r"""\s+([A-Za-z][A-Za-z0-9:-]*)=(?:"([^"<>]*)"|'([^'<>]*)')"""
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:{_ATTRIBUTE})*)\s*/?>"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG_LIKE = re.compile(r"<[A-Za-z/!?]")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_FREE_TEXT = frozenset({"alt", "aria-label", "lang", "title"})


class MarkupError(ValueError):
    """Markup is broken; the message says how."""


class _Tag(NamedTuple):
    is_end: bool
    name: str
    attributes: tuple[tuple[str, str], ...]


def has_markup(text: str) -> bool:
    """Tell whether a msgid is HTML (it has a tag or a character reference) or plain text."""
    return bool(_TAG_LIKE.search(text) or _REFERENCE.search(text))


def compare_markup(source: str, translation: str) -> str | None:
    """Say how a translation's markup departs from its source's, or ``None`` where it does not.

    Elements may change their order. Text in ``title``, ``alt``, ``aria-label`` and ``lang`` may
    differ, and so may the path of a link, but not its scheme and host.
    """
    if not has_markup(source):
        if has_markup(translation):
            return "adds markup to plain text; write the characters themselves"
        return None
    try:
        wanted, found = Counter(_read_tags(source)), Counter(_read_tags(translation))
    except MarkupError as error:
        return f"has broken markup: {error}"
    if added := found - wanted:
        return f"adds {_show(next(iter(added)))}; use only the source's markup"
    if missing := wanted - found:
        return f"lacks {_show(next(iter(missing)))}; keep the source's markup"
    return None


def _read_tags(text: str) -> list[_Tag]:
    tags: list[_Tag] = []
    opened: list[str] = []
    for match in _TAG.finditer(text):
        tag = _Tag(bool(match["end"]), match["name"].lower(), _read_attributes(match["attributes"]))
        tags.append(tag)
        if tag.name in _VOID:
            continue
        if not tag.is_end:
            opened.append(tag.name)
        elif not opened or opened.pop() != tag.name:
            raise MarkupError(f"</{tag.name}> closes nothing")
    if opened:
        raise MarkupError(f"<{opened[-1]}> is not closed")
    if stray := _TAG_LIKE.search(_TAG.sub("", text)):
        raise MarkupError(f"{stray[0]!r} begins a tag that does not end")
    return tags


def _read_attributes(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (name.lower(), _comparable(name.lower(), double or single))
            for name, double, single in _ATTRIBUTES.findall(text)
        )
    )


def _comparable(name: str, value: str) -> str:
    if name in _FREE_TEXT:
        return ""
    if name == "href":
        try:
            parts = urlsplit(value)
        except ValueError as error:
            raise MarkupError(f"{value!r} is not an address") from error
        if parts.scheme in ("http", "https") and parts.netloc:
            return f"{parts.scheme}://{parts.netloc}"
    return value


def _show(tag: _Tag) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in tag.attributes)
    return f"<{'/' if tag.is_end else ''}{tag.name}{attributes}>"
