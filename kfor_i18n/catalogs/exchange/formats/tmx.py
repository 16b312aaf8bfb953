"""TMX 1.4b (LISA, 2005): confirmed translations as a translation memory.

Placeholders are plain text, as in the translation memories of other gettext tools: an element never
matches characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kfor_i18n.catalogs.exchange.formats.inline import Part, split_text
from kfor_i18n.catalogs.exchange.formats.model import InputFile, Parcel, WritableFormat
from kfor_i18n.catalogs.exchange.formats.xml import (
    DECLARATION,
    XML_NAMESPACE,
    Node,
    element,
    escape,
    read_character,
    text_element,
)
from kfor_i18n.catalogs.exchange.rows import (
    DEFAULT_SOURCE,
    EXCHANGE_LANGUAGE,
    Document,
    Row,
    join_id,
    split_id,
)
from kfor_i18n.catalogs.exchange.units import Form, Handout, Unit
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.locales import canonical_tag

_CONTEXT, _FORM, _DIGEST = "x-context", "x-plural-form", "x-translation"
_CHARACTER = "u"
# The value of srclang for a translation memory in which any language can be the source.
_ANY = "*all*"


def write(parcel: Parcel) -> bytes:
    """Return a translation memory with a unit for each text."""
    header = {
        "creationtool": "kfor-i18n",
        "creationtoolversion": "1",
        "segtype": "block",
        "o-tmf": "po",
        "adminlang": "en",
        "srclang": parcel.handouts[0].source_language,
        "datatype": "plaintext",
    }
    units = "".join(
        _write_form(handout, unit, form)
        for handout in parcel.handouts
        for unit in handout.units
        for form in unit.forms
    )
    content = f"\n{element('header', header)}\n" + element("body", {}, f"\n{units}") + "\n"
    return f"{DECLARATION}{element('tmx', {'version': '1.4'}, content)}\n".encode()


def _write_form(handout: Handout, unit: Unit, form: Form) -> str:
    props = (
        (_CONTEXT, unit.context),
        (_FORM, None if form.number is None else str(form.number)),
        (_DIGEST, unit.digest),
    )
    parts = [text_element("prop", {"type": kind}, text) for kind, text in props if text is not None]
    parts += [
        _write_variant(handout.source_language, form.source),
        _write_variant(handout.target_language, form.target),
    ]
    content = "\n" + "".join(f"{part}\n" for part in parts)
    return element("tu", {"tuid": join_id(unit.id, form.number)}, content) + "\n"


def _write_variant(language: str, text: str) -> str:
    segment = element("seg", {}, "".join(_write_part(part) for part in split_text(text)))
    return element("tuv", {"xml:lang": language}, segment)


def _write_part(part: Part) -> str:
    if part.kind == "character":
        return element("ph", {"type": f"{_CHARACTER}{ord(part.text):04x}"})
    return escape(part.text)


class _Variant(NamedTuple):
    language: str
    text: str


class _Unit(NamedTuple):
    """A unit's text in the source language, and its texts in other languages."""

    node: Node
    source: str
    others: list[_Variant]


def read(file: InputFile) -> list[Document] | None:
    """Return the document in a translation memory, with the translations into ``file.language``.

    Without a language, they are those into the only target language. Raises ``CatalogError`` if
    there is no translation into the language.
    """
    root = file.root
    if root is None or root.name != "tmx":
        return None
    return [_read_document(file.path, root, file.language)]


def _read_document(path: Path, root: Node, language: str) -> Document:
    header = root.child("header")
    origin = header.attributes.get("srclang", _ANY) if header else _ANY
    units = [unit for node in root.descendants("tu") if (unit := _read_unit(node, origin))]
    found = {variant.language for unit in units for variant in unit.others}
    chosen = language.lower() or (next(iter(found)) if len(found) == 1 else "")
    rows = [_read_row(unit, target) for unit in units if (target := _pick(unit.others, chosen))]
    if units and language and not rows:
        if found:
            text = N_(
                'no translations into "%(wanted)s"; choose one of these with --locale: %(found)s'
            )
        else:
            text = N_("no translations; save the file again with its translations")
        values = {"wanted": language, "found": ", ".join(sorted(found))}
        problem = Problem(EXCHANGE_LANGUAGE, text, values)
        raise CatalogError([Finding(path, None, problem)])
    return Document(
        path,
        rows,
        language=chosen,
        is_flat=True,
        has_contexts=any(row.context is not None for row in rows),
    )


def _read_unit(node: Node, origin: str) -> _Unit | None:
    """Return a unit's texts; ``None`` if it has no text in the source language."""
    origin = node.attributes.get("srclang", origin).lower().replace(_ANY, DEFAULT_SOURCE)
    variants = []
    for variant in node.children("tuv"):
        given = variant.attributes
        language = given.get(f"{XML_NAMESPACE} lang", given.get("lang", "")).lower()
        segment = variant.child("seg")
        if segment is not None:
            variants.append(_Variant(language, _read_inline(segment)))
    source = _pick(variants, origin)
    if source is None:
        return None
    # An English catalog of English texts has the same language on both sides.
    return _Unit(node, source.text, [other for other in variants if other is not source])


def _read_row(unit: _Unit, target: _Variant) -> Row:
    props = {prop.attributes.get("type", ""): prop.text for prop in unit.node.children("prop")}
    name, form = split_id(unit.node.attributes.get("tuid", ""))
    return Row(
        line=unit.node.line,
        source=unit.source,
        target=target.text,
        id=name,
        digest=props.get(_DIGEST, "") if name else "",
        context=props.get(_CONTEXT),
        form=form,
    )


def _pick(variants: Sequence[_Variant], language: str) -> _Variant | None:
    """Return the text in a language or, without one, in a more general or more specific one."""
    exact = next((variant for variant in variants if variant.language == language), None)
    return exact or next(
        (variant for variant in variants if _is_same(variant.language, language)), None
    )


def _is_same(one: str, other: str) -> bool:
    """Return whether one tag extends the other: sl and sl-SI, but not pt-BR and pt-PT."""
    tags = [f"{canonical_tag(tag).lower()}-" for tag in (one, other)]
    return tags[0].startswith(tags[1]) or tags[1].startswith(tags[0])


def _read_inline(node: Node) -> str:
    return "".join(part if isinstance(part, str) else _read_code(part) for part in node.content)


def _read_code(node: Node) -> str:
    kind = node.attributes.get("type", "")
    if node.name == "ph" and kind.startswith(_CHARACTER) and not node.content:
        return read_character(kind.removeprefix(_CHARACTER))
    return _read_inline(node)


FORMAT = WritableFormat(
    name="tmx", title="TMX", suffix="tmx", read=read, write=write, states=frozenset({"translated"})
)
