"""A page is what it would be without tracking, and tells the messages of whatever it prints."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from jinja2.nativetypes import NativeEnvironment
from markupsafe import Markup

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.jinja import track_environment
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.text import spans_of, track
from tests.tracking.test_text import parts_of

TEMPLATES = {
    "base": "<i>{% block body %}<p>{{ _('base') }}</p>{% endblock %}</i>",
    "macros": "{% macro item(text) %}[{{ text }}{{ caller() if caller }}]{% endmacro %}",
    "part": "{{ _('part') }}",
}


class Lazy:
    """A text that is looked up when it is shown, and shown without escaping, as Flask-Babel's."""

    def __str__(self) -> str:
        return str(track("lazy & <b>", Lookup(Key("lazy"), "messages")))

    __html__ = __str__


def render(source: str, *, is_tracked: bool) -> str:
    def look_up(msgid: str) -> str:
        return track(msgid, Lookup(Key(msgid), "messages")) if is_tracked else msgid

    environment = Environment(
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        loader=DictLoader({**TEMPLATES, "page": source}),
        finalize=lambda value: "" if value is None else value,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        look_up, lambda one, many, n: look_up(one if n == 1 else many), newstyle=False
    )
    environment.filters["app_filter"] = lambda value: f"*{value}*"
    if is_tracked:
        track_environment(environment)
    return environment.get_template("page").render(items=[1, 2], lazy=Lazy(), none=None)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("{{ _('a & b') }}", [("a &amp; b", "a & b")]),
        ("{{ _('<b>x</b>')|safe }}", [("<b>x</b>", "<b>x</b>")]),
        ("{% trans %}Hi{% endtrans %}", [("Hi", "Hi")]),
        ("{% trans who=_('you') %}Hi {{ who }}{% endtrans %}",
         [("Hi you", "Hi %(who)s"), ("you", "you")]),
        ("{% trans n=2 %}one{% pluralize %}{{ n }} things{% endtrans %}",
         [("2 things", "%(n)s things")]),
        ("{{ lazy }}", [("lazy & <b>", "lazy")]),
        ("{{ none }}{{ _('x') }}", [("x", "x")]),
        ("{{ _('a') ~ ': ' ~ _('b') }}", [("a", "a"), ("b", "b")]),
        ("{{ _('a') ~ '<i>'|safe ~ '<' }}", [("a", "a")]),
        ("{{ _('a') + 'x' }}{{ 'x' + _('b') }}", [("a", "a"), ("b", "b")]),
        ("{{ [_('a'), _('b')]|join(', ') }}", [("a", "a"), ("b", "b")]),
        ("{{ [_('a'), _('b')]|map('upper')|join }}", [("A", "a"), ("B", "b")]),
        ("{{ '%s of %s'|format(_('a'), _('b')) }}", [("a", "a"), ("b", "b")]),
        ("{{ 'in %s' % _('a') }}", [("a", "a")]),
        ("{{ _('one two three')|truncate(9, leeway=0) }}", [("one", "one two three")]),
        ("{{ _('abc')|upper }}{{ _('x y')|title }}", [("ABC", "abc"), ("X Y", "x y")]),
        ("{{ _('<i>x</i>')|striptags }}", [("x", "<i>x</i>")]),
        ("{{ _('a b c')|wordwrap(3) }}", [("a b\nc", "a b c")]),
        ("{{ {'k': _('a')}|tojson }}", [('{"k": "a"}', "a")]),
        ("<i {{ {'title': _('a')}|xmlattr }}>", [("a", "a")]),
        ("{{ ''|default(_('d'), true) }}", [("d", "d")]),
        ("{{ _('x')|app_filter }}", [("*x*", "x")]),
        ("{{ _('abc')[1:] }}{{ _('a')|length }}", [("bc", "abc")]),
        ("{{ 'yes' if _('a') == 'a' }}", []),
        ("{% set text %}<i>{{ _('a') }}</i>{% endset %}{{ text|length }}{{ text }}",
         [("a", "a")]),
        ("{% set name = namespace(text='') %}{% for n in items %}"
         "{% set name.text = name.text ~ _('q') %}{% endfor %}{{ name.text }}",
         [("q", "q"), ("q", "q")]),
        ("{% filter upper %}x {{ _('a') }}{% endfilter %}", [("A", "a")]),
        ("{% extends 'base' %}{% block body %}{{ super() }}{{ self.more() }}{% endblock %}"
         "{% block more %}{{ _('more') }}{% endblock %}", [("base", "base"), ("more", "more")]),
        ("{% from 'macros' import item %}{{ item(_('a')) }}"
         "{% call item('p') %}{{ _('k') }}{% endcall %}", [("a", "a"), ("k", "k")]),
        ("{% include 'part' %}", [("part", "part")]),
        ("{% for n in items recursive %}{{ _('r') }}{{ loop([]) }}{% endfor %}",
         [("r", "r"), ("r", "r")]),
        ("{% autoescape false %}{{ _('a & b') }}{{ _('c') ~ 1 }}{% endautoescape %}",
         [("a & b", "a & b"), ("c", "c")]),
        ("{{ 5 }}{{ items }}{{ missing }}{{ '<'|e }}", []),
    ],
)  # fmt: skip
def test_a_template_prints_the_same_and_tells_its_messages(
    source: str, parts: list[tuple[str, str]]
) -> None:
    page = render(source, is_tracked=True)
    assert page == render(source, is_tracked=False)
    assert sorted(parts_of(page)) == sorted(parts)


def test_what_a_value_does_when_it_is_printed_it_does_once() -> None:
    shown: list[str] = []

    class Counted:
        def __html__(self) -> Markup:
            shown.append("html")
            return Markup("<i>")

        def __str__(self) -> str:
            shown.append("text")
            return "i"

    environment = Environment(autoescape=True)
    track_environment(environment)
    template = environment.from_string("{{ value }}{{ value ~ text }}{{ [value]|join }}")
    assert template.render(value=Counted(), text="x") == "<i>ix<i>"
    assert shown == ["html", "text", "html"]


def test_templates_that_were_compiled_before_are_compiled_again() -> None:
    environment = Environment(autoescape=True, loader=DictLoader({"page": "{{ text }}"}))
    text: Any = track("x", Lookup(Key("x"), "messages"))
    assert not spans_of(environment.get_template("page").render(text=text))
    track_environment(environment)
    assert spans_of(environment.get_template("page").render(text=text))


def test_templates_of_native_values_are_left_alone() -> None:
    environment = NativeEnvironment()
    track_environment(environment)
    values: object = environment.from_string("{{ [1, 2] }}").render()
    assert values == [1, 2]


def test_a_streamed_template_streams_the_same() -> None:
    environment = Environment(autoescape=True)
    track_environment(environment)
    text: Any = track("a & b", Lookup(Key("x"), "messages"))
    assert list(environment.from_string("<i>{{ text }}</i>").generate(text=text)) == [
        "<i>", "a &amp; b", "</i>",
    ]  # fmt: skip
