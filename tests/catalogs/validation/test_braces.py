from __future__ import annotations

from collections import defaultdict
from string import Formatter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.validation.braces import (
    is_format_string,
    is_icu,
    read_arguments,
    read_fields,
    read_names,
)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("{name} {0} {n:,} {v!r:>10}", ["{name}", "{0}", "{n:,}", "{v!r:>10}"]),
        ("{} of {}", ["{0}", "{1}"]),
        ("{:{}} {n:{w}.{p}}", ["{1}", "{0:{1}}", "{w}", "{p}", "{n:{w}.{p}}"]),
        ("{u[name].title} {größe}", ["{u[name].title}", "{größe}"]),
        ("{{word}} {{{name}}}", ["{name}"]),
        ("", []),
    ],
)
def test_the_fields_of_a_format_string_are_read(text: str, fields: list[str]) -> None:
    assert read_fields(text) == fields


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a } b", "} b"),
        ("Vrstica { 0", "{ 0"),
        ("{0}}", "}"),
        ("{} {0}", "{0}"),
        ("{a b}", "{a b}"),
        ("{a!x}", "{a!x}"),
        ("{a.}", "{a.}"),
        ("{a", "{a"),
    ],
)
def test_the_place_of_a_fault_is_told(text: str, place: str) -> None:
    with pytest.raises(ValueError, match=r"[{}]") as caught:
        read_fields(text)
    assert str(caught.value) == place


class Anything(defaultdict[str, object]):
    """Keyword values for every name, with every attribute and item, in every format."""

    def __init__(self) -> None:
        super().__init__(Anything)

    def __getattr__(self, name: str) -> object:
        return Anything()

    def __getitem__(self, key: object) -> object:
        return Anything()


class AnyFormat(Formatter):
    """``str.format`` for which each specification fits each value."""

    def format_field(self, value: object, format_spec: str) -> str:
        return ""


@given(st.text(alphabet="ab01_{}.[]!r:, ", max_size=12))
@example("{a[b]!r:,}")
@example("{:{}}")
@example("{{}}{")
def test_python_can_format_what_is_read(text: str) -> None:
    try:
        read_fields(text)
    except ValueError:
        return
    values = [Anything() for _ in range(1_200)]
    try:
        assert isinstance(AnyFormat().vformat(text, values, Anything()), str)
    except IndexError:  # a number beyond the values
        assert any(character.isdigit() for character in text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("{name}", True),
        ("{0} of {1} {} {n:,} {p:.2f} {v!r} {d:>10}", True),
        ("no braces", True),
        ("{{name}}", False),
        ("{key: value}", False),
        ("{a, b}", False),
        ("{", False),
    ],
)
def test_a_format_string_is_known_by_the_fields_that_people_write(text: str, is_one: bool) -> None:
    assert is_format_string(text) is is_one


def test_simple_names_are_read_with_those_that_template_engines_take() -> None:
    assert read_names("{a} {b.c} {{d}} {{ e }} {f g}") == (["{a}", "{b.c}", "{{d}}"], ["{{e}}"])


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("{count, plural, one {project} other {projects}}", ["{count}"]),
        ("{n, plural, offset:1 =0 {none} one {# by {name}} other {#}}", ["{n}", "{name}"]),
        ("{g, select, female {She} other {They}} left {place}", ["{g}", "{place}"]),
        ("It's {n, number} of '{literal}' {d, date, ::yMMMd}", ["{n}", "{d}"]),
    ],
)
def test_the_arguments_of_an_icu_message_are_read(text: str, arguments: list[str]) -> None:
    assert is_icu(text)
    assert read_arguments(text) == arguments


@pytest.mark.parametrize(
    "text",
    [
        "{n, plural, one {a} other {b}",
        "{n, plural, one {a}}",
        "{n, plural, other {a} b}",
        "{n, plural, other {a {b}}",
        "{n, date, {x}}",
        "{two words}",
        "{",
    ],
)
def test_a_broken_icu_message_is_a_fault(text: str) -> None:
    with pytest.raises(ValueError, match=r"\{"):
        read_arguments(text)


@given(
    st.text(alphabet="{}',ab #=1", max_size=14).map(lambda t: t.replace("a", "a, plural, other "))
)
def test_reading_an_icu_message_ends(text: str) -> None:
    try:
        arguments = read_arguments(text)
    except ValueError:
        return
    assert all(argument[1:-1] in text for argument in arguments)
