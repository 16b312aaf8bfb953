"""XML as text: escaped so that every parser reads the same, and nothing it cannot hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML 1.0 has no way to hold, not even as a reference."""

# A parser turns a carriage return that stands there as itself into a line feed.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE_ESCAPES = {
    **_ESCAPES, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;",
}  # fmt: skip


def escape(text: str) -> str:
    """Return a text as an element's content; what XML cannot hold becomes U+FFFD."""
    return UNHOLDABLE.sub("\ufffd", text).translate(_ESCAPES)


def element(name: str, attributes: Mapping[str, str | None], content: str | None = None) -> str:
    """Return an element with its attributes, without those that are ``None``, around its content.

    The content is XML already; ``None`` makes an empty element.
    """
    pairs = "".join(
        f' {key}="{UNHOLDABLE.sub("�", value).translate(_ATTRIBUTE_ESCAPES)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{pairs}/>" if content is None else f"<{name}{pairs}>{content}</{name}>"


def text_element(name: str, attributes: Mapping[str, str | None], text: str) -> str:
    """Return an element that holds nothing but text."""
    return element(name, attributes, escape(text))
