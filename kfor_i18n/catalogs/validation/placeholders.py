"""The grammar of placeholders: printf (``%(name)s``, ``%d``) and brace (``{name}``, ``{0:,}``).

The first is Python's "printf-style String Formatting", the second PEP 3101. All code that looks for
placeholders uses this module; ``braces`` reads whole texts in the syntaxes with braces. Other
patterns are only those of whatever is no language, and Babel's for the flag python-format.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

Syntax = Literal["printf", "brace"]

_TYPES = "diouxXeEfFgGcrsa"
_CONVERSION = rf"(?:\*|[1-9][0-9]*)?(?:\.(?:\*|[0-9]+))?[hlL]?[{_TYPES}]"
PRINTF = rf"%(?:%|(?:\([^()]*\))?[#0\- +]*{_CONVERSION})"
"""The pattern of a printf placeholder, or of ``%%``."""

WRITTEN_PRINTF = rf"%(?:%|(?:\([^()]*\))?[#0\-+]*{_CONVERSION})"
"""``PRINTF`` without the space flag, which matches ``% o`` in ``50% of all`` and is hardly used."""

PROSE = rf"% +(?:[{_TYPES}](?=[^\W\d_])|a\b)"
"""The pattern of a percent sign in prose that Python would read as a placeholder: ``50% of all``,
``5% a year``."""

_IDENTIFIER = r"[^\W\d]\w*"
_NAME = rf"{_IDENTIFIER}|[0-9]+"
_FIELD_START = (
    rf"\{{(?:{_NAME})?(?:\.{_IDENTIFIER}|\[[^\[\]{{}}]+\])*"
    r"(?:![rsa])?"
)
_NESTED_FIELD = rf"{_FIELD_START}(?::[^{{}}]*)?\}}"
FIELD = rf"{_FIELD_START}(?::[^{{}}]*(?:{_NESTED_FIELD}[^{{}}]*)*)?\}}"
"""The pattern of a replacement field in braces, whose format may have fields of its own."""

PLAIN_FIELD = r"\{[A-Za-z_][A-Za-z0-9_.]*\}"
"""The pattern of a field with a name and possibly attributes, but no conversion or format."""

COUNTS = frozenset({"amount", "count", "counter", "n", "num", "number"})
"""The usual names of the number that selects a plural form."""

_PLACEHOLDER = re.compile(rf"(?P<printf>{PRINTF})|(?P<brace>{FIELD})")
_PRINTF = re.compile(PRINTF)
_PROSE = re.compile(PROSE)
_PRINTF_NAME = re.compile(r"%\(([^()]*)\)")
_FIELD_NAME = re.compile(_NAME)
_PLAIN_FIELD = re.compile(PLAIN_FIELD)
_EXCERPT = 8


class Placeholder(NamedTuple):
    """A placeholder as written, its offset in the text, and its syntax."""

    text: str
    start: int
    syntax: Syntax

    @property
    def name(self) -> str | None:
        """The name or number of the value; ``None`` for a positional placeholder without one."""
        return name_of(self.text)

    @property
    def is_plain(self) -> bool:
        """Whether this is a printf placeholder or a field matched by ``PLAIN_FIELD``."""
        return self.syntax == "printf" or _PLAIN_FIELD.fullmatch(self.text) is not None


def name_of(placeholder: str) -> str | None:
    """Return the name or number in a placeholder of either syntax; ``None`` if it has none."""
    if placeholder.startswith("%"):
        match = _PRINTF_NAME.match(placeholder)
        return match[1] if match else None
    match = _FIELD_NAME.match(placeholder, 1)
    return match[0] if match else None


def find_placeholders(text: str, *syntaxes: Syntax) -> Iterator[Placeholder]:
    """Yield a text's placeholders in order, without ``%%``; by default of both syntaxes."""
    if "%" not in text and "{" not in text:
        return
    for match in _PLACEHOLDER.finditer(text):
        syntax: Syntax = "printf" if match["printf"] else "brace"
        if match[0] != "%%" and (not syntaxes or syntax in syntaxes):
            yield Placeholder(match[0], match.start(), syntax)


def find_prose(text: str) -> list[str]:
    """Return what Python would read as placeholders in prose: ``% o`` for ``50% of all``."""
    return _PROSE.findall(text.replace("%%", "")) if "% " in text else []


def read_placeholders(text: str, *, is_formatted: bool = True) -> list[str]:
    """Return the placeholders that a translation must keep, as written.

    If printf formatting is applied to the text (``is_formatted``), printf placeholders are
    included, before the fields in braces. Then a ``%`` that does not begin a placeholder makes
    formatting fail and raises ``ValueError`` with the text from there on.
    """
    fields = [found.text for found in find_placeholders(text, "brace") if found.is_plain]
    return read_printf(text) + fields if is_formatted else fields


def read_printf(text: str, *, prose: Collection[str] | None = None) -> list[str]:
    """Return a text's printf placeholders as written, without ``%%``.

    Raises ``ValueError``, with the text from there on, for a ``%`` that begins no placeholder and,
    unless ``prose`` is ``None``, for one in prose (see ``PROSE``) that is not in ``prose``.
    """
    found = []
    position = text.find("%")
    while position != -1:
        match = _PRINTF.match(text, position)
        is_foreign = prose is not None and match and match[0] not in prose
        if not match or (is_foreign and _PROSE.match(text, position)):
            raise ValueError(text[position : position + _EXCERPT])
        if match[0] != "%%":
            found.append(match[0])
        position = text.find("%", match.end())
    return found


def list_positional(placeholders: Iterable[str]) -> list[str]:
    """Return the placeholders of printf that have no name, in their order."""
    return [placeholder for placeholder in placeholders if is_positional(placeholder)]


def is_positional(placeholder: str) -> bool:
    """Return whether a placeholder is one of printf without a name."""
    return placeholder.startswith("%") and not placeholder.startswith("%(")


def restore_silent(found: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return the placeholders of a plural form, those that print nothing as the source has them.

    ``%.0s`` takes a number and shows none of it (GNU gettext's manual, "Plural forms").
    """
    if not any(map(_SILENT.fullmatch, found)):
        return list(found)
    by_name = {name: each for each in wanted if (name := name_of(each))}
    by_place = iter(list_positional(wanted))
    restored = []
    for placeholder in found:
        source = next(by_place, placeholder) if is_positional(placeholder) else placeholder
        if _SILENT.fullmatch(placeholder):
            restored.append(by_name.get(name_of(placeholder) or "", source))
        else:
            restored.append(placeholder)
    return restored


_SILENT = re.compile(r"%(?:\(\w+\))?\.0s")
