"""XLIFF 2.0 (OASIS, 2014), core only; versions 2.1 and 2.2 can be read too.

A protected placeholder is text in an annotation with ``translate="no"``. The placeholder element of
the standard cannot contain text: tools that do not resolve references to its data, as most small
ones do not, would show sentences with gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kfor_i18n.catalogs.exchange.formats.inline import Part, split_form
from kfor_i18n.catalogs.exchange.formats.model import InputFile, Parcel, WritableFormat
from kfor_i18n.catalogs.exchange.formats.xml import (
    DECLARATION,
    Node,
    element,
    escape,
    read_character,
    text_element,
)
from kfor_i18n.catalogs.exchange.places import note_of
from kfor_i18n.catalogs.exchange.rows import Document, Row, join_id, split_id
from kfor_i18n.catalogs.exchange.units import Form, Handout, Unit
from kfor_i18n.catalogs.exchange.whitespace import collapse

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_OURS = "urn:kfor-i18n:exchange:1"
_PLURALS = "gettext:plurals"
_FUZZY = "gettext:fuzzy"
_CONFIRMED = ("translated", "reviewed", "final")


def write(parcel: Parcel) -> bytes:
    """Return a document with a file for each domain and a unit for each text."""
    handouts = parcel.handouts
    attributes = {
        "version": "2.0",
        "srcLang": handouts[0].source_language,
        "trgLang": handouts[0].target_language,
        "xmlns": _NAMESPACE,
        "xmlns:k": _OURS,
    }
    files = "".join(_write_file(number, handout) for number, handout in enumerate(handouts, 1))
    return f"{DECLARATION}{element('xliff', attributes, files)}\n".encode()


def _write_file(number: int, handout: Handout) -> str:
    attributes = {
        "id": f"f{number}",
        "original": f"{handout.domain}.po",
        "canResegment": "no",
        "xml:space": "preserve",
    }
    units = "".join(_write_message(unit) for unit in handout.units)
    return "\n" + element("file", attributes, f"\n{units}") + "\n"


def _write_message(unit: Unit) -> str:
    texts = "".join(_write_form(unit, form) for form in unit.forms)
    if unit.forms[0].number is None:
        return texts
    return element("group", {"id": unit.id, "type": _PLURALS}, f"\n{texts}") + "\n"


def _write_form(unit: Unit, form: Form) -> str:
    source, target = split_form(form, is_formatted=unit.is_formatted)
    is_fuzzy = bool(form.target) and unit.state == "fuzzy"
    state = {
        "state": ("initial" if is_fuzzy else "translated") if form.target else None,
        "subState": _FUZZY if is_fuzzy else None,
    }
    texts = element("source", {}, _write_inline(source))
    if form.target:
        texts += "\n" + element("target", {}, _write_inline(target))
    notes = "".join(f"\n{note}" for note in _write_notes(unit, form))
    content = element("notes", {}, f"{notes}\n") + "\n" if notes else ""
    content += element("segment", state, f"\n{texts}\n")
    attributes = {"id": join_id(unit.id, form.number), "k:translation": unit.digest}
    return element("unit", attributes, f"\n{content}\n") + "\n"


def _write_notes(unit: Unit, form: Form) -> Iterator[str]:
    if unit.context is not None:
        yield text_element("note", {"category": "context"}, unit.context)
    notes = (
        ("developer", unit.extracted_comments),
        ("translator", unit.translator_comments),
        ("previous", form.previous),
        ("plural", f"n = {form.examples}" if form.examples else ""),
        ("location", "\n".join(unit.references)),
        *(("place", note_of(place)) for place in unit.places),
    )
    for category, text in notes:
        if text:
            yield text_element("note", {"category": category}, text)


def _write_inline(parts: Iterable[Part]) -> str:
    return "".join(_write_part(part) for part in parts)


def _write_part(part: Part) -> str:
    if part.kind == "placeholder":
        return text_element("mrk", {"id": part.id, "translate": "no"}, part.text)
    if part.kind == "character":
        return element("cp", {"hex": f"{ord(part.text):04X}"})
    return escape(part.text)


def read(file: InputFile) -> list[Document] | None:
    """Return the document in a file of version 2."""
    root = file.root
    if root is None or root.name != "xliff":
        return None
    is_version_2 = root.attributes.get("version", "").startswith("2")
    return [_read_document(file.path, root)] if is_version_2 else None


def _read_document(path: Path, root: Node) -> Document:
    files = list(root.children("file"))
    rows = [_read_unit(unit) for file in files for unit in file.descendants("unit")]
    names = {Path(file.attributes.get("original", "")).stem for file in files}
    return Document(
        path,
        rows,
        language=root.attributes.get("trgLang", ""),
        domain=names.pop() if len(names) == 1 else "",
        has_contexts=any(row.context is not None for row in rows),
    )


def _read_unit(node: Node) -> Row:
    name, form = split_id(node.attributes.get("id", ""))
    segments = list(node.children("segment", "ignorable"))
    data = {part.attributes.get("id", ""): _read_inline(part, {})
            for part in node.descendants("data")}  # fmt: skip
    targets = [_read_target(segment, data) for segment in segments]
    has_gap = any(targets) and any(
        not target and collapse(_read_child(segment, "source", data))
        for segment, target in zip(segments, targets, strict=True)
    )
    states = [_read_state(segment) for segment in segments if segment.name == "segment"]
    return Row(
        line=node.line,
        source="".join(_read_child(segment, "source", data) for segment in segments),
        target="".join(target or "" for target in targets),
        id=name,
        digest=node.attributes.get(f"{_OURS} translation", "") if name else "",
        context=_read_context(node),
        form=form,
        is_fuzzy=True if True in states or has_gap else next(iter(states), None),
        space="kept" if all(text.keeps_space for text in _list_texts(segments)) else "layout",
    )


def _list_texts(segments: Iterable[Node]) -> Iterator[Node]:
    """Yield the elements whose texts are a unit's translation."""
    for segment in segments:
        yield segment.child("target") or segment


def _read_target(segment: Node, data: Mapping[str, str]) -> str | None:
    if segment.child("target") is not None:
        return _read_child(segment, "target", data)
    return _read_child(segment, "source", data) if segment.name == "ignorable" else None


def _read_child(segment: Node, name: str, data: Mapping[str, str]) -> str:
    child = segment.child(name)
    return _read_inline(child, data) if child else ""


def _read_state(segment: Node) -> bool | None:
    """Return whether a translation needs review; ``None`` if the segment has no state.

    An explicit "initial", the default of the standard, means that it needs review.
    """
    state = segment.attributes.get("state")
    return None if state is None else state not in _CONFIRMED


def _read_context(node: Node) -> str | None:
    for note in node.descendants("note"):
        if note.attributes.get("category") == "context":
            return note.text
    return None


def _read_inline(node: Node, data: Mapping[str, str]) -> str:
    return "".join(
        part if isinstance(part, str) else _read_code(part, data) for part in node.content
    )


def _read_code(node: Node, data: Mapping[str, str]) -> str:
    """Return the text that an inline element represents: its own, or the data that it refers to."""
    given = node.attributes

    def look_up(reference: str, equivalent: str) -> str:
        return data.get(given.get(reference, ""), given.get(equivalent, ""))

    if node.name == "cp":
        return read_character(given.get("hex", ""))
    if node.name == "pc":
        inside = _read_inline(node, data)
        start, end = look_up("dataRefStart", "equivStart"), look_up("dataRefEnd", "equivEnd")
        return f"{start}{inside}{end}"
    return _read_inline(node, data) or look_up("dataRef", "equiv")


FORMAT = WritableFormat(
    name="xliff2", title="XLIFF 2.0", suffix="xliff", read=read, write=write, has_places=True
)
