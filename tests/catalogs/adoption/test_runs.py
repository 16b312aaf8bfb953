from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.adoption.arguments import COMMANDS
from kfor_i18n.catalogs.adoption.python import find_tables, read_message_extractors
from kfor_i18n.catalogs.adoption.runs import find_runs

CALL = "pybabel extract -F babel.cfg -k _l -o messages.pot ."
REST = CALL.removeprefix("pybabel")
OPTIONS = " -k _l -o messages.pot ."
WORDS = str(REST.split())[1:-1]
MODULE = "babel.messages.frontend"


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
        ("Makefile", f"PYBABEL ?= pybabel\npot:\n\t$(PYBABEL){CALL.removeprefix('pybabel')}\n"),
        ("Makefile", f"B = $(V)/bin/python -m {MODULE}\npot:\n\t$(B){REST}\n"),
        ("Makefile", f"POT = pybabel extract -F babel.cfg\npot:\n\t$(POT){OPTIONS}\n"),
        ("i18n.sh", f'PYBABEL="${{PYBABEL:-pybabel}}"\n"$PYBABEL"{REST}\n'),
        ("i18n.sh", f"${{PYBABEL:-pybabel}}{REST}\n"),
        ("i18n.sh", f"python -m {MODULE}{REST}\n"),
        ("i18n.bat", f"set PYBABEL=venv\\Scripts\\pybabel.exe\n%PYBABEL%{REST}\n"),
        ("justfile", f"pybabel := 'uv run pybabel'\npot:\n    {{{{pybabel}}}}{REST}\n"),
        ("noxfile.py", f'TOOL = "pybabel"\nrun(["uv", "run", TOOL, {WORDS}])\n'),
        ("noxfile.py", f'run(sys.executable, "-m", "{MODULE}", {WORDS}, env=None)\n'),
        ("i18n.py", f"# {CALL}\n"),
        ("i18n.py", "CFG = 'babel.cfg'\nrun(f'pybabel extract -F {CFG} -w {w}" + OPTIONS + "')\n"),
        ("README.md", f'Run `sh -c "set -e; {CALL}"`.\n'),
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


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("i18n.sh", "set -e\ncd app\n{call}\n"),
        ("i18n.sh", "cd other\ncd ../app  # sources\n{call}\n"),
        ("i18n.sh", "(cd other && make)\npushd app\n{call}\n"),
        ("docs/i18n.rst", "Run::\n\n  cd app\n  {call}\n"),
        ("README.md", "```\n$ cd app\n$ {call}\n```\n"),
        ("README.md", "    cd shop && cd app\n    {call}\n"),
        (
            ".github/workflows/i18n.yml",
            "jobs:\n  a:\n    steps:\n      - run: |\n          cd app\n          {call}\n",
        ),
        (
            ".github/workflows/i18n.yml",
            "jobs:\n  a:\n    steps:\n      - name: a\n        run: |\n          {call}\n"
            "        working-directory: ./app\n",
        ),
        (
            ".github/workflows/i18n.yml",
            "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: app\n"
            "    steps:\n      - run: {call}\n",
        ),
        (".gitlab-ci.yml", "pot:\n  script:\n    - cd app\n    - {call}\n"),
        ("tox.ini", "[testenv:pot]\nchange_dir = app\ncommands =\n    {call}\n"),
        ("noxfile.py", "subprocess.run('{call}'.split(), cwd='app')\n"),
        ("noxfile.py", "subprocess.run('cd app && {call}', shell=True)\n"),
    ],
)
def test_a_directory_that_was_changed_to_counts_for_the_lines_after_it(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / "app").mkdir()
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("{call}", CALL))
    (run,) = find_runs(tmp_path)
    assert run.folder == tmp_path / "app"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Makefile", "a:\n\tcd app\n\t{call}\n"),
        ("i18n.sh", "cd app\ncd ..\n{call}\n"),
        ("i18n.sh", "cd app\nmake\ncd -\n{call}\n"),
        ("i18n.sh", "(cd app && make)\n{call}\n"),
        ("i18n.sh", "(\n  cd app\n  make\n)\n{call}\n"),
        ("i18n.sh", 'cd "$(dirname "$0")"\n{call}\n'),
        ("README.md", "```\ncd app\n```\n\n```\n{call}\n```\n"),
        ("docs/i18n.rst", "One::\n\n  cd app\n\nTwo::\n\n  {call}\n"),
        ("README.md", "    git clone URL\n    cd checkout\n    {call}\n"),
        ("README.md", "    cd /srv/app\n    {call}\n"),
        (
            ".github/workflows/i18n.yml",
            "jobs:\n  a:\n    steps:\n      - run: cd app\n        working-directory: app\n"
            "      - run: {call}\n",
        ),
        ("package.json", '{"scripts": {\n "a": "cd app && make",\n "b": "{call}"\n}}\n'),
    ],
)
def test_a_directory_counts_for_its_own_block_alone(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "app").mkdir()
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("{call}", CALL))
    (run,) = find_runs(tmp_path)
    assert run.folder == tmp_path


def test_a_call_is_made_where_its_mapping_file_is(tmp_path: Path) -> None:
    """A sentence says which directory to go to."""
    (tmp_path / "README.md").write_text(f"In the directory of the application, run `{CALL}`.\n")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "babel.cfg").write_text("")
    assert [run.folder for run in find_runs(tmp_path)] == [tmp_path / "app"]
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "babel.cfg").write_text("")
    assert [run.folder for run in find_runs(tmp_path)] == [tmp_path], "either could be meant"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dodo.py", "ACTIONS = ['{one}', '{two}', 'rm x']\n"),
        ("dodo.py", "def task():\n    return {'actions': [\n  '{one} ',\n  ['{two}'],\n]}\n"),
        ("tasks.toml", 'pot = ["{one}",\n  "{two}", "rm x"]\n'),
        ("package.json", '{"pot": ["{one}", "{two}"]}\n'),
        ("i18n.yml", 'pot: ["{one}", "{two}"]\n'),
    ],
)
def test_each_command_of_a_list_is_a_call(tmp_path: Path, name: str, text: str) -> None:
    update = "pybabel update -N --no-wrap"
    (tmp_path / name).write_text(text.replace("{one}", CALL).replace("{two}", update))
    extract, other = (run.arguments for run in find_runs(tmp_path))
    assert extract.paths == (".",)
    assert set(extract.options) == {"mapping-file", "keywords", "output-file"}
    assert set(other.options) == {"no-fuzzy-matching", "no-wrap"}
    assert other.paths == ()


def test_commands_of_babel_are_read_from_pyproject_too(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.babel.extract_messages]\noutput_file = "a.pot"\nkeywords = ["_l", "mark:1"]\n'
        'add_comments = "NOTE"\n[tool.distutils.compile_catalog]\ndirectory = "i18n"\n'
        "use_fuzzy = true\n"
    )
    compiling, extract = sorted(find_runs(tmp_path), key=lambda run: run.arguments.command)
    assert (extract.file, extract.line) == ("pyproject.toml", 1)
    assert extract.arguments.options == {
        "output-file": ("a.pot",), "keywords": ("_l", "mark:1"), "add-comments": ("NOTE",),
    }  # fmt: skip
    assert compiling.path("directory") == tmp_path / "i18n"
    assert compiling.arguments.has("use-fuzzy")


SETUP = "from setuptools import find_packages, setup\nsetup(packages={packages})\n"


@pytest.mark.parametrize(
    ("files", "sources"),
    [
        ({"setup.py": SETUP.format(packages="['shop', 'shop.views']")}, ("shop",)),
        ({"setup.py": SETUP.format(packages="find_packages(exclude=['test*'])")}, ("shop",)),
        ({"setup.py": SETUP.format(packages="find_packages()")}, ("shop", "tests")),
        ({"setup.cfg": "[options]\npackages =\n  shop\n  shop.views\n"}, ("shop",)),
        (
            {
                "setup.cfg": "[options]\npackages = find:\n"
                "[options.packages.find]\nexclude =\n  tests\n"
            },
            ("shop",),
        ),
        ({"pyproject.toml": '[tool.setuptools]\npackages = ["shop"]\n'}, ("shop",)),
        ({"pyproject.toml": '[tool.setuptools.packages.find]\nexclude = ["t*"]\n'}, ("shop",)),
        ({"setup.py": SETUP.format(packages="['core']")}, ("src/core",)),
        ({}, ()),
    ],
)
def test_a_section_without_sources_reads_the_packages(
    tmp_path: Path, files: dict[str, str], sources: tuple[str, ...]
) -> None:
    for name in ("shop", "tests", "src/core"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "__init__.py").write_text("")
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with (tmp_path / "setup.cfg").open("a") as file:
        file.write("[extract_messages]\nmapping_file = babel.cfg\n")
    (run,) = find_runs(tmp_path)
    assert run.arguments.paths == sources


def test_packages_that_only_running_setup_py_would_tell_are_those_that_are_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "setup.py").write_text(SETUP.format(packages="list_packages()"))
    (tmp_path / "setup.cfg").write_text("[extract_messages]\nmapping_file = babel.cfg\n")
    (run,) = find_runs(tmp_path)
    assert run.arguments.unknown == ("packages",)
    assert run.arguments.paths == ("shop",)


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


@given(st.sampled_from(["a.sh", "a.py", "a.md", "a.yml", "Makefile"]), st.text(max_size=40))
def test_any_text_round_the_name_is_read_without_an_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, text: str
) -> None:
    root = tmp_path_factory.mktemp("any")
    whole = f"cd {text}\n  run: {text}\nA = {text}\n['pybabel', '{text}']\npybabel extract {text}"
    (root / name).write_text(whole, encoding="utf-8")
    for run in find_runs(root):
        assert run.arguments.command in COMMANDS


def test_a_program_that_is_nested_too_deeply_is_read_as_text(tmp_path: Path) -> None:
    text = " + ".join(['"a"'] * 5000)
    (tmp_path / "i18n.py").write_text(f"{CALL!r}\nx = {text}\n")
    assert [run.arguments.get("output-file") for run in find_runs(tmp_path)] == ["messages.pot"]


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
