from __future__ import annotations

import gettext
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kfor_i18n.cli import COMMANDS, main
from tests.builders import COMMAND, call, run

HELPS = [(), *((name,) for name in COMMANDS)]

PROPER = {
    "Ana", "Babel", "CDN", "Chromium", "Flask", "Flask-Babel", "JSON", "Last-Translator", "MSGID",
    "Novak", "PEM", "Prometheus", "SVG", "TLS", "URL", "ana", "babel.cfg", "example.org",
    "gettext", "git", "gitattributes", "kfor-i18n", "msgctxt", "nginx", "pybabel",
}  # fmt: skip
VALUES = {
    "add-location", "all", "app", "comment-tags", "default", "default-keywords", "file", "full",
    "fuzzy", "hr", "ignore", "ignore-obsolete", "keywords", "kfor-i18n-baseline.json",
    "locations", "mark", "msgid", "never", "no-fuzzy-matching", "off", "profile", "pt_BR",
    "say", "select", "skip-invalid", "sl", "sl.xlf", "sort", "strict", "strip-comment-tags",
    "text", "translated", "untranslated", "use-fuzzy", "width",
}  # fmt: skip
SLOVENIAN = {"in", "to"}
"""Words that are in both languages, each with a meaning of its own."""


def read_help(arguments: tuple[str, ...], language: str) -> str:
    result = run(*arguments, "--help", LANGUAGE=language)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def list_words(text: str) -> set[str]:
    """Return the words of a help text but for options, their choices and commands."""
    text = re.sub(r"(?<=\w-)\n\s+", "", text)  # a line may end after a hyphen
    text = re.sub(r"(?<![\w-])--?[a-z][a-z-]*|\[[a-z0-9]+(?:\|[a-z0-9]+)+\]", "", text)
    words = {word.rstrip(".") for word in re.findall(r"[^\W\d][\w.-]+", text)}
    return words - COMMANDS.keys()


@pytest.mark.parametrize("arguments", HELPS, ids=" ".join)
def test_help_begins_with_the_usage_and_what_the_command_does(arguments: tuple[str, ...]) -> None:
    text = read_help(arguments, "en")
    assert text.startswith(f"Usage: {' '.join(('kfor-i18n', *arguments))} [OPTIONS]")
    for name in arguments:
        assert COMMANDS[name].help in " ".join(text.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_word_about_it(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("arguments", HELPS, ids=" ".join)
def test_no_english_is_left_in_slovenian_help(arguments: tuple[str, ...]) -> None:
    english, slovenian = (read_help(arguments, language) for language in ("en", "sl"))
    assert slovenian.startswith(f"Uporaba: {' '.join(('kfor-i18n', *arguments))} [MOŽNOSTI]")
    assert len(list_words(slovenian)) > 8
    assert list_words(english) & list_words(slovenian) <= PROPER | VALUES | SLOVENIAN


def test_a_help_line_is_the_same_in_the_list_and_at_the_command() -> None:
    for language in ("en", "sl"):
        listed = " ".join(read_help((), language).split())
        for name in COMMANDS:
            _usage, line, _options = read_help((name,), language).split("\n\n", 2)
            assert f"{name} {' '.join(line.split())}" in listed


@pytest.mark.parametrize(
    ("arguments", "english", "slovenian"),
    [
        (("nonsense",), "No such command 'nonsense'.", "Ukaz 'nonsense' ne obstaja."),
        (("check", "-x"), "Error: No such option", "Napaka: Možnost"),
        (("check", "nowhere.po"), "File 'nowhere.po' does not exist.",
         "Neveljavna vrednost za '[DATOTEKE]...': Datoteka 'nowhere.po' ne obstaja."),
        (("--project", "nowhere", "check"), "Directory 'nowhere' does not exist.",
         "Mapa 'nowhere' ne obstaja."),
        (("stats", "--badge", "."), "File '.' is a directory.", "Datoteka '.' je mapa."),
        (("stats", "--fail-under", "x"), "'x' is not a valid float range.",
         "'x' ni veljavno število."),
        (("serve", "--port", "0"), "0 is not in the range 1<=x<=65535.",
         "0 ni v obsegu 1<=x<=65535."),
        (("init",), "Missing argument 'LOCALE'.", "Manjka argument 'JEZIK'."),
        (("check", "--fix=1"), "Option '--fix' does not take a value.",
         "Možnost '--fix' ne sprejme vrednosti."),
    ],
)  # fmt: skip
def test_each_run_speaks_its_own_language_also_in_one_process(
    arguments: tuple[str, ...], english: str, slovenian: str
) -> None:
    for language, text in (("en", english), ("sl", slovenian), ("en", english)):
        result = run(*arguments, LANGUAGE=language)
        assert result.exit_code == 2
        assert text in result.stderr


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ("Usage:", "Write nothing")), ("sl", ("Uporaba:", "Ne zapiši ničesar"))],
)
def test_the_language_is_that_of_the_environment(language: str, texts: tuple[str, ...]) -> None:
    done = subprocess.run(
        [COMMAND, "extract", "--help"],
        env={**os.environ, "LANGUAGE": language, "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for text in texts:
        assert text in done.stdout


def test_importing_the_command_leaves_gettext_as_it_was() -> None:
    modules = ", ".join(f"kfor_i18n.cli.{row.module}" for row in COMMANDS.values())
    code = f"""import gettext, sys
before = gettext.textdomain(), gettext.bindtextdomain("tools")
import kfor_i18n.cli, {modules}
sys.exit(before != (gettext.textdomain(), gettext.bindtextdomain("tools")))"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_running_the_command_leaves_gettext_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gettext.textdomain(), gettext.bindtextdomain("tools")
    try:
        gettext.textdomain("mine")
        gettext.bindtextdomain("tools", str(tmp_path))
        assert "noben katalog ne ustreza vzorcu" in call(tmp_path, "stats", LANGUAGE="sl").stderr
        assert gettext.textdomain() == "mine"
        assert gettext.bindtextdomain("tools") == str(tmp_path)
    finally:
        gettext.textdomain(before[0])
        gettext.bindtextdomain("tools", before[1])
