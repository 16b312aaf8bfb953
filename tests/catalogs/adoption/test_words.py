from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.adoption.words import (
    join_lines,
    put_in,
    put_in_rule,
    read_rule,
    read_variables,
    split_call,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SRC = web lib\n", "web lib"),
        ("SRC := web lib # what is shown\n", "web lib"),
        ("SRC = web\nSRC += lib\n", "web lib"),
        ("SRC = web \\\n\tlib\n", "web lib"),
        ("\texport SRC='web lib'\n", "web lib"),
        ("BASE = web\nSRC = $(BASE)/a ${BASE}/b\n", "web/a web/b"),
        ("SRC = $(shell find web)\n", "$(shell find web)"),
    ],
)
def test_a_variable_is_a_word_or_several(text: str, value: str) -> None:
    assert read_variables(text)["SRC"] == value


@pytest.mark.parametrize("text", ["SRC = f('a', \"b\")\n", "SRC == 3\n", "if SRC:\n"])
def test_code_is_no_variable(text: str) -> None:
    assert "SRC" not in read_variables(text)


def test_a_variable_that_names_itself_stays_short() -> None:
    values = read_variables("A = $(A) $(A) $(B)\nB = $(A) $(B) $(A)\n")
    assert max(map(len, values.values())) < 1_000_000


def test_the_automatic_variables_of_make_are_those_of_the_rule() -> None:
    rule = read_rule("$(POT): web lib web | build", {"POT": "a.pot"})
    assert rule is not None
    assert (
        put_in_rule("$@ $< $^ $+ ${^} $(@) $?", rule)
        == "a.pot web web lib web lib web web lib a.pot $?"
    )


@pytest.mark.parametrize("line", ["\techo a: b", "A := b", "A = b: c", "# a: b", "", "A ::= b"])
def test_other_lines_are_no_rules(line: str) -> None:
    assert read_rule(line, {}) is None


def test_a_caret_at_the_end_of_a_line_is_the_prerequisites_if_it_has_a_dollar() -> None:
    assert list(join_lines("a $^\nb ^\nc \\\nd")) == [(1, "a $^"), (2, "b c d")]


def test_what_a_shell_would_put_in_is_one_word_that_is_not_known() -> None:
    words = split_call("pybabel extract $(find . -name '*.py') $SRC a; ls", 0, 7, {"SRC": "b c"})
    assert words == ["extract", "$(…)", "b", "c", "a"]


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    values = read_variables(text)
    rule = read_rule(text, values) or {}
    assert put_in_rule("x", rule) == "x"
    assert put_in("x", values) == "x"
