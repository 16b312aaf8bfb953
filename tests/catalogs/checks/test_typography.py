from __future__ import annotations

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.checks.selection import load_codes
from kfor_i18n.catalogs.po.file import read_po
from tests.builders import ROOT
from tests.catalogs.checks.pairs import TEXT_CHECKS, make_pair

CODES = (
    "quotes", "straight-quotes", "dash", "ellipsis", "decimal-separator", "percent-space",
    "unit-space", "no-break-space",
)  # fmt: skip
NBSP = "\u00a0"


def find(code: str, source: str, target: str, tag: str = "sl") -> str | None:
    """Return the problem that a check reports, if it applies to the language."""
    pair = make_pair(source, target, tag)
    languages = load_codes()[code].languages
    if languages and pair.language.code not in languages:
        return None
    problem = TEXT_CHECKS[code](pair)
    assert problem is None or problem.code.name == code
    return str(problem) if problem else None


def test_checks_that_are_matters_of_taste_or_often_wrong_are_off_by_default() -> None:
    assert {code for code in CODES if not load_codes()[code].is_on} == {
        "straight-quotes", "decimal-separator", "no-break-space",
    }  # fmt: skip


@pytest.mark.parametrize("domain", ["messages", "tools"])
def test_the_catalogs_of_the_site_have_good_typography(domain: str) -> None:
    entries = read_po(ROOT / "translations" / "sl" / "LC_MESSAGES" / f"{domain}.po").entries
    found = [
        (code, msgstr, problem)
        for code in CODES
        if load_codes()[code].is_on
        for entry in entries
        if not entry.is_header
        for msgstr in entry.msgstrs
        if (problem := find(code, entry.plural or entry.msgid, msgstr))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("tag", "target"),
    [
        ("sl", "»da«"),
        ("sl", "„da“"),
        ("sl", "›da‹"),
        ("sl", "»da „ne“«"),
        ("de", "„ja“"),
        ("de", "»ja«"),
        ("de_CH", "«ja»"),
        ("cs", "„ano“"),
        ("hr", "„da”"),
        ("hr", "„da“"),
        ("hr", "»da«"),
        ("hu", "„igen”-t"),
        ("pl", "„tak”"),
        ("ro", "„da”"),
        ("bg", "„да“"),
        ("ru", "«да»"),
        ("uk", "“так”"),
        ("fr", f"«{NBSP}oui “non”{NBSP}»"),
        ("fi", "”joo”"),
        ("sv", "”ja”"),
        ("nb", "«ja»"),
        ("es", "“sí”"),
        ("nl", "‘ja’"),
        ("ja", "「はい」"),
        ("zh_Hans", "“是”"),
        ("zh_Hant", "「是」"),
        ("tr", "“evet”ten"),
        ("it", "l’ora “sì”"),
        ("sl", '"da"'),
        ("sl", "da"),
        ("sl", '<a title="“da”">da</a>'),
        ("sl", "5’ 3”"),
        ("he", "”כן”"),
    ],
)
def test_quotation_marks_of_the_language_are_accepted(tag: str, target: str) -> None:
    assert find("quotes", 'say "yes"', target, tag) is None


@pytest.mark.parametrize(
    ("tag", "target", "found", "right"),
    [
        ("sl", "“da”", "“…”", "»…«"),
        ("sl", "„da”", "„…”", "»…«"),
        ("sl", "‘da’", "‘…’", "»…«"),
        ("sl", "reci “%(word)s”.", "“…”", "»…«"),
        ("de", "“ja”", "“…”", "„…“"),
        ("de_CH", "“ja”", "“…”", "« … »"),
        ("cs", "„ano”", "„…”", "„…“"),
        ("sr_Latn", "“da”", "“…”", "„…”"),
        ("hu", "„igen“", "„…“", "„…”"),
        ("pl", "“tak”", "“…”", "„…”"),
        ("ru", "“да”", "“…”", "« … »"),
        ("fr", "“oui”", "“…”", "« … »"),
        ("sv", "“ja”", "“…”", "”…”"),
        ("nn", "“ja”", "“…”", "« … »"),
        ("et", "“jah”", "“…”", "„…“"),
        ("en_GB", "”yes”", "”…”", "“…”"),
        ("zh_Hant", "按“是”。", "“…”", "「…」"),
    ],
)
def test_quotation_marks_of_a_different_language_are_reported(
    tag: str, target: str, found: str, right: str
) -> None:
    message = f"quotation marks {found}, which the language does not use; write {right}"
    for source in ('say "yes"', "say “yes”", "say 'yes'", "say ‘yes’"):
        assert find("quotes", source, target, tag) == message


def test_a_translation_whose_source_text_quotes_nothing_is_not_checked() -> None:
    assert find("quotes", "don't say yes; it's 5' 3", "“da”") is None
    assert find("quotes", '<b class="x">yes</b>', "<b>“da”</b>") is None


def test_straight_quotes_as_in_the_source_text_are_reported_only_by_their_own_check() -> None:
    assert find("quotes", "say “yes”", 'reci "da"') == (
        "straight quotation marks where the source has typographic ones; write »…«"
    )
    assert find("quotes", "say “yes”", '"예"라고', "ko")
    assert find("quotes", "say “yes”", '<b title="x">da</b>') is None
    assert find("quotes", 'say “yes” to "all"', 'reci "da" in "vse"') is None
    assert find("straight-quotes", 'say "yes"', 'reci "da"') == (
        "straight quotation marks; write »…«"
    )
    assert find("straight-quotes", 'say "yes"', "reci »da«") is None
    assert find("straight-quotes", "say yes", 'reci "da"') is None
    assert find("straight-quotes", 'a "b"', '5" a') is None
    assert find("straight-quotes", 'say "yes"', 'sano "joo"', "xx") is None


@pytest.mark.parametrize(
    ("source", "target", "is_found"),
    [
        ("one – two", "ena - dve", True),
        ("one—two", "ena - dve", True),
        ("one – two", "ena – dve", False),
        ("one - two", "ena - dve", False),
        ("one – two - three", "ena – dve - tri", False),
        ("one, two", "ena - dve", False),
        ("one – two", "e-pošta", False),
    ],
)
def test_a_hyphen_for_a_dash_is_reported(source: str, target: str, is_found: bool) -> None:
    assert bool(find("dash", source, target)) is is_found


@pytest.mark.parametrize(
    ("source", "target", "is_found"),
    [
        ("Saving…", "Shranjevanje ...", True),
        ("Saving…", "Shranjevanje …", False),
        ("Saving...", "Shranjevanje ...", False),
        ("Saving… a/...", "Shranjevanje … a/...", False),
    ],
)
def test_three_dots_for_an_ellipsis_are_reported(source: str, target: str, is_found: bool) -> None:
    assert bool(find("ellipsis", source, target)) is is_found


@pytest.mark.parametrize(
    ("tag", "source", "target", "found", "right"),
    [
        ("sl", "2.5 km", "2.5 km", "2.5", "2,5"),
        ("sl", "costs €12.50", "stane €12.50", "12.50", "12,50"),
        ("de", "123.45 EUR", "123.45 EUR", "123.45", "123,45"),
        ("fr", "from -1.0 to 1.0", "de -1.0 à 1.0", "1.0", "1,0"),
        ("ru", "at 0.5 of it", "при 0.5 от", "0.5", "0,5"),
        ("pl", "1.5%", "1.5%", "1.5", "1,5"),
        ("sl", "waits 2.5 s", "čaka 2.5 s", "2.5", "2,5"),
        ("ja", "2.5 times", "約2,5倍", "2,5", "2.5"),
        ("de_CH", "2.5 km", "2,5 km", "2,5", "2.5"),
    ],
)
def test_a_wrong_decimal_separator_is_reported(
    tag: str, source: str, target: str, found: str, right: str
) -> None:
    message = f"wrong decimal separator in {found}; write {right}"
    assert find("decimal-separator", source, target, tag) == message


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("sl", "Python 3.11"),
        ("sl", "različica 1.5"),
        ("sl", "Django 0.96"),
        ("cs", "XLIFF 1.2 s rozšířeními"),
        ("sl", "1.2.3"),
        ("sl", "31.12.2026"),
        ("fi", "klo 10.30"),
        ("sl", "192.168.0.1"),
        ("sl", "v0.5"),
        ("sl", "0.5.1"),
        ("sl", "https://a.b/0.5"),
        ("sl", "10.000 km"),
        ("sl", "$30,000"),
        ("en", "30,5 km"),
        ("es", "2.5 km"),
        ("es_MX", "2,5 km"),
        ("sl", "2,5 km"),
        ("en", "1,2 or 3"),
        ("bgn", "2,5 km"),
        ("xx", "2.5 km"),
    ],
)
def test_text_that_may_not_be_a_decimal_number_is_not_reported(tag: str, text: str) -> None:
    assert find("decimal-separator", text, text, tag) is None


def test_numbers_in_code_and_without_words_are_not_reported() -> None:
    text = "search<code>a^0.5 search</code>"
    assert find("decimal-separator", text, text) is None
    assert find("decimal-separator", "0.0", "0.0") is None


def test_a_version_behind_a_prefix_is_no_decimal_number() -> None:
    assert find("decimal-separator", "Pre-0.11 macros", "makri pre-0.11") is None


def test_a_decimal_number_that_is_not_in_the_source_text_is_not_reported() -> None:
    assert find("decimal-separator", "at 2:50 pm", "ob 2.50 h") is None


@pytest.mark.parametrize(
    ("tag", "target", "message"),
    [
        ("sl", "0% do 100%", "no space"),
        ("de", "100% sicher", "no space"),
        ("fr", "%(rate)s%% des cas", "no space"),
        ("sv", "%.1f%%", "no space"),
        ("nl", "100 %", "; remove it"),
        ("ja", "%(rate)s %%を含む", "; remove it"),
        ("zh_Hans", "约100 %的", "; remove it"),
        ("tr", "100%", "after the number"),
        ("eu", "100%", "after the number"),
    ],
)
def test_a_percentage_in_the_style_of_a_different_language_is_reported(
    tag: str, target: str, message: str
) -> None:
    assert message in (find("percent-space", "100%", target, tag) or "")


@pytest.mark.parametrize(
    ("tag", "target"),
    [
        ("sl", f"100{NBSP}%"),
        ("sl", "10% popust"),
        ("sk", "%(rate)s%% %(name)s"),
        ("fr", "100\u202f%"),
        ("de", "100%ig"),
        ("de", "100%-ig"),
        ("en", "100%"),
        ("es_MX", "100%"),
        ("tr", "%100"),
        ("pt", "100 %"),
        ("ru", "100%"),
        ("de", "%d%s"),
        ("de", "%s %(name)s"),
        ("de", "%s %%23"),
        ("de", "`.1%`"),
        ("de", "100% oder 400px"),
        ("xx", "100 %"),
        ("sl", "100 %"),
    ],
)
def test_a_percentage_in_an_accepted_style_is_not_reported(tag: str, target: str) -> None:
    assert find("percent-space", "100%", target, tag) is None


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("5 km", "5km", 'no space in "5km"; add a no-break space'),
        ("12.5 kg", "12,5kg", '"12,5kg"'),
        ("%(size)s MB", "%(size)sMB", '"%(size)sMB"'),
        ("{} KB", "{}KB", '"{}KB"'),
        ("30 °C", "30°C", '"30°C"'),
        ("5 €", "5€", '"5€"'),
        ("waits 5 s", "čaka 5s", '"5s"'),
    ],
)
def test_a_unit_without_a_space_is_reported(source: str, target: str, message: str) -> None:
    assert message in (find("unit-space", source, target) or "")


@pytest.mark.parametrize(
    ("source", "target", "tag", "found"),
    [
        ("5 km", "5 km", "sl", "5 km"),
        ("12.5 kg", "12,5 kg", "sl", "12,5 kg"),
        ("%(size)s MB", "%(size)s MB", "sl", "%(size)s MB"),
        ("{} KB", "{} KB", "sl", "{} KB"),
        ("5 €", "5 €", "sl", "5 €"),
        ("waits 5 s", "čaka 5 s", "sl", "5 s"),
        ("100%", "za 100 %.", "sl", "100 %"),
        ("100%", "{rate} %", "cs", "{rate} %"),
    ],
)
def test_an_ordinary_space_where_a_line_may_break_is_reported(
    source: str, target: str, tag: str, found: str
) -> None:
    assert f'"{found}"' in (find("no-break-space", source, target, tag) or "")
    assert find("unit-space", source, target, tag) is None
    assert find("percent-space", source, target, tag) is None


@pytest.mark.parametrize(
    ("source", "target", "tag"),
    [
        ("5 km", f"5{NBSP}km", "sl"),
        ("100%", f"100{NBSP}%", "sl"),
        ("5 km", "5 km", "en"),
        ("100%", "100 %", "nl"),
        ("version 5 with", "5 s podporo", "sl"),
    ],
)
def test_a_no_break_space_or_one_that_no_guide_asks_for_is_not_reported(
    source: str, target: str, tag: str
) -> None:
    assert find("no-break-space", source, target, tag) is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("5 km", f"5{NBSP}km"),
        ("5 km", "5\u202fkm"),
        ("version 5 with", "5 s podporo"),
        ("%(name)s with", "%(name)s s podporo"),
        ("1h 30m", "1h 30min"),
        ("A4 min", "A4 min"),
        ("5 MB/s", "5 MB/s"),
        ("5 minutes", "5 minut"),
        ("%(minutes)smin", "%(minutes)smin"),
    ],
)
def test_units_with_a_no_break_space_and_other_letters_are_not_reported(
    source: str, target: str
) -> None:
    assert find("unit-space", source, target) is None


def test_units_are_checked_only_in_languages_whose_guides_require_the_space() -> None:
    assert find("unit-space", "5 km", "5km", "en") is None
    assert find("unit-space", "5 km", "5km", "de")


TEXTS = st.text(st.sampled_from("aeč1205 .,%%sd(){}\"“”„»«‘’'–-…km€\u00a0\ufffc不")) | st.text()


@given(TEXTS, TEXTS, st.sampled_from([*sorted(locale_identifiers()), "xx", ""]))
def test_no_text_raises_an_error(source: str, target: str, tag: str) -> None:
    for code in CODES:
        find(code, source, target, tag)


def test_quotation_marks_of_many_languages_are_known() -> None:
    assert len(load_codes()["quotes"].languages) > 50
