"""Sources in other languages than Python and Jinja, read by Babel's extractors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from kfor_i18n.catalogs.extraction.calls import SourceMessage, empty_text, make_message
from kfor_i18n.catalogs.extraction.errors import Misuse
from kfor_i18n.catalogs.extraction.keywords import Positions, find_specs
from kfor_i18n.catalogs.extraction.mapping import Rule

_Texts = str | Sequence[str | None] | None
_Extractor = Callable[..., Iterable[tuple[int, str | None, _Texts, Sequence[str]]]]


def read_other(source: bytes, rule: Rule) -> tuple[list[SourceMessage], list[Misuse]]:
    """Return the messages that a rule's extractor finds in a source, and the empty ones.

    A call whose texts are not literals is passed over, as Babel does. Raises ``ValueError``,
    ``ImportError`` or ``AttributeError`` for an extractor that does not exist, and whatever the
    extractor raises.
    """
    messages, misuses = [], []
    extract = _find_extractor(rule.method)
    for line, function, found, comments in extract(
        BytesIO(source), rule.keywords.keys(), rule.comment_tags, options=rule.options
    ):
        texts = [found] if found is None or isinstance(found, str) else found
        keyword = rule.keywords[function] if function else None
        for spec in find_specs(keyword, len(texts)) if texts else ():
            literals = {at: text for at, text in enumerate(texts, start=1) if text is not None}
            if not _has_all(literals, spec):
                continue
            message = make_message(line, literals, spec, tuple(comments))
            if message.msgid:
                messages.append(message)
            else:
                misuses.append(Misuse(line, empty_text()))
    return sorted(messages, key=lambda message: message.line), misuses


def _has_all(literals: dict[int, str], spec: Positions) -> bool:
    return all(is_context or at in literals for at, is_context in spec)


def _find_extractor(method: str) -> _Extractor:
    """Return an extractor by its entry point, or by its module and name."""
    if ":" in method or "." in method:
        module, _, name = method.rpartition(":" if ":" in method else ".")
        extractor: Any = getattr(import_module(module), name)
    else:
        from importlib.metadata import entry_points

        found = next(iter(entry_points(group="babel.extractors", name=method)), None)
        if found is None:
            raise ValueError(f"Unknown extraction method {method!r}")
        extractor = found.load()
    typed: _Extractor = extractor
    return typed
