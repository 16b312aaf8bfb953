"""What a file says of one message, and which message that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kfor_i18n.catalogs.exchange.index import Index, Located
from kfor_i18n.catalogs.exchange.rows import Document, Row
from kfor_i18n.catalogs.problems import N_, Code, Problem

IMPORT_UNKNOWN = Code(
    "import-unknown",
    N_("Message that is in no catalog"),
    N_("No message of the language has this source text."),
    severity="warning",
)


IMPORT_SOURCE = Code(
    "import-source",
    N_("Message whose source text changed"),
    N_("The catalog has the translation as a fuzzy one for the new source text."),
)


IMPORT_PLURAL = Code(
    "import-plural",
    N_("Message whose plural changed"),
    N_("The message has another plural in the catalog than in the file, or none."),
)


IMPORT_OBSOLETE = Code(
    "import-obsolete",
    N_("Message that is obsolete"),
    N_("The sources do not use the message any more."),
    severity="warning",
)


IMPORT_AMBIGUOUS = Code(
    "import-ambiguous",
    N_("Text of several messages"),
    N_("The file has neither ids nor contexts, and several messages have this text."),
)


@dataclass(slots=True)
class Incoming:
    """What a file says of one message: its translation by plural form (0 where it has none).

    ``problem`` says why it cannot be used; where ``is_unknown``, it is about no message at all.
    ``found`` is ``None`` then, and where it has nothing new for any of the messages that it could
    be about.
    """

    row: Row
    forms: dict[int, str]
    found: Located | None = None
    is_fuzzy: bool | None = None
    problem: Problem | None = None
    is_unknown: bool = False


_AMBIGUOUS = Problem(
    IMPORT_AMBIGUOUS,
    N_("is the text of several messages, and the file does not say which is meant; hand it in with "
       "contexts, or name the domain"),
)  # fmt: skip
_UNKNOWN = Problem(IMPORT_UNKNOWN, N_("is in no catalog; it is left out"))
_OBSOLETE = Problem(IMPORT_OBSOLETE, N_("is used no more; it is left out"))


def narrow(document: Document, found: Iterable[Located], row: Row) -> list[Located]:
    """Return those messages that are of a file's domain, if it names one, and a row's context."""
    chosen = list(found)
    if any(c.catalog.domain == document.domain for c in chosen):
        chosen = [c for c in chosen if c.catalog.domain == document.domain]
    if document.has_contexts:
        exact = [c for c in chosen if c.entry.context == row.context]
        # Tables and memories have an empty context and none written alike.
        chosen = exact or [c for c in chosen if (c.entry.context or "") == (row.context or "")]
    return chosen


def choose(incoming: Incoming, candidates: Sequence[Located], are_same: Sequence[bool]) -> None:
    """Take the only message that a text can be about; of several, one must have it already."""
    if len(candidates) == 1:
        incoming.found = candidates[0]
    elif candidates and not any(are_same):
        incoming.problem = _AMBIGUOUS


def explain(document: Document, index: Index, incoming: Incoming) -> None:
    """Say why there is no message that a row is about."""
    source = incoming.row.source
    if narrow(document, index.with_msgid(source), incoming.row):
        incoming.problem = Problem(
            IMPORT_PLURAL,
            N_("has another plural in the catalog now, or none; export it anew and translate that"),
        )
    elif successor := index.find_successor(source):
        incoming.problem = Problem(
            IMPORT_SOURCE,
            N_('reads "%(text)s" in the catalog now; export it anew and translate that'),
            {"text": successor.entry.msgid},
        )
    else:
        incoming.is_unknown = True
        incoming.problem = _OBSOLETE if index.is_obsolete(source) else _UNKNOWN
