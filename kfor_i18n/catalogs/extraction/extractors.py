"""Sources in other languages than Python and Jinja, read by Babel's and by projects' extractors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from kfor_i18n.catalogs.extraction.calls import (
    SourceMessage,
    empty_text,
    find_unwritable,
    make_message,
    not_literal,
)
from kfor_i18n.catalogs.extraction.errors import EXTRACTOR, Misuse, SourceError, reason_of
from kfor_i18n.catalogs.extraction.formats import XGETTEXT
from kfor_i18n.catalogs.extraction.imports import Found, find_extractor, on_path
from kfor_i18n.catalogs.extraction.javascript import MARK, DynamicCall, find_dynamic
from kfor_i18n.catalogs.extraction.keywords import Keyword, Shape, find_shapes
from kfor_i18n.catalogs.extraction.mapping import Rule
from kfor_i18n.catalogs.problems import N_, Problem

_ESCAPE = "i18n: ignore"
"""The mark, in whatever kind of comment the language has."""


def read_other(root: Path, path: Path, rule: Rule) -> tuple[list[SourceMessage], list[Misuse]]:
    """Return the messages that a rule's extractor finds in a file, in its order, and what is wrong.

    The modules of ``root`` can be imported meanwhile. A call on a line with ``i18n: ignore`` is not
    wrong. Raises ``OSError`` or ``UnicodeDecodeError`` for a file that cannot be read, and
    ``SourceError`` if the extractor raises anything else.
    """
    tags = [*rule.comment_tags, XGETTEXT]
    text = _read_text(path, rule) if rule.is_javascript else ""
    if rule.is_javascript and not any(name in text for name in rule.keywords):
        return [], []
    try:
        with on_path(root), path.open("rb") as file:
            extract = find_extractor(rule.method)
            found = list(extract(file, rule.keywords.keys(), tags, options=rule.options))
        messages, misuses = _make_messages(
            found, rule.keywords, _read_marked(path, rule) if found else ()
        )
    except (OSError, UnicodeDecodeError):
        raise
    except (Exception, SystemExit) as error:
        problem = Problem(
            EXTRACTOR,
            N_(
                "the extractor %(method)s failed (%(error)s: %(reason)s); fix the file or "
                "the extractor, or exclude the file in the mapping file"
            ),
            {"method": rule.method, "error": type(error).__name__, "reason": reason_of(error)},
        )
        raise SourceError(getattr(error, "lineno", None), problem) from error
    if rule.is_javascript:
        for call in find_dynamic(text, rule.keywords, rule.options):
            misuses += call.misuses
            _drop_parts(messages, call)
    return messages, list(dict.fromkeys(misuses))


def _drop_parts(messages: list[SourceMessage], call: DynamicCall) -> None:
    """Drop what Babel's extractor takes for the message of a call: a part of its argument."""
    for message in messages:
        if message.line in call.lines and message.msgid in call.parts:
            messages.remove(message)
            return


def _read_text(path: Path, rule: Rule) -> str:
    return path.read_bytes().decode(rule.options.get("encoding", "utf-8"), "replace")


def _read_marked(path: Path, rule: Rule) -> Collection[int]:
    """Return the lines with a mark, in whatever kind of comment the language has."""
    lines = _read_text(path, rule).split("\n")
    return {number for number, line in enumerate(lines, start=1) if MARK.search(line)}


def _make_messages(
    found: Sequence[Found], keywords: Mapping[str, Keyword], exempt: Collection[int]
) -> tuple[list[SourceMessage], list[Misuse]]:
    messages: list[SourceMessage] = []
    misuses: list[Misuse] = []
    for line, function, arguments, comments in found:
        texts = [arguments] if arguments is None or isinstance(arguments, str) else arguments
        literals = {at: text for at, text in enumerate(texts, start=1) if text is not None}
        keyword = keywords[function] if function else (Shape(),)
        for shapes in find_shapes(keyword, len(texts)) if texts else ():
            shape = next((shape for shape in shapes if set(shape.texts) <= literals.keys()), None)
            message = make_message(line, literals, shape, comments) if shape else None
            unwritable = next(filter(None, map(find_unwritable, literals.values())), None)
            if message and message.msgid and not unwritable:
                messages.append(message)
            # Babel counts no line for a call without any argument, and so with no text to lose.
            elif line is not None and line not in exempt:
                wrong = empty_text() if message else _lost(function, shapes, literals, line)
                misuses.append(Misuse(line, unwritable or wrong))
    return messages, misuses


def _lost(
    function: str | None, shapes: Sequence[Shape], literals: Mapping[int, str], line: int
) -> Problem:
    """Return the problem of a call whose texts the extractor could not read."""
    position = next((at for at in shapes[-1].texts if at not in literals), 1)
    return not_literal(function or "gettext", position, _ESCAPE, line)
