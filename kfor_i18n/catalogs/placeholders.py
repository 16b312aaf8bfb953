"""The placeholders inside messages: printf (``%(name)s``, ``%d``) and brace (``{name}``)."""

from __future__ import annotations

import re
from collections import Counter

_PRINTF = re.compile(
    r"%(?:\((?P<name>[^()]*)\))?[#0\- +]*(?:\*|[0-9]+)?(?:\.(?:\*|[0-9]+))?"
    r"[hlL]?[diouxXeEfFgGcrsa%]"
)
_BRACE = re.compile(r"\{[A-Za-z_][A-Za-z0-9_.]*\}")
_COUNTS = frozenset({"num", "n", "count"})


class PlaceholderError(ValueError):
    """A per cent sign begins no placeholder; the message says where."""


def read_placeholders(text: str) -> list[str]:
    """Return a message's placeholders as they are written, in order, ``%%`` left out.

    Raises ``PlaceholderError`` where a ``%`` begins none, since formatting would fail there.
    """
    found = []
    position = text.find("%")
    while position != -1:
        match = _PRINTF.match(text, position)
        if not match:
            raise PlaceholderError(f"{text[position : position + 8]!r} is not a placeholder")
        if match[0] != "%%":
            found.append(match[0])
        position = text.find("%", match.end())
    return found + _BRACE.findall(text)


def compare_placeholders(source: str, plural: str | None, translation: str) -> str | None:
    """Say how a translation's placeholders depart from its source's, or ``None``.

    Takes the msgid, the plural msgid if there is one, and one msgstr. Named ones may change their
    order and stand more than once; positional ones may not. A plural form may leave out the count.
    """
    try:
        required = read_placeholders(source if plural is None else plural)
        allowed = required + ([] if plural is None else read_placeholders(source))
    except PlaceholderError:
        # A source that cannot be formatted says nothing about what its translation may hold.
        return None
    try:
        found = read_placeholders(translation)
    except PlaceholderError as error:
        return f"cannot be formatted: {error}; write a per cent sign as %%"
    if foreign := [placeholder for placeholder in found if placeholder not in allowed]:
        return f"has the foreign placeholder {foreign[0]}; the source has {_show(allowed)}"
    optional = _counts(required) if plural is not None else set()
    for placeholder in required:
        if placeholder not in found and placeholder not in optional:
            return f"lacks the placeholder {placeholder}; write it where its value belongs"
    positional = [p for p in found if not _is_named(p)]
    if positional != [p for p in required if not _is_named(p)] and (
        positional or not set(required) <= optional
    ):
        return "has its positional placeholders in another order or number than the source"
    return None


def _is_named(placeholder: str) -> bool:
    return placeholder.startswith(("%(", "{"))


def _counts(required: list[str]) -> set[str]:
    """Return the placeholders that can be the count: by their usual names, or the only one."""
    if len(Counter(required)) == 1:
        return set(required)
    return {p for p in required if (m := _PRINTF.match(p)) and m["name"] in _COUNTS}


def _show(placeholders: list[str]) -> str:
    return ", ".join(dict.fromkeys(placeholders)) or "none"
