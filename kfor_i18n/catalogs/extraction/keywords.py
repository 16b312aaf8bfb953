"""gettext functions by name, and which of their arguments are texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple


class Shape(NamedTuple):
    """The arguments of a function that make a message, counted from 1.

    ``texts`` are the msgid and the plural, if there is one. ``arity`` limits the shape to calls
    with that number of arguments.
    """

    texts: tuple[int, ...] = (1,)
    context: int | None = None
    arity: int | None = None

    @property
    def positions(self) -> tuple[int, ...]:
        """All arguments of the message, in the order of the call."""
        context = () if self.context is None else (self.context,)
        return tuple(sorted((*context, *self.texts)))


Keyword = tuple[Shape, ...]
"""The shapes of a function's messages; a call has the one that fits it."""


def parse_keywords(texts: Iterable[str]) -> dict[str, Keyword]:
    """Parse keywords as xgettext and Babel write them.

    ``name`` is the first argument, ``name:1,2`` for a plural, ``name:1c,2`` for a context;
    ``name:1,2t`` applies to calls with two arguments only. A name that is given several times has
    several shapes. Raises ``ValueError`` for anything else.
    """
    found: dict[str, dict[Shape, None]] = {}
    for text in texts:
        name, colon, shape = text.partition(":")
        if not name:
            raise ValueError(f"a keyword without a name: {text!r}")
        found.setdefault(name, {})[_parse_shape(shape) if colon else Shape()] = None
    return {name: tuple(shapes) for name, shapes in found.items()}


def _parse_shape(text: str) -> Shape:
    kinds: dict[str, list[int]] = {"": [], "c": [], "t": []}
    for part in text.split(","):
        kind = part[-1:] if part[-1:] in ("c", "t") else ""
        position = int(part.removesuffix(kind))
        if position < 1:
            raise ValueError(f"arguments are counted from 1: {text!r}")
        kinds[kind].append(position)
    texts, contexts, arities = kinds.values()
    if len(texts) > 2 or len(contexts) > 1 or len(arities) > 1 or (contexts and not texts):
        raise ValueError(f"no message has these arguments: {text!r}")
    return Shape(tuple(texts) or (1,), next(iter(contexts), None), next(iter(arities), None))


def find_shapes(keyword: Keyword, arity: int) -> Iterator[list[Shape]]:
    """Yield the shapes that each message of a call may have, those with most arguments first.

    As in Babel, a shape for the call's number of arguments makes a message in addition to that of a
    shape for any number.
    """
    for number in (None, arity):
        shapes = [shape for shape in keyword if shape.arity == number]
        if shapes:
            yield sorted(shapes, key=lambda shape: len(shape.positions), reverse=True)


KEYWORDS: Mapping[str, Keyword] = parse_keywords(
    (
        "_", "_l", "N_", "gettext", "lazy_gettext", "ugettext", "dgettext:2",
        "ngettext:1,2", "lazy_ngettext:1,2", "ungettext:1,2", "dngettext:2,3",
        "pgettext:1c,2", "lazy_pgettext:1c,2", "dpgettext:2c,3",
        "npgettext:1c,2,3", "lazy_npgettext:1c,2,3", "dnpgettext:2c,3,4",
    )
)  # fmt: skip
"""The functions whose arguments are messages: Babel's own, and Flask-Babel's lazy ones."""
