"""What a message is formatted by: a comment says it, or the call shows it, or the letters do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogs.extraction.sources import extract, refusals, run, write

PYTHON, BRACE = "python-format", "python-brace-format"


def flags_of(root: Path, name: str, source: str, **options: object) -> tuple[str, ...]:
    (message,) = run(write(root, {name: source}), **options).messages
    return message.flags


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ('_("Text")', ()),
        ('_("Text", name=name)', ()),
        ('_("Hello %(name)s", name=x)', (PYTHON,)),
        ('_("% d of %(all)s", all=x)', (PYTHON,)),
        ('_("%d %%") % x', (PYTHON,)),
        ('_("% d") % x', (PYTHON,)),
        ('Markup(_("% d")) % x', (PYTHON,)),
        ('ngettext("one", "% d", n)', (PYTHON,)),
        ('_("Hello {name}").format(name=x)', (BRACE,)),
        ('_("{} {0!r} {n:,} {u[name]}").format_map(x)', (BRACE,)),
        ('str(_("Hello {name}")).format(name=x)', (BRACE,)),
        ('ngettext("one", "{} days", n).format(n)', (BRACE,)),
        ('_("{n} of 50% of all").format(n=n)', (BRACE,)),
        ('_("%(dir)s{sep}").format(sep=x)', (PYTHON, BRACE)),
        ('_("Text").format(name=x)', ()),
        ('_("a { b").format(name=x)', ()),
        ('_("Hello {name}", name=x)', ()),
    ],
)
def test_the_call_shows_what_formats_its_text(
    tmp_path: Path, source: str, flags: tuple[str, ...]
) -> None:
    assert flags_of(tmp_path, "app.py", source) == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Hello %(name)s", (PYTHON,)),
        ("%s of %d", (PYTHON,)),
        ("%.2f %%", (PYTHON,)),
        ("50% of all users", ()),
        ("100% safe", ()),
        ("100 %", ()),
        ("%(name)s has 50% of all", ()),
        ("%d.%m.%Y", ()),
        ("{name}", ()),
        ("Set {a, b}", ()),
    ],
)
def test_letters_decide_where_no_call_shows_any_formatting(
    tmp_path: Path, text: str, flags: tuple[str, ...]
) -> None:
    assert flags_of(tmp_path, "app.py", f'_("{text}")') == flags
    assert flags_of(tmp_path, "app.py", f'x = own("{text}") or _("{text}")') == flags
    assert refusals_of_all(tmp_path) == []


def refusals_of_all(root: Path) -> list[object]:
    return list(run(root).findings)


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ('{{ _("50% of all") }}', (PYTHON,)),
        ('{{ _("%(num)s") }}', (PYTHON,)),
        ("{% trans %}{{ n }} of all{% endtrans %}", (PYTHON,)),
        ('{{ t.gettext("50% of all") }}', ()),
        ('{{ t.gettext("% d")|format(n) }}', (PYTHON,)),
        ('{{ t.gettext("% d") % n }}', (PYTHON,)),
        ('{{ t.gettext("{n}").format(n=n) }}', (BRACE,)),
    ],
)
def test_newstyle_functions_of_jinja_always_format(
    tmp_path: Path, source: str, flags: tuple[str, ...]
) -> None:
    assert flags_of(tmp_path, "page.html", source) == flags


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("page.html", '{% set text = own("%s of 50% of all") %}{{ text|format(a) }}'),
        ("app.py", 'text = own("%s of 50% of all", n=1)\n'),
    ],
)
def test_a_projects_own_function_is_a_function_like_all_others(
    tmp_path: Path, name: str, source: str
) -> None:
    mapping = "[python: **.py]\nkeywords = own\n[jinja2: **.html]\nkeywords = own\n"
    (message,) = extract(write(tmp_path, {name: source}, mapping))
    assert message.flags == ()


@pytest.mark.parametrize(
    ("name", "source", "flags"),
    [
        ("app.py", '# xgettext: no-python-format\n_("100% safe")', ("no-python-format",)),
        ("app.py", '# xgettext: no-python-format\n_("%s")', ("no-python-format",)),
        ("app.py", '# xgettext: no-python-format\n_("%d %", x=1)', ("no-python-format",)),
        ("app.py", '# xgettext: python-format\n_("50% of all")', (PYTHON,)),
        ("app.py", '# xgettext:python-brace-format, no-wrap\n_("{name}")', (BRACE,)),
        (
            "app.py",
            '# xgettext: no-python-brace-format\n_("{a}").format(a=1)',
            ("no-python-brace-format",),
        ),
        ("page.html", '{# xgettext: no-python-format #}\n{{ _("%") }}', ("no-python-format",)),
        ("app.js", '// xgettext: no-python-format\ngettext("%s")', ("no-python-format",)),
    ],
)
def test_a_comment_decides_as_in_xgettext(
    tmp_path: Path, name: str, source: str, flags: tuple[str, ...]
) -> None:
    mapping = "[python: **.py]\n[jinja2: **.html]\n[javascript: **.js]\n"
    (message,) = extract(write(tmp_path, {name: source}, mapping))
    assert (message.flags, message.comments) == (flags, ())


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app.py", '# Translators: a\n# xgettext: no-python-format\n_("%s")'),
        ("app.py", '# xgettext: no-python-format\n# Translators: a\n_("%s")'),
        ("page.html", '{# Translators: a #}{# xgettext: no-python-format #}{{ _("%") }}'),
        ("page.html", '{# xgettext: no-python-format #}\n{# Translators: a #}\n{{ _("%") }}'),
    ],
)
def test_such_a_comment_is_no_text_for_translators(tmp_path: Path, name: str, source: str) -> None:
    (message,) = extract(write(tmp_path, {name: source}))
    assert (message.flags, message.comments) == (("no-python-format",), ("Translators: a",))


def test_all_calls_of_a_message_count(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": '_("% d {n}")\n_("% d {n}") % x\n_("%s")\n_("50% of all")',
            "b.py": '_("% d {n}").format(n=1)\n# xgettext: no-python-format\n_("%s")',
        },
    )
    assert [message.flags for message in extract(tmp_path)] == [
        (PYTHON, BRACE),
        ("no-python-format",),
        (),
    ]


def test_formatting_that_fails_is_told_only_where_the_call_formats(tmp_path: Path) -> None:
    source = '_("50 %")\n_("51 %") % x\n_("52 %", x=1)\n_("53 %").format(x=1)\n'
    write(tmp_path, {"a.py": source})
    assert refusals(tmp_path) == [("a.py", 2, "bare-percent"), ("a.py", 3, "bare-percent")]
