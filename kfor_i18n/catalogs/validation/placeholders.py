"""The grammar of placeholders, and validation of the placeholders in translations.

There are two syntaxes: printf (``%(name)s``, ``%d``; Python's "printf-style String Formatting")
and brace (``{name}``, ``{0:,}``; PEP 3101). All code that looks for placeholders uses this module.
Other patterns are only those of whatever is no language, and Babel's for the flag python-format.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kfor_i18n.catalogs.problems import N_, Code, Problem

PLACEHOLDER_ORDER = Code(
    "placeholder-order",
    N_("Positional placeholders in another order or number"),
    N_(
        "%%s and %%d are filled in the order in which they stand. Ask for named "
        "placeholders where the language needs another order."
    ),
)


PLACEHOLDER_FORMAT = Code(
    "placeholder-format",
    N_("A per cent sign that begins no placeholder"),
    N_("Formatting fails on it. In a text that is formatted, a per cent sign is written %%%%."),
)


PLACEHOLDER_FOREIGN = Code(
    "placeholder-foreign",
    N_("A placeholder that the source does not have"),
    N_("Nothing stands for it, and formatting fails: visitors would get an error page."),
)


PLACEHOLDER_MISSING = Code(
    "placeholder-missing",
    N_("A placeholder of the source is missing"),
    N_("What it stands for would not be shown. A plural form may leave out the count."),
)


Syntax = Literal["printf", "brace"]

_CONVERSION = r"(?:\*|[1-9][0-9]*)?(?:\.(?:\*|[0-9]+))?[hlL]?[diouxXeEfFgGcrsa]"
PRINTF = rf"%(?:%|(?:\([^()]*\))?[#0\- +]*{_CONVERSION})"
"""The pattern of a printf placeholder, or of ``%%``."""

WRITTEN_PRINTF = rf"%(?:%|(?:\([^()]*\))?[#0\-+]*{_CONVERSION})"
"""``PRINTF`` without the space flag, which matches ``% o`` in ``50% of all`` and is hardly used."""

_NAME = r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+"
FIELD = (
    rf"\{{(?:(?:{_NAME})(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[^\[\]{{}}]+\])*)?"
    r"(?:![rsa])?(?::[^{}]*)?\}"
)
"""The pattern of a replacement field in braces."""

PLAIN_FIELD = r"\{[A-Za-z_][A-Za-z0-9_.]*\}"
"""The pattern of a field with a name and possibly attributes, but no conversion or format."""

COUNTS = frozenset({"num", "n", "count"})
"""The usual names of the number that selects a plural form."""

_PLACEHOLDER = re.compile(rf"(?P<printf>{PRINTF})|(?P<brace>{FIELD})")
_PRINTF = re.compile(PRINTF)
_PRINTF_NAME = re.compile(r"%\(([^()]*)\)")
_FIELD_NAME = re.compile(_NAME)
_PLAIN_FIELD = re.compile(PLAIN_FIELD)


class Placeholder(NamedTuple):
    """A placeholder as written, its offset in the text, and its syntax."""

    text: str
    start: int
    syntax: Syntax

    @property
    def name(self) -> str | None:
        """The name or number of the value; ``None`` for a positional placeholder without one."""
        if self.syntax == "printf":
            match = _PRINTF_NAME.match(self.text)
            return match[1] if match else None
        match = _FIELD_NAME.match(self.text, 1)
        return match[0] if match else None

    @property
    def is_plain(self) -> bool:
        """Whether this is a printf placeholder or a field matched by ``PLAIN_FIELD``."""
        return self.syntax == "printf" or _PLAIN_FIELD.fullmatch(self.text) is not None


def find_placeholders(text: str, *syntaxes: Syntax) -> Iterator[Placeholder]:
    """Yield a text's placeholders in order, without ``%%``; by default of both syntaxes."""
    if "%" not in text and "{" not in text:
        return
    for match in _PLACEHOLDER.finditer(text):
        syntax: Syntax = "printf" if match["printf"] else "brace"
        if match[0] != "%%" and (not syntaxes or syntax in syntaxes):
            yield Placeholder(match[0], match.start(), syntax)


def read_placeholders(text: str, *, is_formatted: bool = True) -> list[str]:
    """Return the placeholders that a translation must keep, as written.

    If printf formatting is applied to the text (``is_formatted``), printf placeholders are
    included, before the fields in braces. Then a ``%`` that does not begin a placeholder makes
    formatting fail and raises ``ValueError`` with the text from there on.
    """
    fields = [found.text for found in find_placeholders(text, "brace") if found.is_plain]
    return _read_printf(text) + fields if is_formatted else fields


def _read_printf(text: str) -> list[str]:
    found = []
    position = text.find("%")
    while position != -1:
        match = _PRINTF.match(text, position)
        if not match:
            raise ValueError(text[position : position + 8])
        if match[0] != "%%":
            found.append(match[0])
        position = text.find("%", match.end())
    return found


def compare_placeholders(
    source: str, plural: str | None, translation: str, *, is_formatted: bool = True
) -> Problem | None:
    """Return the problem with a translation's placeholders, or ``None`` if they are valid.

    ``source`` is the msgid, ``plural`` the msgid_plural if there is one, ``translation`` a single
    msgstr; ``is_formatted`` means that printf formatting is applied to it. Named placeholders may
    be reordered and repeated, positional ones may not. A plural form may omit the count.
    """
    if "%" not in source and "%" not in translation and "{" not in source + translation:
        return None
    try:
        required = read_placeholders(
            source if plural is None else plural, is_formatted=is_formatted
        )
        allowed = list(required)
        if plural is not None:
            allowed += read_placeholders(source, is_formatted=is_formatted)
    except ValueError:
        # A source text that cannot be formatted does not define what is valid.
        return None
    try:
        found = read_placeholders(translation, is_formatted=is_formatted)
    except ValueError as error:
        return Problem(
            PLACEHOLDER_FORMAT,
            N_('cannot be formatted: "%(text)s" is no placeholder; write a per cent sign as %%%%'),
            {"text": error},
        )
    return _compare(required, allowed, found, is_plural=plural is not None)


def _compare(
    required: list[str], allowed: list[str], found: list[str], *, is_plural: bool
) -> Problem | None:
    foreign = next((placeholder for placeholder in found if placeholder not in allowed), None)
    if foreign:
        return Problem(
            PLACEHOLDER_FOREIGN,
            N_("has the foreign placeholder %(placeholder)s; the source has %(allowed)s"),
            {"placeholder": foreign, "allowed": ", ".join(dict.fromkeys(allowed)) or "—"},
        )
    optional = _find_counts(required) if is_plural else set()
    for placeholder in required:
        if placeholder not in found and placeholder not in optional:
            return Problem(
                PLACEHOLDER_MISSING,
                N_("lacks the placeholder %(placeholder)s; write it where its value belongs"),
                {"placeholder": placeholder},
            )
    positional = [p for p in found if not _is_named(p)]
    if positional != [p for p in required if not _is_named(p)] and (
        positional or not set(required) <= optional
    ):
        return Problem(
            PLACEHOLDER_ORDER,
            N_("has its positional placeholders in another order or number; keep the source's"),
        )
    return None


def _is_named(placeholder: str) -> bool:
    return placeholder.startswith(("%(", "{"))


def _find_counts(required: list[str]) -> set[str]:
    """Return the placeholders that may be the count: the only one, or those with a usual name."""
    if len(Counter(required)) == 1:
        return set(required)
    return {p for p in required if (m := _PRINTF_NAME.match(p)) and m[1] in COUNTS}
