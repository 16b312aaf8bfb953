"""Drafts that clients send: read, kept, and never in place of one that its sender has not seen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from werkzeug.exceptions import BadRequest

from kfor_i18n.workbench import writing
from kfor_i18n.workbench.live.conflicts import begin_draft, rebase
from kfor_i18n.workbench.live.journal import Draft
from kfor_i18n.workbench.web.failures import noting_unkept
from kfor_i18n.workbench.web.requests import (
    Subject,
    read_draft,
    read_optional,
    read_text,
    session_of_request,
    texts_of_request,
)


def digest_draft(draft: Draft | None) -> str:
    """Return what changes with what a draft says; "" for none."""
    if draft is None:
        return ""
    content = json.dumps([draft.msgstrs, draft.is_fuzzy, draft.comment])
    return hashlib.sha256(content.encode()).hexdigest()[:20]


def read_new_draft(subject: Subject, body: dict[str, Any]) -> Draft:
    """Return the draft in a request, as a change of the entry that its author saw.

    Raises ``BadRequest``.
    """
    session, entry = session_of_request(), subject.state.find(subject.key)
    before = session.journal.drafts.get(subject.address)
    if before is None:
        before = begin_draft(entry) if entry else Draft((), plural=_read_plural(subject, body))
    draft = read_draft(body, before)
    has_seen = entry is not None and draft.seen == begin_draft(entry).seen
    if entry and has_seen and not subject.state.fits(entry, draft.msgstrs):
        raise BadRequest(
            texts_of_request().gettext(
                "The message now has a different number of plural forms; reload the page."
            )
        )
    if entry and has_seen:
        # The author has seen the entry as it is now, and decided.
        draft = rebase(draft, entry)
    return draft


def _read_plural(subject: Subject, body: dict[str, Any]) -> str | None:
    """Return the plural of a message that is gone, as it was in the catalog or at the client."""
    former = subject.state.former.get(read_text(body, "id"))
    return former.plural if former else read_optional(body, "msgid_plural")


def would_replace_another(
    subject: Subject, values: dict[str, Any], draft: Draft | None = None
) -> bool:
    """Return whether there is a draft that the author of a request has not seen, and not written.

    ``draft`` is the one in the request. A client that does not say what it has seen is let through.
    """
    kept = session_of_request().journal.drafts.get(subject.address)
    seen = values.get("draft_seen")
    return (
        kept is not None
        and isinstance(seen, str)
        and digest_draft(kept) not in (seen, digest_draft(draft))
    )


def keep(subject: Subject, body: dict[str, Any], draft: Draft) -> None:
    """Keep a draft, tell other clients, and note if only the browser that sent it has it.

    Raises ``OSError``.
    """
    session = session_of_request()
    before = session.journal.drafts.get(subject.address)
    with noting_unkept():
        writing.keep_draft(session, subject.state, subject.address, draft)
    if session.journal.drafts.get(subject.address) != before:
        session.changes.add(subject.state.id, [read_text(body, "id")])
