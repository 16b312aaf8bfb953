"""Texts without markup, placeholders and code, and the words in them."""

from __future__ import annotations

import re
from functools import lru_cache

from kfor_i18n.catalogs.validation.placeholders import WRITTEN_PRINTF

# More braces than FIELD: checks must not treat the code of a template or a shell as prose.
_NOT_LANGUAGE = re.compile(
    r"<[^<>]*>"
    r"|&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);"
    rf"|{WRITTEN_PRINTF}"
    r"|\{\{.*?\}\}|\{%.*?%\}|\$?\{[^{}]*\}"
    r"|\b(?:https?://|www\.)[^\s<>\"')）」』】。、，]*[^\s<>\"')）」』】。、，.,;:!?…]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|`[^`]*`",
    re.DOTALL,
)


CODE = "\ufffc"
"""The object replacement character, which represents everything that is not language."""


@lru_cache(maxsize=4096)
def strip_code(text: str) -> str:
    """Return a text without markup, character references, placeholders, URLs, emails and code.

    Each of them is replaced by ``CODE``, so that the text on either side stays apart.
    """
    if not any(character in text for character in "<&%{`@:"):
        return text
    return _NOT_LANGUAGE.sub(CODE, text)


def locate(text: str, position: int) -> int:
    """Return where a position in ``strip_code(text)`` is in the text itself."""
    removed = 0
    for match in _NOT_LANGUAGE.finditer(text) if strip_code(text) != text else ():
        if match.start() - removed >= position:
            break
        removed += len(match[0]) - len(CODE)
    return position + removed


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text after ``strip_code``, in their original case."""
    return tuple(_WORD.findall(strip_code(text)))


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
