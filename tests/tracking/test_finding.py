"""Texts that lost their spans on the way through Python are found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.finding import call_and_find
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.markup import track_markup
from kfor_i18n.tracking.responses import join_bytes, track_responses
from kfor_i18n.tracking.text import TrackedBytes
from kfor_i18n.tracking.texts import NoTexts, meet
from tests.tracking.test_text import parts_of, tracked


def look_up(text: str) -> str:
    return meet(NoTexts(), ["messages"], Lookup(Key(text), "messages"), text)


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (lambda: f"<{look_up('one')}|{look_up('two')}>", [("one", "one"), ("two", "two")]),
        (lambda: f"{look_up('one')} {look_up('one')}", [("one", "one"), ("one", "one")]),
        (lambda: ", ".join([look_up("one"), look_up("two")]), [("one", "one"), ("two", "two")]),
        (lambda: Markup(f"<b>{escape(look_up('a & b'))}</b>"), [("a &amp; b", "a & b")]),
        (lambda: "{}!".format(look_up("Hello %(name)s") % {"name": "Ana"}),
         [("Hello Ana", "Hello %(name)s")]),
        (lambda: f"{look_up('<b>{n}</b> left').format(n=3)}.",
         [("<b>3</b> left", "<b>{n}</b> left")]),
        (lambda: f"{look_up('outer %s') % look_up('inner')}.",
         [("outer inner", "outer %s"), ("inner", "inner")]),
        (lambda: str(htmlsafe_json_dumps({"a": look_up("č & d")})),
         [(r"\u010d \u0026 d", "č & d")]),
        # Not as a part of a word, nor what has hardly a letter.
        (lambda: f"{look_up('one')[:0]}someone", []),
        (lambda: f"{look_up('%s')[:0]}{look_up('x')[:0]}text", []),
        (lambda: str(len(look_up("one"))), []),
        (lambda: "nothing", []),
    ],
)  # fmt: skip
def test_what_a_function_looks_up_is_found_in_what_it_returns(
    make: Callable[[], str], parts: list[tuple[str, str]]
) -> None:
    made = call_and_find(make)
    assert made == make()
    assert isinstance(made, Markup) == isinstance(make(), Markup)
    assert sorted(parts_of(made)) == sorted(parts)


def test_what_a_function_is_given_is_found_in_what_it_returns() -> None:
    def widget(placeholder: str) -> Markup:
        return Markup(f'<input placeholder="{escape(placeholder)}">')

    made = call_and_find(widget, placeholder=tracked("Search & find", "search"))
    assert parts_of(made) == [("Search &amp; find", "search")]


def test_other_results_are_returned_as_they_are() -> None:
    values = [look_up("x")]
    assert call_and_find(lambda: values) is values
    assert parts_of(call_and_find(lambda: tracked("own"))) == [("own", "own")]


@pytest.mark.parametrize(
    "make",
    [
        lambda text: Markup("<b>%s</b>") % text,
        lambda text: Markup("<b>%(a)s</b>") % {"a": text},
        lambda text: Markup("<b>{}</b>").format(text),
        lambda text: Markup("<b>") + text + Markup("</b>"),
        lambda text: Markup(" ").join(iter([Markup("<b>"), text])),
    ],
)
def test_markup_that_is_made_of_tracked_texts_keeps_their_spans(make: Any) -> None:
    track_markup()
    made = make(tracked("a & b"))
    assert isinstance(made, Markup)
    assert made == make("a & b")
    assert parts_of(made) == [("a &amp; b", "a & b")]


def test_parts_of_a_body_are_joined_with_their_spans() -> None:
    parts = [b"<p>", tracked("č").encode(), "š".encode(), tracked("x").encode()]
    body = join_bytes(parts)
    assert body == "<p>čšx".encode()
    assert isinstance(body, TrackedBytes)
    assert parts_of(body.text) == [("č", "č"), ("x", "x")]
    assert type(join_bytes([b"\xff", tracked("x").encode()])) is bytes
    assert type(join_bytes([b"a", b"b"])) is bytes
    assert parts_of(body.decode()) == [("č", "č"), ("x", "x")]
    assert parts_of(body.decode("latin-1")) == []


def test_what_is_changed_in_the_body_of_a_response_keeps_its_spans() -> None:
    from werkzeug.wrappers import Response

    track_responses()
    response = Response(tracked("text") + "</body>")
    response.data = response.get_data(as_text=True).replace("</body>", "<hr></body>")
    assert response.data == b"text<hr></body>"
    assert parts_of(response.get_data(as_text=True)) == [("text", "text")]
    plain = Response("plain")
    assert (plain.data, plain.get_data(as_text=True)) == (b"plain", "plain")
