"""Each problem of a source or a mapping file says what to do, and that ends it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.builders import call, write_settings
from tests.catalogs.extraction.sources import MAPPING, write

OWN = "[extractors]\nown = own:extract\n[own: **.msg]\n"
EXTRACTOR = """
def extract(fileobj, keywords, comment_tags, options):
    text = fileobj.read().decode()
    if text == "broken":
        raise RuntimeError("no message")
    yield 1, None, text, []
"""


@pytest.mark.parametrize(
    ("name", "broken", "remedy", "repaired"),
    [
        ("a.py", '_(f"Hi {a}")', "use a placeholder and pass its value", '_("Hi %(a)s", a=a)'),
        ("a.py", '_(f"Hi {a}")', "mark line 1 with # i18n: ignore", '_(f"Hi {a}")  # i18n: ignore'),
        ("a.py", '_("Hi %s" % a)', "format the result of the call", '_("Hi %s") % a'),
        ("a.py", "_(name)", "pass the text itself", '_("Name")'),
        (
            "a.html",
            "{{ _(x) }}",
            "mark line 1 with {# i18n: ignore #}",
            "{{ _(x) }}{# i18n: ignore #}",
        ),
        ("a.py", '_("")', "remove the call, or pass some text", '_("Save")'),
        ("a.py", r'_("a\0b")', "remove it from the text", '_("ab")'),
        (
            "a.html",
            '{{ _("100 %") }}',
            "write a literal percent sign as %%",
            '{{ _("100 %%") }}',
        ),
        ("a.html", '{{ _("Hi %s") }}', "name it, or write a literal", '{{ _("Hi %(a)s", a=1) }}'),
        (
            "a.py",
            'ngettext("day", "days", n)\nngettext("day", "day(s)", n)',
            "use the same plural",
            'ngettext("day", "days", n)\nngettext("day", "days", n)',
        ),
        (
            "a.py",
            'ngettext("day", "days", n)\nngettext("day", "day(s)", n)',
            "give one of the two calls a context",
            'ngettext("day", "days", n)\nnpgettext("date", "day", "day(s)", n)',
        ),
        ("a.py", b'_("\xe8")', "save the file as UTF-8", '_("č")'),
        (
            "a.py",
            '# coding: ascii\n_("č")',
            "save the file as UTF-8, and declare no other encoding",
            '_("č")',
        ),
        ("a.py", '_("a"', "fix the line", '_("a")'),
        ("a.html", "{% if %}{{ _('a') }}", "fix the line", "{{ _('a') }}"),
    ],
)
def test_a_source_is_extracted_after_the_fix(
    tmp_path: Path, name: str, broken: str | bytes, remedy: str, repaired: str
) -> None:
    write(tmp_path, {name: broken})
    assert remedy in call(tmp_path, "extract").stderr
    write(tmp_path, {name: repaired})
    result = call(tmp_path, "extract")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("files", "broken", "remedy", "repaired"),
    [
        (
            {"own.py": EXTRACTOR, "a.msg": "broken"},
            OWN,
            "exclude the file in the mapping file",
            f"[ignore: a.msg]\n{OWN}",
        ),
        (
            {"a.html": "{% do x %}{{ _('a') }}"},
            MAPPING,
            "if an extension provides the tag, list the extension in the mapping file",
            f"{MAPPING}extensions = jinja2.ext.do\n",
        ),
        (
            {"a.html": "{{ _('a') }}"},
            f"{MAPPING}extensions = nosuch.extension\n",
            "or correct the mapping file",
            MAPPING,
        ),
        (
            {"a.py": "_('a')"},
            "python: **.py\n",
            "in a .cfg file, sections have the form [method: pattern]",
            "[python: **.py]\n",
        ),
    ],
)
def test_a_mapping_file_is_used_after_the_fix(
    tmp_path: Path, files: Mapping[str, str], broken: str, remedy: str, repaired: str
) -> None:
    write(tmp_path, files, broken)
    assert remedy in call(tmp_path, "extract").stderr
    write(tmp_path, files, repaired)
    result = call(tmp_path, "extract")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_missing_mapping_file_is_created_or_another_is_named(tmp_path: Path) -> None:
    write_settings(tmp_path, "domains.messages = 'i18n.cfg'")
    assert (
        "create it or name another one in the domains setting" in call(tmp_path, "extract").stderr
    )
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    write_settings(tmp_path, "domains.messages = 'babel.cfg'")
    assert call(tmp_path, "extract").exit_code == 0
    write_settings(tmp_path, "domains.messages = 'i18n.cfg'")
    (tmp_path / "i18n.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    assert call(tmp_path, "extract").exit_code == 0


def test_in_a_project_without_settings_adopt_finds_the_mapping_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "_('a')", "i18n/babel.cfg": "[python: **.py]\n"})
    (tmp_path / "babel.cfg").unlink()
    (tmp_path / "translations").mkdir()
    (tmp_path / "i18n.sh").write_text("pybabel extract -F i18n/babel.cfg -o i18n/m.pot .\n")
    result = call(tmp_path, "extract")
    assert "run kfor-i18n adopt if the project has no settings" in result.stderr
    call(tmp_path, "adopt")
    assert call(tmp_path, "extract").exit_code == 0


def test_a_file_whose_name_no_reference_can_contain_is_renamed(tmp_path: Path) -> None:
    write(tmp_path, {"a\n.py": "_('a')"})
    assert "rename the file" in call(tmp_path, "extract").stderr
    (tmp_path / "a\n.py").rename(tmp_path / "a.py")
    assert call(tmp_path, "extract").stderr == ""


def test_a_file_that_cannot_be_read_is_excluded_in_the_mapping_file(tmp_path: Path) -> None:
    write(tmp_path, {})
    (tmp_path / "a.py").symlink_to("nowhere.py")
    assert "fix the file, or exclude it in the mapping file" in call(tmp_path, "extract").stderr
    write(tmp_path, {}, f"[ignore: a.py]\n{MAPPING}")
    assert call(tmp_path, "extract").stderr == ""
