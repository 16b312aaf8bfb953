from __future__ import annotations

import os
from collections.abc import Callable
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


def cut(kept: bytes) -> bytes:
    return kept[:-40]


def change_a_bit(kept: bytes) -> bytes:
    return kept.replace(b"kept", b"kepu")


@pytest.mark.parametrize("damage", [cut, change_a_bit, lambda _: b"", lambda _: b"x"])
def test_what_was_damaged_is_left_out_and_logged(
    folder: Path,
    store: Store,
    empty: Store,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[bytes], bytes],
) -> None:
    cache = SiteCache(folder)
    cache.keep("a", store.file)
    kept = folder / "a.ready"
    kept.write_bytes(damage(kept.read_bytes()))
    assert not cache.take("a", empty)
    assert empty.stamp() is None
    assert "the page cache of the last start is damaged" in caplog.text


def test_what_a_killed_server_left_unfinished_is_removed(folder: Path, store: Store) -> None:
    folder.mkdir(parents=True)
    (folder / ".b.1234").write_bytes(b"unfinished")
    SiteCache(folder).keep("a", store.file)
    assert [file.name for file in folder.iterdir()] == ["a.ready"]


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
