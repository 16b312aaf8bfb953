"""What the workbench's scripts ask of translation memories: JSON over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, Response, jsonify, request

from kfor_i18n.catalogs.memory.lookup import Match
from kfor_i18n.catalogs.memory.segments import Segment
from kfor_i18n.catalogs.problems import N_, Finding, relative_path
from kfor_i18n.catalogs.validation.comparing import is_formatted
from kfor_i18n.catalogs.validation.places import formats_of
from kfor_i18n.workbench.live.words import diff_words, list_insertables, list_numbers
from kfor_i18n.workbench.web.requests import (
    Subject,
    find_subject,
    session_of_request,
    texts_of_request,
)

memories = Blueprint("memories", __name__)

_ORIGINS = {
    # Translators: Workbench. Origin of a translation: a catalog (domain), where it is obsolete.
    "obsolete": N_("%(place)s, obsolete message"),
    # Translators: Workbench. Origin of a translation: a catalog (domain), and when it was right.
    "previous": N_("%(place)s, before the source text changed"),
}


class _Asked(NamedTuple):
    """The source texts of a message, and whether percent signs in them begin placeholders."""

    sources: Sequence[str]
    is_formatted: bool


@memories.get("/similar")
def show_similar() -> Response:
    """Return translations of similar source texts, the best first.

    ``matches`` is ``None`` while the memories are being read; the client asks again then. Other
    requests are not held up by a look-up.
    """
    session = session_of_request()
    with session.catalogs.lock:
        subject = find_subject(request.args)
        asked = _read_asked(subject)
    if asked is None:
        return jsonify(matches=[], problems=[])
    similar = session.memories.find(subject.address, asked.sources[0])
    if similar is None:
        return jsonify(matches=None, problems=[])
    with session.catalogs.lock:
        matches = [_describe_match(subject, asked, match) for match in similar.matches]
    return jsonify(matches=matches, problems=list(map(_describe_finding, similar.findings)))


def _read_asked(subject: Subject) -> _Asked | None:
    """Return what is asked for; ``None`` for a message that the catalog no longer has."""
    entry, catalog = subject.state.find(subject.key), subject.state.catalog
    if entry is None or catalog is None:
        return None
    source = catalog.source_of(entry)
    sources = source.texts if entry.plural is not None else (source.singular,)
    return _Asked(sources, is_formatted(source, formats_of(catalog, entry).printf))


def _describe_finding(finding: Finding) -> str:
    name = relative_path(finding.path, session_of_request().project.root)
    return f"{name}: {finding.problem.text(texts_of_request().gettext)}"


def _describe_match(subject: Subject, asked: _Asked, match: Match) -> dict[str, Any]:
    segment = match.segment
    return {
        "score": match.score,
        "source": diff_words(segment.source, asked.sources[0]),
        "forms": segment.msgstrs,
        "origin": _name_origin(segment),
        **_compare(asked, segment),
        "message": _find_message(subject, segment),
    }


def _name_origin(segment: Segment) -> str:
    """Return where a segment is from: the domain, and what it was there, or the file."""
    text = _ORIGINS.get(segment.origin)
    place = segment.place
    return texts_of_request().gettext(text) % {"place": place} if text else place  # i18n: ignore


def _find_message(subject: Subject, segment: Segment) -> dict[str, Any] | None:
    """Return the message that a segment is from, if a catalog still has it."""
    for state in session_of_request().catalogs.states:
        is_same = (state.folder, state.domain) == (subject.state.folder, segment.place)
        row = state.rows.row_of(segment.key) if is_same and segment.key and state.catalog else None
        if row and not segment.is_past:
            return {"catalog": state.id, "id": row.id, "context": row.key.context}
    return None


def _compare(asked: _Asked, segment: Segment) -> dict[str, list[str]]:
    """Return what a match lacks of the source text, and has in addition.

    Placeholders and tags are those of its translation, which may be inserted. Numbers are those of
    its source text: they can be written differently in a translation.
    """
    wanted = _list_fixed(asked.sources, asked.sources[:1], is_formatted=asked.is_formatted)
    found = _list_fixed(segment.msgstrs, [segment.source], is_formatted=asked.is_formatted)
    return {
        "missing": [each for each in wanted if each not in found],
        "extra": [each for each in found if each not in wanted],
    }


def _list_fixed(texts: Sequence[str], numbered: Sequence[str], *, is_formatted: bool) -> list[str]:
    return [
        *list_insertables(texts, is_formatted=is_formatted),
        *list_numbers(numbered, is_formatted=is_formatted),
    ]
