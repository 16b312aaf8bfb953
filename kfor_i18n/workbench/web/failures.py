"""What the workbench's scripts are told when something cannot be done: why, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EACCES, EPERM, EROFS
from functools import wraps
from gettext import NullTranslations
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any, TypeVar

from flask import Response, g, jsonify

from kfor_i18n.catalogs.git.repository import NO_GIT, NO_REPOSITORY
from kfor_i18n.catalogs.problems import CatalogError, SettingsError
from kfor_i18n.workbench import writing
from kfor_i18n.workbench.web.entries import describe_conflict
from kfor_i18n.workbench.web.findings import describe_findings
from kfor_i18n.workbench.web.requests import session_of_request, texts_of_request

_View = TypeVar("_View", bound=Callable[..., Any])

_PATIENCE = 3.0
"""How long, in seconds, a save waits for another command that changes catalogs."""

_LOOK_SECONDS = 0.05

_UNWRITABLE = (EACCES, EPERM, EROFS)


def locked(view: _View) -> _View:
    """Let a view look at catalogs while nothing changes them; explain what cannot be written.

    One that another command keeps from writing has changed nothing, and is called again. In
    between, other views go on.
    """

    @wraps(view)
    def with_lock(*args: Any, **kwargs: Any) -> Any:
        try:
            return _insist(view, *args, **kwargs)
        except writing.NotSaved as error:
            return _explain_unsaved(error)
        except CatalogError as error:
            text = error.findings[0].text(texts_of_request().gettext)
            return fail(HTTPStatus.SERVICE_UNAVAILABLE, _add_unkept(text))
        except OSError as error:
            return fail(HTTPStatus.SERVICE_UNAVAILABLE, _explain_system(error))

    return with_lock  # type: ignore[return-value]


def _insist(view: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    end = monotonic() + _PATIENCE
    while True:
        try:
            with session_of_request().catalogs.lock:
                return view(*args, **kwargs)
        except BlockingIOError:
            if monotonic() > end:
                raise
        sleep(_LOOK_SECONDS)


def fail(status: HTTPStatus, text: str, **values: Any) -> Response:
    """Return the response to a request that could not be done, with a sentence that says why."""
    response = jsonify(error=text, **values)
    response.status_code = status
    return response


def explain_absence(
    error: SettingsError, texts: NullTranslations, without_git: str, without_repository: str
) -> str:
    """Return why something cannot be done without git, in words that are for translators.

    The last two are the sentences (msgids) where git or a repository is missing.
    """
    problem = error.findings[0].problem
    if problem.code is NO_GIT:
        return texts.gettext(without_git)  # i18n: ignore
    if problem.code is NO_REPOSITORY and not problem.msgid.startswith("git cannot"):
        return texts.gettext(without_repository)  # i18n: ignore
    return problem.text(texts.gettext)


@contextmanager
def noting_unkept() -> Iterator[None]:
    """Note that a draft is only kept by the browser that sent it, unless the block is done."""
    g.is_unkept = True
    yield
    g.is_unkept = False


def _explain_unsaved(error: writing.NotSaved) -> Response:
    texts = texts_of_request()
    text = _add_unkept(error.problem.text(texts.gettext))
    if not error.findings and not error.is_invalid:
        conflict = describe_conflict(error.conflict) if error.conflict else None
        return fail(HTTPStatus.CONFLICT, text, conflict=conflict)
    return fail(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        text,
        findings=[
            each
            for state in session_of_request().catalogs.states
            if state.catalog and error.entry and state.path == error.findings[0].path
            for each in describe_findings(error.findings, state.catalog, error.entry, texts)
        ],
        needs="correction" if error.is_invalid else "confirmation",
    )


def say_unkept() -> str:
    """Say that a draft is only kept by the browser that sent it."""
    return texts_of_request().gettext("The draft is only kept in this browser.")


def _add_unkept(text: str) -> str:
    """Add to a text, if so, that a draft is only kept by the browser that sent it."""
    return f"{text.removesuffix('.')}. {say_unkept()}" if g.get("is_unkept") else text


def _explain_system(error: OSError) -> str:
    gettext = texts_of_request().gettext
    is_unkept = g.get("is_unkept")
    if isinstance(error, BlockingIOError) and not is_unkept:
        return gettext(
            "Another program is changing the catalogs; save again when it has finished. The draft "
            "is kept."
        )
    if error.errno in _UNWRITABLE:
        text = gettext("%(file)s: %(reason)s; make the file and its directory writable, then save "
                       "again.")  # fmt: skip
    else:
        text = gettext("%(file)s: %(reason)s; correct this, then save again.")
    kept = say_unkept() if is_unkept else gettext("The draft is kept.")
    return f"{text % {'file': error.filename or '', 'reason': error.strerror or error}} {kept}"
