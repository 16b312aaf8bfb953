"""gettext calls in JavaScript that Babel's extractor passes over without a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kfor_i18n.catalogs.extraction.calls import not_literal
from kfor_i18n.catalogs.extraction.errors import Misuse
from kfor_i18n.catalogs.extraction.keywords import Keyword, find_shapes

if TYPE_CHECKING:
    from babel.messages.jslexer import Token

ESCAPE = "// i18n: ignore"
MARK = re.compile(r"\bi18n:\s*ignore\b")

# Lodash is called _ too, and minified code calls everything by one letter.
_SHORTEST = 3
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


class DynamicCall(NamedTuple):
    """A call whose texts are not all literals: its lines, and the literals in its arguments."""

    misuses: list[Misuse]
    lines: range
    parts: frozenset[str]


def find_dynamic(
    text: str, keywords: Mapping[str, Keyword], options: Mapping[str, Any]
) -> Iterator[DynamicCall]:
    """Yield the calls of gettext functions whose texts are not string literals.

    Calls on a line with a comment ``i18n: ignore`` are exempt. ``options`` are those of Babel's
    extractor.
    """
    names = frozenset(name for name in keywords if len(name) >= _SHORTEST)
    if not names or not _compile_suspects(names).search(text):
        return
    # It takes long to import, and few projects have JavaScript.
    from babel.messages.jslexer import tokenize

    marked = {at for at, line in enumerate(text.split("\n"), start=1) if MARK.search(line)}
    tokens = [
        token
        for token in tokenize(
            text,
            jsx=options.get("jsx", True),
            template_string=options.get("template_string", True),
            dotted=any("." in name for name in keywords),
        )
        if not token.type.endswith("comment")
    ]
    for at, token in enumerate(tokens[:-1]):
        if token.value not in names or token.type != "name" or tokens[at + 1].value != "(":
            continue
        arguments, end = _read_arguments(tokens, at + 2)
        lines = range(token.lineno, tokens[min(end, len(tokens) - 1)].lineno + 1)
        if marked.isdisjoint(lines) and not _is_definition(tokens, at, end):
            misuses = list(_judge(token, arguments, keywords[token.value], lines[-1]))
            if misuses:
                yield DynamicCall(misuses, lines, frozenset(_list_literals(arguments)))


def _list_literals(arguments: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Yield the texts in the arguments of a call, as Babel's extractor reads them."""
    from babel.messages.jslexer import unquote_string

    for token in (token for argument in arguments for token in argument):
        if token.type in ("string", "template_string"):
            yield unquote_string(token.value)


@cache
def _compile_suspects(names: Collection[str]) -> re.Pattern[str]:
    """Compile a pattern of calls whose first argument is not one literal."""
    whole = "|".join(map(re.escape, sorted(names)))
    literal = r"""\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\s*\)"""
    return re.compile(rf"(?<![\w$])(?:{whole})\s*\((?!{literal})")


def _read_arguments(tokens: Sequence[Token], start: int) -> tuple[list[list[Token]], int]:
    """Return the arguments of a call, each as its tokens, and where its parenthesis closes."""
    arguments: list[list[Token]] = [[]]
    depth = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        if token.type == "operator" and token.value in _CLOSING:
            if depth == 0:
                return (arguments if arguments[-1] else arguments[:-1]), at
            depth -= 1
        elif token.type == "operator" and token.value in _OPENING:
            depth += 1
        elif token.type == "operator" and token.value == "," and depth == 0:
            arguments.append([])
            continue
        arguments[-1].append(token)
    return arguments, len(tokens)


def _is_definition(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a name and a pair of parentheses begin a function instead of calling it."""
    is_named = at > 0 and tokens[at - 1].value == "function"
    return is_named or (end + 1 < len(tokens) and tokens[end + 1].value == "{")


def _judge(
    name: Token, arguments: Sequence[Sequence[Token]], keyword: Keyword, last: int
) -> Iterator[Misuse]:
    for shapes in find_shapes(keyword, len(arguments)):
        lost = [
            at
            for at in shapes[-1].texts
            if at > len(arguments) or not _is_literal(arguments[at - 1])
        ]
        if lost:
            yield Misuse(name.lineno, not_literal(name.value, lost[0], ESCAPE, last))


def _is_literal(tokens: Sequence[Token]) -> bool:
    texts, operators = tokens[::2], tokens[1::2]
    return (
        len(texts) == len(operators) + 1
        and all(token.value == "+" for token in operators)
        and all(
            token.type == "string" or (token.type == "template_string" and "${" not in token.value)
            for token in texts
        )
    )
