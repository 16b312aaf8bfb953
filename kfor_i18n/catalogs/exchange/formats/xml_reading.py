"""XML from others, read without trust: no entities, no document types, no network, no excess.

Nothing is ever expanded or fetched: a file that declares an entity is refused at its declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from kfor_i18n.catalogs.exchange.rows import EXCHANGE_SIZE
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem

EXCHANGE_XML = Code(
    "exchange-xml",
    N_("XML that is not well-formed"),
    N_("The file was cut short, or was edited as text."),
)


EXCHANGE_ENTITIES = Code(
    "exchange-entities",
    N_("XML that declares entities"),
    N_("An entity can grow to any size or read other files, and no exchange file needs one."),
)


MAX_DEPTH = 50
"""How deep elements may lie in one another."""

MAX_ELEMENTS = 2_000_000
"""How many elements a file may have."""

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"


@dataclass(slots=True)
class Node:
    """An element: its name without the namespace, and its content in order.

    Attributes that have a namespace have it before their name, with a space between.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    content: list[Node | str] = field(default_factory=list)

    def children(self, *names: str) -> Iterator[Node]:
        """Yield the elements directly inside that have one of some names, or all of them.

        Those of another namespace are other standards' and left out.
        """
        for child in self.content:
            if isinstance(child, str) or child.namespace != self.namespace:
                continue
            if not names or child.name in names:
                yield child

    def child(self, name: str) -> Node | None:
        """Return the first element directly inside that has a name."""
        return next(self.children(name), None)

    def descendants(self, *names: str) -> Iterator[Node]:
        """Yield the elements of some names at any depth, in order, none inside another of them."""
        for child in self.children():
            if child.name in names:
                yield child
            else:
                yield from child.descendants(*names)

    @property
    def text(self) -> str:
        """All text inside, at any depth."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)


class _Refused(Exception):  # noqa: N818 - it ends the parser's own loop and never leaves here
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


_ENTITIES = Problem(
    EXCHANGE_ENTITIES,
    N_("declares entities or a document type of its own, which no file for translators needs; "
       "save it anew from the tool that made it"),
)  # fmt: skip


class _Builder:
    """Builds nodes from a parser's events, and stops at what no exchanged file has."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.EntityDeclHandler = self._refuse
        self.parser.SkippedEntityHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.roots: list[Node] = []
        self._open: list[Node] = []
        self._elements = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise _Refused(
                Problem(
                    EXCHANGE_SIZE,
                    N_("has too many elements, or too deep in one another; hand it in as parts"),
                )
            )
        namespace, _, local = name.rpartition(" ")
        node = Node(namespace, local, attributes, self.parser.CurrentLineNumber)
        (self._open[-1].content if self._open else self.roots).append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _document_type(
        self, _name: str, _system: str | None, _public: str | None, has_subset: int
    ) -> None:
        # A bare reference to a standard's DTD, as TMX has it, is left unread and does no harm.
        if has_subset:
            self._refuse()

    def _refuse(self, *_arguments: object) -> bool:
        raise _Refused(_ENTITIES)


def parse_xml(path: Path, data: bytes) -> Node:
    """Read a document and return its root; the path is for errors.

    Raises ``CatalogError`` where it is not well-formed, declares entities, or has too many
    elements.
    """
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except _Refused as refused:
        line, problem = builder.parser.CurrentLineNumber, refused.problem
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = builder.parser.CurrentLineNumber
        problem = Problem(
            EXCHANGE_XML,
            N_("is not well-formed XML (%(error)s); save it anew from the tool that made it"),
            {"error": str(error).partition(":")[0]},
        )
    else:
        return builder.roots[0]
    raise CatalogError([Finding(path, line, problem)])


def read_character(code: str) -> str:
    """Return the character that a hexadecimal code point names, U+FFFD where it names none."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character
