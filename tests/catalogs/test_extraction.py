from __future__ import annotations

import random
import subprocess
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract as babel_extract
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from kfor_i18n.catalogs.extraction import (
    KEYWORDS,
    ExtractedMessage,
    ExtractionError,
    ExtractionOptions,
    extract_messages,
)
from kfor_i18n.catalogs.extraction_jinja import make_environment, merge_options, read_jinja
from kfor_i18n.catalogs.extraction_python import Argument, Formatting, SourceCall, judge_call

MAPPING = "[python: **.py]\n[jinja2: **.html]\n"

Expected = tuple[str, str | None, str | None]


def write(root: Path, files: Mapping[str, str | bytes], mapping: str = MAPPING) -> Path:
    for name, content in {"babel.cfg": mapping, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def extract(root: Path, **options: object) -> tuple[ExtractedMessage, ...]:
    chosen = ExtractionOptions(**options)  # type: ignore[arg-type]
    return extract_messages(root, root / "babel.cfg", options=chosen)


def texts(root: Path, **options: object) -> list[Expected]:
    return [(found.msgid, found.plural, found.context) for found in extract(root, **options)]


def refuse(root: Path, **options: object) -> ExtractionError:
    with pytest.raises(ExtractionError) as caught:
        extract(root, **options)
    return caught.value


def refusals(root: Path, **options: object) -> list[tuple[str, int | None, str]]:
    findings = refuse(root, **options).findings
    return [(found.path.as_posix(), found.line, found.problem.code) for found in findings]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("Text")', ("Text", None, None)),
        ('t.gettext("Text")', ("Text", None, None)),
        ('N_("Text")', ("Text", None, None)),
        ('_l("Text")', ("Text", None, None)),
        ('lazy_gettext("Text")', ("Text", None, None)),
        ('ngettext("%(num)s day", "%(num)s days", count)', ("%(num)s day", "%(num)s days", None)),
        ('lazy_ngettext("day", "days", 2)', ("day", "days", None)),
        ('pgettext("menu", "Open")', ("Open", None, "menu")),
        ('lazy_pgettext("menu", "Open")', ("Open", None, "menu")),
        ('npgettext("menu", "file", "files", n)', ("file", "files", "menu")),
        ('lazy_npgettext("menu", "file", "files", n)', ("file", "files", "menu")),
        ('_("one " "text")', ("one text", None, None)),
        ('_(\n    "one "\n    "text",\n)', ("one text", None, None)),
        ('_("one " + "text")', ("one text", None, None)),
        ('_("one " + "te" "xt")', ("one text", None, None)),
        ('_(r"C:\\n" "\\u010d")', ("C:\\nč", None, None)),
        ("_('''two\nlines''')", ("two\nlines", None, None)),
        ("_('''two\r\nlines''')", ("two\nlines", None, None)),
        ('_("100 % sure")', ("100 % sure", None, None)),
        ('_("Hello %(name)s", name=f"{first} {last}")', ("Hello %(name)s", None, None)),
        ('_("Hello %(name)s", **values)', ("Hello %(name)s", None, None)),
        ('gettext("Text", *rest)', ("Text", None, None)),
        ('def f(text=_("Text")): ...', ("Text", None, None)),
        ('@_("Text")\ndef gettext(message): ...', ("Text", None, None)),
    ],
)
def test_python_calls_give_what_they_look_up(
    tmp_path: Path, source: str, expected: Expected
) -> None:
    assert texts(write(tmp_path, {"app.py": source})) == [expected]


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
    ],
)
def test_template_calls_give_what_they_look_up(
    tmp_path: Path, source: str, expected: Expected
) -> None:
    assert texts(write(tmp_path, {"page.html": source})) == [expected]


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ('_(f"Hello {name}")', 2, "f-string"),
        ('_(f"Hello")', 2, "f-string"),
        ('_("Hello " f"{name}")', 2, "f-string"),
        ('ngettext("day", f"{n} days", n)', 2, "f-string"),
        ("_(name)", 2, "not-literal"),
        ("_(find())", 2, "not-literal"),
        ("_(\n    name\n)", 3, "not-literal"),
        ("(\n    t\n    .gettext(name)\n)", 4, "not-literal"),
        ('_("a" + name)', 2, "not-literal"),
        ('_("a" + ("b" + "c"))', 2, "not-literal"),
        ('_("a" * 2)', 2, "not-literal"),
        ('_("%s" % name)', 2, "not-literal"),
        ('_("{}".format(name))', 2, "not-literal"),
        ('_("a" if name else "b")', 2, "not-literal"),
        ('_(b"bytes")', 2, "not-literal"),
        ("_(None)", 2, "not-literal"),
        ("_()", 2, "not-literal"),
        ("_(*parts)", 2, "not-literal"),
        ('gettext(string="Text")', 2, "not-literal"),
        ('ngettext("day")', 2, "not-literal"),
        ('ngettext("day", days, n)', 2, "not-literal"),
        ('ngettext("day", *rest)', 2, "not-literal"),
        ('pgettext(context, "Open")', 2, "not-literal"),
        ('npgettext("menu", "file", files, n)', 2, "not-literal"),
        ("def _(s): return gettext(s)", 2, "not-literal"),
        ('_("")', 2, "empty-text"),
        ('pgettext("menu", "")', 2, "empty-text"),
        ('ngettext("day", "", n)', 2, "empty-text"),
        ('_("100 %", name=name)', 2, "bare-percent"),
        ('_(\n    "100 %! - %(name)s",\n    name=name,\n)', 3, "bare-percent"),
        ('_("100 %!", **values)', 2, "bare-percent"),
        ('_("100 %") % name', 2, "bare-percent"),
        ('ngettext("1 %(num)s", "100 %", n, x=1)', 2, "bare-percent"),
        ('_("100 % sure", name=name)', 2, "unnamed-placeholder"),
        ('_("100 % sure %(name)s") % {"name": name}', 2, "unnamed-placeholder"),
        ('_(("Text"))', 2, "overlooked"),
        ('(_)("Text")', 2, "overlooked"),
        ('_("%(what)s", what=str(_("Text")))', 2, "overlooked"),
        ("x = (", 2, "syntax"),
        ("def f():\n    pass\n  x = 1", 4, "syntax"),
    ],
)
def test_python_that_no_catalog_can_serve_is_refused(
    tmp_path: Path, source: str, line: int, code: str
) -> None:
    found = refusals(write(tmp_path, {"pkg/app.py": f"# the first line\n{source}\n"}))
    assert set(found) == {("pkg/app.py", line, code)}


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ("{{ _(name) }}", 2, "not-literal"),
        ('{{ _("a" ~ name) }}', 2, "not-literal"),
        ('{{ _("a" + "b") }}', 2, "not-literal"),
        ('{{ _("%s" % name) }}', 2, "not-literal"),
        ('{{ _("%s"|format(name)) }}', 2, "not-literal"),
        ('{{ _("a" if name else "b") }}', 2, "not-literal"),
        ("{{ _(\n  name\n) }}", 3, "not-literal"),
        ("{{ _() }}", 2, "not-literal"),
        ("{{ _(1) }}", 2, "not-literal"),
        ("{{ _(*parts) }}", 2, "not-literal"),
        ('{{ gettext(string="Text") }}', 2, "not-literal"),
        ('{{ ngettext("day", days, n) }}', 2, "not-literal"),
        ('{{ pgettext(context, "Open") }}', 2, "not-literal"),
        ("{{ t.gettext(name) }}", 2, "not-literal"),
        ('{{ t.gettext("Text") }}', 2, "overlooked"),
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


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.py": '_(name)\n_("Text")\n_("")\n',
            "a/z.html": '{{ _("Text") }}\n{{ _(x) }}{{ _(f(y)) }}',
            "a.py": "x = (\n",
            "c.py": b"\xff",
        },
    )
    assert refusals(tmp_path) == [
        ("a.py", 1, "syntax"),
        ("a/z.html", 2, "not-literal"),
        ("a/z.html", 2, "not-literal"),
        ("b.py", 1, "not-literal"),
        ("b.py", 3, "empty-text"),
        ("c.py", 1, "undecodable"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("app.py", b"x = 1\n\ny = '\xff'\n"),
        ("app.py", b"# \xc4\x8d\n\n# \xe8\n"),
        ("page.html", b"<p>\n\n\xe8\n"),
        ("app.js", b"\n\n_('\xff')\n"),
    ],
)
def test_bytes_that_are_no_text_are_refused_by_their_line(
    tmp_path: Path, name: str, content: bytes
) -> None:
    write(tmp_path, {name: content}, f"{MAPPING}[javascript: **.js]\n")
    assert refusals(tmp_path) == [(name, 3, "undecodable")]


def test_a_declared_encoding_is_honoured(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": '# coding: iso-8859-2\n_("čas")'.encode("iso-8859-2"),
            "bom.py": '\ufeff_("bom")'.encode(),
            "page.html": '{{ _("dež") }}'.encode("cp1250"),
        },
        "[python: **.py]\n[jinja2: **.html]\nencoding = cp1250\n",
    )
    assert [found[0] for found in texts(tmp_path)] == ["čas", "bom", "dež"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.py", "def _(s): return gettext(s)  # i18n: ignore"),
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


@given(st.text(alphabet="%()sd ab1.-#"))
def test_what_passes_can_be_formatted_with_named_values(text: str) -> None:
    call = SourceCall("_", 1, (Argument(1, text),), 1, Formatting.NAMED, "")
    _, misuses = judge_call(call, None)
    if not misuses:
        assert isinstance(text % defaultdict(int), str)


def test_a_message_is_merged_over_its_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.py": '# Translators: from b\n_("Text")\n_("Text")\n',
            "a.py": '# NOTE: one\n# two\n_("Text")\n\n# L10n: one\nx = _("Other")\n',
            "c.html": '{# Translators: from c\n   and on #}\n{{ _("Text") }}',
            "d.py": '# Translators: from b\n_("Text")\n# unrelated\n_("Text")\n',
        },
    )
    merged, other = extract(tmp_path)
    assert merged == ExtractedMessage(
        msgid="Text",
        plural=None,
        context=None,
        references=("a.py", "b.py", "c.html", "d.py"),
        comments=("NOTE: one", "two", "Translators: from b", "from c", "and on"),
        flags=(),
    )
    assert (other.msgid, other.comments) == ("Other", ("L10n: one",))
    numbered = extract(tmp_path, line_numbers=True)
    assert numbered[0].references == ("a.py:3", "b.py:2", "b.py:3", "c.html:3", "d.py:2", "d.py:4")


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
        (line, tuple(part.strip() for comment in comments for part in comment.splitlines()))
        for line, _, comments, _ in babel_extract(
            "jinja2", BytesIO(source.encode()), KEYWORDS, tags
        )
    ]
    assert [(call.line, call.comments) for call in calls] == expected


def test_only_the_tags_that_were_asked_for_make_a_comment(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '# TRANSLATORS: x\n_("a")\n# NOTE: y\n_("b")\n'})
    found = extract(tmp_path, comment_tags=("TRANSLATORS:",))
    assert [message.comments for message in found] == [("TRANSLATORS: x",), ()]


def test_a_message_with_and_without_plural_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": '_("day")\nngettext("day", "days", n)\n_("day")\n'})
    (message,) = extract(tmp_path, line_numbers=True)
    assert (message.plural, message.references) == ("days", ("a.py:1", "a.py:2", "a.py:3"))


def test_contexts_keep_messages_apart(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": '_("Open")\npgettext("menu", "Open")\npgettext("door", "Open")\n'
            'npgettext("menu", "file", "files", n)\nnpgettext("door", "file", "filings", n)\n'
        },
    )
    assert texts(tmp_path) == [
        ("Open", None, None),
        ("Open", None, "menu"),
        ("Open", None, "door"),
        ("file", "files", "menu"),
        ("file", "filings", "door"),
    ]


def test_one_message_with_two_plurals_is_refused_by_both_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": '\nngettext("day", "days", n)\n',
            "b.py": '\n\nngettext("day", "day(s)", n)\nngettext("day", "days", n)\n',
        },
    )
    assert str(refuse(tmp_path)) == (
        'b.py:3: "day" has the plural "day(s)" here and "days" at a.py:2; give both the same '
        "plural, or one of them a context"
    )


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ('_("Text")', ()),
        ('_("Hello %(name)s")', ("python-format",)),
        ('_("%s")', ("python-format",)),
        ('ngettext("one", "%(num)d", n)', ("python-format",)),
        ('_("{name}")', ()),
        ('_("Text", name=name)', ()),
    ],
)
def test_a_message_is_flagged_as_babel_flags_it(
    tmp_path: Path, source: str, flags: tuple[str, ...]
) -> None:
    (message,) = extract(write(tmp_path, {"app.py": source}))
    assert message.flags == flags


def test_messages_stand_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.py": '_("4")\n_("5")\n_("1")\n',
            "a/b.py": '_("2")\n_("3")\n',
            "a-b.py": '_("1")\n',
            "c.html": '{{ _("7") if _("6") }}\n{{ _("8") }}',
        },
    )
    assert [found[0] for found in texts(tmp_path)] == ["1", "2", "3", "4", "5", "6", "7", "8"]


def test_the_order_in_which_files_were_made_does_not_show(tmp_path: Path) -> None:
    files = {
        f"{folder}/{name}.py": f'# Translators: {name}\n_("Text {name}")\n_("Common")\n'
        for folder in ("x", "y/z", "y")
        for name in "abcde"
    }
    results = []
    for seed in range(4):
        names = sorted(files)
        random.Random(seed).shuffle(names)
        root = write(tmp_path / str(seed), {name: files[name] for name in names})
        results += [extract(root), extract(root)]
    assert all(result == results[0] for result in results)
    assert len(results[0]) == 6


ORDINARY = {
    "app/views.py": (
        "from flask_babel import _, gettext, ngettext, pgettext\n\n\n"
        "def gettext_lazily(message): ...\n\n\n"
        "class Form(Base):\n"
        '    label = _("Name")\n'
        "    # Translators: shown above the form\n"
        '    help = gettext(\n        "A long text "\n        "over two lines"\n    )\n\n'
        "    def check(self, n, name):\n"
        '        flash(_("Hello %(name)s", name=_("you")))\n'
        '        flash(ngettext("%(num)d day", "%(num)d days", len(n[0]["key"]), x={"a": 1}))\n'
        '        return [pgettext("menu", "Open"), _("100 %"), _("%s") % name, t._("č" + "š")]\n'
    ),
    "app/empty.py": "",
    "app/templates/page.html": (
        "{# Translators: a page #}\n"
        '<h1>{{ _("Title") }}</h1>\n'
        "{% trans count=items|length, name=user.name %}\n  {{ name }} has one\n"
        "{% pluralize %}\n  {{ name }} has {{ count }} {% endtrans %}\n"
        '{{ npgettext("menu", "file", "files", n) }}{{ _("Hello %(name)s", name=_("Name")) }}\n'
    ),
    "app/templates/mail.txt": '{% for x in y %}{{ gettext("Dear %(x)s", x=x) }}{% endfor %}',
    "app/static/app.js": 'alert(gettext("Script")); ngettext("one", "many", 2);',
    "app/static/vendor/lib.js": 'gettext("Vendor")',
    "tests/test_app.py": '_("Tested")',
    "setup.py": '_("Setup")',
}
ORDINARY_MAPPING = (
    "[ignore: tests/**]\n[ignore: **/vendor/**]\n[python: app/**.py]\n"
    "[jinja2: app/templates/**.html]\ntrimmed = true\nsilent = false\n"
    "[jinja2: app/templates/**.txt]\n[javascript: **.js]\n"
)
ORDINARY_TOML = """
[[mappings]]
method = "ignore"
pattern = ["tests/**", "**/vendor/**"]
[[mappings]]
method = "python"
pattern = "app/**.py"
[[mappings]]
method = "jinja2"
pattern = ["app/templates/**.html"]
trimmed = "true"
[[mappings]]
method = "jinja2.ext:babel_extract"
pattern = "app/templates/**.txt"
[[mappings]]
method = "javascript"
pattern = "**.js"
"""


def test_ordinary_files_give_the_messages_that_pybabel_extracts(tmp_path: Path) -> None:
    write(tmp_path, ORDINARY, ORDINARY_MAPPING)
    pybabel = Path(sysconfig.get_path("scripts")) / "pybabel"
    command = [
        str(pybabel),
        "extract",
        "-F",
        "babel.cfg",
        "-c",
        "Translators:",
        "-o",
        "out.pot",
        ".",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "out.pot").open("rb") as file:
        catalog = read_po(file)
    expected = {
        (
            message.id if isinstance(message.id, str) else tuple(message.id),
            message.context,
            tuple(f"{path}:{line}" for path, line in message.locations),
            tuple(message.auto_comments),
            "python-format" in message.flags,
        )
        for message in catalog
        if message.id
    }
    found = {
        (
            message.msgid if message.plural is None else (message.msgid, message.plural),
            message.context,
            message.references,
            message.comments,
            "python-format" in message.flags,
        )
        for message in extract(tmp_path, line_numbers=True)
    }
    assert found == expected
    assert len(found) == 15


@pytest.mark.parametrize("name", ["mapping.toml", "pyproject.toml"])
def test_a_toml_mapping_serves_as_well(tmp_path: Path, name: str) -> None:
    write(tmp_path, ORDINARY, ORDINARY_MAPPING)
    is_project = name == "pyproject.toml"
    toml = ORDINARY_TOML.replace("[[", "[[tool.babel.") if is_project else ORDINARY_TOML
    (tmp_path / name).write_text(toml)
    found = extract_messages(tmp_path, tmp_path / name, options=ExtractionOptions())
    assert found == extract(tmp_path)


def test_a_toml_mapping_may_hold_booleans_and_lists(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": "{% trans %}\n a\n b {% endtrans %}{% do x %}"})
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[[mappings]]\nmethod = "jinja2"\npattern = "**.html"\ntrimmed = true\n'
        'extensions = ["jinja2.ext.do"]\n'
    )
    (message,) = extract_messages(tmp_path, mapping, options=ExtractionOptions())
    assert message.msgid == "a b"


def test_the_first_mapping_that_matches_a_file_holds(tmp_path: Path) -> None:
    mapping = "[jinja2: a/**.html]\ntrimmed = true\n[ignore: b.html]\n[jinja2: **.html]\n"
    block = "{% trans %} x {% endtrans %}"
    write(tmp_path, {"a/x.html": block, "b.html": '{{ _("b") }}', "c.html": block}, mapping)
    assert [found[0] for found in texts(tmp_path)] == ["x", " x "]


@pytest.mark.parametrize(
    "folder",
    [".hidden", ".venv", "venv", "node_modules", "dist", "build", "__pycache__", "a/b/build"],
)
def test_folders_without_sources_are_left_out(tmp_path: Path, folder: str) -> None:
    write(tmp_path, {f"{folder}/app.py": "x = (", f"{folder}/deep/app.py": "x = ("})
    assert texts(tmp_path) == []


def test_an_underscore_hides_no_folder(tmp_path: Path) -> None:
    assert texts(write(tmp_path, {"_partials/a.html": '{{ _("Text") }}'}))


def test_a_mapping_adds_keywords_and_comment_tags(tmp_path: Path) -> None:
    mapping = "[python: **.py]\nkeywords = tr polymorphic:1 polymorphic:2,2t\nadd_comments = I18N\n"
    source = '# I18N x\ntr("a")\npolymorphic("b")\npolymorphic("c", "d")\n_("e")\n'
    write(tmp_path, {"app.py": source, "b.py": "\n\npolymorphic('f', g)\n"}, mapping)
    assert refusals(tmp_path) == [("b.py", 3, "not-literal")]
    (tmp_path / "b.py").unlink()
    found = extract(tmp_path)
    assert [message.msgid for message in found] == ["a", "b", "c", "d", "e"]
    assert found[0].comments == ("I18N x",)


def test_keywords_can_be_chosen(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '_("a")\ntranslate("b")\n_(name)  # i18n: ignore\n'})
    assert texts(tmp_path, keywords={"translate": None}) == [("b", None, None)]
    assert len(texts(tmp_path, keywords={**KEYWORDS, "translate": (1,)})) == 2


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


def test_a_template_that_cannot_be_parsed_is_never_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": '{{ _("a") }}\n{% if %}'}, "[jinja2: **.html]\nsilent = true\n")
    assert refusals(tmp_path, jinja={"silent": True}) == [("a.html", 2, "syntax")]


@pytest.mark.parametrize(
    ("mapping", "line", "reason"),
    [
        ("python: **.py\n", 1, "no section headers"),
        ("[python: **.py]\n[python: **.py]\n", 2, "already exists"),
        ("[python: **.py]\nfoo\n", 2, "parsing errors"),
        ("[python]\n", None, "[method: pattern]"),
        ("[jinja2: **.html]\nextensions = nowhere.Extension\n", None, "nowhere"),
        ("[jinja2: **.html]\nextensions = jinja2.ext.nothing\n", None, "nothing"),
        ("[jinja2: **.html]\nblock_start_string = {{\n", None, "must be different"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(
    tmp_path: Path, mapping: str, line: int | None, reason: str
) -> None:
    write(tmp_path, {"app.py": '_("a")'}, mapping)
    error = refuse(tmp_path)
    assert [(found.path, found.line) for found in error.findings] == [(Path("babel.cfg"), line)]
    assert reason in str(error)


def test_a_toml_mapping_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    for number, toml in enumerate(("mappings = [", "mapping = []", "[babel]", 'mappings = "x"')):
        mapping = tmp_path / f"{number}.toml"
        mapping.write_text(toml)
        with pytest.raises(ExtractionError, match=rf"^{number}\.toml: is no usable mapping file"):
            extract_messages(tmp_path, mapping, options=ExtractionOptions())


def test_a_mapping_outside_of_the_root_is_named_as_it_was_given(tmp_path: Path) -> None:
    mapping = tmp_path / "elsewhere.cfg"
    with pytest.raises(ExtractionError, match=r"elsewhere\.cfg: .*No such file") as caught:
        extract_messages(tmp_path / "root", mapping, options=ExtractionOptions())
    assert caught.value.findings[0].path == mapping


def test_an_encoding_that_is_not_there_is_told(tmp_path: Path) -> None:
    files = {"app.py": "# coding: klingon\n", "page.html": "x"}
    write(tmp_path, files, f"{MAPPING}encoding = klingon\n")
    error = refuse(tmp_path)
    assert [found.path.name for found in error.findings] == ["app.py", "page.html"]
    assert str(error).count("unknown encoding: klingon") == 2


def test_bytes_are_refused_beside_messages_too(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '_("Text")\n_(b"a")\n_(b"b")  # i18n: ignore\n'})
    assert refusals(tmp_path) == [("app.py", 2, "not-literal")]
    write(tmp_path, {"app.py": '_("Text")\n_(b"b")  # i18n: ignore\n'})
    assert refusals(tmp_path) == [("app.py", None, "unreadable")]


@pytest.mark.parametrize("method", ["cobol", "nowhere:extract", "os.nothing"])
def test_an_extractor_that_is_not_there_is_told(tmp_path: Path, method: str) -> None:
    write(tmp_path, {"app.py": '_("a")'}, f"[extractors]\nx = {method}\n[x: **.py]\n")
    assert refusals(tmp_path) == [("app.py", None, "unreadable")]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    write(tmp_path, {})
    with pytest.raises(ExtractionError, match=r"^\.: cannot be read: No such file"):
        extract_messages(tmp_path / "no", tmp_path / "babel.cfg", options=ExtractionOptions())


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (write(tmp_path, {}) / "app.py").symlink_to(tmp_path / "nowhere")
    assert refusals(tmp_path) == [("app.py", None, "unreadable")]


def test_source_that_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "x = " + "-" * 20_000 + "1"})
    assert [found[0] for found in refusals(tmp_path)] == ["app.py"]


def test_an_empty_text_is_refused_in_other_languages_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"app.js": 'gettext("a");\ngettext("");'}, "[javascript: **.js]\n")
    assert refusals(tmp_path) == [("app.js", 2, "empty-text")]
    assert capfd.readouterr() == ("", "")


def test_questionable_escapes_in_a_source_are_not_our_business(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    assert texts(write(tmp_path, {"app.py": r'_("\d")'})) == [(r"\d", None, None)]
    assert not recwarn.list


def test_extraction_needs_neither_the_site_nor_setuptools() -> None:
    code = (
        "import sys, kfor_i18n.catalogs.extraction\n"
        "assert not {'flask', 'click', 'setuptools', 'kfor_i18n.site'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
