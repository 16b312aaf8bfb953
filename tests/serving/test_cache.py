from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kfor_i18n.config import Settings
from kfor_i18n.serving import cache as cache_module
from kfor_i18n.serving.cache import SetCache, find_cache_folder, make_key


@pytest.fixture
def set_file(tmp_path: Path) -> Path:
    file = tmp_path / "ready.pickle"
    file.write_bytes(b"a set")
    return file


def test_what_is_kept_is_found_under_its_key_alone(tmp_path: Path, set_file: Path) -> None:
    cache = SetCache(tmp_path / "cache" / "kfor-i18n")
    assert cache.find("a") is None
    cache.keep("a", set_file)
    found = cache.find("a")
    assert found is not None
    assert found.read_bytes() == b"a set"
    assert cache.find("b") is None


def test_one_set_is_kept(tmp_path: Path, set_file: Path) -> None:
    cache = SetCache(tmp_path / "cache")
    cache.keep("a", set_file)
    cache.keep("b", set_file)
    assert cache.find("a") is None
    assert [file.stem for file in (tmp_path / "cache").iterdir()] == ["b"]


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_write_to_is_not_trusted(tmp_path: Path, set_file: Path, mode: int) -> None:
    cache = SetCache(tmp_path / "cache")
    cache.keep("a", set_file)
    found = cache.find("a")
    assert found is not None
    found.chmod(mode)
    assert cache.find("a") is None


def test_a_link_is_not_trusted(tmp_path: Path, set_file: Path) -> None:
    cache = SetCache(tmp_path)
    (tmp_path / "a.ready").symlink_to(set_file)
    assert cache.find("a") is None


def test_without_a_folder_nothing_is_kept_or_found(tmp_path: Path, set_file: Path) -> None:
    for cache in (SetCache(None), SetCache(Path(os.devnull) / "x"), SetCache(set_file / "x")):
        cache.keep("a", set_file)
        assert cache.find("a") is None


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


def test_a_key_is_of_all_that_a_set_is_made_of(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "messages.mo"
    file.write_bytes(b"1")
    keys = [make_key(settings, [file])]
    assert make_key(settings, [file]) == keys[0]
    file.write_bytes(b"2")
    os.utime(file, (0, 0))
    keys.append(make_key(settings, [file]))
    file.write_bytes(b"3")
    os.utime(file, (0, 0))
    keys.append(make_key(settings, [file]))
    keys.append(make_key(settings, []))
    monkeypatch.setattr(cache_module, "today", lambda: date(2000, 1, 1))
    keys.append(make_key(settings, []))
    assert len(set(keys)) == len(keys)
