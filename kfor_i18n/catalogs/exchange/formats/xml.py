"""XML: safe parsing of untrusted files, and writing as text.

The parser expands no entities and fetches nothing: a file that declares entities is rejected.
Written text is escaped so that every parser reads the same characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from kfor_i18n.catalogs.exchange.rows import EXCHANGE_SIZE
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem

EXCHANGE_XML = Code(
    "exchange-xml",
    # Translators: the title of a kind of finding.
    N_("Malformed XML"),
    N_("The file is truncated, or was edited as plain text."),
)


EXCHANGE_ENTITIES = Code(
    "exchange-entities",
    N_("Entity declarations in XML"),
    N_("Entities can expand to any size or read other files. Exchange files do not need them."),
)


MAX_DEPTH = 50
"""The maximum nesting depth of elements."""

MAX_ELEMENTS = 2_000_000
"""The maximum number of elements in a file."""

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
"""The namespace of ``xml:lang`` and ``xml:space``."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
"""The XML declaration of written files."""

UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML 1.0 cannot represent, not even as character references."""

# Parsers normalise a literal carriage return to a line feed.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE_ESCAPES = {
    **_ESCAPES, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """An element with its local name and its content in document order.

    The key of an attribute in a namespace is the namespace, a space and the local name.
    ``keeps_space``: the element or the nearest one around it that says so has
    ``xml:space="preserve"``.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    content: list[Node | str] = field(default_factory=list)
    keeps_space: bool = False

    def children(self, *names: str) -> Iterator[Node]:
        """Yield the child elements with one of the given names, or all if none is given.

        Children in a different namespace from the element's are extensions and are skipped.
        """
        for child in self.content:
            if isinstance(child, str) or child.namespace != self.namespace:
                continue
            if not names or child.name in names:
                yield child

    def child(self, name: str) -> Node | None:
        """Return the first child element with a name, or ``None``."""
        return next(self.children(name), None)

    def descendants(self, *names: str) -> Iterator[Node]:
        """Yield the outermost descendants with one of the given names, in document order."""
        for child in self.children():
            if child.name in names:
                yield child
            else:
                yield from child.descendants(*names)

    @property
    def text(self) -> str:
        """All text in the element and its descendants."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)


class _Rejected(Exception):  # noqa: N818 - stops the parser and never leaves this module
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


_ENTITIES = Problem(
    EXCHANGE_ENTITIES,
    N_("entity or other declarations in the DOCTYPE, which are not allowed; remove the "
       "DOCTYPE from the file"),
)  # fmt: skip
_TOO_MANY = N_("more than %(most)s elements; split the file")
_TOO_DEEP = N_(
    "elements nested more than %(most)s levels deep; save the file again from the tool that "
    "created it"
)


class _Builder:
    """Builds nodes from parser events; stops at entities and excessive structure."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.EntityDeclHandler = self._reject
        self.parser.SkippedEntityHandler = self._reject
        self.parser.ExternalEntityRefHandler = self._reject
        self.roots: list[Node] = []
        self._open: list[Node] = []
        self._elements = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= MAX_DEPTH:
            raise _Rejected(Problem(EXCHANGE_SIZE, _TOO_DEEP, {"most": MAX_DEPTH}))
        if self._elements > MAX_ELEMENTS:
            raise _Rejected(Problem(EXCHANGE_SIZE, _TOO_MANY, {"most": MAX_ELEMENTS}))
        namespace, _, local = name.rpartition(" ")
        node = Node(namespace, local, attributes, self.parser.CurrentLineNumber)
        space = attributes.get(f"{XML_NAMESPACE} space")
        around = bool(self._open) and self._open[-1].keeps_space
        node.keeps_space = around if space is None else space == "preserve"
        (self._open[-1].content if self._open else self.roots).append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _document_type(
        self, _name: str, _system: str | None, _public: str | None, has_subset: int
    ) -> None:
        # TMX files refer to the DTD of the standard, which is never fetched.
        if has_subset:
            self._reject()

    def _reject(self, *_arguments: object) -> bool:
        raise _Rejected(_ENTITIES)


def parse_xml(path: Path, data: bytes) -> Node:
    """Parse a document and return its root element; ``path`` is for errors.

    Raises ``CatalogError`` for XML that is not well-formed, declares entities, or exceeds
    ``MAX_DEPTH`` or ``MAX_ELEMENTS``.
    """
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except _Rejected as rejected:
        line, problem = builder.parser.CurrentLineNumber, rejected.problem
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = builder.parser.CurrentLineNumber
        problem = Problem(
            EXCHANGE_XML,
            N_("not well-formed XML (%(error)s); save it again from the tool that created it"),
            {"error": str(error).partition(":")[0]},
        )
    else:
        return builder.roots[0]
    raise CatalogError([Finding(path, line, problem)])


def read_character(code: str) -> str:
    """Return the character with a hexadecimal code point; U+FFFD if the code is invalid."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def escape(text: str) -> str:
    """Return a text as element content; characters that XML cannot represent become U+FFFD."""
    return UNHOLDABLE.sub("\ufffd", text).translate(_ESCAPES)


def element(name: str, attributes: Mapping[str, str | None], content: str | None = None) -> str:
    """Return an element with content that is already XML.

    Attributes with the value ``None`` are omitted; the content ``None`` gives an empty element.
    """
    pairs = "".join(
        f' {key}="{UNHOLDABLE.sub("�", value).translate(_ATTRIBUTE_ESCAPES)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{pairs}/>" if content is None else f"<{name}{pairs}>{content}</{name}>"


def text_element(name: str, attributes: Mapping[str, str | None], text: str) -> str:
    """Return an element with text as its only content."""
    return element(name, attributes, escape(text))
