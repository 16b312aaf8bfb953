"""What clients are told of messages on pages, as JSON: where they are, and in what they are."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from itertools import groupby
from typing import Any, NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import N_
from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.places import Certainty, PageMessage, PagePlace
from kfor_i18n.workbench.rendering.preview import Preview, Rendering
from kfor_i18n.workbench.web.pages import can_be_shown, explain_page, name_page

_RAW = {
    "title": N_("in the title of the page"),
    "textarea": N_("in a text field"),
    "option": N_("in an option of a drop-down list"),
    "style": N_("in a style sheet"),
}


class Words(NamedTuple):
    """A text for people: a msgid with named printf placeholders, and their values."""

    msgid: str
    values: dict[str, str]


def order_of(
    preview: Preview, page_id: str, state: CatalogState, texts: NullTranslations
) -> dict[Key, dict[str, str]] | None:
    """Return the messages of a page in its order, each with its kind of place.

    ``None`` if no page is named.
    """
    messages = preview.messages_of(page_id, state)
    if messages is None:
        return None
    return {message.key: _describe_message(message, texts) for message in messages}


def describe_places(
    preview: Preview, state: CatalogState, key: Key, texts: NullTranslations
) -> list[dict[str, Any]]:
    """Return the pages that a message is on, with the kinds of its places there in their order."""
    return [
        {
            "page": place.page.id,
            "path": name_page(place.page, texts),
            "title": place.result.title,
            "kinds": list_kinds(place, texts),
            "count": place.message.count,
        }
        for place in preview.places_of(state, key)
    ]


def list_kinds(found: PagePlace, texts: NullTranslations) -> list[tuple[str, int]]:
    """Return the kinds of a message's places on a page in words, and how many are in a row.

    Those in the text of the page are "".
    """
    message = found.message
    kinds = [describe_place(place, message.certainty) for place in message.places]
    if not kinds and message.certainty == "probable" and found.result.outcome == "file":
        kinds = [Words(N_("probably in the file"), {})]
    words = [_say(each, texts) for each in kinds or [describe_place(None, message.certainty)]]
    return [(text, len(list(same))) for text, same in groupby(words)]


def describe_rendering(
    catalogs: Catalogs, rendering: Rendering, texts: NullTranslations
) -> dict[str, Any]:
    """Return what the workbench's scripts need to find the messages of a page in it."""
    page = rendering.page
    places = [
        {
            **_name(catalogs, place.span.lookup),
            "number": number,
            "kind": place.kind,
            "kind_text": _say(describe_place(place), texts),
            "element": place.element,
            "index": place.index,
            "attribute": place.attribute,
            "n": place.span.lookup.number,
        }
        for number, place in enumerate(page.places)
    ]
    return {
        "address": rendering.address,
        "path": page.path,
        "status": page.status,
        "locale": page.locale,
        "problem": page.problem or None,
        "note": explain_page(rendering, texts),
        "is_shown": can_be_shown(page),
        "places": places,
        "probable": _list_ids(catalogs, page.probable),
        "used": _list_ids(catalogs, page.used),
    }


def _name(catalogs: Catalogs, lookup: Lookup) -> dict[str, str | None]:
    """Return the catalog and the id of the message that a look-up was for."""
    state = catalogs.state_for(lookup.domain, lookup.locale)
    row = state.rows.row_of(lookup.key) if state and state.catalog else None
    return {"catalog": state.id if state else "", "id": row.id if row else None}


def _list_ids(catalogs: Catalogs, lookups: Iterable[Lookup]) -> list[str]:
    ids = (_name(catalogs, lookup)["id"] for lookup in lookups)
    return list(dict.fromkeys(id_ for id_ in ids if id_))


def _describe_message(message: PageMessage, texts: NullTranslations) -> dict[str, str]:
    """Return the kind of place that a message has on a page, in a word and in words."""
    kind = message.place.kind if message.place else message.certainty
    words = describe_place(message.place, message.certainty)
    return {"kind": kind, "kind_text": _say(words, texts)}


def say_place(place: Place | None, texts: NullTranslations, *, is_file: bool) -> str:
    """Return in words where a text is; "" for one that is among the text of a page."""
    if place is None:
        return texts.gettext("in a file") if is_file else ""
    return _say(describe_place(place), texts)


def _say(words: Words, texts: NullTranslations) -> str:
    return texts.gettext(words.msgid) % words.values if words.msgid else ""  # i18n: ignore


def describe_place(place: Place | None, certainty: Certainty = "located") -> Words:
    """Say in words where on a page a message is, or that it is not known; "" for its text."""
    if certainty != "located" or place is None:
        is_probable = certainty == "probable"
        return Words(N_("probably on the page") if is_probable else N_("used, but not visible"), {})
    values = {"element": place.element, "attribute": place.attribute}
    if place.kind == "attribute" and place.attribute:
        return Words(N_("in the attribute %(attribute)s of <%(element)s>"), values)
    if place.kind == "attribute":
        return Words(N_("in the tag <%(element)s>"), values)
    if place.kind == "comment":
        return Words(N_("in a comment of the page"), {})
    if place.kind == "raw":
        return Words(_describe_raw(place), {})
    return Words("", {})


def _describe_raw(place: Place) -> str:
    if place.element == "script":
        is_data = place.attribute == "application/ld+json"
        return N_("in the data for search engines (JSON-LD)") if is_data else N_("in a script")
    return _RAW.get(place.element, N_("in a file"))
