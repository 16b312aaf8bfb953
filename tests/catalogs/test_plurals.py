from __future__ import annotations

import pytest
from babel import Locale, localedata

from kfor_i18n.catalogs.cldr import format_rule
from kfor_i18n.catalogs.plurals import PluralError, read_rule
from tests.builders import OLDER_PLURALS, PLURALS

SL = Locale.parse("sl")


@pytest.mark.parametrize("header", [PLURALS["sl"], OLDER_PLURALS])
def test_both_orders_of_the_slovenian_forms_are_allowed(header: str) -> None:
    rule = read_rule(header, SL)
    assert rule.forms == 4
    assert len({rule.index(number) for number in (1, 2, 3, 5)}) == 4
    assert rule.index(101) == rule.index(1)
    assert rule.index(102) == rule.index(2)


def test_a_different_order_from_cldr_is_reported() -> None:
    assert read_rule(PLURALS["sl"], SL).doubt is None
    doubt = read_rule(OLDER_PLURALS, SL).doubt
    assert doubt is not None
    assert doubt.code.name == "plural-order"


def test_different_boundaries_between_the_same_number_of_forms_are_reported() -> None:
    russian = (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);"
    )
    doubt = read_rule(russian, Locale.parse("cs")).doubt
    assert doubt is not None
    assert doubt.code.name == "plural-boundary"
    assert (doubt.values["one"], doubt.values["other"]) == (1, 21)


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("pt", "nplurals=2; plural=(n != 1);"),
        ("bn", "nplurals=2; plural=(n != 1);"),
        ("tr", "nplurals=2; plural=(n > 1);"),
        ("pt", "nplurals=2; plural=(n == 1);"),
    ],
)
def test_another_form_for_zero_alone_is_no_difference(tag: str, header: str) -> None:
    assert read_rule(header, Locale.parse(tag)).doubt is None


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("he", "nplurals=2; plural=(n != 1);"),
        ("ga", "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"),
        ("lv", "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2;"),
    ],
)
def test_a_rule_of_gnu_gettext_is_as_good_as_that_of_cldr(tag: str, header: str) -> None:
    doubt = read_rule(header, Locale.parse(tag)).doubt
    assert doubt is not None
    assert (doubt.code.name, doubt.code.is_on) == ("plural-gnu", False)
    with pytest.raises(PluralError, match="Plural-Forms"):
        read_rule("nplurals=1; plural=0;", Locale.parse(tag))


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("cy", "nplurals=2; plural=(n != 1);"),
        ("mk", "nplurals=1; plural=0;"),
        ("is", "nplurals=1; plural=0;"),
    ],
)
def test_fewer_forms_than_cldr_has_are_reported_where_gnu_gettext_has_no_rule(
    tag: str, header: str
) -> None:
    doubt = read_rule(header, Locale.parse(tag)).doubt
    assert doubt is not None
    assert doubt.code.name == "plural-boundary"


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("ka", "nplurals=1; plural=0;"),
        ("tr", "nplurals=1; plural=0;;"),
        ("cy", "nplurals=4; plural=n==1 ? 0 : n==2 ? 1 : (n==8 || n==11) ? 2 : 3;"),
        ("fil", "nplurals=2; plural=(n > 1);"),
    ],
)
def test_the_usual_rule_of_a_language_is_no_difference(tag: str, header: str) -> None:
    assert read_rule(header, Locale.parse(tag)).doubt is None


@pytest.mark.parametrize(
    ("tag", "served"),
    [
        ("en", ["one", "others"]),
        ("sl", ["all", "others", "others", "others"]),
        ("ja", ["all"]),
        ("ar", ["zero", "one", "others", "others", "others", "others"]),
    ],
)
def test_a_form_serves_one_others_or_all(tag: str, served: list[str]) -> None:
    locale = Locale.parse(tag)
    rule = read_rule(format_rule(locale), locale)
    assert [rule.serves(form) for form in range(rule.forms)] == served


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "plural-header"),
        ("nplurals=2; plural=(n != 1);", "plural-categories"),
        ("nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : 3);", "plural-categories"),
        ("nplurals=4; plural=n;", "plural-reach"),
        ("nplurals=4; plural=n>150 ? 9 : 0;", "plural-reach"),
        ("nplurals=4; plural=__import__('os');", "plural-rule"),
        ("nplurals=4; plural=1/(n-n);", "plural-rule"),
        ("nplurals=4; plural=" + "(" * 500 + "n" + ")" * 500 + ";", "plural-header"),
        ("nplurals=4; plural=" + "(" * 100 + "n" + ")" * 100 + ";", "plural-rule"),
    ],
)
def test_a_rule_that_is_unusable_for_the_language_is_rejected(header: str, code: str) -> None:
    with pytest.raises(PluralError, match="Plural-Forms") as caught:
        read_rule(header, SL)
    assert caught.value.problem.code.name == code


def test_a_language_unknown_to_cldr_needs_a_rule_that_can_be_evaluated() -> None:
    assert read_rule("nplurals=2; plural=(n != 1);", None).forms == 2
    with pytest.raises(PluralError):
        read_rule("nplurals=1; plural=(n != 1);", None)


@pytest.mark.parametrize(
    ("tag", "header"),
    [
        ("sl", "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100>=3 && n%100<=4 ? 2 : 3);"),
        ("en", "nplurals=2; plural=(n==1 ? 0 : 1);"),
        ("ja", "nplurals=1; plural=0;"),
        ("es", "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);"),
        ("lt", "nplurals=3; plural=(n%10==1 && !(n%100>=11 && n%100<=19) ? 0 : "
               "n%10>=2 && n%10<=9 && !(n%100>=11 && n%100<=19) ? 1 : 2);"),
    ],
)  # fmt: skip
def test_the_rule_of_cldr_is_written_in_the_format_of_gettext(tag: str, header: str) -> None:
    assert format_rule(Locale.parse(tag)) == header


def test_the_rule_of_every_locale_agrees_with_cldr_on_whole_numbers() -> None:
    numbers = (*range(1_000), 1_000_000, 2_000_000)
    for name in {name.partition("_")[0] for name in localedata.locale_identifiers()}:
        locale = Locale.parse(name)
        rule = read_rule(format_rule(locale), locale)
        categories = {(rule.index(number), locale.plural_form(number)) for number in numbers}
        assert len(categories) == rule.forms, name
        assert rule.doubt is None, name
