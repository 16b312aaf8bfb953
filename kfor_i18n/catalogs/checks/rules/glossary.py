"""Check that translations use the terms of the glossary, in any inflected form."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from kfor_i18n.catalogs.checks.inflection import Matcher, compile_word, is_acronym
from kfor_i18n.catalogs.checks.model import Pair, TextCheck, text_check
from kfor_i18n.catalogs.checks.texts import locate, strip_code
from kfor_i18n.catalogs.messages import drop_whitespace
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import read_file

GLOSSARY_FILE = Code(
    "glossary-file",
    # Translators: the title of a kind of finding.
    N_("Invalid glossary"),
    N_("A glossary is a CSV file in UTF-8 with the columns source, target and, optionally, note."),
)


GLOSSARY = Code(
    "glossary",
    N_("Glossary term not used"),
    N_(
        "Readers assume that two different words mean two different things. Where the source "
        "contains a glossary term, the translation must contain the term's translation at least "
        "once. Accepted: inflected forms, one extra word between the words of a term, and the "
        "alternatives listed after Also: and Inflected: in the note. A term inside a longer term "
        "is not counted."
    ),
    severity="warning",
)


@dataclass(frozen=True)
class Term:
    """A term of a glossary: its names in source texts, and its accepted translations.

    The first of each is the one that findings show. ``note`` is what people are told of it.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    note: str = ""


class Occurrence(NamedTuple):
    """Where a term is in a source text: the positions at which it begins and ends."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True)
class Glossary:
    """The terms of a project in one language."""

    terms: tuple[Term, ...]


_COLUMNS = (["source", "target"], ["source", "target", "note"])


def load_glossary(path: Path) -> Glossary:
    """Read a glossary: a CSV file in UTF-8 with the columns source, target and, optionally, note.

    A second name can be given in brackets, as in ``Kosovo Force (KFOR)``. Notes are for people,
    except that the words after ``Also:``, ``Inflected:``, ``Write`` or ``abbreviation``, or before
    ``is accepted``, are accepted translations too. Raises ``CatalogError`` with all errors.
    """
    findings: list[Finding] = []
    terms: dict[str, Term] = {}
    for line, row in _read_rows(path):
        problem = _validate_row(row, terms, is_first=line == 1)
        if problem:
            findings.append(Finding(path, line, problem))
        elif line > 1:
            source, target, note = (*(cell.strip() for cell in row), "")[:3]
            targets = (*_split_brackets(target), *_read_note(note))
            terms[source] = Term(_split_brackets(source), tuple(dict.fromkeys(targets)), note)
    if findings:
        raise CatalogError(findings)
    return Glossary(tuple(terms.values()))


def _read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the cells of the first row and of every other row that is not empty."""
    data = read_file(path)
    line = 1
    try:
        reader = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        rows = []
        for row in reader:
            if line == 1 or any(row):
                rows.append((line, row))
            line = reader.line_num + 1
    except (csv.Error, UnicodeDecodeError) as error:
        msgid = N_("not valid CSV: %(error)s; close all quotation marks, and double those inside a "
                   "cell")  # fmt: skip
        if isinstance(error, UnicodeDecodeError):
            line = data.count(b"\n", 0, error.start) + 1
            msgid = N_("not valid UTF-8: %(error)s; save the glossary as UTF-8")
        problem = Problem(GLOSSARY_FILE, msgid, {"error": error})
        raise CatalogError([Finding(path, line, problem)]) from None
    yield from rows or [(1, [])]


def _validate_row(row: list[str], terms: Iterable[str], *, is_first: bool) -> Problem | None:
    if is_first:
        if row in _COLUMNS:
            return None
        return Problem(GLOSSARY_FILE, N_("not a glossary; make source,target,note the first line"))
    if not 2 <= len(row) <= 3 or not row[0].strip() or not row[1].strip():
        return Problem(
            GLOSSARY_FILE,
            N_(
                "row without both source and target, or with too many columns; write "
                "source,target,note, with quotation marks around text that contains commas"
            ),
        )
    if row[0].strip() in terms:
        return Problem(
            GLOSSARY_FILE,
            N_(
                'duplicate term "%(source)s"; keep one row, and add the other translation after '
                "Also: in its note"
            ),
            {"source": row[0].strip()},
        )
    return None


_BRACKETS = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
_NOTED = re.compile(
    r"\b(?:also|inflected):\s*([^;]+)|\babbreviation:?\s+(\w+)|\bwrite\s+([^,;]+)"
    r"|([^,;]+?)(?:\s+in\s+capitals)?\s+is\s+accepted\b",
    re.IGNORECASE,
)


def _split_brackets(term: str) -> tuple[str, ...]:
    match = _BRACKETS.fullmatch(term)
    return (match[1].strip(), match[2].strip()) if match else (term,)


def _read_note(note: str) -> Iterator[str]:
    for groups in _NOTED.findall(note):
        yield from filter(None, map(str.strip, "".join(groups).split(",")))


_WORD = re.compile(r"\w+")
_BETWEEN = r"[\s\u00a0\u2011\ufffc-]+"


class _Variant(NamedTuple):
    """A name of a term as a pattern, and the pieces that occur in any text that it matches."""

    pieces: tuple[str, ...]
    pattern: re.Pattern[str]
    term: Term


_Finder = Callable[[str], list[Occurrence]]


@text_check(GLOSSARY)
def find_other_terms(pair: Pair) -> Problem | None:
    """Look for terms of the source text whose translation is not the glossary's."""
    return _report(list_missing_terms(pair))


def list_missing_terms(pair: Pair) -> list[Term]:
    """Return the terms of a source text whose translation is not the glossary's."""
    if pair.glossary is None:
        return []
    return _drop_used(pair, _terms_of(_open_finder(pair.glossary)(pair.source)))


def find_terms(path: Path, source: str) -> list[Occurrence]:
    """Return where the terms of a glossary are in a source text, in its order.

    A term inside a longer one is left out. Raises ``CatalogError`` if the glossary is invalid.
    """
    found = _open_finder(path)(source)
    return [Occurrence(locate(source, start), locate(source, end), t) for start, end, t in found]


@cache
def _open_finder(path: Path) -> _Finder:
    return _make_finder(load_glossary(path))


def make_glossary_check(glossary: Glossary) -> TextCheck:
    """Return the text check for a glossary."""
    find = _make_finder(glossary)
    return lambda pair: _report(_drop_used(pair, _terms_of(find(pair.source))))


def _report(missing: list[Term]) -> Problem | None:
    if not missing:
        return None
    return Problem(
        GLOSSARY,
        N_("missing glossary terms; use %(terms)s"),
        {"terms": ", ".join(f"{term.sources[0]} → {term.targets[0]}" for term in missing)},
    )


def _terms_of(occurrences: Iterable[Occurrence]) -> list[Term]:
    return list(dict.fromkeys(occurrence.term for occurrence in occurrences))


def _drop_used(pair: Pair, terms: list[Term]) -> list[Term]:
    return [term for term in terms if not has_term(pair, term)]


def _make_finder(glossary: Glossary) -> _Finder:
    """Return a function that finds the terms of a glossary in a source text without its code."""
    by_longest: dict[str, list[_Variant]] = {}
    for term in glossary.terms:
        for source in term.sources:
            variant = _read_variant(source, term)
            by_longest.setdefault(max(variant.pieces, key=len), []).append(variant)

    def find(text: str) -> list[Occurrence]:
        source = text.casefold()
        pieces = [piece for piece in by_longest if piece in source]
        if not pieces:
            return []
        variants = [variant for piece in pieces for variant in by_longest[piece]]
        likely = [v for v in variants if all(piece in source for piece in v.pieces)]
        return _find_occurrences(strip_code(text), likely)

    return find


def _read_variant(source: str, term: Term) -> _Variant:
    """Compile a term's name: case-insensitive except acronyms, with plural and possessive forms."""
    pieces = [word.casefold() for word in _WORD.findall(source)] or [source.casefold()]
    words = [_source_word(word) for word in re.split(r"[\s-]+", source)]
    pattern = re.compile(rf"(?<![\w.@]){_BETWEEN.join(words)}(?:['’]s?)?(?!\w|\.\w)")
    return _Variant(tuple(piece.removesuffix("y") for piece in pieces), pattern, term)


def _source_word(word: str) -> str:
    if any(char.isdigit() for char in word):
        return re.escape(word)
    if is_acronym(word):
        return f"{re.escape(word)}s?"
    stem, ending = (word[:-1], "(?:y|ies)") if word.endswith("y") else (word, "(?:e?s)?")
    return f"(?i:{re.escape(stem)}{ending})"


def _find_occurrences(source: str, variants: Iterable[_Variant]) -> list[Occurrence]:
    """Return where terms are in a source text, except inside longer ones."""
    matches = [
        Occurrence(*match.span(), term)
        for _, pattern, term in variants
        for match in pattern.finditer(source)
    ]
    found: list[Occurrence] = []
    reached = 0
    for occurrence in sorted(matches, key=lambda each: (each.start, -each.end)):
        if occurrence.end > reached:
            reached = occurrence.end
            found.append(occurrence)
    return found


# Languages without spaces between words: the term is searched for as a substring.
_WITHOUT_SPACES = frozenset({"ja", "km", "lo", "my", "th", "zh"})


def has_term(pair: Pair, term: Term) -> bool:
    """Return whether a translation has a term's translation, in any inflected form."""
    target, language = strip_code(pair.target), pair.language
    if language.code in _WITHOUT_SPACES:
        text = drop_whitespace(target).casefold()
        return any(drop_whitespace(accepted).casefold() in text for accepted in term.targets)
    if target.isupper():
        target = target.title()
    words = _WORD.findall(_fold(target, language.code))
    return any(_has_words(words, _compile_target(t, language.code)) for t in term.targets)


def _fold(text: str, code: str) -> str:
    """Return a text without diacritics, which inflection can change; unchanged in Slovenian."""
    if code == "sl" or text.isascii():
        return text
    return "".join(s for s in unicodedata.normalize("NFKD", text) if not unicodedata.combining(s))


def _has_words(words: Sequence[str], matchers: Sequence[Matcher]) -> bool:
    """Return whether words match in order, with at most one other word between two."""
    ends: Sequence[int] = range(-2, len(words))
    for matches in matchers:
        near = {at for end in ends for at in (end + 1, end + 2) if 0 <= at < len(words)}
        ends = [at for at in sorted(near) if matches(words[at])]
    return bool(ends)


@lru_cache(maxsize=4096)
def _compile_target(term: str, code: str) -> tuple[Matcher, ...]:
    return tuple(compile_word(word, code) for word in _WORD.findall(_fold(term, code)))
