"""Runs of the command, and catalogs for them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from kfor_i18n.cli import main

HEADER = """msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100>=3 && n%100<=4 ? 2 : 3);\\n"
"""


def call(root: Path, *arguments: str, language: str = "", color: bool = False) -> Result:
    """Run ``kfor-i18n`` on the project in a folder."""
    return run("--project", str(root), *arguments, language=language, color=color)


def run(*arguments: str, language: str = "", color: bool = False) -> Result:
    """Run ``kfor-i18n``, in a language other than the environment's if one is given."""
    environment = {"LANGUAGE": language} if language else {}
    runner = CliRunner(env=environment)
    return runner.invoke(
        main, arguments, prog_name="kfor-i18n", catch_exceptions=False, color=color
    )


def catalog(root: Path, folder: str = "sl", domain: str = "messages") -> Path:
    """Return where a project's catalog lies."""
    return root / "translations" / folder / "LC_MESSAGES" / f"{domain}.po"


def write_catalog(root: Path, text: str, folder: str = "sl", domain: str = "messages") -> Path:
    """Write a project's catalog, header included; return its path."""
    path = catalog(root, folder, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
