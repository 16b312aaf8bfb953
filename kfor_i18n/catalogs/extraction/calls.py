"""gettext calls, as sources of any language contain them, and the messages that they look up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from kfor_i18n.catalogs.extraction.errors import (
    EMPTY_TEXT,
    F_STRING,
    FORMATTED_EARLY,
    NOT_LITERAL,
    UNWRITABLE_TEXT,
    Misuse,
)
from kfor_i18n.catalogs.extraction.formats import (
    PYTHON,
    Formatting,
    find_unformattable,
    split_comments,
)
from kfor_i18n.catalogs.extraction.keywords import Keyword, Shape, find_shapes
from kfor_i18n.catalogs.problems import N_, Problem

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


class Expression(Enum):
    """An argument that is not a string literal."""

    F_STRING = "an f-string with fields"
    FORMATTED = "a literal that is formatted in the call"
    OWN_PARAMETER = "a parameter of the gettext function around the call"
    NONE = "None, in such a function"
    OTHER = "any other"


class Argument(NamedTuple):
    """A positional argument: its line, and its text or what it is instead of one."""

    line: int
    value: str | Expression


class SourceCall(NamedTuple):
    """A gettext call.

    ``function`` is the name in the source, ``keyword`` that of the function that it is an alias of.
    ``line`` is where the function is named, ``message_line`` is the line in references to the
    message. ``arity`` counts all arguments; ``arguments`` are the positional ones, and ``rest`` is
    used for the positions after them. ``escape`` is the comment that exempts a line,
    ``escape_line`` where it can be (default: where the function is named), ``is_exempt`` is whether
    it is there; ``comments`` are for translators.
    """

    function: str
    keyword: str
    line: int
    message_line: int
    arguments: tuple[Argument, ...]
    arity: int
    formattings: frozenset[Formatting]
    escape: str
    escape_line: int = 0
    is_exempt: bool = False
    rest: Expression = Expression.OTHER
    comments: tuple[str, ...] = ()


class SourceMessage(NamedTuple):
    """A message at one place in a source; without a line, somewhere in it.

    ``formattings`` are what the call shows, ``flags`` are those of a comment or an earlier
    template.
    """

    line: int | None
    msgid: str
    plural: str | None = None
    context: str | None = None
    comments: tuple[str, ...] = ()
    formattings: frozenset[Formatting] = frozenset()
    flags: tuple[str, ...] = ()


def make_messages(call: SourceCall, keyword: Keyword) -> tuple[list[SourceMessage], list[Misuse]]:
    """Return the messages that a call looks up, and what is wrong with it.

    A call without a text that hands on the parameters of the gettext function around it is neither
    a message nor wrong: the texts are where that function is called. An exempt call is not wrong
    either, whatever its arguments are.
    """
    messages: dict[SourceMessage, None] = {}
    misuses: dict[Misuse, None] = {}
    for shapes in find_shapes(keyword, call.arity):
        message, wrong = _make_message(call, _choose_shape(call, shapes))
        messages |= dict.fromkeys([message] if message else [])
        misuses |= dict.fromkeys(wrong)
    return list(messages), [] if call.is_exempt else list(misuses)


def _choose_shape(call: SourceCall, shapes: Sequence[Shape]) -> Shape:
    """Return the first shape whose arguments are all literals, else one that the call is near."""
    fitting = (
        shape
        for shape in shapes
        if all(isinstance(_argument(call, at).value, str) for at in shape.positions)
    )
    near = (shape for shape in shapes if max(shape.positions) <= len(call.arguments))
    return next(fitting, None) or next(near, shapes[-1])


def _make_message(call: SourceCall, shape: Shape) -> tuple[SourceMessage | None, list[Misuse]]:
    arguments = {at: _argument(call, at) for at in shape.positions}
    literals = {at: item.value for at, item in arguments.items() if isinstance(item.value, str)}
    has_text = any(at in literals for at in shape.texts)
    misuses = [
        Misuse(argument.line, _not_literal(call, at, argument.value))
        for at, argument in arguments.items()
        if isinstance(argument.value, Expression)
        and (has_text or not _is_handed_on(argument.value, is_context=at == shape.context))
    ]
    misuses += [
        Misuse(arguments[at].line, problem)
        for at, text in literals.items()
        if (problem := find_unwritable(text))
    ]
    if misuses or not has_text:
        return None, misuses
    message = make_message(call.message_line, literals, shape, call.comments, call.formattings)
    formattings = () if f"no-{PYTHON}" in message.flags else call.formattings
    problems = {
        at: find_unformattable(literals[at], formattings) if literals[at] else empty_text()
        for at in shape.texts
    }
    misuses = [Misuse(arguments[at].line, found) for at, found in problems.items() if found]
    return message if message.msgid else None, misuses


def _argument(call: SourceCall, position: int) -> Argument:
    is_given = position <= len(call.arguments)
    return call.arguments[position - 1] if is_given else Argument(call.line, call.rest)


def _is_handed_on(value: Expression, *, is_context: bool) -> bool:
    return value is Expression.OWN_PARAMETER or (is_context and value is Expression.NONE)


def _not_literal(call: SourceCall, position: int, value: Expression) -> Problem:
    line = call.escape_line or call.line
    values = {
        "function": call.function,
        "position": position,
        "escape": call.escape,
        "line": line,
    }
    if value is Expression.F_STRING:
        return Problem(
            F_STRING,
            N_(
                "argument %(position)s of %(function)s() is an f-string and cannot be "
                "extracted; use a placeholder and pass its value, or mark line %(line)s with "
                "%(escape)s"
            ),
            values,
        )
    if value is Expression.FORMATTED:
        return Problem(
            FORMATTED_EARLY,
            N_(
                "argument %(position)s of %(function)s() is formatted before it is looked up "
                "in the catalog; format the result of the call, or mark line %(line)s with "
                "%(escape)s"
            ),
            values,
        )
    return not_literal(call.function, position, call.escape, line)


def not_literal(function: str, position: int, escape: str, line: int) -> Problem:
    """Return the problem of a call whose text is not in the source.

    ``escape`` is the comment that exempts such a call, and ``line`` where it can be.
    """
    return Problem(
        NOT_LITERAL,
        N_(
            "argument %(position)s of %(function)s() is not a string literal; pass the text "
            "itself, or mark line %(line)s with %(escape)s"
        ),
        {"function": function, "position": position, "escape": escape, "line": line},
    )


def make_message(
    line: int | None,
    texts: Mapping[int, str],
    shape: Shape,
    comments: Sequence[str],
    formattings: frozenset[Formatting] = frozenset(),
) -> SourceMessage:
    """Return the message that a shape picks from the texts of a call, by their positions."""
    msgid, *plurals = [texts[at] for at in shape.texts]
    context = None if shape.context is None else texts.get(shape.context)
    kept, flags = split_comments(comments)
    return SourceMessage(
        line, msgid, plurals[0] if plurals else None, context, kept, formattings, flags
    )


def empty_text() -> Problem:
    """Return the problem of a call with an empty text."""
    return Problem(
        EMPTY_TEXT,
        N_(
            "empty message, for which gettext returns the catalog header; remove the call, or "
            "pass some text"
        ),
    )


def find_unwritable(text: str) -> Problem | None:
    """Return the problem of a text with a character that no catalog can hold, if it has one."""
    match = _UNWRITABLE.search(text)
    if match is None:
        return None
    return Problem(
        UNWRITABLE_TEXT,
        N_("character %(character)s, which catalogs cannot contain; remove it from the text"),
        {"character": f"U+{ord(match[0]):04X}"},
    )
