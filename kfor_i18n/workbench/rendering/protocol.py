"""What the workbench and the process that renders an application say to each other.

The workbench sends a ``Setup``, and is answered ``Ready`` or ``Failed``. Then it sends requests one
after another; each is answered by ``Begun``, and then by its response, by ``Failed``, by
``TooLarge`` or by ``Changed``. In between the process may ``Ask`` for texts, one by one or many.
Requests and their answers are ``Numbered``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TypeAlias

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup

MOST_PAGE_BYTES = 10_000_000
"""How large a page may be: the browser lays it out again for each text that is typed."""

MOST_FILE_BYTES = 50_000_000
"""How large a file may be that a page loads: the whole of it is handed on."""

_TITLE = re.compile(rb"<title\b[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)

Stamps: TypeAlias = Mapping[str, int]
"""Files by path, with what changes with each version of them."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The application to load, as ``module:name``, from a project's directory.

    ``tracked`` are the functions that it looks messages up by besides (``tracking.functions``),
    ``locales`` the folder names of the project's locales, ``scenes`` its functions that make pages.
    """

    name: str
    root: str
    tracked: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to render: its path with the query, the locale, and numbers of plural forms.

    ``locale`` is a BCP 47 tag: it is sent as ``Accept-Language``, and is Flask-Babel's locale,
    unless the path is that of another locale. ``scene`` is a function (``module:function``) that
    makes the response instead of the path; ``error`` is a status whose error page is shown.
    """

    path: str = "/"
    locale: str = ""
    numbers: Mapping[Key, int] = field(default_factory=dict)
    scene: str = ""
    error: int = 0


@dataclass(frozen=True, slots=True)
class FileRequest:
    """Anything that a page loads: its path with the query, and headers of the browser's request."""

    path: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A question for the application's addresses."""


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """A question whether the application is there, and its sources as they were."""


Request: TypeAlias = PageRequest | FileRequest | ListRequest | CheckRequest


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A response of the application: its status, headers and body, and the messages in it.

    In HTML, comments enclose the texts of messages (see ``tracking.html.anchor``); ``places`` are
    those of all messages that were found in the body, by the numbers in the comments. ``probable``
    are look-ups that are not known to be in the body, but whose text is; a place may be guessed.
    ``used`` are the other ones.
    ``path`` is that of the page after redirects; ``redirect`` is an address that the response leads
    to without having been followed: one outside of the application, or that of a scene.
    ``is_endless``: redirects lead to no page, but on and on within the application.
    ``locale`` is that of most look-ups. ``problem`` is the exception that the application failed
    with, in a line. ``templates`` are the files of the templates that were loaded, ``rules`` the
    application's rules for the requests that were made.
    """

    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    places: list[Place]
    probable: list[Lookup]
    used: list[Lookup]
    locale: str = ""
    redirect: str = ""
    is_endless: bool = False
    problem: str = ""
    templates: Stamps = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    @property
    def is_html(self) -> bool:
        """Whether the body is HTML, with comments round its texts."""
        return self.media_type in ("text/html", "application/xhtml+xml")

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return _media_type(self.headers)

    @property
    def title(self) -> str:
        """The text of the page's title, "" if it has none."""
        found = _TITLE.search(self.body) if self.is_html else None
        return " ".join(unescape(found[1].decode("utf-8", "replace")).split()) if found else ""

    @property
    def lookups(self) -> list[Lookup]:
        """The messages of the page: in their order, then the probable ones, then the others."""
        return [*(place.span.lookup for place in self.places), *self.probable, *self.used]


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A response of the application as it is: redirects within the application are followed."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return _media_type(self.headers)


def _media_type(headers: list[tuple[str, str]]) -> str:
    types = (value for name, value in headers if name.lower() == "content-type")
    return next(types, "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Address:
    """A path of the application that has a page, or that may have one; "" is any locale."""

    path: str
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A function: its file, as a path in the project's directory, its first line and its last."""

    path: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Route:
    """A rule of the application, and where its answers are written: functions and templates.

    ``templates`` are paths in the project's directory. A rule that ``has_values``
    has other arguments than defaults; one that is not ``is_asked`` does not answer ``GET``.
    """

    rule: str
    sources: tuple[Source, ...] = ()
    templates: tuple[str, ...] = ()
    has_values: bool = False
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """The addresses of an application: of its rules, of its sitemap, and the errors with a page.

    ``locales`` are the folder names of the locales that addresses may be of: the project's, the
    application's own, and English. ``titles`` are those that scenes have in their docstrings.
    ``routes`` are the rules, also those that no address is made of.
    """

    rules: tuple[Address, ...] = ()
    sitemap: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    locales: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the workbench: the text of a message (the arguments of ``Texts.find``)."""

    domain: str
    locale: str
    key: Key
    plural: str | None
    number: int | None


@dataclass(frozen=True, slots=True)
class AskMany:
    """Several questions at once, which are answered by a list."""

    questions: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A request arrived: from now on, the application may have done something."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The application is loaded, from which ``sources``."""

    sources: Stamps = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """Sources of the application changed: it is to be loaded anew before the request."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A request could not be answered, or the application not be loaded, and why.

    ``sources`` are the files that were loaded until then.
    """

    reason: str
    sources: Stamps = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A response has more bytes than are handed on, which are ``most``."""

    most: int


Answer: TypeAlias = Ready | RenderedPage | FetchedFile | Listing | Failed | TooLarge | Changed


@dataclass(frozen=True, slots=True)
class Numbered:
    """A request with its number, or an answer with that of its request."""

    number: int
    content: Setup | Request | Begun | Answer
