"""What clients are told of catalogs and of lists of messages, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Any

from kfor_i18n.catalogs.editing import id_of
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.questions import read_questions
from kfor_i18n.catalogs.problems import N_, Finding, relative_path
from kfor_i18n.locales import direction, find_locale, own_name, standard_tag
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.rows import Row
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.session import Session

_EXCERPT = 200

_STATES = {
    # Translators: the state of a message in a list.
    "untranslated": N_("Untranslated"),
    # Translators: the state of a message in a list: its translation is fuzzy.
    "fuzzy": N_("Needs review"),
    # Translators: the state of a message in a list.
    "translated": N_("Translated"),
    # Translators: the state of a message in a list: its translation cannot be shown.
    "invalid": N_("Invalid"),
    # Translators: the state of a message in a list: it is in the catalog no more.
    "gone": N_("Removed"),
}

Test = Callable[[Row], bool]


def describe_catalog(session: Session, state: CatalogState, texts: NullTranslations) -> Any:
    """Return a catalog: its language, its counts, and why it cannot be read or compiled."""
    counts = state.rows.counts if state.catalog else {}
    invalid = state.count_invalid() if state.catalog else 0
    problems = [*state.problems, *session.compiled.get(state.folder, ())]
    # What keeps a .mo from being written is said of it, or of the directory of all.
    paths = (state.path, session.project.compiled_path(state.path), session.project.translations)
    problem = next((p for p in problems if p in state.problems or p.path in paths), None)
    return {
        "id": state.id,
        "locale": state.folder,
        "lang": standard_tag(state.folder),
        "name": name_of(state.folder),
        "dir": direction_of(state.folder),
        "domain": state.domain,
        "path": relative_path(state.path, session.project.root),
        "total": len(state.rows) if state.catalog else 0,
        "translated": counts.get("translated", 0) - invalid,
        "fuzzy": counts.get("fuzzy", 0),
        "untranslated": counts.get("untranslated", 0),
        "invalid": invalid,
        "drafts": sum(1 for _ in drafts_of(session, state)),
        "problem": _explain(state, problem, texts) if problem else None,
    }


def _explain(state: CatalogState, problem: Finding, texts: NullTranslations) -> str:
    """Return what is wrong with a catalog, and what is shown of it in the meantime."""
    text = problem.text(texts.gettext)
    if problem not in state.problems or state.catalog is None:
        return text
    # Translators: Workbench. After the reason why a catalog cannot be read.
    shown = texts.gettext("Until this is corrected, its last valid state is shown.")
    return f"{text.removesuffix('.')}. {shown}"


def name_of(folder: str) -> str:
    """Return the name of a locale in its own language, or the directory's if CLDR has none."""
    return own_name(folder) if find_locale(folder) else folder


def direction_of(folder: str) -> str:
    """Return the direction of a locale's text; left to right if CLDR does not have it."""
    return direction(folder) if find_locale(folder) else "ltr"


def drafts_of(session: Session, state: CatalogState) -> Iterator[tuple[Address, Draft]]:
    """Yield the drafts of a catalog, those of messages that are gone too."""
    for address, draft in session.journal.drafts.items():
        if (address.folder, address.domain) == (state.folder, state.domain):
            yield address, draft


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages of a catalog a list has.

    ``filter`` is the name of a filter, ``search`` a text in them. ``order`` are the messages to
    choose from, in their order; without it, they are those of the catalog. ``unused`` tells which
    messages no page uses, ``changed`` which changed since the day or revision that is asked for.
    """

    filter: str = ""
    search: str = ""
    order: Sequence[Key] | None = None
    unused: Callable[[Key], bool] = lambda _: False
    changed: Callable[[Key], bool] = lambda _: False


def list_messages(session: Session, state: CatalogState, wanted: Wanted) -> list[Row]:
    """Return the messages of a catalog that are wanted."""
    rows = state.rows
    test = _make_test(session, state, wanted)
    found = None
    if wanted.search and state.catalog:
        found = rows.search(state.catalog, wanted.search)
    order = wanted.order
    chosen: Iterable[Row | None] = rows if order is None else map(rows.row_of, order)
    return [row for row in chosen if row and test(row) and (found is None or row.key in found)]


def _make_test(session: Session, state: CatalogState, wanted: Wanted) -> Test:
    drafts = {address.key for address, _ in drafts_of(session, state)}
    saved = {
        address.key
        for address, versions in session.saved.items()
        if versions and (address.folder, address.domain) == (state.folder, state.domain)
    }
    misfits = {key for key in session.fits.keys_of(state.id) if session.misfits(state, key)}
    tests: dict[str, Test] = {
        "untranslated": lambda row: row.state == "untranslated",
        "fuzzy": lambda row: row.state == "fuzzy",
        "unfinished": lambda row: row.state != "translated",
        "findings": lambda row: bool(state.findings.get(row.key)) or row.key in misfits,
        "fit": lambda row: row.key in misfits,
        "drafts": lambda row: row.key in drafts,
        "changed": lambda row: row.key in saved or row.key in drafts,
        "unused": lambda row: wanted.unused(row.key),
        "questions": lambda row: bool((entry := state.find(row.key)) and read_questions(entry)),
        "since": lambda row: wanted.changed(row.key),
    }
    return tests.get(wanted.filter, lambda _: True)


def describe_row(
    session: Session, state: CatalogState, row: Row, texts: NullTranslations
) -> dict[str, Any]:
    """Return a message for a list."""
    entry = state.find(row.key)
    draft = session.journal.drafts.get(Address(state.folder, state.domain, row.key))
    forms = draft.msgstrs if draft else entry.msgstrs if entry else ()
    return {
        "id": row.id,
        "source": row.key.msgid[:_EXCERPT],
        "target": next((form for form in forms if form), "")[:_EXCERPT],
        "context": row.key.context,
        **describe_state(state, row, texts),
        "draft": draft is not None,
        "findings": len(state.findings.get(row.key, ())) + len(session.misfits(state, row.key)),
        "plural": bool(entry and entry.plural is not None),
        "questions": len(read_questions(entry)) if entry else 0,
        "kind": "",
        "kind_text": "",
    }


def describe_state(state: CatalogState, row: Row | None, texts: NullTranslations) -> dict[str, str]:
    """Return the state of a message, in a word and in words; ``None`` is one that is gone."""
    name = "gone" if row is None else "invalid" if state.is_invalid(row.key) else row.state
    return {"state": name, "state_text": texts.gettext(_STATES[name])}  # i18n: ignore


def list_orphans(
    session: Session, state: CatalogState, texts: NullTranslations
) -> list[dict[str, Any]]:
    """Return the drafts whose messages the catalog no longer has, for a list."""
    return [
        {
            "id": id_of(state.domain, address.key, draft.plural),
            "source": address.key.msgid[:_EXCERPT],
            "target": next((form for form in draft.msgstrs if form), "")[:_EXCERPT],
            "context": address.key.context,
            **describe_state(state, None, texts),
            "draft": True,
            "findings": 0,
            "plural": len(draft.msgstrs) > 1,
            "kind": "",
            "kind_text": "",
        }
        for address, draft in drafts_of(session, state)
        if state.find(address.key) is None
    ]


def find_former(session: Session, state: CatalogState, id_: str) -> Key | None:
    """Return the key of a message that had an id, if the catalog or a draft has it still."""
    drafts = {address.key: draft for address, draft in drafts_of(session, state)}
    former = state.former.get(id_)
    if former and (state.find(former.key) or former.key in drafts):
        return former.key
    ids = ((key, id_of(state.domain, key, draft.plural)) for key, draft in drafts.items())
    return next((key for key, id_of_key in ids if id_of_key == id_), None)
