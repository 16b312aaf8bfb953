"""Handing over what was translated: as a commit, or as a file where there is no git."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from gettext import NullTranslations
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kfor_i18n.catalogs.exchange import export
from kfor_i18n.catalogs.git.committing import (
    NO_COMMIT,
    Commit,
    CommitError,
    Place,
    find_place,
    make_commit,
    read_committed,
)
from kfor_i18n.catalogs.git.ignored import list_tracked
from kfor_i18n.catalogs.git.repository import find_user, run_program
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Problem, SettingsError, relative_path
from kfor_i18n.workbench.live.handover import Handover, look_at, write_message
from kfor_i18n.workbench.live.journal import Address
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.failures import explain_absence, fail, locked
from kfor_i18n.workbench.web.listing import drafts_of, name_of
from kfor_i18n.workbench.web.requests import (
    read_body,
    read_text,
    session_of_request,
    texts_of_request,
)

handover = Blueprint("handover", __name__)

_BUNDLE = "zip"
_NAMED = 5
_FOREIGN = frozenset("<>\n\r")
"""What no name and no address of an author can contain."""

_NOT_COMMITTED = (
    N_("git is not installed, so nothing can be committed."),
    N_("The project is not in a git repository, so nothing can be committed."),
)
_NOTHING = Problem(
    NO_COMMIT, N_("there is nothing to commit; include the whole file, or translate a message")
)


@dataclass(frozen=True)
class Language:
    """What is to be handed over of the catalogs of a locale, by the ids of the catalogs.

    ``stamp`` changes with everything that was looked at, and not with commits of other languages.
    """

    folder: str
    place: Place
    parts: dict[str, Handover]
    stamp: str


@handover.get("/handover")
def show_handover() -> Response:
    """Return what can be handed over, by language, and how."""
    session, texts = session_of_request(), texts_of_request()
    folders = list(dict.fromkeys(state.folder for state in session.catalogs.states))
    bundles = [{"locale": each, "name": name_of(each)} for each in folders]
    try:
        languages = [look_at_language(session, folder) for folder in folders]
    except SettingsError as error:
        absence = explain_absence(error, texts, *_NOT_COMMITTED)
        return jsonify(absence=absence, bundles=bundles, languages=[], author="", push="")
    return jsonify(
        absence=None,
        bundles=bundles,
        languages=[
            _describe_language(session, each, texts)
            for each in languages
            if any(part.mine or part.missing for part in each.parts.values())
        ],
        author=find_user(session.project.root),
        push=" ".join(session.project.workbench.push),
    )


@handover.post("/commit")
def commit() -> Response:
    """Commit the changes of one language."""
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    folder, whole = read_text(body, "locale"), body.get("whole")
    message, author = read_text(body, "message").strip(), _read_author(session, body)
    if not message:
        return fail(
            HTTPStatus.UNPROCESSABLE_ENTITY, texts.gettext("The commit message is missing.")
        )
    if isinstance(author, dict):
        said = " ".join(map(texts.gettext, author.values()))  # i18n: ignore
        return fail(HTTPStatus.UNPROCESSABLE_ENTITY, said, fields=list(author))
    with session.committing:
        language = look_at_language(session, folder)
        if language.stamp != read_text(body, "stamp"):
            text = texts.gettext(
                "the changes are no longer those that were shown here; check them, then commit"
            )
            return fail(HTTPStatus.CONFLICT, text)
        wanted = set(map(str, whole)) if isinstance(whole, list) else set()
        try:
            made = make_commit(language.place, _make_commit(language, wanted, message, author))
        except CommitError as error:
            text = error.problem.text(texts.gettext)
            return fail(HTTPStatus.UNPROCESSABLE_ENTITY, text, output=error.output)
    unstaged = texts.gettext("Not brought up to date in git's index: %(files)s; run git add.")
    return jsonify(
        commit=made.commit,
        output=made.output,
        problem=unstaged % {"files": ", ".join(made.unstaged)} if made.unstaged else None,
    )


@handover.post("/push")
def push() -> Response:
    """Run the command that the project's settings name to hand commits over."""
    session, texts = session_of_request(), texts_of_request()
    command = session.project.workbench.push
    if not command:
        return fail(HTTPStatus.NOT_FOUND, texts.gettext("The project has no command for this."))
    try:
        done = run_program(command, session.project.root)
    except OSError as error:
        text = texts.gettext("%(command)s cannot be run: %(reason)s")
        reason = {"command": command[0], "reason": error.strerror or error}
        return fail(HTTPStatus.UNPROCESSABLE_ENTITY, text % reason)
    if done.status:
        text = texts.gettext("The command failed with status %(status)s.")
        values = {"status": done.status}
        return fail(HTTPStatus.UNPROCESSABLE_ENTITY, text % values, output=done.output)
    return jsonify(output=done.output)


@handover.get("/bundle")
@locked
def send_bundle() -> Response:
    """Return the catalogs of a locale as a file for others, as ``export`` makes it."""
    exported = export(session_of_request().project, read_text(request.args, "locale"), _BUNDLE)
    response = Response(exported.data, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=exported.name)
    return response


def look_at_language(session: Session, folder: str) -> Language:
    """Compare the catalogs of a locale with the last commit.

    Raises ``SettingsError`` if git is not installed, or there is no repository.
    """
    with session.catalogs.lock:
        states = [state for state in session.catalogs.states if state.folder == folder]
        found = [(state, state.catalog) for state in states if state.catalog]
    first = found[0][0].path if found else session.project.translations
    place = find_place(first.resolve().parent if found else first)
    parts, seen = {}, [place.branch]
    for state, catalog in found:
        if not _is_within(place, state.path):
            continue
        committed = read_committed(place, state.path)
        is_mine = lambda entry, state=state: session.own.has(  # noqa: E731
            Address(state.folder, state.domain, entry.key), entry
        )
        parts[state.id] = look_at(catalog, committed, is_mine)
        seen += [hashlib.sha256(data).hexdigest() for data in (committed or b"", catalog.po.data)]
    return Language(folder, place, parts, hashlib.sha256(" ".join(seen).encode()).hexdigest())


def _is_within(place: Place, path: Path) -> bool:
    return path.resolve().is_relative_to(place.top)


def _make_commit(language: Language, whole: set[str], message: str, author: str) -> Commit:
    """Return the commit of a language. Raises ``CommitError`` if there is nothing to commit."""
    if language.place.problem:
        raise CommitError(language.place.problem)
    contents, by_path = {}, {part.catalog.path: part for part in language.parts.values()}
    for id_, part in language.parts.items():
        if id_ in whole:
            contents[part.catalog.path] = part.catalog.po.data
        elif part.mine:
            contents[part.catalog.path] = part.compose()
    if not contents:
        raise CommitError(_NOTHING)
    return Commit(
        message, author, contents, lambda path, staged: by_path[path].rebase(staged),
        is_checked=not whole & language.parts.keys(),
    )  # fmt: skip


def _read_author(session: Session, body: dict[str, Any]) -> str | dict[str, str]:
    """Return git's user, or the one that a request names; else what is wrong, by the field."""
    if user := find_user(session.project.root):
        return user
    name, address = (read_text(body, part).strip() for part in ("name", "address"))
    faults = {"name": _find_fault_of_name(name), "address": _find_fault_of_address(address)}
    found = {field: fault for field, fault in faults.items() if fault}
    return found or f"{name} <{address}>"


def _find_fault_of_name(name: str) -> str:
    if not name:
        return N_("Your name is missing.")
    return N_("Your name is invalid; it cannot contain < or >.") if _FOREIGN & set(name) else ""


def _find_fault_of_address(address: str) -> str:
    if not address:
        return N_("Your e-mail address is missing.")
    is_sound = not (_FOREIGN | {" "}) & set(address) and "@" in address[1:-1]
    return "" if is_sound else N_("Your e-mail address is invalid.")


def _describe_language(
    session: Session, language: Language, texts: NullTranslations
) -> dict[str, Any]:
    parts, problem = language.parts, language.place.problem
    states = [state for state in session.catalogs.states if state.id in parts]
    return {
        "locale": language.folder,
        "name": name_of(language.folder),
        "stamp": language.stamp,
        "problem": problem.text(texts.gettext) if problem else None,
        "notes": list(_list_notes(session, language, states, texts)),
        "catalogs": [
            {"id": id_, **_describe_part(part, session.project.root)} for id_, part in parts.items()
        ],
        "message": write_message(language.folder, parts.values(), ()),
        "message_whole": write_message(language.folder, parts.values(), parts.values()),
    }


def _list_notes(
    session: Session, language: Language, states: Iterable[CatalogState], texts: NullTranslations
) -> Iterator[str]:
    if not language.place.branch:
        yield texts.gettext("No branch is checked out, so the commit will be on no branch.")
    states = list(states)
    drafts = sum(1 for state in states for _ in drafts_of(session, state))
    if drafts:
        text = texts.ngettext(
            "%(count)s draft is not saved, so it is not included.",
            "%(count)s drafts are not saved, so they are not included.",
            drafts,
        )
        yield text % {"count": drafts}
    compiled = [session.project.compiled_path(state.path) for state in states]
    if list_tracked(session.project.root, [path for path in compiled if path.exists()]):
        yield texts.gettext("Compiled catalogs (.mo) are not included.")


def _describe_part(part: Handover, root: Path) -> dict[str, Any]:
    return {
        "path": relative_path(part.catalog.path, root),
        "mine": [_name_entry(entry) for entry in part.mine],
        "missing": len(part.missing),
        "others": len(part.others),
        "named": [_name_entry(entry) for entry in part.others[:_NAMED]],
        "has_other_lines": part.has_other_lines,
    }


def _name_entry(entry: Entry) -> dict[str, str | None]:
    return {"source": entry.msgid, "context": entry.context}
