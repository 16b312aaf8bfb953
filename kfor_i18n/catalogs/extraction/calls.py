"""gettext calls, as sources of any language contain them, and the messages that they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from kfor_i18n.catalogs.extraction.errors import (
    BARE_PERCENT,
    EMPTY_TEXT,
    F_STRING,
    NOT_LITERAL,
    UNNAMED_PLACEHOLDER,
    Misuse,
)
from kfor_i18n.catalogs.extraction.keywords import Keyword, Positions, find_specs
from kfor_i18n.catalogs.problems import N_, Problem, cut
from kfor_i18n.catalogs.validation.placeholders import read_placeholders

_EXCERPT = 60


class Formatting(Enum):
    """What becomes of a message once it has been looked up."""

    NONE = "left as it is"
    PRINTF = "formatted with %"
    NAMED = "formatted with named values"


class Expression(Enum):
    """An argument that is not a string literal."""

    F_STRING = "an f-string"
    OWN_PARAMETER = "a parameter of the gettext function around the call"
    NONE = "None, in such a function"
    OTHER = "any other"


class Argument(NamedTuple):
    """A positional argument: its line, and its text or what it is instead of one."""

    line: int
    value: str | Expression


class SourceCall(NamedTuple):
    """A gettext call.

    ``line`` is where the function is named, ``message_line`` what a reference to the message says.
    ``arity`` counts all arguments; ``arguments`` are the positional ones, and ``rest`` stands for
    the positions after them. ``escape`` is the comment that exempts a line; ``comments`` are for
    translators.
    """

    function: str
    line: int
    message_line: int
    arguments: tuple[Argument, ...]
    arity: int
    formatting: Formatting
    escape: str
    rest: Expression = Expression.OTHER
    comments: tuple[str, ...] = ()


class SourceMessage(NamedTuple):
    """A message at one place in a source."""

    line: int
    msgid: str
    plural: str | None
    context: str | None
    comments: tuple[str, ...]


def make_messages(call: SourceCall, keyword: Keyword) -> tuple[list[SourceMessage], list[Misuse]]:
    """Return the messages that a call looks up, and what is wrong with it.

    A call without a text that hands on the parameters of the gettext function around it is neither
    a message nor wrong: the texts are where that function is called.
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
        if not is_context and (problem := _validate_text(literals[at], call.formatting))
    ]
    messages = [make_message(call.message_line, literals, spec, call.comments) for spec in specs]
    return [message for message in messages if message.msgid], misuses


def _argument(call: SourceCall, position: int) -> Argument:
    is_given = position <= len(call.arguments)
    return call.arguments[position - 1] if is_given else Argument(call.line, call.rest)


def _is_handed_on(value: Expression, *, is_context: bool) -> bool:
    return value is Expression.OWN_PARAMETER or (is_context and value is Expression.NONE)


def _not_literal(call: SourceCall, position: int, value: Expression) -> Problem:
    values = {"function": call.function, "position": position, "escape": call.escape}
    if value is Expression.F_STRING:
        return Problem(
            F_STRING,
            N_(
                "argument %(position)s of %(function)s() is an f-string, which no catalog can "
                "hold; write a placeholder and pass its value, or mark the line with %(escape)s"
            ),
            values,
        )
    return Problem(
        NOT_LITERAL,
        N_(
            "argument %(position)s of %(function)s() is not a string literal; write the text "
            "itself there, or mark the line with %(escape)s"
        ),
        values,
    )


def make_message(
    line: int, texts: Mapping[int, str], spec: Positions, comments: tuple[str, ...]
) -> SourceMessage:
    """Return the message that a spec picks from the texts of a call, by their positions."""
    context = next((texts.get(at) for at, is_context in spec if is_context), None)
    msgid, *plurals = [texts[at] for at, is_context in spec if not is_context]
    return SourceMessage(line, msgid, plurals[0] if plurals else None, context, comments)


def _validate_text(text: str, formatting: Formatting) -> Problem | None:
    if not text:
        return empty_text()
    if formatting is Formatting.NONE:
        return None
    excerpt = cut(text, _EXCERPT)
    try:
        placeholders = read_placeholders(text)
    except ValueError as error:
        return Problem(
            BARE_PERCENT,
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
        UNNAMED_PLACEHOLDER,
        N_(
            '"%(text)s" is formatted with named values, and "%(placeholder)s" in it has no name; '
            "name it, or write a per cent sign as %%%%"
        ),
        {"text": excerpt, "placeholder": unnamed},
    )


def empty_text() -> Problem:
    """Return the problem of a call with an empty text."""
    return Problem(
        EMPTY_TEXT,
        N_(
            "an empty text is answered with the catalog's own header; leave the call out, or give "
            "it a text"
        ),
    )
