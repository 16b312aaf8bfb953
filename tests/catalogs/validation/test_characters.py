from __future__ import annotations

import unicodedata

import pytest

from kfor_i18n.catalogs.validation.characters import (
    find_forbidden,
    find_unclosed,
    has_visible,
    is_blank,
)


@pytest.mark.parametrize(
    "character",
    "\u3164\u115f\u1160\u2800\u2060\uffa0\u034f\ufe0f\u180e\u3000\u00a0\ufeff\U000e0041",
)
def test_a_character_that_nobody_sees_is_not_visible(character: str) -> None:
    assert not has_visible(character), unicodedata.name(character)
    assert has_visible(f"{character}a{character}")


@pytest.mark.parametrize("character", "a.%ž中\u0600\u06dd\u0301-")
def test_other_characters_are_visible(character: str) -> None:
    assert has_visible(character)


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ("\u202babc", "\u202b"),
        ("\u202babc\u202c", None),
        ("\u2067abc\u202c", "\u2067"),
        ("\u2067\u202babc\u2069", None),
        ("\u202b\u2068abc\u2069", "\u202b"),
        ("\u202c\u2069abc", None),
        ("\u200fabc\u200e", None),
    ],
)
def test_embeddings_and_isolates_are_closed_as_unicode_says(
    text: str, unclosed: str | None
) -> None:
    assert find_unclosed(text) == unclosed


def test_a_control_character_of_the_source_is_the_sources() -> None:
    assert find_forbidden("a\r\x1b", "b\r\x1b") is None
    assert find_forbidden("a\r\x1b", "b\r") == "\x1b"


@pytest.mark.parametrize("character", "\x00\ufdd0\uffff\ud800")
def test_no_source_justifies_what_is_no_character(character: str) -> None:
    assert find_forbidden(f"a{character}", f"b{character}") == character


def test_only_spaces_and_line_ends_are_a_blank_on_purpose() -> None:
    assert is_blank(" \n")
    assert not any(map(is_blank, ("", "\u00a0", "\u200b", " a ")))
