"""Texts in pieces, compared and merged by words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.workbench.live.words import (
    diff_words,
    list_insertables,
    merge_words,
    split_text,
)


def test_placeholders_tags_and_white_space_are_told_apart() -> None:
    assert split_text(" a <b>%(n)s</b>  {x}\u00a0", is_formatted=True) == [
        ("space", " "), ("text", "a "), ("tag", "<b>"), ("placeholder", "%(n)s"), ("tag", "</b>"),
        ("space", "  "), ("placeholder", "{x}"), ("space", "\u00a0"),
    ]  # fmt: skip


def test_percent_signs_are_text_where_nothing_is_formatted() -> None:
    assert split_text("50 %(n)s", is_formatted=False) == [("text", "50 %(n)s")]
    assert list_insertables(["%(a)s <i>%(a)s</i>"], is_formatted=True) == ["%(a)s", "<i>", "</i>"]


texts = st.text(st.sampled_from("ab <b></b>%(n)s{x}\u00a0\n."), max_size=40)


@given(texts)
def test_joined_pieces_are_the_text(text: str) -> None:
    assert "".join(piece for _, piece in split_text(text, is_formatted=True)) == text


@given(texts, texts)
def test_a_difference_has_both_texts(old: str, new: str) -> None:
    parts = diff_words(old, new)
    assert "".join(text for kind, text in parts if kind != "insert") == old
    assert "".join(text for kind, text in parts if kind != "delete") == new


@given(texts, texts)
def test_a_change_of_one_side_is_the_merge(base: str, mine: str) -> None:
    assert merge_words(base, mine, base) == mine
    assert merge_words(base, base, mine) == mine
    assert merge_words(base, mine, mine) == mine


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("one three", "one two three four", "one three four"),
        ("uno two three", "one two tre", "uno two tre"),
        ("uno two three", "eins two three", None),
        ("one two three x", "one two three y", None),
    ],
)
def test_changes_that_touch_are_not_merged(mine: str, theirs: str, merged: str | None) -> None:
    assert merge_words("one two three", mine, theirs) == merged


@pytest.mark.parametrize("unit", ["%(num)s", "<b>", "{", "word ", "  ", "\u00a0x"])
def test_a_text_of_ten_thousand_pieces_is_shown(unit: str) -> None:
    text = unit * 10_000
    assert "".join(piece for _, piece in split_text(text, is_formatted=True)) == text
    parts = diff_words(text, f"{text}x")
    assert "".join(part for kind, part in parts if kind != "insert") == text
