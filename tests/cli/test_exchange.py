from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import Result

from tests.builders import CATALOG, call, write_catalog
from tests.catalogs.exchange.handouts import BODY, HEADER, project_with


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project_with(tmp_path)
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hand_out(root: Path, to: str, *arguments: str, locale: str = "sl") -> Result:
    return call(root, "export", "--locale", locale, "--to", to, *arguments)


def take_in(root: Path, *arguments: str) -> Result:
    return call(root, "import", *arguments)


def test_a_catalog_is_exported_and_imported_again(root: Path) -> None:
    result = hand_out(root, "xliff1", "--only", "fuzzy")
    assert (result.exit_code, result.stdout) == (0, "sl.xlf: 1 message\n")
    path = root / "sl.xlf"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("needs-review-translation", "translated"), encoding="utf-8")
    result = take_in(root, "sl.xlf", "--check")
    assert result.exit_code == 0
    assert result.stdout == (
        "translations/sl/LC_MESSAGES/messages.po: would change\n"
        '  ~ "Hello, %(name)s" (menu)\n'
        "imported: 1, unchanged: 0, untranslated: 0, rejected: 0, conflicts: 0, unknown: 0\n"
    )
    assert take_in(root, "sl.xlf").exit_code == 0
    assert (root / CATALOG).read_text(encoding="utf-8") == HEADER + BODY.replace(
        '#, fuzzy, python-format\n#| msgid "Hi, %(name)s"\n', "#, python-format\n"
    )


def test_problems_are_reported_with_status_1(root: Path) -> None:
    (root / "theirs").write_text("context,source,target\n,Save,<b>Hrani\n,New,Novo\n")
    result = take_in(root, "theirs", "--locale", "sl", "--force")
    assert result.exit_code == 1
    assert re.search('^theirs:2: .*markup-added "Save": ', result.stderr, re.MULTILINE)
    assert re.search('^theirs:3: .*import-unknown "New": ', result.stderr, re.MULTILINE)
    result = take_in(root, "theirs", "--locale", "sl", "--format", "json")
    document = json.loads(result.stdout)
    assert document["ok"] is False
    assert document["imports"] == [
        {
            "path": "theirs", "format": "csv", "locale": "sl", "imported": 0, "unchanged": 0,
            "untranslated": 0, "refused": 0, "conflicts": 1, "unknown": 1,
        }
    ]  # fmt: skip
    assert [finding["code"] for finding in document["findings"]] == [
        "import-conflict",
        "import-unknown",
    ]


def test_imported_fuzzy_translations_are_reported(root: Path) -> None:
    (root / "theirs").write_text("context,source,target\n,Save,Hrani\n")
    result = take_in(root, "theirs", "--locale", "sl", "--force", "--fuzzy")
    assert '  ~ "Save" (fuzzy)\n' in result.stdout
    arguments = ("theirs", "--locale", "sl", "--format", "json", "--check", "--force")
    (root / "theirs").write_text("context,source,target\n,Save,Ohrani\n")
    (described,) = json.loads(take_in(root, *arguments).stdout)["catalogs"]
    assert described["imported"] == [{"msgid": "Save", "context": None, "fuzzy": False}]


def test_an_existing_file_is_replaced_only_on_request(root: Path) -> None:
    arguments = ("csv", "-o", "out.csv")
    assert hand_out(root, *arguments).exit_code == 0
    assert hand_out(root, *arguments).exit_code == 0, "the same bytes harm nobody"
    (root / "out.csv").write_text("translated")
    result = hand_out(root, *arguments)
    assert result.exit_code == 1
    assert "may contain someone's work" in result.stderr
    assert (root / "out.csv").read_text() == "translated"
    result = hand_out(root, *arguments, "--force", "--format", "json")
    assert json.loads(result.stdout)["exported"] == [
        {"path": "out.csv", "format": "csv", "locale": "sl", "messages": 4, "pictures": 0}
    ]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("csv", "--only", "done"), 'unknown state "done"'),
        (("tmx", "--only", "fuzzy"), "--only cannot be used with --to tmx"),
        (("docx",), "docx"),
    ],
)
def test_invalid_options_are_rejected(root: Path, arguments: tuple[str, ...], reason: str) -> None:
    result = hand_out(root, *arguments)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert not list(root.glob("sl.*"))


def test_a_file_that_cannot_be_written_is_reported(root: Path) -> None:
    result = hand_out(root, "csv", "-o", "no/x.csv")
    assert result.exit_code == 1
    assert re.match("no/x.csv: .*cannot be written: No such file or directory;", result.stderr)


def test_a_zip_has_only_an_english_readme_for_a_language_without_translation(root: Path) -> None:
    project_with(root, folder="hr")
    assert hand_out(root, "zip", locale="hr").exit_code == 0
    names = zipfile.ZipFile(root / "hr.zip").namelist()
    assert [name for name in names if "README" in name] == ["hr/README.txt"]


def test_a_project_without_catalogs_of_the_language_is_reported(root: Path) -> None:
    result = hand_out(root, "csv", locale="de")
    assert result.exit_code == 1
    assert 'no catalog for "de"' in result.stderr


def test_a_broken_catalog_is_named_and_the_other_domains_are_exported(root: Path) -> None:
    (root / "pyproject.toml").write_text(
        '[tool.kfor-i18n.domains]\nmessages = "babel.cfg"\nother = "babel.cfg"\n'
    )
    write_catalog(root, "nonsense", domain="other")
    result = hand_out(root, "csv")
    assert result.exit_code == 1
    assert "other.po:1:" in result.stderr
    assert "sl.csv: " in result.stdout
    assert "Save" in (root / "sl.csv").read_text(encoding="utf-8")
    assert hand_out(root, "csv", "--domain", "other").stdout == ""
