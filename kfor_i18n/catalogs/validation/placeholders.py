"""The placeholders inside messages: printf (``%(name)s``, ``%d``) and brace (``{name}``)."""

from __future__ import annotations

import re
from collections import Counter

from kfor_i18n.catalogs.problems import N_, Problem

_PRINTF = re.compile(
    r"%(?:\((?P<name>[^()]*)\))?[#0\- +]*(?:\*|[1-9][0-9]*)?(?:\.(?:\*|[0-9]+))?"
    r"[hlL]?[diouxXeEfFgGcrsa%]"
)
_BRACE = re.compile(r"\{[A-Za-z_][A-Za-z0-9_.]*\}")
_COUNTS = frozenset({"num", "n", "count"})


def read_placeholders(text: str) -> list[str]:
    """Return a message's placeholders as they are written, in order, ``%%`` left out.

    Raises ``ValueError`` where a ``%`` begins none, since formatting would fail there; it says
    what stands there instead.
    """
    return _read_printf(text) + _BRACE.findall(text)


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
    """Say how a translation's placeholders depart from its source's, or ``None``.

    Takes the msgid, the plural msgid if there is one, one msgstr, and whether the text goes
    through printf formatting when it is shown. Named placeholders may change their order and stand
    more than once; positional ones may not. A plural form may leave out the count.
    """
    if "%" not in source and "%" not in translation and "{" not in source + translation:
        return None
    read = read_placeholders if is_formatted else _BRACE.findall
    try:
        required = read(source if plural is None else plural)
        allowed = required + ([] if plural is None else read(source))
    except ValueError:
        # A source that cannot be formatted says nothing about what its translation may hold.
        return None
    try:
        found = read(translation)
    except ValueError as error:
        return Problem(
            "placeholder-format",
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
            "placeholder-foreign",
            N_("has the foreign placeholder %(placeholder)s; the source has %(allowed)s"),
            {"placeholder": foreign, "allowed": ", ".join(dict.fromkeys(allowed)) or "—"},
        )
    optional = _counts(required) if is_plural else set()
    for placeholder in required:
        if placeholder not in found and placeholder not in optional:
            return Problem(
                "placeholder-missing",
                N_("lacks the placeholder %(placeholder)s; write it where its value belongs"),
                {"placeholder": placeholder},
            )
    positional = [p for p in found if not _is_named(p)]
    if positional != [p for p in required if not _is_named(p)] and (
        positional or not set(required) <= optional
    ):
        return Problem(
            "placeholder-order",
            N_("has its positional placeholders in another order or number; keep the source's"),
        )
    return None


def _is_named(placeholder: str) -> bool:
    return placeholder.startswith(("%(", "{"))


def _counts(required: list[str]) -> set[str]:
    """Return the placeholders that can be the count: by their usual names, or the only one."""
    if len(Counter(required)) == 1:
        return set(required)
    return {p for p in required if (m := _PRINTF.match(p)) and m["name"] in _COUNTS}
