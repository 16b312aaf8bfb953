"""XLIFF 1.2 (OASIS, 2008), with plural forms in groups as in its guide for gettext."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_PLURALS = "x-gettext-plurals"
_HEADER = "gettext-domain-header"
_CONTEXT = "x-po-msgctxt"
_CHARACTER = "x-u"
_CONFIRMED = ("translated", "signed-off", "final")


def write(parcel: Parcel) -> bytes:
    """Return a document with a file for each domain and a unit for each text."""
    files = "".join(_write_file(handout) for handout in parcel.handouts)
    document = element("xliff", {"version": "1.2", "xmlns": _NAMESPACE}, f"\n{files}")
    return f"{DECLARATION}{document}\n".encode()


def _write_file(handout: Handout) -> str:
    attributes = {
        "original": f"{handout.domain}.po",
        "source-language": handout.source_language,
        "target-language": handout.target_language,
        "datatype": "po",
    }
    units = "".join(_write_message(unit) for unit in handout.units)
    body = element("body", {}, f"\n{units}")
    return element("file", attributes, f"\n{body}\n") + "\n"


def _write_message(unit: Unit) -> str:
    texts = "".join(_write_form(unit, form) for form in unit.forms)
    if unit.forms[0].number is None:
        return texts
    return element("group", {"restype": _PLURALS, "id": unit.id}, f"\n{texts}") + "\n"


def _write_form(unit: Unit, form: Form) -> str:
    source, target = split_form(form, is_formatted=unit.is_formatted)
    attributes = {
        "id": join_id(unit.id, form.number),
        "extradata": unit.digest,
        "approved": "yes" if unit.state == "translated" else "no",
        "xml:space": "preserve",
    }
    state = {"state": _state(unit, form)}
    parts = [
        element("source", {}, _write_inline(source)),
        element("target", state, _write_inline(target)),
        *_write_context(unit),
        *_write_notes(unit, form),
    ]
    return element("trans-unit", attributes, "\n" + "".join(f"{part}\n" for part in parts)) + "\n"


def _state(unit: Unit, form: Form) -> str:
    if not form.target:
        return "new"
    return "needs-review-translation" if unit.state == "fuzzy" else "translated"


def _write_context(unit: Unit) -> Iterator[str]:
    if unit.context is not None:
        context = text_element("context", {"context-type": _CONTEXT}, unit.context)
        yield element("context-group", {"purpose": "information"}, context)
    for location in unit.references:
        path, _, line = location.rpartition(":")
        if not (path and line.isdecimal()):
            path, line = location, ""
        contexts = text_element("context", {"context-type": "sourcefile"}, path)
        if line:
            contexts += text_element("context", {"context-type": "linenumber"}, line)
        yield element("context-group", {"purpose": "location"}, contexts)


def _write_notes(unit: Unit, form: Form) -> Iterator[str]:
    notes = (
        ("context", unit.context),
        ("developer", unit.extracted_comments),
        ("translator", unit.translator_comments),
        ("previous", form.previous),
        ("plural", f"n = {form.examples}" if form.examples else ""),
        *(("place", note_of(place)) for place in unit.places),
    )
    for origin, text in notes:
        if text:
            yield text_element("note", {"from": origin}, text)


def _write_inline(parts: Iterable[Part]) -> str:
    return "".join(_write_part(part) for part in parts)


def _write_part(part: Part) -> str:
    if part.kind == "placeholder":
        return text_element("ph", {"id": part.id}, part.text)
    if part.kind == "character":
        return element("x", {"id": part.id, "ctype": f"{_CHARACTER}{ord(part.text):04x}"})
    return escape(part.text)


def read(file: InputFile) -> list[Document] | None:
    """Return the document in a file of version 1.0 to 1.2."""
    root = file.root
    if root is None or root.name != "xliff" or root.attributes.get("version", "").startswith("2"):
        return None
    return [_read_document(file.path, root)]


def _read_document(path: Path, root: Node) -> Document:
    files = list(root.children("file"))
    groups = _number_groups(files)
    rows = [
        _read_unit(node, groups.get(id(node)))
        for file in files
        for node in file.descendants("trans-unit")
        if _HEADER not in node.attributes.get("restype", "")
    ]
    languages = {file.attributes.get("target-language", "") for file in files}
    names = {Path(file.attributes.get("original", "")).stem for file in files}
    return Document(
        path,
        rows,
        language=languages.pop() if len(languages) == 1 else "",
        domain=names.pop() if len(names) == 1 else "",
        translator=_read_translator(files),
        has_contexts=any(row.context is not None for row in rows),
    )


def _read_translator(files: Iterable[Node]) -> str:
    """Return the contact of the last phase in which somebody worked on a file."""
    found = ""
    for file in files:
        for phase in file.descendants("phase"):
            name = phase.attributes.get("contact-name", "")
            address = phase.attributes.get("contact-email", "")
            found = " ".join(filter(None, [name, f"<{address}>" if address else ""])) or found
    return found


def _number_groups(files: Iterable[Node]) -> dict[int, tuple[int, int]]:
    """Return the group and form numbers of the units of plural messages, by ``id()`` of nodes."""
    plurals = (group for file in files for group in _walk(file))
    return {
        id(unit): (number, form)
        for number, group in enumerate(plurals)
        for form, unit in enumerate(group.descendants("trans-unit"))
    }


def _walk(node: Node) -> Iterator[Node]:
    """Yield the groups that are plural messages, at any depth."""
    for child in node.children("body", "group"):
        if child.attributes.get("restype") == _PLURALS:
            yield child
        else:
            yield from _walk(child)


def _read_unit(node: Node, numbers: tuple[int, int] | None) -> Row:
    source, target = node.child("source"), node.child("target")
    group, form = numbers or (None, None)
    name, own_form = split_id(node.attributes.get("id", ""))
    return Row(
        line=node.line,
        source=_read_inline(source) if source else "",
        target=_read_inline(target) if target else "",
        id=name,
        digest=node.attributes.get("extradata", "") if name else "",
        context=_read_context(node),
        form=own_form if name else form,
        group=group,
        is_fuzzy=True if _has_gap(node, target) else _read_state(node, target),
        space="kept" if (target or node).keeps_space else "layout",
    )


def _has_gap(node: Node, target: Node | None) -> bool:
    """Return whether a segmented unit has segments with a translation, and some without."""
    segmented = node.child("seg-source")
    wanted, given = _list_segments(segmented), _list_segments(target)
    return bool(given) and any(text.strip() and not given.get(mid) for mid, text in wanted.items())


def _list_segments(node: Node | None) -> dict[str, str]:
    """Return the texts of the segments in a source text or translation, by id."""
    if node is None:
        return {}
    segments: dict[str, str] = {}
    for mark in node.descendants("mrk"):
        if mark.attributes.get("mtype") == "seg":
            segments[mark.attributes.get("mid", "")] = _read_inline(mark).strip()
        else:
            segments |= _list_segments(mark)
    return segments


def _read_context(node: Node) -> str | None:
    for context in node.descendants("context"):
        if context.attributes.get("context-type") == _CONTEXT:
            return context.text
    return None


def _read_state(node: Node, target: Node | None) -> bool | None:
    """Return whether a translation needs review; ``None`` if the unit has no state."""
    attributes = target.attributes if target else {}
    state, approved = attributes.get("state", ""), node.attributes.get("approved")
    if attributes.get("state-qualifier"):
        # Every qualifier in the standard means that a machine or a memory supplied the text.
        return state not in _CONFIRMED
    if state in ("", "new"):
        # "New" is the state of the exported empty target; tools that ignore states keep it.
        return None if approved is None or state else approved != "yes"
    return state not in _CONFIRMED


def _read_inline(node: Node) -> str:
    return "".join(part if isinstance(part, str) else _read_code(part) for part in node.content)


def _read_code(node: Node) -> str:
    kind = node.attributes.get("ctype", "")
    if node.name == "x" and kind.startswith(_CHARACTER):
        return read_character(kind.removeprefix(_CHARACTER))
    return _read_inline(node) or node.attributes.get("equiv-text", "")


FORMAT = WritableFormat(
    name="xliff1", title="XLIFF 1.2", suffix="xlf", read=read, write=write, has_places=True
)
