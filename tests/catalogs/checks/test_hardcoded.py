from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.checks.rules.hardcoded import find_hardcoded
from kfor_i18n.catalogs.checks.selection import load_codes
from kfor_i18n.catalogs.extraction import ExtractionError, ExtractionOptions
from tests.builders import ROOT

MAPPING = "[python: **.py]\n[jinja2: **]\n"


def find(
    files: Mapping[str, str | bytes],
    ignored: Collection[str] = (),
    mapping: str = MAPPING,
    excluded: Collection[str] = (),
    **options: object,
) -> list[tuple[str, int | None, str]]:
    """Return the findings in files: path, line, and the text or, without one, the code."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "mapping.cfg").write_text("[ignore: mapping.cfg]\n" + mapping)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        chosen = ExtractionOptions(**options)  # type: ignore[arg-type]
        found = find_hardcoded(
            root, root / "mapping.cfg", options=chosen, ignored=ignored, excluded=excluded
        )
    return [
        (finding.path.as_posix(), finding.line, str(finding.problem.values.get("text", ""))
         or finding.problem.code.name)
        for finding in found
    ]  # fmt: skip


def lines(template: str, ignored: Collection[str] = ()) -> list[tuple[int | None, str]]:
    return [(line, text) for _, line, text in find({"page.html": template}, ignored)]


@pytest.mark.parametrize(
    "template",
    [
        '<{{ kind }} controls preload="metadata"></{{ kind }}>',
        "{% macro is_active(a) %}{% if a %}active{% endif %}{% endmacro %}",
        "{% macro size(a) %}\n{% if a %}col-{{ a }}{% else %}wide{% endif %}\n{% endmacro %}",
        "<b>GET</b> <i>OK</i> <u>mm</u> <a>[all]</a>",
    ],
)
def test_code_is_no_text(template: str) -> None:
    assert lines(template) == []


def test_what_a_template_has_for_each_language_by_itself_is_no_fault() -> None:
    branches = (
        "{% if locale == 'de' %}Hallo{% elif locale == 'fr_CH' %}Salut{% else %}Hello{% endif %}"
    )
    assert lines(f"{branches}\n{{% if user == 'ana' %}}Ana{{% endif %}} there") == [
        (2, "Ana … there")
    ]


def test_text_in_an_element_whose_name_is_an_expression_is_found() -> None:
    found = lines('<{{ kind }} class="wide" title="Sound">Play it</{{ kind }}>\n')
    assert found == [(1, "Sound … Play it")]
    assert lines("{% macro m() %}No results{% endmacro %}") == [(1, "No results")]


def test_formats_that_are_not_read_in_a_browser_and_tests_are_left_out() -> None:
    for name in ("a.tex", "a.tex.j2", "a.csv", "tests/a.html", "app/test/a.html"):
        assert find({name: "Some text"}) == []


def test_files_can_be_left_out_by_patterns() -> None:
    files = {"help.de.html": "<p>Auf Deutsch</p>", "de/all.html": "Hallo", "help.html": "Hello"}
    assert find(files, excluded=["**.de.html", "de/**"]) == [("help.html", 1, "Hello")]


def test_the_templates_of_the_site_have_no_hard_coded_text() -> None:
    assert find_hardcoded(ROOT, ROOT / "babel.cfg") == []


@pytest.mark.parametrize(
    ("planted", "line", "text"),
    [
        ("\n<p>Hello</p>", 2, "Hello"),
        ("<p>\n\n  Hello, {{ name }}!\n</p>", 3, "Hello, …!"),
        ("<h1>{{ _('News') }} today</h1>", 1, "… today"),
        ("{% if x %}\nYes\n{% else %}\nNo\n{% endif %}", 2, "Yes"),
        ("{% block title %}Home{% endblock %}", 1, "Home"),
        ("{% macro m() %}\n<b>Bold</b>{% endmacro %}", 2, "Bold"),
        ("{% set x %}Captured{% endset %}", 1, "Captured"),
        ("{% raw %}\n{{ no }} Raw\n{% endraw %}", 2, "{{ no }} Raw"),
        ("{% trans %}Good{% endtrans %}\nBad", 2, "Bad"),
        ("{% trans n=1 %}Good{% pluralize %}Goods{% endtrans %}<p>Bad</p>", 1, "Bad"),
        ("{#- a\nb -#}\n\nText", 4, "Text"),
        ("{%- if x -%}\n\n Text {%- endif %}", 3, "Text"),
        ('<a href="/"\n title="Go home">{{ x }}</a>', 2, "Go home"),
        ("<img src=x alt='A cat'>", 1, "A cat"),
        ('<input placeholder="Your {{ thing }}">', 1, "Your …"),
        ("<input placeholder=Name>", 1, "Name"),
        ('<nav aria-label="Main">', 1, "Main"),
        ('<div aria-description="Long">', 1, "Long"),
        ('<input type="submit" value="Send">', 1, "Send"),
        ('<INPUT TYPE=BUTTON VALUE="Send">', 1, "Send"),
        ('<optgroup label="Group">', 1, "Group"),
        ('<meta name="description" content="About us">', 1, "About us"),
        ('<meta content="About us" property="og:title">', 1, "About us"),
        ('<meta property="og:site_name" content="The site">', 1, "The site"),
        ('<b {% if x %}class="a{% else %}class="b{% endif %}">Text</b>', 1, "Text"),
        ('<b data-x="<i>no</i>">Text</b>', 1, "Text"),
        ("<script>var a = 'no';</script>\n<p>Text", 2, "Text"),
        ("<pre>no\n</pre>Text", 2, "Text"),
        ("<!-- no\n-->Text", 2, "Text"),
        ("<p>5 apples</p>", 1, "5 apples"),
        ("<p>(required)</p>", 1, "(required)"),
        ("<p>a < b and more</p>", 1, "a < b and more"),
        ("<p>中文</p>", 1, "中文"),
        ("{{ x }} MB", 1, "… MB"),
        ("<b>One</b> and <i>two</i>", 1, "One … and … two"),
        ("<svg><text>Text</text></svg>", 1, "Text"),
        (f"<p>{'long ' * 20}</p>", 1, f"{'long ' * 11}long…"),
    ],
)
def test_hard_coded_text_is_reported_on_its_line(planted: str, line: int, text: str) -> None:
    assert (line, text) in lines(planted)
    page = '<!doctype html>\n{% extends "a.html" %}\n<p>{{ _("x") }}</p>\n'
    assert (line + 3, text) in lines(page + planted)


@pytest.mark.parametrize(
    "template",
    [
        "{{ _('Text') }}: {{ gettext('More') }} – {{ ngettext('a', 'bs', 2) }}",
        "{% trans %}Text with <b>bold</b>{% endtrans %}",
        '<a title="{% trans %}Text{% endtrans %}" alt="{{ _("x") }}">{{ x }}</a>',
        "{# Comment #}<!-- Comment --><!doctype html><?xml version='1.0'?>",
        "{% set title = 'Text' %}{{ 'Text' }}{{ field(placeholder='Text') }}",
        "<script>Text</script><style>Text</style><code>Text</code><pre>Text</pre><kbd>Text</kbd>",
        '<script type="application/ld+json">{"a": "{{ b }}"}</script>',
        '<p translate="no">Text <b>more</b></p>',
        "<p>2026, 12 %, 3.5 – × » … &nbsp;&copy; &#160; x / y 100px</p>",
        "<p>https://a.example/text?x=y a@b.example www.a.example page.html /usr/bin some_name</p>",
        '<a class="Text" id="Text" href="Text" data-title="Text" style="Text" name="Text"></a>',
        '<meta name="viewport" content="width=device-width"><meta charset="utf-8">',
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">',
        '<meta property="og:url" content="https://a.example"><meta property="og:type" '
        'content="article">',
        '<input type="text" value="Text"><button value="Text"></button><label label="Text">',
        '<img alt="" title="">',
        "<p>{text} PDF</p>",
        "{% macro ids(x) %}section-{{ x }}{% endmacro %}{% macro icon() %}icon-link{% endmacro %}",
        '{% macro field(x) %}id="{{ x }}" data-text{% endmacro %}',
        "<p>Text{# i18n: ignore #}</p>",
        "<p>{#- i18n: ignore, a name -#}Text</p>",
        "<code>Text",
        "",
    ],
)
def test_translated_and_untranslatable_text_is_not_reported(template: str) -> None:
    assert lines(template) == []


def test_a_comment_exempts_only_its_line() -> None:
    template = "<p>One {# i18n: ignore #}\nTwo\n{# i18n: ignore #} Three</p>"
    assert lines(template) == [(2, "Two Three")]


def test_ignored_words_need_no_translation() -> None:
    template = "<p>KFOR: {{ x }}</p>\n<p>KFOR at work, in C++</p>\n<p>KFORs</p>\n<p>C++</p>"
    assert lines(template, ["KFOR", "C++"]) == [(2, "KFOR at work, in C++"), (3, "KFORs")]


def test_a_block_inside_a_tag_is_not_text_in_any_template() -> None:
    files = {
        "base.html": '<body class="{% block kind %}{% endblock %}">'
        "<script>{% block code %}{% endblock %}</script>{% block text %}{% endblock %}",
        "page.html": "{% block kind %}wide page{% endblock %}\n"
        "{% block code %}run now{% endblock %}\n{% block text %}Text{% endblock %}",
    }
    assert find(files) == [("page.html", 3, "Text")]


def test_only_templates_for_readers_are_checked() -> None:
    files = dict.fromkeys(
        ["a.html", "a.css", "a.js", "a.xml.j2", "a.txt", "a.html.jinja2", "README", "a.py"], "Text"
    )
    mapping = "[python: **.py]\n[ignore: b/**]\n[jinja2: **]\n"
    paths = [path for path, _, _ in find({**files, "b/a.html": "Text"}, mapping=mapping)]
    assert paths == ["README", "a.html", "a.html.jinja2", "a.txt"]


def test_the_delimiters_of_the_application_are_used() -> None:
    template = "<p>[[ text ]]</p>\n<% if x %>\nText <# i18n: ignore #>\n<% endif %>\nMore"
    jinja = {
        "block_start_string": "<%", "block_end_string": "%>",
        "variable_start_string": "[[", "variable_end_string": "]]",
        "comment_start_string": "<#", "comment_end_string": "#>",
        "line_statement_prefix": "::",
    }  # fmt: skip
    template += "\n:: trans\nGood\n:: endtrans\nBad"
    found = find({"a.html": template}, jinja=jinja)
    assert found == [("a.html", 5, "More"), ("a.html", 9, "Bad")]


def test_a_finding_is_a_warning_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("Text")
    (tmp_path / "babel.cfg").write_text("[jinja2: **.html]\n")
    (finding,) = find_hardcoded(tmp_path, tmp_path / "babel.cfg")
    assert finding.severity == "warning"
    assert str(finding) == (
        'a.html:1: hard-coded text "Text"; put it into a gettext call or a trans block, or '
        "mark the line with {# i18n: ignore #}"
    )
    assert finding.problem.code.name in load_codes()


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("\n{{ 'x }}", 2, "syntax"),
        ("{# x", 1, "syntax"),
        (b"a\n\xe8", 2, "undecodable"),
        ("{% load i18n %}\n{% blocktranslate %}Text{% endblocktranslate %}", 1, "syntax"),
    ],
)
def test_a_template_that_cannot_be_read_is_reported(
    content: str | bytes, line: int, code: str
) -> None:
    assert find({"a.html": content, "b.html": "Text"}) == [
        ("a.html", line, code),
        ("b.html", 1, "Text"),
    ]


def test_a_missing_template_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to("nowhere")
    (tmp_path / "babel.cfg").write_text("[jinja2: **.html]\n")
    (finding,) = find_hardcoded(tmp_path, tmp_path / "babel.cfg")
    assert str(finding).startswith("a.html: cannot be read: No such file")


def test_a_mapping_file_that_cannot_be_used_is_an_error() -> None:
    with pytest.raises(ExtractionError, match="unusable mapping file"):
        find({}, mapping="no section\n")


CLEAN = (
    "<div>", "</div>", "{% if x %}\n{% endif %}", "{{ _('a') }}", "{# a\nb #}", "<!-- a\nb -->",
    "<script>\nab\n</script>", "{% trans %}\nab\n{% endtrans %}", '<b\n title="{{ x }}">', "12 %",
    "{%- set x = 1 -%}", "{{- x -}}", "<pre>\nab</pre>", "&amp;", "{%- raw -%}\n{{ }}{% endraw %}",
)  # fmt: skip
PLANTED = ("Text", "<p>Text</p>", '<i alt="Text">', "{{ x }} Text", "{% block b %}Text{%endblock%}")


@given(st.lists(st.sampled_from(CLEAN + PLANTED), max_size=20))
def test_every_text_is_reported_on_its_line_wherever_it_is(parts: list[str]) -> None:
    template, planted = "", []
    for part in parts:
        if part in PLANTED:
            planted.append(template.count("\n") + 1)
        template += f"{part}\n<hr>"
    assert [line for line, _ in lines(template)] == planted


@given(st.text(st.sampled_from("ab<>/=\"'{%}#-! \n\x00\ufffcp")) | st.text())
def test_no_template_raises_an_error(template: str) -> None:
    find({"a.html": template.encode("utf-8", "replace")})
