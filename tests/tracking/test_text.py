"""A tracked text is the text that it would be, and tells which messages it was made of."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from operator import mod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import (
    TrackedBytes,
    concat,
    cover,
    derive,
    escape_html,
    plain,
    spans_of,
    to_markup,
    track,
)


def tracked(text: str, msgid: str = "") -> Any:
    return track(text, Lookup(Key(msgid or text), "messages"))


def parts_of(text: Any) -> list[tuple[str, str]]:
    """Return what each span covers, and the msgid of its message."""
    bare = str.__str__(text)
    return [(bare[span.start : span.end], span.lookup.key.msgid) for span in spans_of(text)]


HELLO, WORLD = tracked("hello"), tracked("world")
FILLED = tracked("Go to %(place)s now", "go")


@pytest.mark.parametrize(
    ("made", "text", "parts"),
    [
        (HELLO + ", " + WORLD, "hello, world", [("hello", "hello"), ("world", "world")]),
        ("<" + HELLO, "<hello", [("hello", "hello")]),
        (mod("%s!", HELLO), "hello!", [("hello", "hello")]),
        (HELLO.upper(), "HELLO", [("HELLO", "hello")]),
        (tracked("straße").upper(), "STRASSE", [("STRASSE", "straße")]),
        (HELLO.replace("l", "LL"), "heLLLLo", [("heLLLLo", "hello")]),
        ((HELLO + "\n").strip(), "hello", [("hello", "hello")]),
        ((HELLO + " " + WORLD)[3:8], "lo wo", [("lo", "hello"), ("wo", "world")]),
        (HELLO[0], "h", [("h", "hello")]),
        (HELLO[-1], "o", [("o", "hello")]),
        ((HELLO + "!")[::-1], "!olleh", [("!olleh", "hello")]),
        (HELLO * 2, "hellohello", [("hello", "hello"), ("hello", "hello")]),
        (FILLED % {"place": WORLD}, "Go to world now",
         [("Go to world now", "go"), ("world", "world")]),
        (tracked("Go to {place}", "go").format(place=WORLD), "Go to world",
         [("Go to world", "go"), ("world", "world")]),
        (FILLED % {"place": "x"}, "Go to x now", [("Go to x now", "go")]),
        ((HELLO + ", " + WORLD).split(", ")[1], "world", [("world", "world")]),
        (tracked("a, b, c").split(", ")[1], "b", [("b", "a, b, c")]),
        (tracked(", ").join([HELLO, "x"]), "hello, x", [("hello", "hello"), (", ", ", ")]),
        (concat([HELLO, "-", WORLD]), "hello-world", [("hello", "hello"), ("world", "world")]),
        (escape_html("&" + HELLO + "<b>"), "&amp;hello&lt;b&gt;", [("hello", "hello")]),
        (to_markup(tracked("<b>%s</b>", "bold")) % WORLD, "<b>world</b>",
         [("<b>world</b>", "bold"), ("world", "world")]),
        (to_markup(tracked("<b>x</b>")).striptags(), "x", [("x", "<b>x</b>")]),
        (str(to_markup(HELLO)), "hello", [("hello", "hello")]),
    ],
)  # fmt: skip
def test_what_is_made_of_tracked_texts_tells_its_messages(
    made: str, text: str, parts: list[tuple[str, str]]
) -> None:
    assert made == text
    assert sorted(parts_of(made)) == sorted(parts)


def test_where_a_functions_way_is_not_known_the_look_ups_cover_all_of_its_result() -> None:
    assert parts_of(cover("xyz", [HELLO, WORLD])) == [("xyz", "hello"), ("xyz", "world")]
    assert parts_of(cover(HELLO.upper(), WORLD)) == [("HELLO", "hello")]
    assert cover(5, HELLO) == 5
    assert parts_of(derive(sorted_letters, HELLO)) == [("ehllo", "hello")]


def sorted_letters(text: str) -> str:
    return "".join(sorted(text))


def test_a_function_that_fails_on_a_tracked_text_fails_as_on_any_other() -> None:
    with pytest.raises(ValueError, match="not enough values to unpack"):
        derive(lambda text: unpack(text.split("-")), HELLO)
    with pytest.raises(KeyError, match="place"):
        FILLED % {}


def unpack(parts: list[str]) -> str:
    _, second = parts
    return second


def test_a_text_that_is_not_tracked_is_seen_by_a_function_once() -> None:
    seen: list[str] = []
    derive(seen.append, "x")
    assert seen == ["x"]


@pytest.mark.parametrize("text", [HELLO, to_markup(HELLO)])
def test_a_tracked_text_leaves_the_process_as_a_plain_one(text: str) -> None:
    bare = plain(text)
    for copied in (pickle.loads(pickle.dumps(text)), copy.copy(text), copy.deepcopy(text)):
        assert (type(copied), copied) == (type(bare), bare)
    assert json.dumps({text: text}) == '{"hello": "hello"}'
    assert repr(text) == repr(bare)
    data = text.encode()
    assert isinstance(data, TrackedBytes)
    assert parts_of(data.text) == [("hello", "hello")]
    assert type(pickle.loads(pickle.dumps(data))) is bytes


def test_a_tracked_text_is_equal_to_the_plain_one_wherever_that_counts() -> None:
    assert HELLO == "hello"
    assert {HELLO: 1}["hello"] == 1
    assert "ell" in HELLO
    assert sorted(["z", HELLO]) == ["hello", "z"]
    assert isinstance(to_markup(HELLO), Markup)
    assert escape(to_markup(HELLO)) == "hello"


def test_an_empty_translation_has_no_span() -> None:
    assert spans_of(tracked("", "gone")) == ()


TEXTS = st.text(alphabet="aAß <&>%\n,.\u200f\ufdd0\ufdd3\ufdd2", max_size=12)
CALLS: list[Callable[[Any, Any], Any]] = [
    lambda a, b: a + b,
    lambda a, b: a.replace("a", b),
    lambda a, _: a.upper(),
    lambda a, _: a.title(),
    lambda a, _: a.strip(),
    lambda a, b: a.join([b, b]),
    lambda a, _: a[1:],
    lambda a, _: a[-3:2],
    lambda a, _: a.center(20),
    lambda a, b: a.removeprefix(b),
    lambda a, _: a.splitlines()[0] if a.splitlines() else a,
    lambda a, b: a.partition(b or "x")[2],
    lambda a, _: a.expandtabs(),
    lambda a, b: (a.replace("%", "") + "%s") % b,
    lambda a, b: a.replace("{", "").replace("}", "") + f"{b}",
]


@given(TEXTS, TEXTS, st.booleans(), st.lists(st.sampled_from(CALLS), min_size=1, max_size=5))
def test_any_text_made_of_tracked_ones_is_what_it_would_be_without(
    first: str, second: str, is_markup: bool, calls: list[Callable[[Any, Any], Any]]
) -> None:
    bare: Any = Markup(first) if is_markup else first
    made: Any = to_markup(tracked(first)) if is_markup else tracked(first)
    other = tracked(second)
    for call in calls:
        bare, made = call(bare, second), call(made, other)
        assert made == bare
        assert isinstance(made, Markup) == isinstance(bare, Markup)
        begun: list[int] = []
        for start, end, _ in spans_of(made):
            assert 0 <= start < end <= len(made)
            # Spans lie within each other or apart.
            begun = [outer for outer in begun if outer > start]
            assert not begun or end <= begun[-1]
            begun.append(end)
