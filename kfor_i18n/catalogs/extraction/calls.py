"""gettext calls as a source of any language has them: the model, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from kfor_i18n.catalogs.extraction.errors import Misuse
from kfor_i18n.catalogs.extraction.keywords import Keyword, Positions, find_specs
from kfor_i18n.catalogs.problems import N_, Problem
from kfor_i18n.catalogs.validation.placeholders import read_placeholders

_EXCERPT = 60


class Formatting(Enum):
    """What becomes of a message after it was looked up."""

    NONE = "left as it is"
    PRINTF = "formatted with %"
    NAMED = "formatted with named values"


class Expression(Enum):
    """An argument that is no string literal."""

    F_STRING = "an f-string"
    OWN_PARAMETER = "a parameter of the gettext function that the call stands in"
    NONE = "None, in such a function"
    OTHER = "any other"


class Texts(NamedTuple):
    """What a call looks up."""

    msgid: str
    plural: str | None
    context: str | None


class Argument(NamedTuple):
    """A positional argument: where it stands, and its text, or what it is instead of one."""

    line: int
    value: str | Expression


class SourceCall(NamedTuple):
    """A gettext call: its arguments, those by name only counted, and how a line is exempted.

    ``rest`` stands for the positions after the arguments. ``comments`` are for translators, where
    the language's extractor does not find them itself.
    """

    function: str
    line: int
    arguments: tuple[Argument, ...]
    arity: int
    formatting: Formatting
    escape: str
    rest: Expression = Expression.OTHER
    comments: tuple[str, ...] = ()


def judge_call(call: SourceCall, keyword: Keyword) -> tuple[list[Texts], list[Misuse]]:
    """Return what a call looks up, and what keeps that from being a message.

    A call that has no text, and hands on the parameters of the gettext function that it stands in,
    is neither a message nor a misuse: the texts are where that function is called.
    """
    specs = list(find_specs(keyword, call.arity))
    positions = {at: is_context for spec in specs for at, is_context in spec}
    arguments = {at: _argument(call, at) for at in positions}
    literals = {at: item.value for at, item in arguments.items() if isinstance(item.value, str)}
    has_text = any(not positions[at] for at in literals)
    misuses = [
        Misuse(argument.line, _not_literal(call, at, argument.value))
        for at, argument in arguments.items()
        if isinstance(argument.value, Expression)
        and (has_text or not _is_handed_on(argument.value, is_context=positions[at]))
    ]
    if misuses or not has_text:
        return [], misuses
    misuses = [
        Misuse(arguments[at].line, problem)
        for spec in specs
        for at, is_context in spec
        if not is_context and (problem := _judge_text(literals[at], call.formatting))
    ]
    return [_texts(literals, spec) for spec in specs], misuses


def _argument(call: SourceCall, position: int) -> Argument:
    is_given = position <= len(call.arguments)
    return call.arguments[position - 1] if is_given else Argument(call.line, call.rest)


def _is_handed_on(value: Expression, *, is_context: bool) -> bool:
    return value is Expression.OWN_PARAMETER or (is_context and value is Expression.NONE)


def _not_literal(call: SourceCall, position: int, value: Expression) -> Problem:
    values = {"function": call.function, "position": position, "escape": call.escape}
    if value is Expression.F_STRING:
        return Problem(
            "f-string",
            N_(
                "argument %(position)s of %(function)s() is an f-string, which no catalog can "
                "hold; write a placeholder and pass its value, or mark the line with %(escape)s"
            ),
            values,
        )
    return Problem(
        "not-literal",
        N_(
            "argument %(position)s of %(function)s() is not a string literal; write the text "
            "itself there, or mark the line with %(escape)s"
        ),
        values,
    )


def _texts(literals: Mapping[int, str], spec: Positions) -> Texts:
    context = next((literals[at] for at, is_context in spec if is_context), None)
    msgid, *plurals = [literals[at] for at, is_context in spec if not is_context]
    return Texts(msgid, plurals[0] if plurals else None, context)


def _judge_text(text: str, formatting: Formatting) -> Problem | None:
    if not text:
        return empty_text()
    if formatting is Formatting.NONE:
        return None
    excerpt = text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
    try:
        placeholders = read_placeholders(text)
    except ValueError as error:
        return Problem(
            "bare-percent",
            N_(
                '"%(text)s" is formatted, and "%(place)s" in it is no placeholder; write a per '
                "cent sign as %%%%"
            ),
            {"text": excerpt, "place": error},
        )
    unnamed = next((p for p in placeholders if p[0] == "%" and p[1] != "("), None)
    if unnamed is None or formatting is Formatting.PRINTF:
        return None
    return Problem(
        "unnamed-placeholder",
        N_(
            '"%(text)s" is formatted with named values, and "%(placeholder)s" in it has no name; '
            "name it, or write a per cent sign as %%%%"
        ),
        {"text": excerpt, "placeholder": unnamed},
    )


def empty_text() -> Problem:
    """Return the problem of a call with an empty text."""
    return Problem(
        "empty-text",
        N_(
            "an empty text is answered with the catalog's own header; leave the call out, or give "
            "it a text"
        ),
    )
