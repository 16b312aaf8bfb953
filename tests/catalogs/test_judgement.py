from __future__ import annotations

import re

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.judgement import judge, judge_all
from kfor_i18n.catalogs.messages import SLUG_CONTEXT, Key, Message
from kfor_i18n.catalogs.plurals import PluralError, PluralRule, read_rule

SL = Locale.parse("sl")
CLDR = "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);"
OLDER = "nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);"
LINK = 'See <a href="%(url)s">the page</a>.'


@pytest.fixture(scope="module")
def rule() -> PluralRule:
    return read_rule(CLDR, SL)


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Plain", "Navadno »besedilo« & 3 < 5"),
        ("%(a)s of %(b)s", "%(b)s: %(a)s"),
        ("Half", "50 %%"),
        (LINK, 'Oglejte si <a href="%(url)s">stran</a>.'),
        ("{name} is here", "Tu je {name}"),
        ("%s and %d", "%s in %d"),
        ('<a href="https://gov.si/en/">x</a>', '<a href="https://gov.si/">x</a>'),
        ('<abbr title="North">N</abbr>', '<abbr title="Sever">S</abbr>'),
        ("One<br>two", "Ena<br>dve"),
    ],
)
def test_a_faithful_translation_may_be_shown(source: str, translation: str) -> None:
    assert judge(Message(source, (translation,)), None) is None


@pytest.mark.parametrize(
    ("source", "translation", "reason"),
    [
        ("Text", "", "not translated"),
        ("%(a)s", "a", "lacks"),
        ("%(a)s", "%(b)s", "foreign"),
        ("%(a)s", "%(a)s %(a)d", "foreign"),
        ("%(a)s", "%(a)999999999s", "foreign"),
        ("%(a)s", "%(a)s 100 % k", "foreign|formatted"),
        ("%(a)s", "%(a)s %", "formatted"),
        ("Text", "50 %", "formatted"),
        ("%s %d", "%d %s", "positional"),
        ("{name}", "{ime}", "foreign"),
        ("Text", "<b>Besedilo</b>", "adds markup"),
        ("Text", "<script>alert(1)</script>", "adds markup"),
        ("Text", "&lt;", "adds markup"),
        ("<b>x</b>", "<b>x</b><script>alert(1)</script>", "adds"),
        ("<b>x</b>", "x", "lacks"),
        ("<b>x</b>", "<b>x", "not closed"),
        ("<b>x</b>", "</b>x<b>", "closes nothing"),
        ("<b>x</b>", "<b>x</b> <img src=x onerror=alert(1)", "does not end"),
        ("<b>x</b>", '<b onclick="alert(1)">x</b>', "adds"),
        (LINK, '<a href="javascript:alert(1)">%(url)s</a>', "adds"),
        (LINK, '<a href="%(url)s" HREF="javascript:alert(1)">x</a>', "adds"),
        ('<a href="https://gov.si/">x</a>', '<a href="https://gov.si@evil.test/">x</a>', "adds"),
        ('<a href="https://gov.si/">x</a>', '<a href="https://gov.si\\@evil.test/">x</a>', "adds"),
        ("Text", "Besedilo\x00", r"U\+0000"),
        ("Text", "\ufdd0Besedilo", r"U\+FDD0"),
        ("Text", "\u202eBesedilo", r"U\+202E"),
        ("Text", "\ud800", r"U\+D800"),
    ],
)
def test_a_translation_that_could_break_the_page_is_refused(
    source: str, translation: str, reason: str
) -> None:
    found = judge(Message(source, (translation,)), None)
    assert found is not None
    assert re.search(reason, found)


def test_a_plural_form_may_leave_out_only_the_count(rule: PluralRule) -> None:
    forms = ("en dan", "dva dneva", "%(num)s dnevi", "%(num)s dni")
    assert judge(Message("%(num)s day", forms, "%(num)s days"), rule) is None
    named = Message(
        "%(num)s day in %(place)s", ("dan", "dva", "trije", "dni"), "%(num)s days in %(place)s"
    )
    assert "form 0 lacks the placeholder %(place)s" in (judge(named, rule) or "")


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_another_number_of_plural_forms_is_refused(rule: PluralRule, count: int) -> None:
    message = Message("%(num)s day", ("%(num)s d",) * count, "%(num)s days")
    assert "plural forms" in (judge(message, rule) or "")


def test_forms_that_were_filled_with_english_are_refused(rule: PluralRule) -> None:
    forms = ("%(num)s dan", "%(num)s dneva", "%(num)s days", "%(num)s days")
    assert "source text" in (judge(Message("%(num)s day", forms, "%(num)s days"), rule) or "")


def test_a_plural_needs_a_rule() -> None:
    message = Message("%(num)s day", ("%(num)s d",) * 4, "%(num)s days")
    assert "Plural-Forms" in (judge(message, None) or "")


@pytest.mark.parametrize("slug", ["", "Jeziki", "o jezikih", "jezikí", "../x", "a/b", "-a", "a--b"])
def test_a_slug_must_be_url_safe(slug: str) -> None:
    assert judge(Message("languages", (slug,), context=SLUG_CONTEXT), None)


def test_a_slug_that_another_page_has_is_refused() -> None:
    source = [Key("languages", SLUG_CONTEXT), Key("contact", SLUG_CONTEXT)]
    messages = [
        Message("languages", ("stik",), context=SLUG_CONTEXT),
        Message("contact", ("stik",), context=SLUG_CONTEXT),
    ]
    usable, refusals = judge_all(messages, None, source)
    assert list(usable) == [source[0]]
    assert refusals[0].message.msgid == "contact"
    usable, _ = judge_all([Message("languages", ("contact",), context=SLUG_CONTEXT)], None, source)
    assert not usable


@given(st.text(), st.text())
def test_what_passes_can_be_formatted(source: str, translation: str) -> None:
    if judge(Message(source, (translation,)), None) is None:
        try:
            source % {}
        except (ValueError, TypeError, KeyError):
            return
        assert isinstance(translation % {}, str)


@given(st.text(alphabet="<>ab/=\"' &;scripthref:"))
def test_no_markup_gets_into_plain_text(translation: str) -> None:
    if judge(Message("Plain", (translation,)), None) is None:
        assert not any(f"<{letter}" in translation for letter in "abscripthef/")


@pytest.mark.parametrize("header", [CLDR, OLDER])
def test_either_order_of_the_slovenian_forms_is_legal(header: str) -> None:
    rule = read_rule(header, SL)
    assert rule.forms == 4
    assert len({rule.index(number) for number in (1, 2, 3, 5)}) == 4
    assert rule.index(101) == rule.index(1)
    assert rule.index(102) == rule.index(2)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nplurals=2; plural=(n != 1);",
        "nplurals=4; plural=n;",
        "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : 3);",
        "nplurals=4; plural=__import__('os');",
        "nplurals=4; plural=1/(n-n);",
        "nplurals=5; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
        "nplurals=4; plural=" + "(" * 500 + "n" + ")" * 500 + ";",
    ],
)
def test_a_plural_rule_that_does_not_fit_the_language_is_refused(header: str) -> None:
    with pytest.raises(PluralError, match="Plural-Forms"):
        read_rule(header, SL)
