"""What several tests use: .mo files of any content, and pages read as a browser reads them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from babel.messages.catalog import Catalog

from kfor_i18n.catalogs.messages import Message


def write_mo_file(catalog: Catalog) -> bytes:
    """Write a .mo with all that a catalog holds: unlike Babel's writer it fills nothing in."""
    messages = []
    for message in catalog:
        if not message.string or message.fuzzy or not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        messages.append(
            Message(ids[0], tuple(strings), ids[1] if len(ids) > 1 else None, message.context)
        )
    headers = "".join(f"{name}: {value}\n" for name, value in catalog.mime_headers)
    return build_mo(messages, headers)


def build_mo(messages: list[Message], headers: str, order: str = "<") -> bytes:
    pairs = {b"": headers.encode()}
    for message in messages:
        key = message.msgid if message.plural is None else f"{message.msgid}\0{message.plural}"
        if message.context is not None:
            key = f"{message.context}\x04{key}"
        pairs[key.encode()] = "\0".join(message.msgstrs).encode("utf-8", "surrogatepass")
    entries = sorted(pairs.items())
    start = 28 + 16 * len(entries)
    keys, texts, data = b"", b"", b""
    for original, _ in entries:
        keys += struct.pack(f"{order}II", len(original), start + len(data))
        data += original + b"\0"
    for _, text in entries:
        texts += struct.pack(f"{order}II", len(text), start + len(data))
        data += text + b"\0"
    head = struct.pack(f"{order}7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    return head + keys + texts + data


def parse(html: str) -> Element:
    """Parse a page as a browser does. Fails where the HTML standard sees an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document: Any = parser.parse(html)
    assert isinstance(document, Element)
    return document


def text_of(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def save(path: Path, data: bytes) -> None:
    """Replace a file as editors do, which do not take the lock of a project."""
    beside = path.with_name(f"{path.name}~")
    beside.write_bytes(data)
    beside.replace(path)
