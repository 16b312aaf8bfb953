from __future__ import annotations

import pytest

from kfor_i18n.catalogs.validation.formats import Printf, read_formats


@pytest.mark.parametrize(
    ("flags", "files", "printf"),
    [
        ("no-python-format", "a.html", Printf.NEVER),
        ("python-format", "a.py", Printf.LIKELY),
        ("python-format", "a.html", Printf.ALWAYS),
        ("", "a.html a.py", Printf.ALWAYS),
        ("", "", Printf.LIKELY),
        ("", "a.py", Printf.LETTERS),
        ("", "a.py b.js", Printf.LETTERS),
        ("python-brace-format", "", Printf.LETTERS),
        ("python-brace-format", "a.html", Printf.ALWAYS),
        ("c-format", "a.html", Printf.NEVER),
        ("no-c-format, no-wrap, fuzzy", "a.html", Printf.ALWAYS),
    ],
)
def test_a_persons_flag_tells_what_formats_a_message_then_tools_then_the_files(
    flags: str, files: str, printf: Printf
) -> None:
    assert read_formats(flags.split(", "), files.split()).printf is printf


def test_a_plural_in_python_is_formatted_whatever_it_says() -> None:
    assert read_formats((), ("a.py",), has_plural=True).printf is Printf.LIKELY
    assert read_formats((), ("a.js",), has_plural=True).printf is Printf.LETTERS


@pytest.mark.parametrize(
    ("flags", "brace"),
    [
        (("python-brace-format",), True),
        (("python-brace-format", "no-python-brace-format"), False),
        ((), None),
    ],
)
def test_a_flag_tells_whether_str_format_formats_a_message(
    flags: tuple[str, ...], brace: bool | None
) -> None:
    assert read_formats(flags, ()).brace is brace


@pytest.mark.parametrize(
    ("files", "is_html"),
    [
        ("a.html b.xml", True),
        ("a.html a.py", False),
        ("a.html a.txt", False),
        ("a.js", False),
        ("", None),
    ],
)
def test_a_text_is_html_if_it_is_used_in_nothing_but_templates_that_escape(
    files: str, is_html: bool | None
) -> None:
    assert read_formats((), files.split()).is_html is is_html
