"""TMX 1.4b (LISA, 2005): the confirmed translations of catalogs as a translation memory.

Placeholders stay text, as other gettext tools have them in theirs: a memory finds nothing where one
side has an element and the other the characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kfor_i18n.catalogs.exchange.inline import Part, split_text
from kfor_i18n.catalogs.exchange.languages import DEFAULT_SOURCE
from kfor_i18n.catalogs.exchange.rows import Document, Row, join_id, split_id
from kfor_i18n.catalogs.exchange.units import Form, Handout, Unit
from kfor_i18n.catalogs.exchange.xml_reading import XML_NAMESPACE, Node, read_character
from kfor_i18n.catalogs.exchange.xml_writing import DECLARATION, element, escape, text_element
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem

_CONTEXT, _FORM, _DIGEST = "x-context", "x-plural-form", "x-translation"
_CHARACTER = "u"
# A memory whose every language can be the source.
_ANY = "*all*"


def write(handouts: Sequence[Handout]) -> bytes:
    """Return the confirmed translations of catalogs as one memory."""
    header = {
        "creationtool": "kfor-i18n",
        "creationtoolversion": "1",
        "segtype": "block",
        "o-tmf": "po",
        "adminlang": "en",
        "srclang": handouts[0].source_language,
        "datatype": "plaintext",
    }
    units = "".join(
        _write_form(handout, unit, form)
        for handout in handouts
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


def read(path: Path, root: Node, language: str) -> Document:
    """Return the rows of a memory in a language (a tag), or in its only one beside the source's.

    Raises ``CatalogError`` where it has none in that language.
    """
    header = root.child("header")
    source = header.attributes.get("srclang", _ANY) if header else _ANY
    units = list(root.descendants("tu"))
    variants = [_read_variants(unit) for unit in units]
    origins = [
        unit.attributes.get("srclang", source).lower().replace(_ANY, DEFAULT_SOURCE)
        for unit in units
    ]
    found = {
        tag for tags, origin in zip(variants, origins, strict=True) for tag in tags
        if not _is_same(tag, origin)
    }  # fmt: skip
    chosen = language or (found.pop() if len(found) == 1 else "")
    rows = [
        row
        for unit, tags, origin in zip(units, variants, origins, strict=True)
        if (row := _read_unit(unit, tags, origin, chosen)) is not None
    ]
    if units and language and not rows:
        problem = Problem(
            "exchange-language",
            N_('holds no translation into "%(wanted)s"; name one of these: %(found)s'),
            {"wanted": language, "found": ", ".join(sorted(found)) or "—"},
        )
        raise CatalogError([Finding(path, None, problem)])
    return Document(
        path,
        rows,
        language=chosen,
        is_flat=True,
        has_contexts=any(row.context is not None for row in rows),
    )


def _read_variants(unit: Node) -> dict[str, str]:
    """Return a unit's texts by their languages in lower case."""
    texts = {}
    for variant in unit.children("tuv"):
        given = variant.attributes
        tag = given.get(f"{XML_NAMESPACE} lang", given.get("lang", "")).lower()
        segment = variant.child("seg")
        if segment is not None:
            texts[tag] = _read_inline(segment)
    return texts


def _read_unit(unit: Node, texts: Mapping[str, str], origin: str, language: str) -> Row | None:
    source, target = _pick(texts, origin), _pick(texts, language)
    if source is None or target is None:
        return None
    props = {prop.attributes.get("type", ""): prop.text for prop in unit.children("prop")}
    name, form = split_id(unit.attributes.get("tuid", ""))
    return Row(
        line=unit.line,
        source=source,
        target=target,
        id=name,
        digest=props.get(_DIGEST, "") if name else "",
        context=props.get(_CONTEXT),
        form=form,
    )


def _pick(texts: Mapping[str, str], language: str) -> str | None:
    """Return the text in a language, in its nearest relative where it is not there itself."""
    language = language.lower()
    if language in texts:
        return texts[language]
    return next((text for tag, text in texts.items() if _is_same(tag, language)), None)


def _is_same(one: str, other: str) -> bool:
    """Tell whether one tag is the other or more exact: sl and sl-SI, but not pt-BR and pt-PT."""
    return f"{one}-".startswith(f"{other}-") or f"{other}-".startswith(f"{one}-")


def _read_inline(node: Node) -> str:
    return "".join(part if isinstance(part, str) else _read_code(part) for part in node.content)


def _read_code(node: Node) -> str:
    kind = node.attributes.get("type", "")
    if node.name == "ph" and kind.startswith(_CHARACTER) and not node.content:
        return read_character(kind.removeprefix(_CHARACTER))
    return _read_inline(node)
