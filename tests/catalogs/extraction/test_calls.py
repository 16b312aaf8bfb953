from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.extraction import KEYWORDS
from kfor_i18n.catalogs.extraction.calls import Argument, Formatting, SourceCall, make_messages
from tests.catalogs.extraction.sources import extract, refusals, refuse, texts, write


@pytest.mark.parametrize(
    ("name", "source", "sentence"),
    [
        (
            "app.py",
            "_(name)",
            "app.py:1: argument 1 of _() is not a string literal; write the text itself there, or "
            "mark the line with # i18n: ignore",
        ),
        (
            "app.py",
            '_(f"{a}")',
            "app.py:1: argument 1 of _() is an f-string, which no catalog can hold; write a "
            "placeholder and pass its value, or mark the line with # i18n: ignore",
        ),
        (
            "page.html",
            "{{ _(name) }}",
            "page.html:1: argument 1 of _() is not a string literal; write the text itself there, "
            "or mark the line with {# i18n: ignore #}",
        ),
        (
            "page.html",
            '{{ _("100 %") }}',
            'page.html:1: "100 %" is formatted, and "%" in it is no placeholder; write a per cent '
            "sign as %%",
        ),
        (
            "page.html",
            '{{ _("100 % sure") }}',
            'page.html:1: "100 % sure" is formatted with named values, and "% s" in it has no '
            "name; name it, or write a per cent sign as %%",
        ),
        (
            "page.html",
            "{% do x %}",
            "page.html:1: is no valid template: Encountered unknown tag 'do'.; mend the line, or "
            "name the extension that knows its tag in the mapping file",
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
        ("app.py", '_("Text")  # i18n: ignore'),
        ("page.html", "{{ _(name) }} {# i18n: ignore #}"),
        ("page.html", "{{ _(\n name) }} {#- i18n: ignore, a name -#}"),
        ("page.html", '{{ t.gettext("Text") }} {# i18n: ignore #}'),
        ("page.html", '{{ _("") }} {# i18n: ignore #}'),
    ],
)
def test_a_marked_line_is_neither_checked_nor_extracted(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, source: str
) -> None:
    assert texts(write(tmp_path, {name: source})) == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.py", "_(name)\n# i18n: ignore"),
        ("app.py", '_(name, "# i18n: ignore")'),
        ("page.html", "{{ _(name) }}\n{# i18n: ignore #}"),
        ("page.html", "{{ _(name) }} # i18n: ignore"),
    ],
)
def test_only_a_comment_on_the_line_itself_marks_it(tmp_path: Path, name: str, source: str) -> None:
    assert refusals(write(tmp_path, {name: source})) == [(name, 1, "not-literal")]


@given(st.text(alphabet="%()sd ab1.-#"))
@example("%()%")
def test_what_passes_can_be_formatted_with_named_values(text: str) -> None:
    call = SourceCall("_", 1, 1, (Argument(1, text),), 1, Formatting.NAMED, "")
    _, misuses = make_messages(call, None)
    if not misuses:
        assert isinstance(text % defaultdict(int), str)


def test_keywords_can_be_chosen(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '_("a")\ntranslate("b")\n_(name)  # i18n: ignore\n'})
    assert texts(tmp_path, keywords={"translate": None}) == [("b", None, None)]
    assert len(texts(tmp_path, keywords={**KEYWORDS, "translate": (1,)})) == 2


def test_a_mapping_adds_keywords_and_comment_tags(tmp_path: Path) -> None:
    mapping = "[python: **.py]\nkeywords = tr polymorphic:1 polymorphic:2,2t\nadd_comments = I18N\n"
    source = '# I18N x\ntr("a")\npolymorphic("b")\npolymorphic("c", "d")\n_("e")\n'
    write(tmp_path, {"app.py": source, "b.py": "\n\npolymorphic('f', g)\n"}, mapping)
    assert refusals(tmp_path) == [("b.py", 3, "not-literal")]
    (tmp_path / "b.py").unlink()
    found = extract(tmp_path)
    assert [message.msgid for message in found] == ["a", "b", "c", "d", "e"]
    assert found[0].comments == ("I18N x",)
