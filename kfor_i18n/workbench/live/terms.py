"""The terms of the glossary in a message: where they are, and whether its translation has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.model import Pair
from kfor_i18n.catalogs.checks.rules.glossary import Occurrence, Term, find_terms, has_term
from kfor_i18n.catalogs.checks.running import glossary_of, make_pairs
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.workbench.live.lemmas import find_words
from kfor_i18n.workbench.live.words import Piece

Use: TypeAlias = Literal["used", "probable", "unused"]
"""Whether a translation has a term: as ``check`` finds it, by a dictionary's opinion, or not."""

CutPiece: TypeAlias = tuple[str, str] | tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class UsedTerm:
    """A term, and whether a translation has it; ``words`` are those that probably are it."""

    term: Term
    use: Use
    words: str = ""


def locate_terms(catalog: Catalog, source: str) -> list[Occurrence]:
    """Return where terms are in a source text; nowhere if the glossary cannot be read."""
    glossary = glossary_of(catalog)
    try:
        return find_terms(glossary, source) if glossary else []
    except CatalogError:
        return []


def list_terms(catalog: Catalog, sources: Iterable[str]) -> list[Term]:
    """Return the terms in source texts, each once, in their order."""
    found = (each.term for source in sources for each in locate_terms(catalog, source))
    return list(dict.fromkeys(found))


def judge_terms(catalog: Catalog, entry: Entry) -> list[UsedTerm]:
    """Return the terms in the source texts of a message, and whether its translation has them.

    The entry need not be in the catalog. Of a plural, each form that is filled in must have the
    terms of the source text that it translates.
    """
    filled = [
        (pair, [each.term for each in locate_terms(catalog, pair.source)])
        for pair in make_pairs(catalog, entry)
        if pair.target
    ]
    terms = list_terms(catalog, catalog.source_of(entry).texts)
    return [_judge(term, [pair for pair, own in filled if term in own]) for term in terms]


def _judge(term: Term, pairs: Sequence[Pair]) -> UsedTerm:
    missing = [pair for pair in pairs if not has_term(pair, term)]
    if not missing:
        return UsedTerm(term, "used" if pairs else "unused")
    words = [_find_probable(pair, term) for pair in missing]
    return UsedTerm(term, "probable", words[0]) if all(words) else UsedTerm(term, "unused")


def _find_probable(pair: Pair, term: Term) -> str:
    found = (find_words(pair.target, target, pair.language.code) for target in term.targets)
    return next(filter(None, found), "")


def cut_terms(
    pieces: Iterable[Piece], occurrences: Iterable[Occurrence], terms: Sequence[Term]
) -> list[CutPiece]:
    """Return the pieces of a source text with those of terms apart, each with its term's index."""
    position = 0
    cut: list[CutPiece] = []
    spans = [(each.start, each.end, terms.index(each.term)) for each in occurrences]
    for kind, text in pieces:
        if kind == "text":
            cut += _cut(text, position, spans)
        else:
            cut.append((kind, text))
        position += len(text)
    return cut


def _cut(text: str, offset: int, spans: Iterable[tuple[int, int, int]]) -> Iterator[CutPiece]:
    """Cut a text that begins at an offset of the whole; of spans that overlap, the first counts."""
    done = 0
    for start, end, index in spans:
        first, last = max(start - offset, done), min(end - offset, len(text))
        if first >= last:
            continue
        if done < first:
            yield "text", text[done:first]
        yield "term", text[first:last], index
        done = last
    if done < len(text):
        yield "text", text[done:]
