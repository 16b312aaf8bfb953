from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from kfor_i18n.cli import COMMANDS
from kfor_i18n.cli.extras import EXTRAS
from tests.builders import call, run

NEEDY = {name: row.extra for name, row in COMMANDS.items() if row.extra}
ARGUMENTS = {"build": ("out",)}


def hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Let a module be as one that is not installed."""
    monkeypatch.setitem(sys.modules, module, None)


def test_an_extra_of_the_table_is_known() -> None:
    assert {row.extra for row in COMMANDS.values() if row.extra} == EXTRAS.keys()


def list_names(requirements: list[str]) -> set[str]:
    """Return the normalized names (PEP 503) of the distributions that requirements name."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", text)[0]).lower() for text in requirements}


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_modules_of_an_extra_are_all_that_it_adds_to_the_package(extra: str) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    tables = project["project"]
    present = list_names(tables["dependencies"])
    present |= list_names([text for name in present for text in requires(name) or ()])
    added = list_names(tables["optional-dependencies"][extra]) - present
    if sys.version_info >= (3, 14):
        added.discard("backports-zstd")
    found = packages_distributions()
    # The standard library's modules have no distribution.
    brought = [
        list_names(found.get(module.partition(".")[0], [])) & added for module in EXTRAS[extra]
    ]
    assert set().union(*brought) == added


@pytest.mark.parametrize(
    ("name", "module"), [(name, module) for name in NEEDY for module in EXTRAS[NEEDY[name]]]
)
def test_without_its_extra_a_command_says_which_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    monkeypatch.setattr("kfor_i18n.serving.server.run", pytest.fail)
    hide(monkeypatch, module)
    monkeypatch.chdir(tmp_path)
    result = call(tmp_path, name, *ARGUMENTS.get(name, ()))
    assert (result.exit_code, result.stdout) == (2, "")
    extra = NEEDY[name]
    assert result.stderr == (
        f'kfor-i18n {name} requires the extra "{extra}"; run pip install "kfor-i18n[{extra}]"\n'
    )
    assert list(tmp_path.iterdir()) == []


def test_a_module_is_missing_where_its_package_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXTRAS, "site", ("nowhere.module",))
    assert run("build", "out").exit_code == 2


def test_what_is_missing_is_said_in_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hide(monkeypatch, "granian")
    assert run("serve", LANGUAGE="sl").stderr == (
        'kfor-i18n serve potrebuje dodatek »site«; zaženite pip install "kfor-i18n[site]"\n'
    )


@pytest.mark.parametrize("name", NEEDY)
def test_help_needs_no_extra(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    hide(monkeypatch, EXTRAS[NEEDY[name]][0])
    assert run(name, "--help").exit_code == 0


def run_without_extras(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process that has none of the extras' modules."""
    hidden = [module for modules in EXTRAS.values() for module in modules]
    code = f"""import sys
sys.modules.update(dict.fromkeys({hidden}))
from kfor_i18n.cli import main
main({["--project", str(root), *arguments]})"""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_a_whole_workflow_needs_no_extra(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text('from flask_babel import _\n\n_("Saved.")\n')
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    out = str(tmp_path / "sl.csv")
    for arguments in (
        ("extract",), ("init", "sl"), ("sync",), ("check",), ("explain",), ("format",), ("stats",),
        ("export", "--locale", "sl", "--to", "csv", "-o", out), ("import", out, "--locale", "sl"),
    ):  # fmt: skip
        done = run_without_extras(tmp_path, *arguments)
        is_quiet = not done.stderr or done.stderr.startswith("0 findings")
        assert done.returncode == 0, arguments
        assert is_quiet, arguments


def test_a_process_without_the_extra_ends_with_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = run_without_extras(tmp_path, "serve")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
