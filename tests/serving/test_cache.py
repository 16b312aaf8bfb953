from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kfor_i18n.config import Settings
from kfor_i18n.serving import cache as cache_module
from kfor_i18n.serving.cache import SetCache, find_cache_folder, name_state


@pytest.fixture
def set_file(tmp_path: Path) -> Path:
    file = tmp_path / "ready.pickle"
    file.write_bytes(b"a set")
    return file


class Kept:
    """A cache whose state is named as it is told to be."""

    def __init__(self, folder: Path | None, state: str = "a") -> None:
        self.state = state
        self.cache = SetCache(folder, lambda: self.state)

    def keep(self, file: Path) -> None:
        self.cache.note()
        self.cache.keep(file)


def test_what_is_kept_is_found_for_its_state_alone(tmp_path: Path, set_file: Path) -> None:
    kept = Kept(tmp_path / "cache" / "kfor-i18n")
    assert kept.cache.find() is None
    kept.keep(set_file)
    assert kept.cache.find() == b"a set"
    kept.state = "b"
    assert kept.cache.find() is None


def test_what_changed_while_a_set_was_made_is_not_kept(tmp_path: Path, set_file: Path) -> None:
    kept = Kept(tmp_path / "cache")
    kept.cache.note()
    kept.state = "b"
    kept.cache.keep(set_file)
    assert kept.cache.find() is None
    kept.state = "a"
    assert kept.cache.find() is None


def test_one_set_is_kept(tmp_path: Path, set_file: Path) -> None:
    kept = Kept(tmp_path / "cache")
    kept.keep(set_file)
    kept.state = "b"
    kept.keep(set_file)
    assert [file.stem for file in (tmp_path / "cache").iterdir()] == ["b"]


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_write_to_is_not_trusted(tmp_path: Path, set_file: Path, mode: int) -> None:
    kept = Kept(tmp_path / "cache")
    kept.keep(set_file)
    (tmp_path / "cache" / "a.ready").chmod(mode)
    assert kept.cache.find() is None


def test_a_folder_that_others_may_write_to_is_not_trusted(tmp_path: Path, set_file: Path) -> None:
    kept = Kept(tmp_path / "cache")
    kept.keep(set_file)
    (tmp_path / "cache").chmod(0o777)
    assert kept.cache.find() is None


def test_a_link_is_not_trusted(tmp_path: Path, set_file: Path) -> None:
    (tmp_path / "a.ready").symlink_to(set_file)
    assert Kept(tmp_path).cache.find() is None


def test_without_a_folder_nothing_is_kept_or_found(tmp_path: Path, set_file: Path) -> None:
    for folder in (None, Path(os.devnull) / "x", set_file / "x"):
        kept = Kept(folder)
        kept.keep(set_file)
        assert kept.cache.find() is None


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/kfor-i18n")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, Path("/h/.cache/kfor-i18n")),
        ({"HOME": "/h"}, Path("/h/.cache/kfor-i18n")),
        ({}, None),
    ],
)
def test_the_folder_is_the_users_for_caches(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], folder: Path | None
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_cache_folder() == folder


def test_a_state_is_of_all_that_a_set_is_made_of(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "messages.mo"
    file.write_bytes(b"1")
    names = [name_state(settings, [file])]
    assert name_state(settings, [file]) == names[0]
    file.write_bytes(b"2")
    os.utime(file, (0, 0))
    names.append(name_state(settings, [file]))
    file.write_bytes(b"3")
    os.utime(file, (0, 0))
    names.append(name_state(settings, [file]))
    names.append(name_state(settings, []))
    names.append(name_state(replace(settings, site_url="https://other.example"), []))
    monkeypatch.setattr(cache_module, "list_program", list)
    names.append(name_state(settings, []))
    monkeypatch.setattr(cache_module, "current_date", lambda: date(2000, 1, 1))
    names.append(name_state(settings, []))
    assert len(set(names)) == len(names)
