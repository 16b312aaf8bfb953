"""A text without what is not language in it, and the pieces that checks compare."""

from __future__ import annotations

import re
from functools import lru_cache

from kfor_i18n.catalogs.validation.placeholders import WRITTEN_PRINTF

_NOT_LANGUAGE = re.compile(
    r"<[^<>]*>"
    r"|&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);"
    rf"|{WRITTEN_PRINTF}"
    r"|\{\{.*?\}\}|\{%.*?%\}|\$?\{[^{}]*\}"
    r"|\b(?:https?://|www\.)[^\s<>\"')）」』】。、，]+|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|`[^`]*`",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def strip_code(text: str) -> str:
    """Return a text with markup, placeholders, references, addresses and code left out.

    Each leaves U+FFFC (the object replacement character), so that its neighbours do not meet.
    """
    if not any(sign in text for sign in "<&%{`@:"):
        return text
    return _NOT_LANGUAGE.sub("\ufffc", text)


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without code, as they are written."""
    return tuple(_WORD.findall(strip_code(text)))


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
