"""gettext functions by name, and which of their arguments are texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

Spec = tuple[int | tuple[int, str], ...] | None
"""The arguments of a call that are texts, counted from 1; ``(1, "c")`` is a context.

``None`` stands for the first argument.
"""
Keyword = dict[int | None, Spec] | Spec
"""The spec of a function, or one for each number of arguments (``None``: any number)."""
Positions = tuple[tuple[int, bool], ...]
"""The arguments that are texts, counted from 1, each with whether it is a context."""

KEYWORDS: Mapping[str, Keyword] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ugettext": None,
    "dgettext": (2,),
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "ungettext": (1, 2),
    "dngettext": (2, 3),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "dpgettext": ((2, "c"), 3),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_npgettext": ((1, "c"), 2, 3),
    "dnpgettext": ((2, "c"), 3, 4),
}
"""The functions whose arguments are messages: Babel's own, and Flask-Babel's lazy ones."""


def parse_keywords(texts: Iterable[str]) -> dict[str, Keyword]:
    """Parse keywords as xgettext and Babel write them.

    ``name`` stands for the first argument, ``name:1,2`` for a plural, ``name:1c,2`` for a context;
    ``name:1,2t`` applies to calls with two arguments only. Raises ``ValueError`` or ``IndexError``
    for anything else.
    """
    found: dict[str, dict[int | None, Spec]] = {}
    for text in texts:
        name, spec = text.split(":") if ":" in text else (text, None)
        arity, positions = (None, None) if spec is None else _parse_spec(spec)
        found.setdefault(name, {})[arity] = positions
    # A spec for any number of arguments stands alone, as Babel has it.
    return {name: spec[None] if set(spec) == {None} else spec for name, spec in found.items()}


def _parse_spec(text: str) -> tuple[int | None, Spec]:
    arity = None
    positions: list[int | tuple[int, str]] = []
    for part in text.split(","):
        if part[-1] == "t":
            arity = int(part[:-1])
        else:
            positions.append((int(part[:-1]), "c") if part[-1] == "c" else int(part))
    return arity, tuple(positions)


def find_specs(keyword: Keyword, arity: int) -> Iterator[Positions]:
    """Yield the specs of a function that apply to a call with a number of arguments."""
    specs: dict[int | None, Spec] = keyword if isinstance(keyword, dict) else {None: keyword}
    for number in (None, arity):
        if number in specs:
            spec = specs[number] or (1,)
            yield tuple((at, False) if isinstance(at, int) else (at[0], True) for at in spec)
