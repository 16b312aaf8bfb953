from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.adoption.arguments import Arguments, parse_arguments, read_section


def parse(line: str) -> Arguments:
    arguments = parse_arguments(shlex.split(line))
    assert arguments is not None
    return arguments


def test_short_and_long_names_are_the_same_option() -> None:
    short = parse("extract -F babel.cfg -k _l -k mark:1 -o a.pot -c NOTE: -s src templates")
    long = parse(
        "extract --mapping=babel.cfg --keyword=_l --keywords mark:1 --output-file=a.pot "
        "--add-comments NOTE: --strip-comment-tags src templates"
    )
    assert short == long
    assert short.options == {
        "mapping-file": ("babel.cfg",),
        "keywords": ("_l", "mark:1"),
        "output-file": ("a.pot",),
        "add-comments": ("NOTE:",),
        "strip-comments": ("true",),
    }
    assert short.paths == ("src", "templates")


@pytest.mark.parametrize("command", ["update", "compile"])
def test_the_letters_mean_what_they_mean_in_their_command(command: str) -> None:
    arguments = parse(f"-q {command} -D core -d i18n -l sl" + " -f" * (command == "compile"))
    directory = "output-dir" if command == "update" else "directory"
    assert arguments.get(directory) == "i18n"
    assert arguments.get("domain") == "core"
    assert arguments.has("use-fuzzy") == (command == "compile")


def test_what_a_shell_would_put_in_is_unknown() -> None:
    arguments = parse("extract -F '${CFG}' -o '{0}' --version='$(x)' -k _l '$DIR' src")
    assert arguments.options == {"keywords": ("_l",)}
    assert arguments.paths == ("src",)


def test_keywords_and_tags_in_one_value_are_several() -> None:
    arguments = parse('extract -k "_x _y:1,2" -k _z -c "NOTE:, FOR TRANSLATORS:" -o a.pot')
    assert arguments.options["keywords"] == ("_x", "_y:1,2", "_z")
    assert arguments.options["add-comments"] == ("NOTE:", "FOR TRANSLATORS:")


@pytest.mark.parametrize("line", ["", "--version", "lint", "-q"])
def test_other_words_are_no_command(line: str) -> None:
    assert parse_arguments(shlex.split(line)) is None


def test_a_section_of_setup_cfg_is_read_like_a_call() -> None:
    section = {
        "mapping_file": "babel.cfg", "keywords": "_l mark:1", "add_comments": "NOTE:, L10n:",
        "input_dirs": "src", "no_default_keywords": "true", "width": "100",
    }  # fmt: skip
    assert read_section("extract", section) == Arguments(
        "extract",
        {
            "mapping-file": ("babel.cfg",),
            "keywords": ("_l", "mark:1"),
            "add-comments": ("NOTE:", "L10n:"),
            "no-default-keywords": ("true",),
            "width": ("100",),
        },
        ("src",),
    )


@given(st.lists(st.text(max_size=8), max_size=8))
def test_any_words_are_read_without_an_error(words: list[str]) -> None:
    for command in ("extract", "update"):
        arguments = parse_arguments([command, *words])
        assert arguments is not None
        assert arguments.command == command
