"""The pages about the workbench: their commands, options, settings and names are the program's."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from kfor_i18n.catalogs.project import read_project
from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings
from kfor_i18n.cli.translate import translate_command
from kfor_i18n.interface import open_texts
from tests.builders import HEADERS, ROOT, make_project
from tests.docs.pages import read_blocks, read_page
from tests.workbench.running import run_workbench

PAGES = {"en": "workbench.md", "sl": "workbench.sl.md"}

_ROW = re.compile(r"^\| `([^`]+)` \|.*$", re.M)
_EXAMPLE = re.compile(r'`(\["[^`]+\])`')
_TABLE = re.compile(r"(?:^\|.*\|\n)+", re.M)
_NAME = re.compile(r"(?<!\*)\*([^*\n[]+)\*(?!\*)")

TERMS = {"scene", "Prizor"}
"""What is in italics and is not a name in the interface."""

VERDICTS = {"yes": "da", "no": "ne", "partly": "delno"}
"""What cells about tools begin with, in both languages."""

page_of_language = pytest.mark.parametrize("language", PAGES)


def read_rows(page: str) -> dict[str, str]:
    """Return the rows of tables whose first cell is code, by the code."""
    return {row[1].split()[0]: row[0] for row in _ROW.finditer(page)}


@page_of_language
def test_the_command_prints_an_address_as_the_page_says(language: str, tmp_path: Path) -> None:
    (block,) = (b for b in read_blocks(read_page(PAGES[language])) if b.kind == "console")
    ((command, output),) = block.commands()
    assert command == "make translate"
    assert re.search(
        r"^translate:.*\n\t.*kfor-i18n translate ", (ROOT / "Makefile").read_text(), re.M
    )
    pattern = re.escape(output).replace("52631", r"\d+").replace("…", r"[\w-]+")
    root = make_project(tmp_path / "project", HEADERS["sl"]).root
    with run_workbench(root, tmp_path / "state") as (_, address):
        assert re.fullmatch(pattern, address)


@page_of_language
def test_every_option_and_every_setting_has_its_row(language: str) -> None:
    rows = read_rows(read_page(PAGES[language]))
    options = {name for option in translate_command.params for name in option.opts}
    assert {name for name in rows if name.startswith("--")} == options
    settings = {field.name for field in fields(WorkbenchSettings)}
    assert {name for name in rows if not name.startswith("--")} == settings


@page_of_language
def test_the_settings_of_the_page_are_accepted(language: str, tmp_path: Path) -> None:
    page = read_page(PAGES[language])
    rows = read_rows(page)
    app, *_ = re.findall(r"`(app = [^`]+)`", page)
    lines = ["[tool.kfor-i18n]", app, "[tool.kfor-i18n.workbench]"]
    for field in fields(WorkbenchSettings):
        (example,) = _EXAMPLE.findall(rows[field.name])
        lines.append(f"{field.name} = {example}")
    (tmp_path / "pyproject.toml").write_text("\n".join(lines), encoding="utf-8")
    project = read_project(tmp_path)
    assert project.app == "shop:create_app"
    assert all(getattr(project.workbench, field.name) for field in fields(WorkbenchSettings))
    (scenes,) = (block.text for block in read_blocks(page) if block.kind == "python")
    for scene in project.workbench.scenes:
        assert f"def {scene.partition(':')[2]}(client):" in scenes


@page_of_language
def test_names_of_the_interface_are_those_on_the_screen(language: str) -> None:
    texts = open_texts(language)
    english = set(_NAME.findall(read_page(PAGES["en"]))) - TERMS
    assert english
    shown = {texts.gettext(name) for name in english}
    assert shown == set(_NAME.findall(read_page(PAGES[language]))) - TERMS


def test_the_pages_have_the_same_code_and_pictures() -> None:
    english, slovenian = map(read_page, PAGES.values())
    assert [b.text for b in read_blocks(slovenian)] == [b.text for b in read_blocks(english)]
    pictures = re.compile(r"\((images/[\w.-]+)\)")
    assert set(pictures.findall(slovenian)) == set(pictures.findall(english))
    assert slovenian.count("\n## ") == english.count("\n## ")


def read_tables(page: str) -> list[list[list[str]]]:
    """Return the rows of each table of a page, as cells."""
    tables = (table[0].splitlines() for table in _TABLE.finditer(page))
    return [[row.strip("|").split("|") for row in table] for table in tables]


def read_verdicts(rows: list[list[str]]) -> list[list[str]]:
    """Return the first words of the cells, but for the first ones of the rows."""
    words = [[re.split(r"\W+", cell.strip())[0] for cell in row[1:]] for row in rows]
    return [[VERDICTS.get(word, word) for word in row] for row in words]


def test_the_tables_of_the_pages_have_the_same_rows_and_columns() -> None:
    shapes = [
        [[len(row) for row in table] for table in read_tables(read_page(name))]
        for name in PAGES.values()
    ]
    assert shapes[0] == shapes[1]
    assert all(len(set(table)) == 1 for table in shapes[0])


def test_the_pages_compare_tools_alike() -> None:
    english, slovenian = (read_tables(read_page(name))[-1] for name in PAGES.values())
    assert english[0][2:] == slovenian[0][2:]
    verdicts, other = map(read_verdicts, (english, slovenian))
    at = [(row, column) for row, cells in enumerate(verdicts) for column, _ in enumerate(cells)]
    known = {(r, c) for r, c in at if {verdicts[r][c], other[r][c]} & set(VERDICTS.values())}
    assert len(known) > 100
    assert [(r, c) for r, c in sorted(known) if verdicts[r][c] != other[r][c]] == []
