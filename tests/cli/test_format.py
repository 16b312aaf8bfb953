from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.builders import CATALOG, call, write_catalog
from tests.catalogs.po.test_normal_form import HEADER, LONG, MESSY, NORMAL


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a template in its normal form and a catalog that is not."""
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    write_catalog(tmp_path, HEADER + MESSY)
    (tmp_path / "translations" / "messages.pot").write_text(HEADER, encoding="utf-8")
    return tmp_path


def format_files(root: Path, *arguments: str) -> Result:
    return call(root, "format", *arguments)


def test_all_templates_and_catalogs_are_formatted_and_unchanged_files_are_not_rewritten(
    root: Path,
) -> None:
    template = root / "translations" / "messages.pot"
    stamp = template.stat().st_mtime_ns
    result = format_files(root)
    assert result.exit_code == 0
    assert "messages.pot: unchanged" in result.stdout
    assert "messages.po: changed" in result.stdout
    assert (root / CATALOG).read_text(encoding="utf-8") == HEADER + NORMAL
    assert template.stat().st_mtime_ns == stamp
    assert format_files(root, "--check").exit_code == 0


@pytest.mark.parametrize(("option", "status"), [("--check", 1), ("--diff", 0)])
def test_check_and_diff_write_nothing(root: Path, option: str, status: int) -> None:
    before = (root / CATALOG).read_bytes()
    result = format_files(root, option)
    assert result.exit_code == status
    assert "messages.po: would change" in result.stdout
    assert ("\n+# no space before these words\n" in result.stdout) == (option == "--diff")
    assert (root / CATALOG).read_bytes() == before


def test_a_diff_is_available_as_json(root: Path) -> None:
    write_catalog(root, HEADER.rstrip("\n"))
    result = format_files(root, "--diff", "--check", "--format", "json", str(root / CATALOG))
    (file,) = json.loads(result.stdout)["files"]
    assert (result.exit_code, file["changed"], file["left"]) == (1, True, None)
    assert file["diff"].endswith("\\n\"\n\\ No newline at end of file\n+msgstr "
                                 '"Content-Type: text/plain; charset=UTF-8\\n"\n')  # fmt: skip


@pytest.mark.parametrize("tool", ["Weblate 5.16.2", "Poedit 3.4.2"])
def test_a_file_that_another_tool_formats_is_left_alone_unless_forced(
    root: Path, tool: str
) -> None:
    text = HEADER.replace('\\n"\n', f'\\n"\n"X-Generator: {tool}\\n"\n') + MESSY
    write_catalog(root, text)
    result = format_files(root, "--check")
    assert result.exit_code == 0
    assert f"skipped, because {tool.split(maxsplit=1)[0]} maintains it" in result.stdout
    assert format_files(root, "--force").exit_code == 0
    assert (root / CATALOG).read_text(encoding="utf-8") != text


def test_the_off_profile_leaves_every_file_alone_unless_forced(root: Path) -> None:
    assert "the profile is off" in format_files(root, "--profile", "off").stdout
    assert (root / CATALOG).read_text(encoding="utf-8") == HEADER + MESSY
    format_files(root, "--profile", "off", "--force")
    assert (root / CATALOG).read_text(encoding="utf-8") != HEADER + MESSY


def test_without_a_profile_the_width_of_the_project_decides(root: Path) -> None:
    text = f'{HEADER}\nmsgid "{LONG}"\nmsgstr ""\n'
    write_catalog(root, text)
    assert format_files(root, "--check").exit_code == 1
    (root / "pyproject.toml").write_text("[tool.kfor-i18n]\nwidth = 0\n")
    assert format_files(root, "--check").exit_code == 0


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_formatted(root: Path) -> None:
    good, broken = (root / CATALOG), write_catalog(root, HEADER + "nonsense\n", "de")
    result = format_files(root)
    assert result.exit_code == 1
    assert f"{broken}:3: error: syntax: 'nonsense' is not a keyword" in result.stderr
    assert good.read_text(encoding="utf-8") != HEADER + MESSY
    assert broken.read_text(encoding="utf-8") == HEADER + "nonsense\n"
