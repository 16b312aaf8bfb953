from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.extract import extract as babel_extract
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from kfor_i18n.catalogs.extraction import KEYWORDS
from kfor_i18n.catalogs.extraction.environment import make_environment, merge_options
from kfor_i18n.catalogs.extraction.jinja import read_jinja
from tests.catalogs.extraction.sources import Expected, refusals, refuse, texts, write


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{{ _("Text") }}', ("Text", None, None)),
        ('{{ gettext("one " "text") }}', ("one text", None, None)),
        ('{{ ngettext("%(num)s day", "%(num)s days", n) }}', ("%(num)s day", "%(num)s days", None)),
        ('{{ pgettext("menu", "Open") }}', ("Open", None, "menu")),
        ('{{ npgettext("menu", "file", "files", n) }}', ("file", "files", "menu")),
        ('{{ _("Hello %(name)s", name=first ~ last) }}', ("Hello %(name)s", None, None)),
        ('{{ _("Hello %(name)s", **values) }}', ("Hello %(name)s", None, None)),
        ('{{ _("100 %%") }}', ("100 %%", None, None)),
        ("{% trans %}100 %{% endtrans %}", ("100 %%", None, None)),
        ("{% trans %}50 %{{ unit }}{% endtrans %}", ("50 %%%(unit)s", None, None)),
        ("{% trans n=2 %}day{% pluralize %}days{% endtrans %}", ("day", "days", None)),
        ('{% trans "menu" %}Open{% endtrans %}', ("Open", None, "menu")),
        ("{% trans trimmed %}\n two\n lines\n{% endtrans %}", ("two lines", None, None)),
        ('{% if x %}{{ _("Text")|upper }}{% endif %}', ("Text", None, None)),
        ('{{ t.gettext("Text") }}', ("Text", None, None)),
    ],
)
def test_template_calls_give_what_they_look_up(
    tmp_path: Path, source: str, expected: Expected
) -> None:
    assert texts(write(tmp_path, {"page.html": source})) == [expected]


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("{{ _(name) }}", 2, "not-literal"),
        ('{{ _("a" ~ name) }}', 2, "not-literal"),
        ('{{ _("a" + "b") }}', 2, "not-literal"),
        ('{{ _("%s" % name) }}', 2, "formatted-early"),
        ('{{ _("%s"|format(name)) }}', 2, "formatted-early"),
        ('{{ _("{}".format(name)) }}', 2, "formatted-early"),
        ("{{ _(text|format(name)) }}", 2, "not-literal"),
        ('{{ _("a" if name else "b") }}', 2, "not-literal"),
        ("{{ _(\n  name\n) }}", 3, "not-literal"),
        ("{{ _() }}", 2, "not-literal"),
        ("{{ _(1) }}", 2, "not-literal"),
        ("{{ _(*parts) }}", 2, "not-literal"),
        ('{{ gettext(string="Text") }}', 2, "not-literal"),
        ('{{ ngettext("day", days, n) }}', 2, "not-literal"),
        ('{{ pgettext(context, "Open") }}', 2, "not-literal"),
        ("{{ t.gettext(name) }}", 2, "not-literal"),
        ('{{ _("") }}', 2, "empty-text"),
        ("{% trans %}{% endtrans %}", 2, "empty-text"),
        ('{{ _("100 %") }}', 2, "bare-percent"),
        ('{{ ngettext("%(num)s", "100 %", n) }}', 2, "bare-percent"),
        ('{{ _("100 % sure") }}', 2, "unnamed-placeholder"),
        ("{% if x %}", 2, "syntax"),
        ("{{ x }\n", 2, "syntax"),
        ("<p>\n{% unknown %}", 3, "syntax"),
        ("{% trans %}{{ a.b }}{% endtrans %}", 2, "syntax"),
    ],
)
def test_a_template_that_no_catalog_can_serve_is_refused(
    tmp_path: Path, source: str, line: int, code: str
) -> None:
    found = refusals(write(tmp_path, {"templates/page.html": f"<!doctype html>\n{source}"}))
    assert set(found) == {("templates/page.html", line, code)}


def test_a_template_that_cannot_be_parsed_is_never_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": '{{ _("a") }}\n{% if %}'}, "[jinja2: **.html]\nsilent = true\n")
    assert refusals(tmp_path, jinja={"silent": True}) == [("a.html", 2, "syntax")]


def test_the_mark_in_a_template_has_the_templates_own_delimiters(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": "<# i18n: ignore #>{{ _(x) }}\n{{ _(y) }}"})
    jinja = {"comment_start_string": "<#", "comment_end_string": "#>"}
    error = refuse(tmp_path, jinja=jinja)
    assert [found.line for found in error.findings] == [2]
    assert "<# i18n: ignore #>" in str(error)


def test_an_old_style_template_formats_only_what_it_says(tmp_path: Path) -> None:
    source = (
        '{{ _("100 %") }}\n'
        "{% trans %}1 %{% endtrans %}\n"
        '{{ _("2 %") % x }}\n'
        '{{ _("3 %")|format(x) }}\n'
        '{{ _("%s of %d") % x }}\n'
        "{% trans n=1 %}4 %{% endtrans %}\n"
        "{% trans n=1 %}5 % {{ n }}{% endtrans %}\n"
    )
    write(tmp_path, {"page.html": source})
    assert refusals(tmp_path, jinja={"newstyle_gettext": False}) == [
        ("page.html", line, "bare-percent") for line in (3, 4, 6)
    ]


SNIPPETS = (
    "{# Translators: one #}",
    "{#- NOTE: two\n  lines -#}",
    "{# other #}",
    "text",
    '{{ _("a") }}',
    '{{ gettext("b") }}{{ ngettext("c", "d", n) }}',
    "{% trans %}e{% endtrans %}",
)


@given(st.lists(st.tuples(st.sampled_from(SNIPPETS), st.sampled_from(("", "\n", "\n\n")))))
def test_comments_in_templates_stand_where_jinja_finds_them(parts: list[tuple[str, str]]) -> None:
    source = "".join(map("".join, parts))
    tags = ("Translators:", "NOTE:")
    calls = read_jinja(source, make_environment({}), KEYWORDS, tags)
    expected = [
        (line, [part.strip() for comment in comments for part in comment.splitlines()])
        for line, _, comments, _ in babel_extract(
            "jinja2", BytesIO(source.encode()), DEFAULT_KEYWORDS, tags
        )
    ]
    # Unlike Jinja's, ours keep their tags, as comments in other languages do.
    without_tags = [
        (call.line, [re.sub("^(?:Translators|NOTE): ?", "", comment) for comment in call.comments])
        for call in calls
    ]
    assert without_tags == expected


LOOKED_UP = (
    "<% trans %>\n  Two\n  lines, 100 %\n<% endtrans %>\n{# Translators: x #}\n"
    "  <% if 1 %>\n  <% trans n=1 %>\n    {{ n }} day\n  <% pluralize %>days <% endtrans %>"
    '<% endif %>\n{{ _("Hello %(name)s", name=1) }}<% do [] %>\n'
    '  {{ pgettext("menu", "Open") }}'
)


@pytest.mark.parametrize("trimmed", [True, False])
@pytest.mark.parametrize("trim_blocks", [True, False])
@pytest.mark.parametrize("newstyle", [{}, {"newstyle_gettext": True}])
@pytest.mark.parametrize("extensions", ["jinja2.ext.do", ["jinja2.ext.ExprStmtExtension"]])
def test_the_messages_are_what_the_application_looks_up(
    tmp_path: Path,
    trimmed: bool,
    trim_blocks: bool,
    newstyle: Mapping[str, bool],
    extensions: object,
) -> None:
    write(tmp_path, {"a.html": LOOKED_UP}, "[jinja2: **.html]\nblock_start_string = <%\n")
    options = {
        "extensions": extensions,
        "trimmed": trimmed,
        "trim_blocks": trim_blocks,
        "lstrip_blocks": trim_blocks,
        "block_end_string": "%>",
        "line_statement_prefix": None,
        **newstyle,
    }
    asked: set[Expected] = set()

    def record(msgid: str, plural: str | None = None, context: str | None = None) -> str:
        asked.add((msgid, plural, context))
        return msgid

    application = Environment(
        block_start_string="<%",
        block_end_string="%>",
        trim_blocks=trim_blocks,
        lstrip_blocks=trim_blocks,
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    application.policies["ext.i18n.trimmed"] = trimmed
    application.install_gettext_callables(  # type: ignore[attr-defined]
        record,
        lambda one, many, n: record(one, many),
        newstyle=True,
        pgettext=lambda context, msgid: record(msgid, None, context),
    )
    application.from_string(LOOKED_UP).render()
    assert set(texts(tmp_path, jinja=options)) == asked
    assert len(asked) == 4


def test_the_applications_options_prevail_over_the_mapping(tmp_path: Path) -> None:
    mapping = "[jinja2: **.html]\ntrimmed = true\nnewstyle_gettext = false\n"
    write(tmp_path, {"a.html": "{% trans %} 1 %{% endtrans %}"}, mapping)
    assert texts(tmp_path) == [("1 %", None, None)]
    jinja = {"trimmed": False, "newstyle_gettext": True}
    assert texts(tmp_path, jinja=jinja) == [(" 1 %%", None, None)]


def test_an_extension_may_be_given_as_its_class(tmp_path: Path) -> None:
    extensions = list(make_environment({"extensions": "jinja2.ext.do"}).extensions.values())
    options = merge_options({"extensions": [type(extension) for extension in extensions]})
    assert options["extensions"] == (
        "jinja2.ext.ExprStmtExtension,jinja2.ext.InternationalizationExtension"
    )
