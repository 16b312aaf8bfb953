"""What clients are told of the history of a message: who changed what, and what changed since."""

from __future__ import annotations

from gettext import NullTranslations
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kfor_i18n.catalogs.git.changes import Pair, Revision, Version, find_commit
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import N_, SettingsError
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.live.words import diff_words
from kfor_i18n.workbench.web.failures import explain_absence, fail
from kfor_i18n.workbench.web.forms import pad
from kfor_i18n.workbench.web.requests import (
    find_subject,
    read_number,
    read_text,
    session_of_request,
    texts_of_request,
)

history = Blueprint("history", __name__)

_PART, _MOST = 20, 10_000
_NO_HISTORY = (
    N_("git is not installed, so there is no history."),
    N_("The project is not in a git repository, so it has no history."),
)


@history.get("/history")
def show_history() -> Response:
    """Return who changed a message, the newest change first."""
    session, texts = session_of_request(), texts_of_request()
    with session.catalogs.lock:
        subject = find_subject(request.args)
    limit = max(1, read_number(request.args, "limit", _PART, _MOST))
    try:
        # Not locked: git is asked.
        past = session.histories.look_up(subject.state.path, subject.key)
        pair = _compare(subject.state, past.head).get(subject.key)
    except SettingsError as error:
        text = explain_absence(error, texts, *_NO_HISTORY)
        return jsonify(problem=text, rows=[], is_complete=True, read=0, total=0, left=0)
    rows = [_describe_pair(pair, texts, None)] if pair else []
    rows += [
        _describe_pair((change.before, change.after), texts, change.revision)
        for change in past.changes[: limit - len(rows)]
    ]
    return jsonify(
        problem=None, rows=rows, is_complete=past.is_complete, read=past.read, total=past.total,
        left=len(past.changes) + bool(pair) - len(rows),
    )  # fmt: skip


@history.get("/since")
def show_since() -> Response:
    """Return what became of a message since a day or a revision."""
    with session_of_request().catalogs.lock:
        subject = find_subject(request.args)
    try:
        pair = changed_since(subject.state, read_text(request.args, "since")).get(subject.key)
    except SettingsError as error:
        return explain_since(error)
    return jsonify(_describe_pair(pair, texts_of_request(), None) if pair else None)


def changed_since(state: CatalogState, since: str) -> dict[Key, Pair]:
    """Return the messages of a catalog that changed since a day or a revision.

    Raises ``SettingsError`` if it is neither, and if there is no git or no repository.
    """
    return _compare(state, find_commit(state.path.parent, since))


def explain_since(error: SettingsError) -> Response:
    """Return the response to a request about a day or a revision that is none."""
    text = error.findings[0].problem.text(texts_of_request().gettext)
    return fail(HTTPStatus.UNPROCESSABLE_ENTITY, text)


def _compare(state: CatalogState, commit: str) -> dict[Key, Pair]:
    session = session_of_request()
    with session.catalogs.lock:
        data, version = state.catalog.po.data if state.catalog else b"", state.version
    return session.histories.compare(state.path, data, version, commit)


def _describe_pair(pair: Pair, texts: NullTranslations, by: Revision | None) -> dict[str, Any]:
    """Return a change of a message: by whom, and the forms that changed, each word by word."""
    before, after = pair
    old, new = (version.msgstrs if version else () for version in pair)
    count = max(len(old), len(new))
    return {
        "commit": by.commit if by else None,
        "author": by.author if by else None,
        "time": by.time.isoformat() if by else None,
        "subject": by.subject if by else None,
        "note": _note(before, after, texts),
        "diffs": [
            {"form": form, "segments": diff_words(was, now)}
            for form, (was, now) in enumerate(zip(pad(old, count), pad(new, count), strict=True))
            if was != now
        ],
        "forms": new,
    }


def _note(before: Version | None, after: Version | None, texts: NullTranslations) -> str | None:
    """Return what happened to a message besides a change of its translation, if anything."""
    if before is None:
        # Translators: Workbench. What a commit did to a message.
        return texts.gettext("Message added")
    if after is None:
        # Translators: Workbench. What a commit did to a message.
        return texts.gettext("Message removed")
    if before.is_fuzzy == after.is_fuzzy:
        return None
    if after.is_fuzzy:
        # Translators: Workbench. What a commit did to a message.
        return texts.gettext("Now needs review")
    # Translators: Workbench. What a commit did to a message.
    return texts.gettext("No longer needs review")
