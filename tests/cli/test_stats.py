from __future__ import annotations

import json
from pathlib import Path

import pytest

from kfor_i18n.catalogs.badge import render_badge
from tests.builders import call, write_catalog
from tests.catalogs.test_stats import ALL, HEADER, STATES


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one catalog that has a message in each state."""
    monkeypatch.setenv("COLUMNS", "110")
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    write_catalog(tmp_path, ALL)
    return tmp_path


def test_a_catalog_that_cannot_be_read_is_named_and_the_others_are_counted(root: Path) -> None:
    write_catalog(root, "nonsense", "de")
    result = call(root, "stats")
    assert result.exit_code == 1
    assert "messages.po:1:" in result.stderr
    assert result.stdout.splitlines()[-1].startswith("sl  slovenščina")
    badge = root / "badge.svg"
    assert call(root, "stats", "--badge", str(badge)).exit_code == 1
    assert not badge.exists()


def test_the_table_has_a_bar_the_name_of_each_language_and_every_state(root: Path) -> None:
    write_catalog(root, HEADER + STATES["untranslated"], "ar")
    write_catalog(root, HEADER + STATES["translated"], domain="tools")
    (root / "pyproject.toml").write_text(
        '[tool.kfor-i18n.domains]\nmessages = "babel.cfg"\ntools = "babel.cfg"\n'
    )
    assert call(root, "stats").stdout == (
        "messages: 5 messages, 7 words\n"
        "ar  العربية\u200e      ░░░░░░░░░░░░░   0%  0/1  untranslated: 1\n"
        "sl  slovenščina  ██░░░░░░░░░░░  20%  1/5  "
        "fuzzy: 1, forms missing: 1, invalid: 1, untranslated: 1, obsolete: 1\n"
        "\ntools: 1 message, 2 words\n"
        "sl  slovenščina  ████████████████████████  100%  1/1\n"
    )


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (
            60,
            ["sl  slovenščina  ████░░░░░░░░░░░░░░░░░░░░  20%  1/5", "    fuzzy: 1, forms missing"],
        ),
        (30, ["sl  slovenščina  20%  1/5", "    fuzzy: 1, forms missing"]),
        (20, ["sl  █░░░░░  20%  1/5", "    fuzzy: 1, forms missing"]),
        (19, ["sl  20%  1/5", "    fuzzy: 1, forms missing"]),
    ],
)
def test_in_a_narrow_terminal_everything_but_figures_is_shortened(
    root: Path, monkeypatch: pytest.MonkeyPatch, columns: int, lines: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, *rows = call(root, "stats").stdout.splitlines()
    assert [row[: len(line)] for row, line in zip(rows, lines, strict=True)] == lines


def test_by_page_each_source_file_has_a_row_and_long_names_are_truncated_at_the_start(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = STATES["translated"].replace("a.html", "templates/very/deep/page.html")
    write_catalog(root, HEADER + text + '\nmsgid "x"\nmsgstr ""\n')
    monkeypatch.setenv("COLUMNS", "40")
    *_, nowhere, _, page = call(root, "stats", "--by", "page").stdout.splitlines()
    assert nowhere.startswith("—  ")
    assert page == "…plates/very/deep/page.html  100%  1/1"


def test_colours_are_for_terminals_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def call_on_a_terminal() -> str:
        return call(root, "stats", color=True).stdout

    assert "\x1b[" not in call(root, "stats").stdout
    assert "\x1b[31m█" in call_on_a_terminal()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in call_on_a_terminal()


def test_json_has_every_count(root: Path) -> None:
    document = json.loads(call(root, "stats", "--format", "json", "--by", "page").stdout)
    (catalog,), (locale,) = document["catalogs"], document["locales"]
    assert (catalog["locale"], catalog["domain"], catalog["refused"]) == ("sl", "messages", 1)
    assert catalog["pages"]["b.html"]["partial"] == 1
    assert (locale["messages"], locale["percent"]) == (5, 20)


@pytest.mark.parametrize(
    ("least", "status"), [("0", 0), ("20", 0), ("20.01", 1), ("100", 1), ("101", 2), ("x", 2)]
)
def test_coverage_below_the_minimum_is_an_error(root: Path, least: str, status: int) -> None:
    result = call(root, "stats", "--fail-under", least)
    assert result.exit_code == status
    assert ("20% translated (1 of 5 messages)" in result.stderr) == (status == 1)


def test_the_minimum_coverage_applies_to_each_locale_over_all_its_domains(root: Path) -> None:
    write_catalog(root, HEADER + STATES["translated"], "de")
    result = call(root, "stats", "--fail-under", "50")
    assert "translations/sl: error: coverage: 20% translated" in result.stderr
    assert "translations/de" not in result.stderr


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("[tool.kfor-i18n.check]\nmin-coverage = 0.5", ["sl"]),
        ("[tool.kfor-i18n.check]\nmin-coverage = 0.1", []),
        ("[tool.kfor-i18n.check.locales.sl]\nmin-coverage = 0.5", ["sl"]),
        ("[tool.kfor-i18n.check.locales.de]\nmin-coverage = 0.5", []),
        (
            "[tool.kfor-i18n.check]\nmin-coverage = 0.5\n"
            "[tool.kfor-i18n.check.locales.sl]\nmin-coverage = 0.1",
            [],
        ),
    ],
)
def test_a_minimum_coverage_can_be_set_for_all_locales_and_for_one(
    root: Path, settings: str, found: list[str]
) -> None:
    write_catalog(root, HEADER + STATES["translated"], "de")
    (root / "pyproject.toml").write_text(settings)
    result = call(root, "check", "--select", "coverage", "--format", "json")
    findings = json.loads(result.stdout)["findings"]
    assert [Path(f["path"]).name for f in findings if f["code"] == "coverage"] == found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEADER.replace("nplurals=4", "nplurals=x"), "malformed header field Plural-Forms"),
        (
            f"{HEADER}\n{STATES['translated']}\n{STATES['translated']}",
            "duplicate of the message on line",
        ),
    ],
)
def test_an_error_of_a_catalog_is_named_beside_its_counts(
    root: Path, text: str, fault: str
) -> None:
    write_catalog(root, text + "\n" + STATES["partial"])
    result = call(root, "stats")
    assert result.exit_code == 1
    assert fault in result.stderr
    assert "slovenščina" in result.stdout


def test_a_locale_without_a_catalog_is_an_error(root: Path) -> None:
    result = call(root, "stats", "--locale", "pt-BR")
    assert result.exit_code == 1
    assert 'no catalog for "pt_BR"' in result.stderr


@pytest.mark.parametrize("code", ["coverage", "untranslated"])
def test_a_locale_that_may_be_left_empty_falls_short_of_nothing(root: Path, code: str) -> None:
    write_catalog(root, HEADER + STATES["untranslated"], "en")
    settings = f'[tool.kfor-i18n.check.locales.en]\nignore = ["{code}"]\n'
    (root / "pyproject.toml").write_text(settings)
    result = call(root, "stats", "--fail-under", "100")
    assert "translations/sl: error: coverage: 20% translated" in result.stderr
    assert "translations/en" not in result.stderr
    assert call(root, "stats", "--locale", "en", "--fail-under", "100").exit_code == 0


def test_a_badge_is_for_a_locale_or_the_whole_project(root: Path) -> None:
    path = root / "sl.svg"
    arguments = ("stats", "--badge", str(path))
    assert "sl.svg: changed" in call(root, *arguments, "--locale", "sl").stdout
    assert "sl.svg: unchanged" in call(root, *arguments, "--locale", "sl").stdout
    assert path.read_text(encoding="utf-8") == render_badge("sl", 20)
    call(root, *arguments)
    assert path.read_text(encoding="utf-8") == render_badge(None, 20)


def test_a_badge_that_cannot_be_written_makes_the_status_2(root: Path) -> None:
    assert call(root, "stats", "--badge", str(root / "missing" / "sl.svg")).exit_code == 2
