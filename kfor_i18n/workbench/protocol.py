"""What the workbench and the process that renders an application say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to render: its path with the query, the locale asked for, and numbers of plurals.

    ``locale`` is a BCP 47 tag, sent as ``Accept-Language``.
    """

    path: str
    locale: str = ""
    numbers: dict[Key, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A response of the application: its status, headers and body, and the messages in it.

    In HTML, comments enclose the texts of messages (see ``tracking.html.anchor``); ``places`` are
    those of all messages that were found in the body, by the numbers in the comments. ``lookups``
    are all that were made, in their order. ``path`` is that of the page after redirects.
    """

    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    places: list[Place]
    lookups: list[Lookup]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the workbench: the text of a message (the arguments of ``Texts.find``)."""

    domain: str
    locale: str
    key: Key
    plural: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A page could not be rendered, or the application not be loaded, and why."""

    reason: str
