"""A name is what it was imported as, or what it was assigned."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogs.extraction.sources import Expected, refusals, texts, write


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('from flask_babel import gettext as __\n__("Text")', ("Text", None, None)),
        ('from flask_babel import gettext \\\n  as __\n__("Text")', ("Text", None, None)),
        ('from flask_babel import (\n  ngettext as _n,\n)\n_n("a", "b", 3)', ("a", "b", None)),
        ('from flask_babel import pgettext as _\n_("menu", "Open")', ("Open", None, "menu")),
        ('from .i18n import npgettext as n\nn("c", "a", "b", 3)', ("a", "b", "c")),
        ('from flask_babel import lazy_gettext as _\n_("Text")', ("Text", None, None)),
        ('import flask_babel as fb\nfb.gettext("Text")', ("Text", None, None)),
        ('import flask_babel as fb\n__ = fb.pgettext\n__("menu", "Open")', ("Open", None, "menu")),
        ('__ = gettext  # ours\n__("Text")', ("Text", None, None)),
        ('a = _p = pgettext\n_p("menu", "Open")', ("Open", None, "menu")),
        ('_p: Function = x.pgettext\n_p("menu", "Open")', ("Open", None, "menu")),
        ('def f():\n  __ = gettext\n  return __("Text")', ("Text", None, None)),
        ('from os import path as _\n_("Text")', ("Text", None, None)),
        ('def f():\n  from x import pgettext as _\n\n_("Text")', ("Text", None, None)),
        (
            'from x import pgettext as _\ndef f():\n  from x import gettext as _\n  _("Text")',
            ("Text", None, None),
        ),
        (
            "try:\n  from x import pgettext as _\nexcept ImportError:\n"
            '  from y import pgettext as _\n_("menu", "Open")',
            ("Open", None, "menu"),
        ),
        ('from x import pgettext as _\nobject._("Text")', ("Text", None, None)),
    ],
)
def test_an_imported_name_is_the_function_that_it_stands_for(
    tmp_path: Path, source: str, expected: Expected
) -> None:
    assert texts(write(tmp_path, {"app.py": source})) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        'def f():\n  from x import gettext as __\n\n__("Text")',
        'from x import path as __\n__("Text")',
        '# gettext as __\n__("Text")',
        'x.__ = gettext\n__("Text")',
    ],
)
def test_a_name_that_stands_for_no_gettext_function_here_is_none(
    tmp_path: Path, source: str
) -> None:
    assert texts(write(tmp_path, {"app.py": source})) == []


def test_a_finding_says_the_name_that_is_in_the_source(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "from x import pgettext as __\n__('menu', name)\n"})
    assert refusals(tmp_path) == [("app.py", 2, "not-literal")]


def test_plurals_under_another_name_are_formatted_like_plurals(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "from flask_babel import ngettext as n\nn('1 %', '2 %', x)\n"})
    assert set(refusals(tmp_path)) == {("app.py", 2, "bare-percent")}


@pytest.mark.parametrize("module", ["gettext", "django.utils.translation"])
def test_plurals_of_a_module_that_fills_no_number_in_are_not_formatted(
    tmp_path: Path, module: str
) -> None:
    source = f"from {module} import ngettext\nngettext('1 %', '2 %', x).replace('%', y)\n"
    write(tmp_path, {"app.py": source})
    assert texts(tmp_path) == [("1 %", "2 %", None)]
