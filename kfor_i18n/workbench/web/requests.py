"""What a request to the workbench is about: its session, its language, and its values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Response, current_app, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound

from kfor_i18n.catalogs.editing import id_of
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.interface import find_catalogs, open_texts
from kfor_i18n.locales import lookup
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.listing import find_former

EXTENSION = "workbench"
"""The name by which the web application holds its session."""

_RETRY_SECONDS = "2"
_TYPED = ("forms", "comment", "base")
_MOST_FORMS = 10
_MOST_NUMBER = 10**9


class Subject(NamedTuple):
    """The message that a request is about, and its catalog."""

    state: CatalogState
    key: Key

    @property
    def address(self) -> Address:
        """The address of the message in the project."""
        return Address(self.state.folder, self.state.domain, self.key)


def session_of_request() -> Session:
    """Return the session of the workbench that a request is for."""
    session: Session = current_app.extensions[EXTENSION]
    return session


def language_of_request() -> str:
    """Return the tag of the interface's best language for a request's ``Accept-Language``."""
    return lookup(request.headers.get("Accept-Language", ""), _list_languages())


@cache
def _list_languages() -> list[str]:
    """Return the tags of the languages that the interface has, English first."""
    compiled = find_catalogs().glob("*/LC_MESSAGES/tools.mo")
    return ["en", *sorted(path.parts[-3].replace("_", "-") for path in compiled)]


def texts_of_request() -> NullTranslations:
    """Return the interface's texts in the language of a request."""
    return open_texts(language_of_request())


def refuse_for_now() -> Response:
    """Return the response to a request for which the application has no time."""
    text = _("The application is still busy with other pages; try again in a moment.")
    response = jsonify(error=text)
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def read_body() -> dict[str, Any]:
    """Return the JSON object of a request. Raises ``BadRequest`` if it has none."""
    try:
        body = request.get_json()
    except (ValueError, RecursionError):
        raise BadRequest(_("The request cannot be read; reload the page.")) from None
    if not isinstance(body, dict):
        raise BadRequest(_("The request is not a JSON object; reload the page."))
    if not all(_is_sound(text, is_typed=name in _TYPED) for name, text in _texts(body)):
        raise BadRequest(_("The request cannot be read; reload the page."))
    return body


def _texts(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield all texts in a JSON object, each with the name that it is below."""
    rest = list(body.items())
    while rest:
        name, value = rest.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, list):
            rest += [(name, each) for each in value]
        elif isinstance(value, dict):
            rest += [(name, each) for pair in value.items() for each in pair]


def _is_sound(text: str, *, is_typed: bool) -> bool:
    """Return whether a catalog can hold a text; half a character may be typed by mistake."""
    return "\0" not in text and (is_typed or _normalize(text) == text.replace("\r\n", "\n"))


def find_state(values: dict[str, Any]) -> CatalogState:
    """Return the catalog that a request names by its id. Raises ``NotFound``."""
    session = session_of_request()
    state = session.catalogs.state(read_text(values, "catalog"))
    if state is None:
        raise NotFound(
            _("The file of this catalog is gone. Restore it, or choose another catalog.")
        )
    if state.catalog is None:
        problem = CatalogError(state.problems).findings[0]
        raise NotFound(problem.text(texts_of_request().gettext))
    return state


def find_subject(values: dict[str, Any]) -> Subject:
    """Return the message that a request names by the ids. Raises ``NotFound``."""
    state = find_state(values)
    key = _find_key(state, read_text(values, "id"))
    if key is None:
        raise NotFound(_("The catalog no longer has this message; choose another one."))
    return Subject(state, key)


def find_written(values: dict[str, Any]) -> Subject:
    """Return the message that a text was typed for, which may be gone. Raises ``NotFound``.

    Of one that was gone before its first draft came, only the client knows anything but the id.
    """
    state, id_ = find_state(values), read_text(values, "id")
    context, plural = (read_optional(values, name) for name in ("context", "msgid_plural"))
    key = Key(read_text(values, "msgid"), context)
    if _find_key(state, id_) is None and id_of(state.domain, key, plural) == id_:
        return Subject(state, key)
    return find_subject(values)


def _find_key(state: CatalogState, id_: str) -> Key | None:
    return state.rows.key_of(id_) or find_former(session_of_request(), state, id_)


def read_draft(values: dict[str, Any], before: Draft) -> Draft:
    """Return the draft in a request; what it does not name is that of the draft ``before``.

    The forms that its author saw (``base``) are the request's own: a server that was started again
    has not shown them. Without them, they are not known. Raises ``BadRequest``.
    """
    forms = _read_forms(values, "forms", before.msgstrs)
    if not forms:
        raise BadRequest(_("The forms are not a list of texts; reload the page."))
    comment, seen = read_optional(values, "comment"), read_optional(values, "seen", before.seen)
    comment = before.comment if comment is None else comment
    seen = seen if seen is None else _normalize(seen)
    is_rebased = seen != before.seen
    return Draft(
        forms,
        bool(values.get("fuzzy")),
        None if comment is None else _normalize(comment),
        seen,
        _read_forms(values, "base", ()) if is_rebased else before.base,
        before.plural,
    )


def _read_forms(values: dict[str, Any], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the forms of a translation in a request. Raises ``BadRequest``."""
    forms = values.get(name, default)
    if (
        not isinstance(forms, list | tuple)
        or len(forms) > _MOST_FORMS
        or not all(isinstance(form, str) for form in forms)
    ):
        raise BadRequest(_("The forms are not a list of texts; reload the page."))
    return tuple(_normalize(form) for form in forms)


def _normalize(text: str) -> str:
    """Return a text with the line ends of catalogs, and without what UTF-8 cannot hold."""
    text = text.replace("\r\n", "\n")
    return text.encode("utf-8", "replace").decode()


def read_text(values: dict[str, Any], name: str) -> str:
    """Return a text in a request. Raises ``BadRequest``."""
    value = values.get(name, "")
    if not isinstance(value, str):
        raise BadRequest(_("The request cannot be read; reload the page."))
    return value


def read_optional(values: dict[str, Any], name: str, default: str | None = None) -> str | None:
    """Return a text in a request, or ``None``. Raises ``BadRequest``."""
    value = values.get(name, default)
    if not isinstance(value, str | None):
        raise BadRequest(_("The request cannot be read; reload the page."))
    return value


def read_number(values: dict[str, Any], name: str, default: int, most: int) -> int:
    """Return a number in a request, from 0 to ``most``. Raises ``BadRequest``."""
    try:
        return min(max(int(values.get(name, default)), 0), most)
    except (TypeError, ValueError, OverflowError):
        raise BadRequest(_("The request cannot be read; reload the page.")) from None


def read_numbers(values: dict[str, Any], state: CatalogState) -> dict[Key, int]:
    """Return the numbers for which plural forms are to be shown, by message."""
    numbers = values.get("numbers") or {}
    if not isinstance(numbers, dict):
        raise BadRequest(_("The request cannot be read; reload the page."))
    found = {state.rows.key_of(id_): read_number(numbers, id_, 0, _MOST_NUMBER) for id_ in numbers}
    return {key: number for key, number in found.items() if key is not None}


def _(msgid: str) -> str:
    return texts_of_request().gettext(msgid)  # i18n: ignore
