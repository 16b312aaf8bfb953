"""Exported messages as units, with ids and digests by which an import recognizes them.

An id identifies a message, whatever its translation. A digest identifies a translation, so that an
import detects whether the catalog's changed since the export. Both begin with a letter, because
spreadsheets convert digits, and digits around an "e", to numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import message_id
from kfor_i18n.catalogs.exchange.places import Place
from kfor_i18n.catalogs.messages import Source, strip_forms
from kfor_i18n.catalogs.plurals import PluralRule, count_forms
from kfor_i18n.catalogs.po.comments import (
    EXTRACTED,
    TRANSLATOR,
    comment_lines,
    read_previous,
    read_references,
)
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.validation.comparing import is_formatted
from kfor_i18n.catalogs.validation.places import formats_of

State = Literal["untranslated", "fuzzy", "translated"]

STATES: tuple[State, ...] = get_args(State)
"""The states of a message: no or incomplete translation, a fuzzy one, or a confirmed one."""

_EXAMPLES = 3
# Some languages have a plural form for multiples of a million.
_PROBED = (*range(1_001), 1_000_000, 2_000_000, 3_000_000)


@dataclass(frozen=True, slots=True)
class Form:
    """A text to translate: a message's only one, or one of its plural forms.

    ``number`` is the index of the plural form, ``None`` for a message without a plural.
    ``examples`` are some numbers for which the form is used, such as ``1, 101, 201, …``.
    ``previous`` is the source text that a fuzzy translation was made for, if it is known.
    """

    number: int | None
    source: str
    target: str
    examples: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A message to export.

    ``is_formatted``: percent signs in its texts begin placeholders. ``places`` are the pages that
    it is on, if they are known.
    """

    id: str
    digest: str
    state: State
    context: str | None
    forms: tuple[Form, ...]
    is_formatted: bool
    extracted_comments: str
    translator_comments: str
    references: tuple[str, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Handout:
    """The exported units of one domain's catalog, and the BCP 47 tags of its two languages."""

    domain: str
    source_language: str
    target_language: str
    units: tuple[Unit, ...]


def translation_digest(language: str, msgstrs: Sequence[str], *, is_fuzzy: bool) -> str:
    """Return the digest of a translation, its state and its language: an NMTOKEN of 16 characters.

    Because of the language, files in different languages cannot be confused. Trailing empty forms
    are ignored.
    """
    texts = strip_forms(msgstrs)
    return "t" + _digest([language, bool(texts) and is_fuzzy, *texts])[:15]


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_units(catalog: Catalog, language: str) -> list[Unit]:
    """Return a catalog's live messages as units, in its order; ``language`` is a BCP 47 tag."""
    count = count_forms(catalog.po.headers)
    examples = _list_examples(catalog.rule, count)
    return [
        Unit(
            id=message_id(catalog.domain, entry),
            digest=translation_digest(language, entry.msgstrs, is_fuzzy=entry.is_fuzzy),
            state=_state(entry),
            context=entry.context,
            forms=_read_forms(entry, catalog.source_of(entry), examples),
            is_formatted=is_formatted(catalog.source_of(entry), formats_of(catalog, entry).printf),
            extracted_comments="\n".join(comment_lines(entry, EXTRACTED)),
            translator_comments="\n".join(comment_lines(entry, TRANSLATOR)).strip(),
            references=tuple(read_references(entry)),
        )
        for entry in catalog.live
    ]


def _state(entry: Entry) -> State:
    if entry.is_fuzzy and any(entry.msgstrs):
        return "fuzzy"
    return "translated" if entry.is_translated else "untranslated"


def _read_forms(entry: Entry, source: Source, examples: Sequence[str]) -> tuple[Form, ...]:
    singular, plural = source.texts
    previous = read_previous(entry) if entry.is_fuzzy else None
    before = previous.msgid if previous else ""
    if entry.plural is None:
        return (Form(None, singular, entry.msgstrs[0], previous=before),)
    plural_before = (previous and previous.plural) or before
    # The only form of a language is used for every number, so it translates the plural.
    first = singular if len(examples) > 1 else plural
    count = max(len(examples), len(strip_forms(entry.msgstrs)))
    return tuple(
        Form(
            number,
            plural if number else first,
            entry.msgstrs[number] if number < len(entry.msgstrs) else "",
            examples[number] if number < len(examples) else "",
            plural_before if number or len(examples) == 1 else before,
        )
        for number in range(count)
    )


def _list_examples(rule: PluralRule | None, count: int) -> list[str]:
    """Return some numbers for which each plural form is used: ``1, 101, 201, …``."""
    if rule is None:
        return [""] * count
    indices = [(number, rule.index(number)) for number in _PROBED]
    lists = []
    for form in range(count):
        numbers = (str(number) for number, index in indices if index == form)
        found = list(islice(numbers, _EXAMPLES + 1))
        more = ["…"] if len(found) > _EXAMPLES else []
        lists.append(", ".join(found[:_EXAMPLES] + more))
    return lists
