"""The grammar of placeholders, and whether a translation has those of its source.

Two syntaxes: printf (``%(name)s``, ``%d``, Python's "printf-style String Formatting") and brace
(``{name}``, ``{0:,}``, PEP 3101). Whoever asks what in a text is a placeholder asks here.
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
"""A pattern of what printf formatting takes for a placeholder, ``%%`` among it."""

WRITTEN_PRINTF = rf"%(?:%|(?:\([^()]*\))?[#0\-+]*{_CONVERSION})"
"""The same without the space flag, which nobody writes: in ``50% of all`` it would be ``% o``."""

_NAME = r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+"
FIELD = (
    rf"\{{(?:(?:{_NAME})(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[^\[\]{{}}]+\])*)?"
    r"(?:![rsa])?(?::[^{}]*)?\}"
)
"""A pattern of a replacement field in braces."""

PLAIN_FIELD = r"\{[A-Za-z_][A-Za-z0-9_.]*\}"
"""A pattern of a field with a name, perhaps with attributes, and nothing else."""

COUNTS = frozenset({"num", "n", "count"})
"""The usual names of a plural's number."""

_PLACEHOLDER = re.compile(rf"(?P<printf>{PRINTF})|(?P<brace>{FIELD})")
_PRINTF = re.compile(PRINTF)
_PRINTF_NAME = re.compile(r"%\(([^()]*)\)")
_FIELD_NAME = re.compile(_NAME)
_PLAIN_FIELD = re.compile(PLAIN_FIELD)


class Placeholder(NamedTuple):
    """A placeholder as it is written, its offset in the text, and its syntax."""

    text: str
    start: int
    syntax: Syntax

    @property
    def name(self) -> str | None:
        """The name of the value that it stands for, ``None`` where it has none."""
        if self.syntax == "printf":
            match = _PRINTF_NAME.match(self.text)
            return match[1] if match else None
        match = _FIELD_NAME.match(self.text, 1)
        return match[0] if match else None

    @property
    def is_plain(self) -> bool:
        """Whether it is a printf placeholder, or a field with a name and no format."""
        return self.syntax == "printf" or _PLAIN_FIELD.fullmatch(self.text) is not None


def find_placeholders(text: str, *syntaxes: Syntax) -> Iterator[Placeholder]:
    """Yield a text's placeholders in order, of some syntaxes or of both, ``%%`` left out."""
    if "%" not in text and "{" not in text:
        return
    for match in _PLACEHOLDER.finditer(text):
        syntax: Syntax = "printf" if match["printf"] else "brace"
        if match[0] != "%%" and (not syntaxes or syntax in syntaxes):
            yield Placeholder(match[0], match.start(), syntax)


def read_placeholders(text: str, *, is_formatted: bool = True) -> list[str]:
    """Return the placeholders that a translation must keep, as they are written.

    Those in printf syntax come first, if the text goes through printf formatting. Raises
    ``ValueError`` where a ``%`` begins none, since formatting would fail there; it says what is
    there instead.
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
    """Say how a translation's placeholders differ from its source's, or ``None``.

    Takes the msgid, the plural msgid if there is one, one msgstr, and whether the text goes
    through printf formatting when it is shown. Named placeholders may change their order and occur
    more than once; positional ones may not. A plural form may leave out the count.
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
        # A source that cannot be formatted says nothing about what its translation may hold.
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
    """Return the placeholders that can be the count: by their usual names, or the only one."""
    if len(Counter(required)) == 1:
        return set(required)
    return {p for p in required if (m := _PRINTF_NAME.match(p)) and m[1] in COUNTS}
