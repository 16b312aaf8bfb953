from __future__ import annotations

import re

import html5lib
import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.plurals import PluralRule, read_rule
from kfor_i18n.catalogs.validation.doubts import find_doubts
from kfor_i18n.catalogs.validation.elements import ELEMENTS
from kfor_i18n.catalogs.validation.formats import Formats
from kfor_i18n.catalogs.validation.message import Basis, validate, validate_all
from kfor_i18n.catalogs.validation.slugs import Slugs
from tests.builders import PLURALS

LENIENT = Basis(is_strict=False)
SL = Locale.parse("sl")
LINK = 'See <a href="%(url)s">the page</a>.'


@pytest.fixture(scope="module")
def rule() -> PluralRule:
    return read_rule(PLURALS["sl"], SL)


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
        ("One<br/>two", "Ena<br>dve"),
        ("<b>R</b> &amp; D", "<b>R</b>&D &#353; &nbsp;"),
        ("…", "…"),
        ("<enter a name>", "<vpišite ime>"),
        ("</b> were moved", "</b> premaknjenih"),
        ("<any>", "<tout>"),
        ("translator-credits", "Ana Novak <ana at gov dot si>"),
        ("help (<command>)", "help (<parancs>)"),
        ("One.<br/ >Two", "Ena.<br/>Dve"),
        ("<none selected>", "<keine ausgewählt>"),
        ("<none selected>", "<selected>"),
        ("<b>x</b> <none selected>", "<b>x</b> <keine ausgewählt>"),
        ("<any>", "<любое>"),
        ("Must be <field>:<value>", "<champ>:<valeur>"),
        ("<Answer: {question}>", "<Odgovor: {question}>"),
        ("<b>Use</b> <any>", "<b>Uporabi</b> <poljubno>"),
        (LINK, "<a href = '%(url)s' >stran</a>."),
        ('<a href="/x" class="y">x</a>', "<A CLASS=y HREF=/x>x</A>"),
        ('<a href="?a=1&amp;b=2">x</a>', '<a href="?a=1&b=2">x</a>'),
        ('<a href="/x">x</a>', '<a href="/x" rel="noopener">x</a>'),
        ("<a %(attributes)s>x</a>", "<A  %(attributes)s >y</a >"),
        ("<input disabled> x", "<input DISABLED/> y"),
        ("Invalid.\r\n", "Neveljavno.\r\n"),
        ("\x1b[1mDone\x1b[0m\a", "\x1b[1mKončano\x1b[0m\a"),
        ("\u202eabc\u202c", "\u202ecba\u202c"),
        ("Text", "\u2067טקסט\u2069 \u202bא\u2067ב\u202c\u2069\u202c"),
        ("<b></b>x", "<b> </b>y"),
        ("a <img src='x'>", "<img src='x'>"),
        ("<p>a</p><p>b</p>", "<p>b</p><p>a</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>x<ul><li>y</li></ul></li></ul>"),
        ("<p>a</p><b>b</b>", "<p>a <b>b</b></p>"),
        ("a < b and <b>x</b>", "<b>x</b> in a < b"),
        ("Hello <username>", "Hola, <nombre de usuario>"),
        ("See <%(url)s|the page>", "Glejte <%(url)s|stran o tem>"),
        ("<unnamed>", "<sin nombre>"),
        ("Choose <menu option>", "Välj <menyval>"),
        ("Write to <me@example.org>", "Pišite na <ona@example.org>"),
        ("Author", "Miha <mi-ha@example.org> <https://example.org/~miha>"),
        ("translator-credits", "Miha Novak <miha@example.org>, " * 100),
        ("Fewer than 5 of %(n)d", "<%(n)d od 5"),
        (
            'Use the <meta name="x"> or <a rel="y" …> tag',
            'Oznaka <meta name="x"> ali <a rel="y" …>',
        ),
    ],
)
def test_a_faithful_translation_is_valid(source: str, translation: str) -> None:
    assert validate(Message(source, (translation,)), None) is None


@pytest.mark.parametrize(
    ("source", "translation", "reason"),
    [
        ("Text", "", "without visible text"),
        ("%(a)s", "a", "missing"),
        ("%(a)s", "%(b)s", "unknown placeholder"),
        ("%(a)s", "%(a)s %(a)d", "unknown placeholder"),
        ("%(a)s", "%(a)999999999s", "unknown placeholder"),
        ("%(a)s", "%(a)s 100 % k", "invalid placeholder"),
        ("%(a)s", "%(a)s %", "invalid placeholder"),
        ("Text", "50 %", "invalid placeholder"),
        ("%s %d", "%d %s", "positional"),
        ("{name}", "{ime}", "unknown placeholder"),
        ("Text", "<b>Besedilo</b>", "markup in a plain-text"),
        ("Text", "<script>alert(1)</script>", "markup in a plain-text"),
        ("Text", "&lt;", "markup in a plain-text"),
        ("<b>x</b>", "<b>x</b><script>alert(1)</script>", "unexpected <"),
        ("<b>x</b>", "x", "missing"),
        ("<b>x</b>", "<b>x", "unclosed <b>"),
        (LINK, 'Stran <a href="%(url)s">\u3164\u115f\u2800\u2060</a>', "empty <"),
        (LINK, 'Stran <a href="%(url)s">&nbsp;</a>', "empty <"),
        ("<h1>x</h1>", "y <h1><b>\u200b</b></h1>", "empty <b>"),
        ("R &amp; D", "&nbsp;&#12644;", "without visible text"),
        ("Text", "\u3164\u115f\u2800\u2060", "without visible text"),
        ("Text", "\u202bBesedilo", r"U\+202B; .* with U\+202C"),
        ("Text", "\u2066Besedilo\u202c", r"U\+2066; .* with U\+2069"),
        ("<b>x</b>", "<b>x</b>&#x2067;", r"U\+2067; .* with U\+2069"),
        ("<b>x</b>", "</b>x<b>", "unmatched </b>"),
        ("<b>x</b>", "<b>x</b> <img src=x onerror=alert(1)", "invalid tag"),
        ("<b>x</b>", '<b onclick="alert(1)">x</b>', "unexpected <"),
        (LINK, '<a href="javascript:alert(1)">%(url)s</a>', "unexpected <"),
        (LINK, '<a href="%(url)s" HREF="javascript:alert(1)">x</a>', "unexpected <"),
        (
            '<a href="https://gov.si/">x</a>',
            '<a href="https://gov.si@evil.test/">x</a>',
            "unexpected <",
        ),
        (
            '<a href="https://gov.si/">x</a>',
            '<a href="https://gov.si\\@evil.test/">x</a>',
            "unexpected <",
        ),
        ("<enter a name>", "<img src=x onerror=alert(1) ", "markup in a plain-text"),
        ("<enter a name>", "<vpišite ime><script>x</script>", "markup in a plain-text"),
        ("A <b>x</b>", "A <b>x</b> 3 < 5", "invalid tag"),
        ("<b>x</b>", "<b>x</b> <3", "invalid tag"),
        ("<enter a name> <b>x</b>", "<y <b>x</b>>", "invalid tag"),
        ("<any> <b>x</b>", "<<b>y</b>any>", "invalid tag"),
        ("<any> <b>x</b>", "<<tout>script> <b>x</b>", "invalid tag"),
        (LINK, '<a\u00a0href="%(url)s">x</a>', "invalid tag"),
        (LINK, '<a href="%(url)s">x</a\u2003>', "invalid tag"),
        (LINK, '<a href="%(url)s"/>x</a>', "self-closing <a>"),
        (LINK, 'x <a href="%(url)s"></a>', "empty <"),
        ("<b>x</b>", "<b>x</b> &copy 2026", "reference"),
        ("<b>x</b>", "<b>x</b> &bogus;", "reference"),
        ("<b>x</b>", "<b>x</b> &#0;", "reference"),
        ("<b>x</b>", "<b>x</b> &#x202E;", "reference"),
        ("<b>x</b>", "<b>x</b> &#xD800;", "reference"),
        ("<b>x</b>", "<b>x</b> &#999999999999;", "reference"),
        (f"{LINK} {LINK}", '<a href="%(url)s"><a href="%(url)s">x</a></a>', "inside a link"),
        ("<p>a</p><p>b</p>", "<p>a<p>b</p></p>", "misplaced <p>"),
        ("<p>a</p><div>b</div>", "<p>a<div>b</div></p>", "misplaced <div>"),
        ("<li>a</li><li>b</li>", "<li>a<li>b</li></li>", "misplaced <li>"),
        (
            "<button>a</button><button>b</button>",
            "<button>a<button>b</button></button>",
            "misplaced",
        ),
        ("<h1>a</h1><h2>b</h2>", "<h1>a<h2>b</h2></h1>", "misplaced <h2>"),
        (
            "<table><tr><td>a</td></tr></table>",
            "<table>x<tr><td>a</td></tr></table>",
            "text directly in",
        ),
        (
            "<table><tr><td>a</td></tr></table>",
            "<table></table><tr><td>a</td></tr>",
            "misplaced <t[dr]>",
        ),
        ("<script>x</script>", "<script>alert(1)</script>", "content of <script>"),
        (
            "a<b <script>x</script>",
            "a<b <script>x</script><script>y</script>",
            "content of <script>",
        ),
        ("<STYLE>x</STYLE>", "<style>y</style>", "content of <style>"),
        ("<textarea>x</textarea> y", "<textarea></textarea> y", "content of <textarea>"),
        ("a < b and <b>x</b>", "a < b in <b>x", "unclosed <b>"),
        ('<i class="x">y</i>', '<i class="x"">y</i>', "attribute class"),
        ('<i class="x">y</i>', '<i class=""x">y</i>', "attribute class"),
        ('<a href="x" class="y">z</a>', '<a href="x" class="y>z</a>', "attribute class"),
        ("<any>", "<http://x/onfocus=alert(1)/autofocus>", "markup in a plain-text"),
        ("See <%(url)s|the page>", "<%(url)s|x onclick=alert(1)>", "markup in a plain-text"),
        ("<any>", "<tout hidden>", "markup in a plain-text"),
        ("translator-credits", "Ana <a hidden>", "markup in a plain-text"),
        ("<none selected>", "<nichts autofocus>", "markup in a plain-text"),
        ("<none selected>", "<a selected>", "markup in a plain-text"),
        ("<none selected>", "<nichts selected=x>", "markup in a plain-text"),
        ("<menu option> </menu>", "<menyval> </menu>", "markup in a plain-text"),
        ("Text", " ", "without visible text"),
        ("Text", "\u200b\u00ad\u3000", "without visible text"),
        ("Text", "x" * 2_000, "times as long"),
        ("Text", "%" + "0" * 900, "invalid placeholder"),
        ("Text", "Besedilo\U0001fffe", r"U\+1FFFE"),
        ("Text", "Besedilo\x00", r"U\+0000"),
        ("Text", "\ufdd0Besedilo", r"U\+FDD0"),
        ("Text", "\u202eBesedilo", r"U\+202E"),
        ("Text", "\ud800", r"U\+D800"),
    ],
)
def test_a_translation_that_could_break_the_page_is_rejected(
    source: str, translation: str, reason: str
) -> None:
    found = validate(Message(source, (translation,)), None)
    assert found is not None
    assert re.search(reason, str(found))


def test_a_plural_form_may_omit_only_the_count(rule: PluralRule) -> None:
    forms = ("en dan", "dva dneva", "%(num)s dnevi", "%(num)s dni")
    assert validate(Message("%(num)s day", forms, "%(num)s days"), rule) is None
    named = Message(
        "%(num)s day in %(place)s", ("dan", "dva", "trije", "dni"), "%(num)s days in %(place)s"
    )
    assert "msgstr[0]: missing placeholder %(place)s" in str(validate(named, rule))


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_wrong_number_of_plural_forms_is_rejected(rule: PluralRule, count: int) -> None:
    message = Message("%(num)s day", ("%(num)s d",) * count, "%(num)s days")
    assert "plural forms" in str(validate(message, rule))


def test_a_first_form_equal_to_the_source_text_may_be_a_cognate(rule: PluralRule) -> None:
    forms = ("%(num)s album", "%(num)s albuma", "%(num)s albumi", "%(num)s albumov")
    assert validate(Message("%(num)s album", forms, "%(num)s albums"), rule) is None


def test_a_blank_may_be_meant_but_is_doubted_and_strictly_rejected() -> None:
    message = Message("of", (" ",))
    assert validate(message, None, basis=LENIENT) is None
    assert [doubt.code.name for doubt in find_doubts(message, None)] == ["blank"]
    assert "without visible text" in str(validate(message, None))


def test_a_blank_is_not_doubted_where_the_source_text_is_one() -> None:
    assert list(find_doubts(Message(" ", (" ",)), None)) == []


HTML, UNKNOWN, CODE = (
    Basis(Formats(is_html=is_html), is_strict=False) for is_html in (True, None, False)
)


@pytest.mark.parametrize(
    ("basis", "translation", "is_valid", "doubts"),
    [
        (HTML, "5&nbsp;km &amp; več", True, []),
        (UNKNOWN, "5&nbsp;km", True, ["character-reference"]),
        (UNKNOWN, "5 km & več", True, []),
        (CODE, "5&nbsp;km", False, []),
        (HTML._replace(is_strict=True), "5&nbsp;km", False, []),
        (HTML, "&lt;b>", False, []),
        (HTML, "&#60;b>", False, []),
        (HTML, "&bogus;", False, []),
        (HTML, "&nbsp;<b>x</b>", False, []),
    ],
)
def test_plain_text_has_character_references_where_it_is_shown_as_html(
    basis: Basis, translation: str, is_valid: bool, doubts: list[str]
) -> None:
    message = Message("5 km & more", (translation,))
    assert (validate(message, None, basis=basis) is None) is is_valid
    if is_valid:
        assert [doubt.code.name for doubt in find_doubts(message, None, basis)] == doubts


def test_a_form_has_the_markup_of_either_text_if_only_attributes_differ(rule: PluralRule) -> None:
    one, many = '<a href="/one">%(num)s day</a>', '<a href="/all">%(num)s days</a>'
    assert validate(Message(one, (one.replace("day", "dan"),) * 4, many), rule) is None
    other = Message("<b>%(num)s day</b>", ("<b>%(num)s dan</b>",) * 4, "<i>%(num)s days</i>")
    assert "unexpected <b>" in str(validate(other, rule))


def test_forms_beyond_the_rule_may_repeat_the_last_one_but_are_doubted(rule: PluralRule) -> None:
    forms = ("%(num)s a", "%(num)s b", "%(num)s c", "%(num)s d", "%(num)s d")
    message = Message("%(num)s day", forms, "%(num)s days")
    assert validate(message, rule, basis=LENIENT) is None
    assert [doubt.code.name for doubt in find_doubts(message, rule)] == ["form-surplus"]
    assert "plural forms (5, " in str(validate(message, rule))
    other = Message("%(num)s day", (*forms[:4], "%(num)s e"), "%(num)s days")
    assert "plural forms (5, " in str(validate(other, rule, basis=LENIENT))


def test_a_unit_is_the_same_in_some_forms(rule: PluralRule) -> None:
    message = Message("%(num)sh", ("%(num)s h", "%(num)sh", "%(num)s h", "%(num)s h"), "%(num)sh")
    assert validate(message, rule) is None


def test_forms_filled_with_the_source_text_are_rejected(rule: PluralRule) -> None:
    forms = ("%(num)s dan", "%(num)s dneva", "%(num)s days", "%(num)s days")
    assert "source text" in str(validate(Message("%(num)s day", forms, "%(num)s days"), rule))


def test_a_plural_needs_a_rule() -> None:
    message = Message("%(num)s day", ("%(num)s d",) * 4, "%(num)s days")
    assert "Plural-Forms" in str(validate(message, None))


CONTEXTS = ("URL slug",)
SLUGS = Slugs(CONTEXTS)


@pytest.mark.parametrize("slug", ["", "Jeziki", "o jezikih", "jezikí", "../x", "a/b", "-a", "a--b"])
def test_a_slug_must_be_url_safe(slug: str) -> None:
    assert validate(Message("languages", (slug,), context="URL slug"), None, SLUGS)


def test_a_slug_of_another_page_is_rejected() -> None:
    source = [Key("languages", "URL slug"), Key("contact", "URL slug")]
    messages = [
        Message("languages", ("stik",), context="URL slug"),
        Message("contact", ("stik",), context="URL slug"),
    ]
    valid, rejections = validate_all(messages, None, dict.fromkeys(source), CONTEXTS)
    assert list(valid) == [source[0]]
    assert rejections[0].message.msgid == "contact"
    taken = Message("languages", ("contact",), context="URL slug")
    valid, _ = validate_all([taken], None, dict.fromkeys(source), CONTEXTS)
    assert not valid


EVIL = '<script>alert(1)</script> <a href="javascript:x" onclick="x">%(evil)s</a>'


@pytest.mark.parametrize("plural", [None, EVIL, "%(num)s years"])
def test_a_catalog_cannot_choose_its_own_plural_source(
    rule: PluralRule, plural: str | None
) -> None:
    key = Key("%(num)s day")
    msgstrs = (EVIL,) * (1 if plural is None else 4)
    valid, rejections = validate_all(
        [Message(key.msgid, msgstrs, plural)], rule, {key: "%(num)s days"}
    )
    assert not valid
    assert rejections[0].problem.code.name == "plural-source"


@pytest.mark.parametrize("slug", ["<bogus:p>", "<path:p>", "../../x", "a<", "jeziki"])
def test_a_slug_cannot_have_a_plural(rule: PluralRule, slug: str) -> None:
    message = Message("languages", (slug,) * 4, slug, "URL slug")
    assert "plural forms in a URL slug" in str(validate(message, rule, SLUGS))


def test_a_message_that_is_not_in_the_template_is_neither_returned_nor_rejected() -> None:
    valid, rejections = validate_all([Message("old", ("<script>",))], None, {})
    assert (valid, rejections) == ({}, [])


def test_a_problem_cannot_contain_newlines_or_terminal_escapes() -> None:
    text = str(validate(Message("Text", ("%(a\nb\x1b[31m)s",)), None))
    assert "\n" not in text
    assert "\x1b" not in text


def elements(html: str) -> list[tuple[str, ...]]:
    """Return the elements that a browser parses from a text, with the names of their attributes."""
    fragment = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    return sorted((str(element.tag), *sorted(element.attrib)) for element in fragment.iter())


pieces = st.lists(
    st.sampled_from(
        [
            "<", ">", "a", "b", "/", "</a>", '<a href="%(url)s">', "=", '"', "'", " ", "\n",
            "\x0c", "&", "&lt;", "&#60", ";", "script", "onclick=", "javascript:", "<!--", "-->",
            "<b>", "</b>", "č", "\u00a0", "<a", "href", "%(url)s", "\u2028", "`", "svg", "x", " = ",
            "title=", "<any>", "<tout", "data-x", "</any>", "<č", "<a href=%(url)s>", "-",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(pieces, pieces, pieces)
@example("", "x", "")
def test_a_valid_translation_has_the_elements_of_its_source_text_in_a_browser(
    before: str, inside: str, after: str
) -> None:
    translation = f'{before}<a href="%(url)s">{inside}</a>{after}'
    if validate(Message(LINK, (translation,)), None) is None:
        assert elements(translation) == elements(LINK)


@given(pieces)
def test_a_valid_translation_of_plain_text_has_no_element_in_a_browser(translation: str) -> None:
    if validate(Message("Plain %(url)s", (translation,)), None) is None:
        assert elements(translation) == elements("Plain")


@given(pieces)
@example("<tout %(url)s>")
@example('<tout><a href="%(url)s" title=%(url)s></a>')
def test_the_value_of_a_placeholder_cannot_become_code(translation: str) -> None:
    value = "x onclick=alert(1) y"
    for source in ("<any> %(url)s", "<enter a name> %(url)s", LINK, "<b>%(url)s</b>"):
        if validate(Message(source, (translation,)), None) is None:
            names = {name for _, *attributes in elements(translation % {"url": value})
                     for name in attributes}  # fmt: skip
            assert "onclick" not in names


STRUCTURES = [
    "<p>a</p><p>b</p>",
    "<ul><li>a</li></ul><p>b</p>",
    "<table><tr><td>a</td></tr></table>",
    "<h1>a</h1><h2>b</h2><button>c</button>",
]
parts = st.lists(
    st.sampled_from(["a", "b", *re.findall("<[^>]+>", "".join(STRUCTURES))]), max_size=9
).map("".join)


@given(parts)
@example("<p>a<p>b</p></p>")
@example("<table>a<tr><td></td></tr></table>")
def test_elements_stand_in_a_browser_where_the_translation_has_them(translation: str) -> None:
    for source in STRUCTURES:
        if validate(Message(source, (translation,)), None) is None:
            assert elements(translation) == elements(source)


@given(pieces)
@example("<tout>")
def test_words_in_angle_brackets_are_no_element_that_a_browser_knows(translation: str) -> None:
    if validate(Message("<any> %(url)s", (translation,)), None) is None:
        found = [element for element in elements(translation) if element != ("DOCUMENT_FRAGMENT",)]
        assert not [name for name, *_ in found if name in ELEMENTS]
        assert not [name for _, *names in found for name in names if name.startswith("on")]


@given(st.text(), st.text())
def test_a_valid_translation_can_be_formatted(source: str, translation: str) -> None:
    if validate(Message(source, (translation,)), None) is None:
        try:
            source % {}
        except (ValueError, TypeError, KeyError):
            return
        assert isinstance(translation % {}, str)


@given(st.text(alphabet="<>ab/=\"' &;scripthref:"))
def test_no_markup_can_be_added_to_plain_text(translation: str) -> None:
    if validate(Message("Plain", (translation,)), None) is None:
        assert not any(f"<{letter}" in translation for letter in "abscripthef/")
