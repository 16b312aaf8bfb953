"""CLDR's plural rules as gettext's C expressions, for integers only.

Babel's own conversion keeps the operands for decimals, which do not occur in gettext.
"""

from __future__ import annotations

from typing import Any

from babel import Locale
from babel.plural import PluralRule

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories in CLDR's order."""

_WHOLE = frozenset("ni")
# In every language, these include a number of each category that integers have.
_WITNESSES = (*range(201), 1_000, 1_000_000)


def format_rule(locale: Locale) -> str:
    """Return the value of ``Plural-Forms`` for CLDR's plural rule of a locale.

    Forms are in CLDR's order; categories that apply to decimals only are omitted.
    """
    rule: PluralRule = locale.plural_form
    conditions = {tag: _condition(node) for tag, node in rule.abstract}
    tags = [tag for tag in CATEGORIES if conditions.get(tag, False) is not False]
    if not any(rule(number) == "other" for number in _WITNESSES):
        tags.pop()
    if not tags:
        return "nplurals=1; plural=0;"
    expression = "".join(f"{conditions[tag]} ? {i} : " for i, tag in enumerate(tags))
    return f"nplurals={len(tags) + 1}; plural=({expression}{len(tags)});"


def _condition(node: Any) -> str | bool:
    """Return a condition in C, or ``True`` or ``False`` if it is constant for integers."""
    kind, parts = node
    if kind in ("and", "or"):
        return _join(kind, _condition(parts[0]), _condition(parts[1]))
    if kind == "not":
        inner = _condition(parts[0])
        return _negate(inner) if isinstance(inner, str) else not inner
    _, operand, (_, ranges) = parts
    return _relation(operand, ranges)


def _negate(condition: str) -> str:
    if "&&" in condition:
        return f"!({condition})"
    return condition.replace("==", "!=").replace("||", "&&")


def _join(kind: str, left: str | bool, right: str | bool) -> str | bool:
    settles = kind == "or"
    if settles in (left, right):
        return settles
    texts = [text for text in (left, right) if isinstance(text, str)]
    if not texts:
        return not settles
    if kind == "and":
        texts = [f"({text})" if "||" in text else text for text in texts]
    return (" && " if kind == "and" else " || ").join(texts)


def _relation(operand: Any, ranges: Any) -> str | bool:
    name = _operand(operand)
    bounds = [(low[1][0], high[1][0]) for low, high in ranges]
    if name == "0":
        return any(low <= 0 <= high for low, high in bounds)
    tests = [
        f"{name}=={low}" if low == high else f"{name}>={low} && {name}<={high}"
        for low, high in bounds
    ]
    return " || ".join(tests)


def _operand(node: Any) -> str:
    kind, parts = node
    if kind == "mod":
        inner = _operand(parts[0])
        return "0" if inner == "0" else f"{inner}%{parts[1][1][0]}"
    return "n" if kind in _WHOLE else "0"
