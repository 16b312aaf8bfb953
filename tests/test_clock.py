from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.cli import main
from kfor_i18n.clock import build_time, current_time


def test_a_build_is_of_the_time_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    assert build_time() == datetime(2026, 5, 28, 20, 26, 40, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, ""])
def test_a_build_is_of_the_present_where_no_time_is_set(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    before = current_time()
    assert before <= build_time() <= current_time()


@pytest.mark.parametrize("value", ["x", "1e9", "1.5", "9" * 30])
def test_a_time_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(SettingsError, match=f'SOURCE_DATE_EPOCH: "{value}" is not a number'):
        build_time()


@pytest.mark.parametrize("value", ["1767225600", None])
def test_a_time_as_the_error_asks_for_ends_it(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SettingsError, match="a number such as 1767225600, or unset the variable"):
        build_time()
    if value is None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH")
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert build_time()


@pytest.mark.parametrize("command", [["extract"], ["build", "out"]])
def test_each_command_that_dates_what_it_writes_refuses_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "SOURCE_DATE_EPOCH: " in done.output
    assert '"yesterday" is not a number of seconds' in done.output
    assert not (tmp_path / "translations").exists()
    assert not (tmp_path / "out").exists()
