"""Each text of a message is found in the page where it stands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.html import Place, anchor, find_places, insert
from kfor_i18n.tracking.lookups import Lookup, Span
from kfor_i18n.tracking.text import TrackedText, concat, plain, spans_of, track
from tests.tracking.test_text import parts_of


def page(source: str) -> str:
    """Return a page in which what stands between braces is the text of a message."""
    parts = []
    for number, part in enumerate(source.replace("}", "{").split("{")):
        parts.append(track(part, Lookup(Key(part), "messages")) if number % 2 else part)
    return concat(parts)


def describe(place: Place) -> tuple[str, str, int, str]:
    return place.kind, place.element, place.index, place.attribute


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("<p>{x}</p>", [("text", "", 0, "")]),
        ("<p>a {<b>x</b>} b</p>", [("text", "", 0, "")]),
        ('<p>{<a href="x">y</a>}</p>', [("text", "", 0, "")]),
        ("<p title='{x}'>{y}</p>", [("attribute", "p", 0, "title"), ("text", "", 0, "")]),
        ("<p><p title={x}>", [("attribute", "p", 1, "title")]),
        ('<p data-a="<p>"><P id="a" ARIA-label = "b > {x}">',
         [("attribute", "p", 1, "ARIA-label")]),
        ("<title>{x} <b></title><p>{y}", [("raw", "title", 0, ""), ("text", "", 0, "")]),
        ("<option>a<option selected>{x}</option>", [("raw", "option", 0, "")]),
        ("<textarea>{x}</textarea>", [("raw", "textarea", 0, "")]),
        ("<script>if (a < '{x}') b()</script>{y}",
         [("raw", "script", 0, ""), ("text", "", 0, "")]),
        ('<script type="{x}">', [("attribute", "script", 0, "type")]),
        ("<!-- <p> {x} -->{y}", [("comment", "", 0, ""), ("text", "", 0, "")]),
        ("1 < 2 {x} > 3", [("text", "", 0, "")]),
        ("<titles>{x}</titles>", [("text", "", 0, "")]),
        ("{x}<{y}>", [("text", "", 0, ""), ("attribute", "y", 0, "")]),
    ],
)  # fmt: skip
def test_a_text_stands_in_one_of_these_kinds_of_place(
    source: str, places: list[tuple[str, str, int, str]]
) -> None:
    assert [describe(place) for place in find_places(page(source))] == places


def test_spans_move_with_what_is_inserted_before_them_and_do_not_take_in_what_is_beside() -> None:
    text = page("<p>{one}{two}</p>")
    (_, end, _), _ = spans_of(text)
    made = insert(text, {0: "<i>", 3: "[", end: "|", len(text) - 4: "]"})
    assert made == "<i><p>[one|two]</p>"
    assert parts_of(made) == [("one", "one"), ("two", "two")]


def test_a_span_grows_with_what_is_inserted_in_it() -> None:
    lookup = Lookup(Key("x"), "messages")
    inner: Any = TrackedText("a bc d", [Span(0, 6, lookup), Span(2, 4, lookup)])
    made = insert(inner, {2: "<", 4: ">"})
    assert parts_of(made) == [("a <bc> d", "x"), ("bc", "x")]
    assert insert("ab", {1: "-"}) == "a-b"


def test_a_text_lies_between_the_comments_with_its_number() -> None:
    html, places = anchor(page("<p title='{no}'>{one}{two}</p>{<b>three</b>}"))
    assert html == (
        "<p title='no'><!--m:1-->one<!--/m:1--><!--m:2-->two<!--/m:2--></p>"
        "<!--m:3--><b>three</b><!--/m:3-->"
    )
    assert [place.span.lookup.key.msgid for place in places] == ["no", "one", "two", "<b>three</b>"]


def test_inner_comments_lie_within_outer_ones() -> None:
    lookup = Lookup(Key("x"), "messages")
    spans = [Span(0, 4, lookup), Span(0, 4, lookup), Span(2, 4, lookup)]
    assert anchor(TrackedText("abcd", spans))[0] == (
        "<!--m:0--><!--m:1-->ab<!--m:2-->cd<!--/m:2--><!--/m:1--><!--/m:0-->"
    )


def test_a_span_that_ends_within_a_tag_gets_no_comments() -> None:
    lookup = Lookup(Key("x"), "messages")
    html = TrackedText("ab <i title='c d'>", [Span(1, 15, lookup)])
    assert anchor(html) == (str(plain(html)), [Place(html.spans[0], "attribute", "i", 0, "")])


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<i a='{x}'>", "{y}", "{<b>z</b>}", "<!--{c}-->", "t",
                         "<title>{t}</title>", "<script>'{s}'</script>", "<", "'", '"', "{}"]),
        max_size=12,
    )
)  # fmt: skip
def test_a_page_without_its_comments_is_the_page(parts: list[str]) -> None:
    html = page("".join(parts))
    anchored, _ = anchor(html)
    assert re.sub(r"<!--/?m:\d+-->", "", anchored) == html
