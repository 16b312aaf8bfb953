from __future__ import annotations

import pytest
from babel import localedata
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.locales import (
    canonical_tag,
    direction,
    lookup,
    match_folder,
    own_name,
    parse_accept_language,
    right_folder,
    standard_tag,
    tag_of,
    to_folder,
    to_tag,
    with_territory,
)

NEGOTIATION = [
    ("sl-SI,en;q=0.8", "sl"),
    ("en-US,sl;q=0.5", "en"),
    ("sl-SI,*;q=0.1", "sl"),
    ("sl,en", "sl"),
    ("en,sl", "en"),
    ("sl;q=1.", "sl"),
    ("en;q=0", "sl"),
    ("en;q=0,sl;q=0", "en"),
    ("sl-Latn-SI", "sl"),
    ("SL-si", "sl"),
    ("sl-x-private", "sl"),
    ("de,fr;q=0.9", "en"),
    ("de, sl;q=0.1", "sl"),
    ("*", "en"),
    ("", "en"),
    ('"sl, en', "en"),
    ("sl;q=abc", "en"),
    ("sl;q=0.5, en;q=0.4", "sl"),
    ("sl ; q=0.5 , en;q=0.4", "sl"),
    ("slx", "en"),
    (",".join(f"x{number};q=0.9" for number in range(19)) + ",sl;q=0.8", "sl"),
    (",".join(f"xx-abcdefgh-{number}-abcdefgh;q=0.9" for number in range(19)) + ",sl", "sl"),
]


@pytest.mark.parametrize(("header", "language"), NEGOTIATION)
def test_lookup_follows_rfc_4647(header: str, language: str) -> None:
    assert lookup(header, ["en", "sl"]) == language


def test_lookup_shortens_to_a_regional_tag_before_its_language() -> None:
    assert lookup("pt-BR-x-test", ["en", "pt", "pt-BR"]) == "pt-BR"


@pytest.mark.parametrize("header", ["sl\xe9,sl;q=0.5,en;q=0.1", "\xff,sl", "en\x80, sl", "sl,\xff"])
def test_a_range_with_a_bad_byte_loses_that_range_alone(header: str) -> None:
    assert lookup(header, ["en", "sl"]) == "sl"


def test_an_oversized_header_is_read_at_its_beginning_only() -> None:
    assert lookup("sl," + "x" * 500_000, ["en", "sl"]) == "sl"
    assert lookup("xx," * 200_000 + "sl", ["en", "sl"]) == "en"


@given(st.text())
def test_lookup_always_returns_a_language_on_offer(header: str) -> None:
    assert lookup(header, ["en", "sl"]) in ("en", "sl")


@given(st.text(alphabet="slen-*;q=01., \t"))
def test_weights_are_between_0_and_1_and_descend(header: str) -> None:
    weights = [weight for _, weight in parse_accept_language(header)]
    assert weights == sorted(weights, reverse=True)
    assert all(0 <= weight <= 1 for weight in weights)


def test_tags_names_directions_and_territories_come_from_cldr() -> None:
    assert tag_of("pt_BR") == "pt-BR"
    assert own_name("sl") == "slovenščina"
    assert (direction("ar"), direction("sl")) == ("rtl", "ltr")
    assert [with_territory(tag) for tag in ("sl", "en", "pt-PT")] == ["sl_SI", "en_US", "pt_PT"]


@pytest.mark.parametrize(
    "folder", ["glossary", "sl.UTF-8", "sl@latin", "SL", "root", "sl@<path:x>", "../sl", ""]
)
def test_a_folder_that_is_no_locale_is_refused(folder: str) -> None:
    with pytest.raises(ValueError, match="CLDR"):
        tag_of(folder)


def test_a_pseudo_locale_imitates_a_real_one() -> None:
    assert own_name("en-XA") == "English (en-XA)"
    assert direction("ar-XB") == "rtl"
    assert tag_of("ar_XB") == "ar-XB"
    for folder, tag in (("en@pseudo", "en-XA"), ("ar@pseudo", "ar-XB")):
        assert (tag_of(folder), standard_tag(folder), to_folder(tag)) == (tag, tag, folder)
        assert own_name(folder) == own_name(tag)


@pytest.mark.parametrize(
    ("folder", "tag"), [("sl", "sl"), ("pt_BR", "pt-BR"), ("zh_Hant_TW", "zh-Hant-TW")]
)
def test_a_folder_and_its_tag_give_each_other(folder: str, tag: str) -> None:
    assert (to_tag(folder), to_folder(tag)) == (tag, folder)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("sl", "sl"),
        ("pt_BR", "pt-BR"),
        ("zh_Hans", "zh-Hans"),
        ("sr@latin", "sr-Latn"),
        ("uz@Cyrillic", "uz-Cyrl"),
        ("ca@valencia", "ca-valencia"),
        ("de@hebrew.x", "de-x-hebrewx"),
        ("sl_SI.UTF-8", "sl-SI"),
    ],
)
def test_a_locale_has_a_bcp_47_tag_however_it_is_written(name: str, tag: str) -> None:
    assert standard_tag(name) == tag


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("iw_IL", "he-IL"),
        ("no", "nb"),
        ("in", "id"),
        ("zh-CN", "zh-Hans-CN"),
        ("sh", "sr-Latn"),
        ("pt_BR.UTF-8", "pt-BR"),
        ("x-none", "x-none"),
        ("", ""),
    ],
)
def test_aliases_and_likely_scripts_are_cldr_s(name: str, tag: str) -> None:
    assert canonical_tag(name) == tag


@pytest.mark.parametrize(
    ("name", "folder"),
    [("no", "no"), ("nb-NO", "nb"), ("iw", "he"), ("zh-TW", "zh_Hant"), ("zh-CN", "zh")],
)
def test_a_folder_is_found_by_its_name_before_an_alias(name: str, folder: str) -> None:
    assert match_folder(name, ["nb", "no", "he", "zh", "zh_Hant"]) == folder


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("PT-br", "pt_BR"),
        ("pt_BR", "pt_BR"),
        ("sl-SI", "sl"),
        ("sr-Latn", "sr@latin"),
        ("pt", None),
    ],
)
def test_a_locale_finds_its_folder_however_it_is_written(name: str, folder: str | None) -> None:
    assert match_folder(name, ["pt_BR", "sl", "sr@latin"]) == folder


@pytest.mark.parametrize(
    ("name", "by_babel", "otherwise"),
    [
        ("sl", "sl", "sl"),
        ("pt_br", "pt_BR", "pt_BR"),
        ("pt-BR", "pt_BR", "pt_BR"),
        ("zh_hans", "zh_Hans", "zh_Hans"),
        ("EN_us", "en_US", "en_US"),
        ("de_DE.UTF-8", "de_DE", "de_DE"),
        ("zh_TW", "zh_Hant_TW", "zh_TW"),
        ("zh-CN", "zh_Hans_CN", "zh_CN"),
        ("iw", "he", "iw"),
        ("in", "id", "in"),
        ("sr@latin", "sr@latin", "sr@latin"),
        ("xx", None, None),
        ("slovene", None, None),
        ("", None, None),
        ("sl/../x", None, None),
    ],
)
def test_the_folder_of_a_locale_is_the_one_that_is_read(
    name: str, by_babel: str | None, otherwise: str | None
) -> None:
    assert right_folder(name, by_babel=True) == by_babel
    assert right_folder(name, by_babel=False) == otherwise


LOCALES = [*localedata.locale_identifiers(), *get_global("language_aliases"), "zh_TW", "sr_RS"]


@given(st.sampled_from(LOCALES) | st.text(max_size=12))
def test_the_right_folder_is_its_own_right_folder(name: str) -> None:
    for by_babel in (True, False):
        folder = right_folder(name, by_babel=by_babel)
        assert folder is None or right_folder(folder, by_babel=by_babel) == folder
