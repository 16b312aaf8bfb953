from __future__ import annotations

import os
from pathlib import Path

import pytest

from kfor_i18n.serving.cache import SiteCache, find_cache_folder
from kfor_i18n.serving.store import Store
from tests.serving.test_store import make_site


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store with a site."""
    folder = tmp_path / "store"
    folder.mkdir()
    store = Store(folder)
    store.save(make_site("kept"))
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kfor-i18n"


def test_what_is_kept_is_taken_for_its_state_alone(
    folder: Path, store: Store, empty: Store
) -> None:
    cache = SiteCache(folder)
    assert not cache.take("a", empty)
    cache.keep("a", store.file)
    assert not cache.take("b", empty)
    assert empty.stamp() is None
    assert cache.take("a", empty)
    assert empty.load() == store.load()


def test_one_site_is_kept(folder: Path, store: Store) -> None:
    cache = SiteCache(folder)
    cache.keep("a", store.file)
    cache.keep("b", store.file)
    assert [file.stem for file in folder.iterdir()] == ["b"]


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_write_to_is_not_trusted(
    folder: Path, store: Store, empty: Store, mode: int
) -> None:
    cache = SiteCache(folder)
    cache.keep("a", store.file)
    (folder / "a.ready").chmod(mode)
    assert not cache.take("a", empty)


def test_a_folder_that_others_may_write_to_is_not_trusted(
    folder: Path, store: Store, empty: Store
) -> None:
    cache = SiteCache(folder)
    cache.keep("a", store.file)
    folder.chmod(0o777)
    assert not cache.take("a", empty)


def test_a_link_is_not_trusted(tmp_path: Path, store: Store, empty: Store) -> None:
    (tmp_path / "a.ready").symlink_to(store.file)
    assert not SiteCache(tmp_path).take("a", empty)


def test_what_cannot_be_used_is_left_out_and_logged(
    folder: Path, store: Store, empty: Store, caplog: pytest.LogCaptureFixture
) -> None:
    cache = SiteCache(folder)
    cache.keep("a", store.file)
    (folder / "a.ready").write_bytes(store.file.read_bytes()[:20])
    assert not cache.take("a", empty)
    assert empty.stamp() is None
    assert "the pages of the last start cannot be used" in caplog.text


def test_without_a_folder_nothing_is_kept_or_taken(store: Store, empty: Store) -> None:
    for folder in (None, Path(os.devnull) / "x", store.file / "x"):
        cache = SiteCache(folder)
        cache.keep("a", store.file)
        assert not cache.take("a", empty)


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
