"""Validation of the placeholders in translations, against those of the source text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from kfor_i18n.catalogs.messages import Source
from kfor_i18n.catalogs.plurals import Serves
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.braces import (
    is_format_string,
    is_icu,
    read_arguments,
    read_fields,
    read_names,
)
from kfor_i18n.catalogs.validation.broken import (
    ARGUMENT_FAULT,
    BRACE_FAULT,
    PERCENT_FAULT,
    describe_broken,
)
from kfor_i18n.catalogs.validation.formats import EVERY_TEXT, Formats, Printf
from kfor_i18n.catalogs.validation.placeholders import (
    COUNTS,
    find_placeholders,
    find_prose,
    is_positional,
    list_positional,
    name_of,
    read_printf,
    restore_silent,
)

PLACEHOLDER_ORDER = Code(
    "placeholder-order",
    N_("Positional placeholders differ in order or number"),
    N_(
        "%%s and %%d are filled in order of appearance. If the language needs a different order, "
        "ask the developers for named placeholders."
    ),
)


PLACEHOLDER_FOREIGN = Code(
    "placeholder-foreign",
    # Translators: the title of a kind of finding.
    N_("Unknown placeholder"),
    N_(
        "The program passes no value for an unknown placeholder, so formatting fails and readers "
        "get an error."
    ),
)


PLACEHOLDER_MISSING = Code(
    "placeholder-missing",
    # Translators: the title of a kind of finding.
    N_("Missing placeholder"),
    N_(
        "The value of a missing placeholder is not shown. A plural form may leave out the count, "
        "and the form for 1 may leave out anything that the singular source text does not have."
    ),
)


_EXCERPT = 8
_NUMBER = re.compile(r"^\{[0-9]+")
# As in Ruby and JavaScript, where spaces inside do not matter.
_SPACED = re.compile(r"%\{\s*(\w+)\s*\}")


@dataclass(frozen=True, slots=True)
class _Syntax:
    """A syntax of placeholders, and those of the source text in it.

    ``tolerated`` are placeholders that a translation may have in addition. ``read`` returns those
    of a translation, and raises ``ValueError`` with the text that cannot be formatted; ``fault`` is
    the msgid of that problem.
    """

    singular: list[str]
    plural: list[str]
    read: Callable[[str], list[str]]
    fault: str
    tolerated: Collection[str] = ()

    def required(self, serves: Serves) -> list[str]:
        """Return the placeholders that a form must have; none for a form used only for 0."""
        if serves == "zero":
            return []
        if serves == "one":
            return self.singular
        return [p for p in self.plural if serves == "others" or p in self.singular]


def compare_placeholders(
    source: Source, translation: str, serves: Serves = "one", formats: Formats = EVERY_TEXT
) -> Problem | None:
    """Return the problem with a translation's placeholders, or ``None`` if they are valid.

    ``translation`` is a single msgstr; ``serves`` are the numbers that it is used for if the source
    text has a plural. Named placeholders may be reordered and repeated, positional ones of printf
    may not. A source text that cannot itself be formatted defines only which names are valid.
    """
    if any(map(_SPACED.search, source.texts)):
        source = source._replace(singular=_squeeze(source.singular))
        if source.plural is not None:
            source = source._replace(plural=_squeeze(source.plural))
        translation = _squeeze(translation)
    signs = set("%{}").intersection("".join((*source.texts, translation)))
    if not signs:
        return None
    printf = None
    if "%" in signs and formats.printf is not Printf.NEVER:
        printf = _find_printf(source, formats.printf) or _find_named(source)
    braces = _find_braces(source, formats.brace) if signs != {"%"} else None
    syntaxes = [syntax for syntax in (printf, braces) if syntax]
    optional: Collection[str] = ()
    if source.plural is not None:
        optional = find_counts(
            [p for syntax in syntaxes for p in syntax.singular],
            [p for syntax in syntaxes for p in syntax.plural],
        )
    for syntax in syntaxes:
        if problem := _compare(syntax, source, translation, serves, optional):
            return problem
    return None


def _squeeze(text: str) -> str:
    return _SPACED.sub(r"%{\1}", text)


def is_formatted(source: Source, printf: Printf) -> bool:
    """Return whether the percent signs of a source text start placeholders."""
    return _find_printf(source, printf) is not None


def find_counts(singular: Collection[str], plural: Collection[str]) -> set[str]:
    """Return the placeholders of a plural that may be the count, which a form may leave out.

    These are the ones with a usual name, the only one that the singular lacks, and the only one.
    """
    counts = {placeholder for placeholder in plural if name_of(placeholder) in COUNTS}
    for group in (set(plural), set(plural) - set(singular)):
        if len(group) == 1:
            counts |= group
    return counts


def _find_printf(source: Source, printf: Printf) -> _Syntax | None:
    """Return the printf placeholders of a source text, or ``None`` if it is not formatted.

    If one of two texts cannot be formatted, the other one still may be.
    """
    if printf is Printf.NEVER or (
        printf is Printf.LETTERS and not any("%" in text for text in source.texts)
    ):
        return None
    has_names = any(map(_list_named, source.texts))
    is_certain = printf is Printf.ALWAYS or has_names
    read = [_read_formatted(text, is_certain=is_certain) for text in source.texts]
    if all(found is None for found in read) or (
        None in read and not any(read) and printf is not Printf.ALWAYS
    ):
        return None
    singular, plural = (
        _list_named(text) if found is None else found
        for text, found in zip(source.texts, read, strict=True)
    )
    prose = {
        one
        for text, found in zip(source.texts, read, strict=True)
        if found is not None
        for one in find_prose(text)
    }
    return _Syntax(
        [p for p in singular if p not in prose],
        [p for p in plural if p not in prose],
        partial(_read_besides, prose=prose),
        PERCENT_FAULT,
        prose,
    )


def _read_formatted(text: str, *, is_certain: bool) -> list[str] | None:
    """Return the placeholders of a text, or ``None`` if formatting fails on it or is unlikely.

    Percent signs in prose may resemble placeholders; only a single conversion to a string can be
    formatted with a dictionary of named values. ``is_certain``: a text with such a percent sign is
    formatted.
    """
    prose = find_prose(text)
    if prose and not (is_certain and len(prose) == 1 and prose[0][-1] in "sra"):
        return None
    try:
        return read_printf(text)
    except ValueError:
        return None


def _read_besides(text: str, prose: Collection[str]) -> list[str]:
    """Return the placeholders of a translation, in which one percent sign can be in prose."""
    found = read_printf(text, prose=prose)
    if len(tolerated := [p for p in found if p in prose]) > 1:
        raise ValueError(text[text.rindex(tolerated[-1]) :][:_EXCERPT])
    return found


def _find_named(source: Source) -> _Syntax:
    """Return the named printf placeholders of a source text, which are never prose."""
    singular, plural = map(_list_named, source.texts)
    return _Syntax(singular, plural, _list_named, PERCENT_FAULT)


def _list_named(text: str) -> list[str]:
    return [p.text for p in find_placeholders(text, "printf") if p.name is not None]


def _find_braces(source: Source, brace: bool | None) -> _Syntax | None:
    """Return the placeholders in braces of a source text, or ``None`` if braces are only text."""
    if brace is False:
        return None
    has_fields = any("{" in text for text in source.texts)
    is_format = brace or (has_fields and all(map(is_format_string, source.texts)))
    if is_format and (syntax := _read_all(source, read_fields, BRACE_FAULT)):
        return syntax
    is_message = any(map(is_icu, source.texts))
    if is_message and (syntax := _read_all(source, read_arguments, ARGUMENT_FAULT)):
        return syntax
    return _find_names(source)


def _read_all(source: Source, read: Callable[[str], list[str]], fault: str) -> _Syntax | None:
    try:
        singular, plural = map(read, source.texts)
    except ValueError:
        return None
    return _Syntax(singular, plural, read, fault)


def _find_names(source: Source) -> _Syntax:
    """Return the simple names of a source text; those that it has in ``{{ }}`` may be missing."""
    (singular, spaced), (plural, more) = map(read_names, source.texts)
    tolerated = {*spaced, *more}
    known = tolerated.union(singular, plural)

    def read(text: str) -> list[str]:
        names, found = read_names(text)
        return names + [name for name in found if name in known]

    return _Syntax(singular, plural, read, BRACE_FAULT, tolerated)


def _compare(
    syntax: _Syntax, source: Source, translation: str, serves: Serves, optional: Collection[str]
) -> Problem | None:
    try:
        found = syntax.read(translation)
    except ValueError as error:
        written = [_as_written(p, source.texts) for p in (*syntax.plural, *syntax.singular)]
        return describe_broken(str(error), syntax.fault, written)
    known = dict.fromkeys([*syntax.plural, *syntax.singular])
    if source.plural is not None:
        found = restore_silent(found, syntax.plural)
    for placeholder in found:
        if placeholder not in known and placeholder not in syntax.tolerated:
            return _describe_unknown(
                _as_written(placeholder, [translation]),
                [_as_written(p, source.texts) for p in known],
            )
    # One tuple fills both source texts only if they have the same positional placeholders; a form
    # that is never used for the singular must have those of the plural.
    right = [list_positional(text) for text in (syntax.plural, syntax.singular)]
    if serves == "others":
        del right[1]
    is_fixed = right[0] == right[-1]
    required = syntax.required(serves)
    if _are_alternatives(syntax) and set(syntax.singular) <= {*found, *optional}:
        required = syntax.singular
    for placeholder in required:
        is_optional = placeholder in optional and not (is_fixed and is_positional(placeholder))
        if placeholder not in found and not is_optional:
            return Problem(
                PLACEHOLDER_MISSING,
                N_("missing placeholder %(placeholder)s; add it where its value belongs"),
                {"placeholder": _as_written(placeholder, source.texts)},
            )
    if list_positional(p for p in found if p not in syntax.tolerated) not in right:
        return Problem(
            PLACEHOLDER_ORDER,
            N_("different order or number of positional placeholders; keep them as in the source"),
        )
    return None


def _are_alternatives(syntax: _Syntax) -> bool:
    """Return whether each name that one text lacks has its like in the other: ``one``, ``many``.

    The call passes all of them, so that a form can have those of either.
    """
    one, many = set(syntax.singular), set(syntax.plural)
    return len(one - many) == len(many - one) > 0 and all(map(name_of, one ^ many))


def _describe_unknown(placeholder: str, allowed: Sequence[str]) -> Problem:
    if not allowed:
        msgid = N_("unknown placeholder %(placeholder)s; remove it, since the source has none")
        return Problem(PLACEHOLDER_FOREIGN, msgid, {"placeholder": placeholder})
    return Problem(
        PLACEHOLDER_FOREIGN,
        N_(
            "unknown placeholder %(placeholder)s; use only the placeholders of the source: "
            "%(allowed)s"
        ),
        {"placeholder": placeholder, "allowed": ", ".join(allowed)},
    )


def _as_written(placeholder: str, texts: Collection[str]) -> str:
    """Return a placeholder as these texts write it: without the automatic number of ``{}``."""
    is_written = any(placeholder in text for text in texts)
    return placeholder if is_written else _NUMBER.sub("{", placeholder)
