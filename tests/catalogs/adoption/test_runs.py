from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.adoption.python import find_tables, read_message_extractors
from kfor_i18n.catalogs.adoption.runs import find_runs

CALL = "pybabel extract -F babel.cfg -k _l -o messages.pot ."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Makefile", f"pot:\n\t{CALL}\n"),
        ("tools/i18n.sh", f"#!/bin/sh\nset -e\nuv run {CALL} && echo done\n"),
        ("tools/i18n.sh", "pybabel extract \\\n  -F babel.cfg -k _l \\\n  -o messages.pot .\n"),
        ("tools/i18n.bat", "pybabel extract ^\r\n  -F babel.cfg -k _l -o messages.pot .\r\n"),
        ("app/cli.py", f"import os\nos.system('{CALL}')\n"),
        (
            "noxfile.py",
            'session.run(\n    "pybabel", "extract", "-F", "babel.cfg", "-k", "_l",\n'
            '    "-o", "messages.pot", "."\n)\n',
        ),
        (".github/workflows/ci.yml", f"jobs:\n  - run: {CALL}; git diff\n"),
        ("tox.ini", f"[testenv:pot]\ncommands = {CALL}\n"),
        ("package.json", f'{{"scripts": {{"pot": "{CALL}"}}}}\n'),
        ("docs/i18n.rst", f"Run::\n\n    $ {CALL} > log.txt\n"),
        ("README.md", f"Run `{CALL}`.\n"),
        ("Makefile", f"OUT = messages.pot\npot:\n\t{CALL.replace('messages.pot', '$(OUT)')}\n"),
        ("Makefile", f"pot:\n\t{CALL} --version=$(shell python -c 'f(g())')\n"),
    ],
)  # fmt: skip
def test_a_call_is_found_wherever_it_is_written(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "babel.cfg").write_text("")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    (run,) = find_runs(tmp_path)
    assert run.file == name
    assert run.folder == tmp_path
    assert run.arguments.options == {
        "mapping-file": ("babel.cfg",), "keywords": ("_l",), "output-file": ("messages.pot",),
    }  # fmt: skip
    assert run.arguments.paths == (".",)


def test_the_line_of_a_call_is_where_it_begins(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text(f"one\ntwo \\\n  three\n{CALL}\n")
    (run,) = find_runs(tmp_path)
    assert run.line == 4


@pytest.mark.parametrize(
    ("name", "text", "folder"),
    [
        ("Makefile", "pot:\n\tcd web && pybabel extract -F b.cfg -o x.pot app\n", "web"),
        ("Makefile", "pot:\n\tcd web; \\\n\tpybabel extract -F b.cfg -o x.pot app\n", "web"),
        ("web/i18n.sh", "pybabel extract -F b.cfg -o x.pot app\n", "web"),
    ],
)
def test_paths_are_relative_to_where_the_call_is_made(
    tmp_path: Path, name: str, text: str, folder: str
) -> None:
    (tmp_path / "web" / "app").mkdir(parents=True)
    (tmp_path / "web" / "b.cfg").write_text("")
    (tmp_path / name).write_text(text)
    (run,) = find_runs(tmp_path)
    assert run.folder == tmp_path / folder
    assert run.path("output-file") == tmp_path / "web" / "x.pot"
    assert run.paths == [tmp_path / "web" / "app"]


def test_sections_of_setup_cfg_are_believed_before_scripts_and_documents(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text("[extract_messages]\noutput_file = a.pot\n")
    (tmp_path / "Makefile").write_text("pot:\n\tpybabel extract -o b.pot .\n")
    (tmp_path / "README.md").write_text("    pybabel extract -o c.pot .\n")
    found = [run.arguments.get("output-file") for run in find_runs(tmp_path)]
    assert found == ["a.pot", "b.pot", "c.pot"]


@pytest.mark.parametrize("text", ["pip install pybabel\n", "pybabel = 1\n", "# pybabel extracts\n"])
def test_the_name_alone_is_no_call(tmp_path: Path, text: str) -> None:
    (tmp_path / "notes.sh").write_text(text)
    assert find_runs(tmp_path) == []


@given(st.text(max_size=40))
def test_any_text_after_the_name_is_read_without_an_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    root = tmp_path_factory.mktemp("any")
    (root / "a.sh").write_text(f"pybabel extract {text}", encoding="utf-8")
    for run in find_runs(root):
        assert run.arguments.command == "extract"


def test_tables_of_options_in_a_program_are_read(tmp_path: Path) -> None:
    text = (
        'TAG = "i18n:"\nTABLE = {\n    "a": {"mapping_file": "babel-js.cfg", "add_comments": TAG,\n'
        '          "keywords": "$T gettext", "no_default_keywords": True, "width": 120,\n'
        '          "output_file": BASE / "x.pot", "input_paths": ["web"]},\n'
        '    "b": {"mapping_file": "no.cfg", "colour": "red"},\n    "c": {"width": 3},\n}\n'
    )
    (table,) = find_tables(text)
    assert table.line == 3
    assert table.options == {
        "mapping_file": "babel-js.cfg", "add_comments": "i18n:", "keywords": "$T gettext",
        "no_default_keywords": "True", "width": "120", "input_paths": "web",
    }  # fmt: skip
    (tmp_path / "i18n.py").write_text(text)
    (run,) = find_runs(tmp_path)
    assert run.arguments.has("no-default-keywords")
    assert run.arguments.options["keywords"] == ("$T", "gettext")


def test_message_extractors_of_setup_py_are_read_as_a_literal(tmp_path: Path) -> None:
    assert read_message_extractors(tmp_path) == {}
    (tmp_path / "setup.py").write_text(
        'setup(message_extractors={"app": [("**.py", "python", None), ("x/**", "ignore", None)]})\n'
    )
    assert read_message_extractors(tmp_path) == {"app": [("**.py", "python"), ("x/**", "ignore")]}
    (tmp_path / "setup.py").write_text("setup(message_extractors=find())\n")
    assert read_message_extractors(tmp_path) == {}
