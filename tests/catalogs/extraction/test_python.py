from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogs.extraction.sources import Expected, extract, refusals, texts, write


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
        ('_(("Text"))', ("Text", None, None)),
        ('(_)("Text")', ("Text", None, None)),
        ('(  # the function\n    _\n)("Text")', ("Text", None, None)),
        ('_ (\n    "Text"\n)', ("Text", None, None)),
        ('_\\\n("Text")', ("Text", None, None)),
        ("f\"<b>{_('Text')}</b>\"", ("Text", None, None)),
        ("f\"{x:{_('Text')}}\"", ("Text", None, None)),
        ('find(lambda: [_("Text")])', ("Text", None, None)),
        ('_(f"Text")', ("Text", None, None)),
        ('_("one " f"text {{}}")', ("one text {}", None, None)),
        ('_(f"one " + "text")', ("one text", None, None)),
        ('gettext(string="Text")', ("Text", None, None)),
        ('pgettext("c", string="Text")', ("Text", None, "c")),
        ('pgettext(string="Text", context="c")', ("Text", None, "c")),
        ('ngettext(singular="one", plural="many", num=n)', ("one", "many", None)),
        ('gettext(string="100 % sure")', ("100 % sure", None, None)),
    ],
)
def test_python_calls_give_what_they_look_up(
    tmp_path: Path, source: str, expected: Expected
) -> None:
    assert texts(write(tmp_path, {"app.py": source})) == [expected]


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        ('_(f"Hello {name}")', 2, "f-string"),
        ('_("Hello " f"{name}")', 2, "f-string"),
        ('ngettext("day", f"{n} days", n)', 2, "f-string"),
        ("_(name)", 2, "not-literal"),
        ("_(find())", 2, "not-literal"),
        ("_(\n    name\n)", 3, "not-literal"),
        ("(\n    t\n    .gettext(name)\n)", 4, "not-literal"),
        ('_("a" + name)', 2, "not-literal"),
        ('_("a" + ("b" + "c"))', 2, "not-literal"),
        ('_("a" * 2)', 2, "not-literal"),
        ('_("%s" % name)', 2, "formatted-early"),
        ('_("{}".format(name))', 2, "formatted-early"),
        ('ngettext("{} day".format(n), "days", n)', 2, "formatted-early"),
        ("_(text.format(name))", 2, "not-literal"),
        ('_("a" if name else "b")', 2, "not-literal"),
        ('_(b"bytes")', 2, "not-literal"),
        ("_(None)", 2, "not-literal"),
        ("_()", 2, "not-literal"),
        ("_(*parts)", 2, "not-literal"),
        ('ngettext("day")', 2, "not-literal"),
        ('ngettext("day", days, n)', 2, "not-literal"),
        ('ngettext("day", *rest)', 2, "not-literal"),
        ('pgettext(context, "Open")', 2, "not-literal"),
        ('npgettext("menu", "file", files, n)', 2, "not-literal"),
        ('_("")', 2, "empty-text"),
        ('pgettext("menu", "")', 2, "empty-text"),
        ('ngettext("day", "", n)', 2, "empty-text"),
        ('_("100 %", name=name)', 2, "bare-percent"),
        ('_(\n    "100 %! - %(name)s",\n    name=name,\n)', 3, "bare-percent"),
        ('_("100 %!", **values)', 2, "bare-percent"),
        ('_("100 %") % name', 2, "bare-percent"),
        ('_("100 % sure", name=name)', 2, "unnamed-placeholder"),
        ('_("100 % sure %(name)s") % {"name": name}', 2, "unnamed-placeholder"),
        ('x = (_("Text")', 2, "syntax"),
        ('def f():\n    pass\n  _("Text")', 4, "syntax"),
    ],
)
def test_python_that_no_catalog_can_serve_is_refused(
    tmp_path: Path, source: str, line: int, code: str
) -> None:
    found = refusals(write(tmp_path, {"pkg/app.py": f"# the first line\n{source}\n"}))
    assert set(found) == {("pkg/app.py", line, code)}


@pytest.mark.parametrize(
    "source",
    [
        "def gettext(s): return t.gettext(s)",
        "def _gettext(s, /, **values): return fill(page_text().gettext(s), values)",
        "def __gettext(s): return t.gettext(s)",
        "def _(s): return gettext(s)",
        "async def gettext(s): return await t.gettext(s)",
        "class T:\n    def ngettext(self, one, many, n): return t.ngettext(one, many, n or 1)",
        "def ngettext(self, one, many, n): return self.npgettext(None, one, many, n)",
        "def pgettext(context, s): return t.pgettext(context, s)",
        'def gettext(s): return t.pgettext("menu", s)',
        "def ngettext(*texts, **values): return t.ngettext(*texts, **values)",
        "def ngettext(one, *rest): return t.ngettext(one, *rest)",
        "def gettext(*, s): return t.gettext(string=s)",
        "def gettext(**values): return t.gettext(**values)",
        "def lazy_gettext(s): return Lazy(lambda: gettext(s))",
        "def lazy_gettext(s):\n    def gettext(): return t.gettext(s)\n    return Lazy(gettext)",
        "def gettext(s):\n    def ngettext(one, many, n): return t.ngettext(one, many, n)",
    ],
)
def test_a_gettext_function_may_hand_on_its_own_parameters(tmp_path: Path, source: str) -> None:
    assert texts(write(tmp_path, {"app.py": source})) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("def find(s): return t.gettext(s)", "not-literal"),
        ("gettext = lambda s: t.gettext(s)", "not-literal"),
        ("def gettext(s): return t.gettext(name)", "not-literal"),
        ("def gettext(s): return t.gettext(s.strip())", "not-literal"),
        ("def gettext(s): return t.gettext(s.text)", "not-literal"),
        ("def gettext(s): return t.gettext(s + '!')", "not-literal"),
        ('def gettext(s): return t.gettext(f"{s}")', "f-string"),
        ("def gettext(s): return t.gettext(None)", "not-literal"),
        ("def gettext(): return t.gettext(*parts)", "not-literal"),
        ("def gettext(s): return t.gettext(string=name)", "not-literal"),
        ("def ngettext(s, *rest): return t.ngettext(s, *more)", "not-literal"),
        ("def ngettext(s, n): return t.ngettext(s, n=n, **more)", "not-literal"),
        ('def gettext(s): return t.pgettext(f"{menu}", s)', "f-string"),
        ("def gettext(s, found=t.gettext(s)): ...", "not-literal"),
        ("@t.gettext(s)\ndef gettext(s): ...", "not-literal"),
    ],
)
def test_only_a_gettext_functions_own_parameters_may_be_handed_on(
    tmp_path: Path, source: str, code: str
) -> None:
    assert refusals(write(tmp_path, {"app.py": source})) == [("app.py", 1, code)]


@pytest.mark.parametrize(
    "source",
    [
        "def gettext(s): s = names[s]; return t.gettext(s)",
        "def gettext(s): return [t.gettext(s) for s in names]",
        "def gettext(s): return map(lambda s: t.gettext(s), names)",
    ],
)
def test_a_name_that_is_bound_again_is_no_longer_the_parameter(tmp_path: Path, source: str) -> None:
    assert refusals(write(tmp_path, {"app.py": source})) == [("app.py", 1, "not-literal")]


@pytest.mark.parametrize(
    "source",
    [
        'def ngettext(s, n): return t.ngettext(s, "days", n)',
        'def pgettext(context, s): return t.pgettext(context, "Open")',
        'def gettext(s): return t.pgettext(None, "Open")',
    ],
)
def test_a_text_beside_what_is_handed_on_is_not_lost(tmp_path: Path, source: str) -> None:
    assert refusals(write(tmp_path, {"app.py": source})) == [("app.py", 1, "not-literal")]


def test_a_gettext_function_may_have_messages_of_its_own(tmp_path: Path) -> None:
    source = 'def gettext(s): return t.gettext(s) or t.gettext("Text")'
    assert texts(write(tmp_path, {"app.py": source})) == [("Text", None, None)]


PLURALS = (
    'ngettext("1 %", "100 %", n)',
    'npgettext("sum", "1 %", "100 %", n)',
    'lazy_ngettext("1 %", "100 %", n)',
    'lazy_npgettext("sum", "1 %", "100 %", n)',
    'domain.ngettext("1 %", "100 %", n)',
)


@pytest.mark.parametrize("source", PLURALS)
@pytest.mark.parametrize(
    "line",
    [
        "",
        "from flask_babel import ngettext",
        "from .gettext import ngettext",
        "from gettext import gettext",
        "import flask_babel",
    ],
)
def test_a_plural_is_always_formatted(tmp_path: Path, line: str, source: str) -> None:
    write(tmp_path, {"app.py": f"{line}\n{source}"})
    assert set(refusals(tmp_path)) == {("app.py", 2, "bare-percent")}


def test_a_plural_is_formatted_with_a_name_for_its_number(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": 'ngettext("%(num)d day", "%(num)d days", n)\n'
            'ngettext("%d hour", "%d hours", n)\n'
            'ngettext("%d week", "%d weeks", n) % n\n'
        },
    )
    assert set(refusals(tmp_path)) == {("app.py", 2, "unnamed-placeholder")}


@pytest.mark.parametrize(
    "line",
    [
        "from gettext import ngettext",
        "from gettext import gettext, npgettext as find",
        "import gettext",
        "import os, gettext as stdlib",
        "def translate(): from gettext import ngettext",
    ],
)
def test_the_standard_librarys_plural_is_not_formatted_by_itself(tmp_path: Path, line: str) -> None:
    write(tmp_path, {"app.py": f'{line}\nngettext("1 %", "100 %", n)'})
    assert texts(tmp_path) == [("1 %", "100 %", None)]


@pytest.mark.parametrize(
    "source",
    [
        'ngettext("1 %", "100 %", n) % n',
        'ngettext("1 %", "100 %", n) % {"n": n}',
        'ngettext("1 %", "100 %", n, total=100)',
    ],
)
def test_the_standard_librarys_plural_is_formatted_where_the_source_says_so(
    tmp_path: Path, source: str
) -> None:
    write(tmp_path, {"app.py": f"from gettext import ngettext\n{source}"})
    assert set(refusals(tmp_path)) == {("app.py", 2, "bare-percent")}


def test_bytes_are_refused_beside_messages_too(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '_("Text")\n_(b"a")\n_(b"b")  # i18n: ignore\n'})
    assert refusals(tmp_path) == [("app.py", 2, "not-literal")]


def test_calls_in_calls_are_found_at_any_depth(tmp_path: Path) -> None:
    source = (
        '_("Hello %(name)s", name=_("you"))\n'
        '_("%(what)s is %(state)s", what=str(_("It")), state=f(g(\n    _("new"))))\n'
        "_('%(x)s', x=f'''\n{_(\"in\")} {f(ngettext(\"day\", \"days\", n))}''')\n"
    )
    found = extract(write(tmp_path, {"app.py": source}), locations="full")
    assert [(message.msgid, message.references) for message in found] == [
        ("Hello %(name)s", ("app.py:1",)),
        ("you", ("app.py:1",)),
        ("%(what)s is %(state)s", ("app.py:2",)),
        ("It", ("app.py:2",)),
        ("new", ("app.py:3",)),
        ("%(x)s", ("app.py:4",)),
        ("in", ("app.py:5",)),
        ("day", ("app.py:5",)),
    ]


def test_a_call_in_a_call_has_comments_of_its_own(tmp_path: Path) -> None:
    source = (
        "# NOTE: a greeting\n"
        '_("Hello %(name)s %(title)s",\n'
        '  name=_("you"),\n'
        "  # NOTE: a title\n"
        '  title=str(_("boss")))\n'
        "# NOTE: in bold\n"
        "f\"<b>{_('bold')}</b>\"\n"
    )
    found = extract(write(tmp_path, {"app.py": source}))
    assert [(message.msgid, message.comments) for message in found] == [
        ("Hello %(name)s %(title)s", ("NOTE: a greeting",)),
        ("you", ()),
        ("boss", ("NOTE: a title",)),
        ("bold", ("NOTE: in bold",)),
    ]


@pytest.mark.parametrize("source", ["print 'Text'", "x = (", "x = " + "-" * 20_000 + "1"])
def test_source_without_calls_need_not_be_python(tmp_path: Path, source: str) -> None:
    assert texts(write(tmp_path, {"app.py": source, "other.py": '_("Text")'})) == [
        ("Text", None, None)
    ]


def test_source_that_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "_('Text')" + "-" * 20_000 + "1"})
    assert [found[0] for found in refusals(tmp_path)] == ["app.py"]


def test_questionable_escapes_in_a_source_are_not_our_business(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    assert texts(write(tmp_path, {"app.py": r'_("\d")'})) == [(r"\d", None, None)]
    assert not recwarn.list
