"""Functions by which an application looks messages up in a way of its own are tracked too."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.flask_babel import track_application
from kfor_i18n.tracking.functions import read_tracked, track_functions
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import track
from kfor_i18n.tracking.texts import Found, NoTexts, override_numbers, record
from tests.tracking.test_text import parts_of

SOURCE = """
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import track

class Texts:
    locale = "sl"
    def get(self, msgid, context=None):
        return f"{msgid} in {self.locale}"
    def count(self, msgid, plural, number, context=None):
        return msgid if number == 1 else plural
    def tracked(self, msgid):
        return track("own", Lookup(Key(msgid, "own"), "other"))
    @staticmethod
    def fixed(context, msgid): return msgid.upper()
    @classmethod
    def of_class(cls, msgid): return msgid.upper()

def say(*args, **kwargs): return args[0].upper()
def number(msgid): return 5
"""


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    (tmp_path / "texts_of_example.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "user_of_example.py").write_text(
        "from texts_of_example import say\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("texts_of_example")
    for name in ("texts_of_example", "user_of_example"):
        sys.modules.pop(name, None)


def names_of(*specs: str) -> list[str]:
    return [f"texts_of_example:{spec}" for spec in specs]


@pytest.mark.parametrize(
    ("spec", "call", "key", "form"),
    [
        ("Texts.get:1,2c", lambda m: m.Texts().get("a"), Key("a"), None),
        ("Texts.get:1,2c", lambda m: m.Texts().get("a", "c"), Key("a", "c"), None),
        ("Texts.get:1, 2c", lambda m: m.Texts().get(context="c", msgid="a"), Key("a", "c"),
         None),
        ("Texts.count:1,2", lambda m: m.Texts().count("a", "b", 3), Key("a"), ("b", 3)),
        ("Texts.count:1,2,3n,4c", lambda m: m.Texts().count("a", "b", number=3, context="c"),
         Key("a", "c"), ("b", 3)),
        ("Texts.fixed:1c,2", lambda m: m.Texts.fixed("c", "a"), Key("a", "c"), None),
        ("Texts.of_class:1", lambda m: m.Texts().of_class("a"), Key("a"), None),
        ("say:1", lambda m: m.say("a"), Key("a"), None),
        ("say:1c,2,3,5n", lambda m: m.say("c", "a", "b", None, 4), Key("a", "c"), ("b", 4)),
    ],
)  # fmt: skip
def test_the_arguments_of_a_look_up_are_found_by_their_numbers(
    example: Any,
    spec: str,
    call: Callable[[Any], str],
    key: Key,
    form: tuple[str, int] | None,
) -> None:
    bare = call(example)
    track_functions(names_of(spec))
    with record() as recorded:
        text = call(example)
    (made,) = recorded
    assert text == bare
    assert made.lookup.key == key
    assert (made.lookup.plural, made.lookup.number) == (form or (None, None))
    assert parts_of(text) == [(bare, key.msgid)]
    is_method = spec.startswith(("Texts.get", "Texts.count"))
    assert made.lookup.locale == ("sl" if is_method or "of_class" in spec else "")


def test_a_text_of_the_workbench_is_shown_in_its_place(example: Any) -> None:
    class Drafts(NoTexts):
        def find(self, domain: str, locale: str, key: Key, *rest: Any) -> Found | None:
            is_known = (domain, locale, key) == ("messages", "sl", Key("a"))
            return Found("draft", is_translated=True) if is_known else None

    track_functions(names_of("Texts.get:1,2c"))
    app = Flask("example")
    track_application(app, Drafts())
    with app.app_context():
        assert example.Texts().get("a") == "draft"
        assert example.Texts().get("b") == "b in sl"
    assert example.Texts().get("a") == "a in sl"


def test_a_plural_is_shown_for_another_number(example: Any) -> None:
    track_functions(names_of("Texts.count:1,2", "say:1c,2,3"))
    with override_numbers({Key("a"): 2, Key("a", "c"): 7}), record() as recorded:
        assert example.Texts().count("a", "b", 1) == "b"
        example.say("c", "a", "b", 1)
    assert [made.lookup.number for made in recorded] == [2, 7]


def test_a_text_that_the_function_tracks_itself_stays_as_it_is(example: Any) -> None:
    track_functions(names_of("Texts.tracked:1"))
    with record() as recorded:
        text = example.Texts().tracked("a")
    assert text.spans[0].lookup == recorded[0].lookup == Lookup(Key("a", "own"), "other")
    assert parts_of(track("own", recorded[0].lookup)) == parts_of(text)


def test_what_is_no_look_up_is_left_alone(example: Any) -> None:
    track_functions(names_of("say:1", "number:1", "Texts.get:1"))
    with record() as recorded:
        assert example.number("a") == 5
        with pytest.raises(AttributeError):
            example.say(5)
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'msgid'"):
            example.Texts().get()
    assert recorded == []


def test_a_function_is_tracked_where_it_was_imported_before(example: Any) -> None:
    user = importlib.import_module("user_of_example")
    track_everywhere = track_functions(names_of("say:1"))
    assert parts_of(user.say("a")) == []
    track_everywhere()
    assert parts_of(user.say("a")) == [("A", "a")]


def test_a_function_is_tracked_once(example: Any) -> None:
    for _ in range(2):
        track_functions(names_of("say:1"))
    with record() as recorded:
        example.say("a")
    assert len(recorded) == 1


@pytest.mark.parametrize(
    "text", ["", "a", "a:b:c:1", "a:b:x", "a:b:0", "a:b:1c", "a:b:1,2,3", "a:b:1,2c,3c", "a:1b:1"]
)
def test_what_does_not_name_a_function_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|does not name"):
        read_tracked(text)
