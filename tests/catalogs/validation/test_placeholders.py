from __future__ import annotations

from collections import defaultdict
from string import Formatter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.validation.placeholders import (
    find_placeholders,
    read_placeholders,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%(name)s and %d", [("%(name)s", "name"), ("%d", None)]),
        ("100%% of %5.2f", [("%5.2f", None)]),
        ("%(a b)s %()s", [("%(a b)s", "a b"), ("%()s", "")]),
        ("{} {0} {n:,}", [("{}", None), ("{0}", "0"), ("{n:,}", "n")]),
        ("{v!r:>10} {u[name]} {user.name}", [("{v!r:>10}", "v"), ("{u[name]}", "u"),
                                             ("{user.name}", "user")]),
        ("{two words} {{ jinja }} {", []),
        ("{name}%(name)s", [("{name}", "name"), ("%(name)s", "name")]),
    ],
)  # fmt: skip
def test_placeholders_of_both_syntaxes_are_found_in_order(
    text: str, found: list[tuple[str, str | None]]
) -> None:
    assert [(p.text, p.name) for p in find_placeholders(text)] == found
    assert all(text[p.start :].startswith(p.text) for p in find_placeholders(text))


@pytest.mark.parametrize("text", ["50% of", "%", "%(name", "%(name)", "100 %", "%5%", "%()%"])
def test_a_percent_sign_that_does_not_begin_a_placeholder_is_reported(text: str) -> None:
    if text == "50% of":
        assert read_placeholders(text) == ["% o"]
    else:
        with pytest.raises(ValueError, match="%"):
            read_placeholders(text)


def test_text_that_is_not_formatted_has_no_printf_placeholders() -> None:
    assert read_placeholders("100 % of {name}", is_formatted=False) == ["{name}"]


@given(st.text(alphabet="ab01_{}.[]!r:, ", max_size=12))
@example("{a[b]!r:,}")
def test_a_field_is_parsed_as_python_parses_it(text: str) -> None:
    (found, *more) = [*find_placeholders(text, "brace"), None]
    if found is None or more != [None] or found.text != text:
        return
    (_, name, _, _), *rest = Formatter().parse(text)
    assert not rest
    assert (name or "").split("[")[0].split(".")[0] == (found.name or "")


@given(st.text(alphabet="%(ab)sd5.- #0+", max_size=10))
@example("%()%")
@example("%5%")
def test_text_with_valid_printf_placeholders_can_be_formatted(text: str) -> None:
    try:
        placeholders = read_placeholders(text)
    except ValueError:
        return
    if all(placeholder.startswith("%(") for placeholder in placeholders):
        assert isinstance(text % defaultdict(int), str)
