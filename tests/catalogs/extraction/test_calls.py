from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.extraction import KEYWORDS, parse_keywords
from kfor_i18n.catalogs.extraction.calls import Argument, SourceCall, make_messages
from kfor_i18n.catalogs.extraction.formats import Formatting
from tests.catalogs.extraction.sources import (
    MAPPING,
    extract,
    list_findings,
    refusals,
    refuse,
    run,
    texts,
    write,
)

WITH_JAVASCRIPT = f"{MAPPING}[javascript: **.js]\n"


@pytest.mark.parametrize(
    ("name", "source", "sentence"),
    [
        (
            "app.py",
            "_(name)",
            "app.py:1: argument 1 of _() is not a string literal; pass the text itself, or "
            "mark line 1 with # i18n: ignore",
        ),
        (
            "app.py",
            '_(f"{a}")',
            "app.py:1: argument 1 of _() is an f-string and cannot be extracted; use a "
            "placeholder and pass its value, or mark line 1 with # i18n: ignore",
        ),
        (
            "page.html",
            "{{ _(name) }}",
            "page.html:1: argument 1 of _() is not a string literal; pass the text itself, "
            "or mark line 1 with {# i18n: ignore #}",
        ),
        (
            "page.html",
            '{{ _("100 %") }}',
            'page.html:1: invalid placeholder "%" in the formatted message "100 %"; write a '
            "literal percent sign as %%",
        ),
        (
            "page.html",
            '{{ _("100 % sure") }}',
            'page.html:1: unnamed placeholder "% s" in "100 % sure", which is formatted with named '
            "values; name it, or write a literal percent sign as %%",
        ),
        (
            "page.html",
            "{% do x %}",
            "page.html:1: invalid template: Encountered unknown tag 'do'; fix the line or, if an "
            "extension provides the tag, list the extension in the mapping file",
        ),
    ],
)
def test_a_refusal_says_what_to_do(tmp_path: Path, name: str, source: str, sentence: str) -> None:
    assert str(refuse(write(tmp_path, {name: source}))) == sentence


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.py", "gettext(message.text)  # i18n: ignore"),
        ("app.py", "_(\n    name,\n)  # noqa: X  # i18n: ignore - names are data"),
        ("app.py", '_(f"{a}")  #i18n:ignore'),
        ("app.py", '_("a" + b)  # i18n: ignore'),
        ("app.py", 'headers = gettext("")  # i18n: ignore'),
        ("app.py", "x = _(name) \\\n    + 1  # i18n: ignore"),
        ("app.py", "x = _(name) \\\n  \\\n + y  # i18n: ignore"),
        ("app.py", "x = f'''\n{_(name)}\n'''  # i18n: ignore"),
        ("page.html", "{{ _(name) }} {# i18n: ignore #}"),
        ("page.html", "{{ _(\n name) }} {#- i18n: ignore, a name -#}"),
        ("page.html", '{{ _("") }} {# i18n: ignore #}'),
        ("page.html", "{{ f(\n  _(name),\n  1,\n) }}{# i18n: ignore #}"),
        ("page.html", "{# i18n: ignore #}{{ f(\n  _(name),\n  1,\n) }}"),
        ("page.html", "{% if f(\n  _(name),\n) %}{# i18n: ignore #}\n{% endif %}"),
        ("app.js", "gettext(name);  // i18n: ignore"),
        ("app.js", "gettext(\n  name\n);  /* i18n: ignore */"),
        ("app.js", 'gettext("");  // i18n: ignore'),
    ],
)
def test_a_mark_exempts_what_is_on_its_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, source: str
) -> None:
    assert texts(write(tmp_path, {name: source}, WITH_JAVASCRIPT)) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.py", '_("Text") % _(group)  # i18n: ignore'),
        ("app.py", 'ngettext("1 %", "Text", n) or _("Text")  # i18n: ignore'),
        ("page.html", '{{ _(config.NAME) }} {{ t.gettext("Text") }}{# i18n: ignore #}'),
        ("page.html", '{{ f(\n  _(name),\n  _("Text")\n) }}{# i18n: ignore #}'),
        ("app.js", 'gettext(name) + gettext("Text");  // i18n: ignore'),
    ],
)
def test_what_can_be_extracted_on_a_marked_line_is_extracted(
    tmp_path: Path, name: str, source: str
) -> None:
    assert "Text" in [found[0] for found in texts(write(tmp_path, {name: source}, WITH_JAVASCRIPT))]


@pytest.mark.parametrize(
    ("name", "source", "line"),
    [
        ("page.html", "{{ f(\n  _(name),\n  1,\n) }}", 4),
        ("page.html", "<p>\n{{ _(name) }}", 2),
        ("app.py", "x = _(name) \\\n    + 1", 2),
        ("app.py", "f(\n    _(name),\n)", 2),
        ("app.js", "gettext(\n  name\n);", 3),
    ],
)
def test_a_finding_names_the_line_on_which_a_mark_can_stand(
    tmp_path: Path, name: str, source: str, line: int
) -> None:
    (found,) = refuse(write(tmp_path, {name: source}, WITH_JAVASCRIPT)).findings
    assert f"mark line {line} with" in str(found)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.py", "_(name)\n# i18n: ignore"),
        ("app.py", '_(name, "# i18n: ignore")'),
        ("page.html", "{{ _(name) }}\n{# i18n: ignore #}"),
        ("page.html", "{{ _(name) }} # i18n: ignore"),
        ("app.py", "_(name)  # a backslash \\\nx = 1  # i18n: ignore"),
        ("app.py", "_(name) + f(\n    1)  # i18n: ignore"),
    ],
)
def test_only_a_comment_on_the_line_itself_marks_it(tmp_path: Path, name: str, source: str) -> None:
    assert refusals(write(tmp_path, {name: source})) == [(name, 1, "not-literal")]


@given(st.text(alphabet="%()sd ab1.-#"))
@example("%()%")
def test_what_passes_can_be_formatted_with_named_values(text: str) -> None:
    arguments = (Argument(1, text),)
    call = SourceCall("_", "_", 1, 1, arguments, 1, frozenset({Formatting.NAMED}), "")
    _, misuses = make_messages(call, KEYWORDS["_"])
    if not misuses:
        assert isinstance(text % defaultdict(int), str)


def test_keywords_can_be_chosen(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '_("a")\ntranslate("b")\n'})
    own = parse_keywords(["translate"])
    assert texts(tmp_path, keywords=own) == [("b", None, None)]
    assert len(texts(tmp_path, keywords={**KEYWORDS, **own})) == 2


def test_a_mapping_adds_keywords_and_comment_tags(tmp_path: Path) -> None:
    mapping = "[python: **.py]\nkeywords = tr polymorphic:1 polymorphic:2,2t\nadd_comments = I18N\n"
    source = '# I18N x\ntr("a")\npolymorphic("b")\npolymorphic("c", "d")\n_("e")\n'
    write(tmp_path, {"app.py": source, "b.py": "\n\npolymorphic('f', g)\n"}, mapping)
    assert refusals(tmp_path) == [("b.py", 3, "not-literal")]
    (tmp_path / "b.py").unlink()
    found = extract(tmp_path)
    assert [message.msgid for message in found] == ["a", "b", "c", "d", "e"]
    assert found[0].comments == ("I18N x",)


@pytest.mark.parametrize("letter", ["\\ud800", "\\0"])
def test_a_text_that_no_catalog_can_hold_is_left_out_and_named(tmp_path: Path, letter: str) -> None:
    write(tmp_path, {"app.py": f'_("a{letter}b"); pgettext("{letter}", "c"); _("fine")\n'})
    assert [message.msgid for message in run(tmp_path).messages] == ["fine"]
    assert list_findings(tmp_path)[0] == ("app.py", 1, "unwritable-text", "warning")
