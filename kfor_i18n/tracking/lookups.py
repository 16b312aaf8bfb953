"""Look-ups of messages, and the parts of a text that they gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kfor_i18n.catalogs.messages import Key


@dataclass(frozen=True, slots=True)
class Lookup:
    """A look-up of a message: what was asked for, and whether a translation was found.

    ``number`` is the number that a plural form was asked for, ``None`` for a text without plural.
    ``locale`` is that of the look-up, as the application writes it, or "" if it is not known.
    """

    key: Key
    domain: str
    plural: str | None = None
    number: int | None = None
    is_translated: bool = True
    locale: str = ""


class Span(NamedTuple):
    """The part of a text, from ``start`` to before ``end``, that a look-up gave.

    The spans of a text lie within each other or apart; outer ones come before inner ones.
    """

    start: int
    end: int
    lookup: Lookup
