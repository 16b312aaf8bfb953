from __future__ import annotations

import pickle
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path

import pytest

from kfor_i18n.answers.ready import ReadySet
from kfor_i18n.serving import store as store_module
from kfor_i18n.serving.store import RenderedSite, Store


def make_site(revision: str) -> RenderedSite:
    return RenderedSite(ReadySet(revision, datetime(2026, 1, 1, tzinfo=UTC)))


def test_what_is_saved_is_loaded_and_its_stamp_changes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.stamp() is None
    store.save(make_site("1"))
    first = store.stamp()
    assert store.load().ready.revision == "1"
    assert store.stamp() == first
    store.save(make_site("2"))
    assert store.load().ready.revision == "2"
    assert store.stamp() != first


def test_a_failure_is_told_until_a_set_is_saved(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(make_site("1"))
    assert store.failure() is None
    store.report_failure("nič ne gre")
    failure = store.failure()
    assert failure is not None
    assert failure.reason == "nič ne gre"
    assert store.load().ready.revision == "1"
    store.save(make_site("2"))
    assert store.failure() is None


def test_a_failure_is_told_though_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    store = Store(tmp_path)
    store.save(make_site("1"))
    for reason in ("prvič", "š" * 100_000):
        with monkeypatch.context() as full:
            full.setattr(store_module, "write_atomically", fail)
            store.report_failure(reason)
        failure = store.failure()
        assert failure is not None
        assert failure.reason
        assert reason.startswith(failure.reason)
        store.save(make_site("2"))
        assert store.failure() is None


def test_a_failure_is_told_where_a_set_was_taken_from_the_last_start(
    tmp_path: Path, empty: Store
) -> None:
    store = Store(tmp_path)
    store.save(make_site("1"))
    empty.take(store.file.read_bytes())
    assert empty.load() == store.load()
    room = sum(file.stat().st_size for file in empty.folder.iterdir())
    empty.report_failure("nič ne gre")
    assert sum(file.stat().st_size for file in empty.folder.iterdir()) == room


def test_the_last_of_several_failures_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for reason in ("1", "2", "3"):
        store.report_failure(reason)
        failure = store.failure()
        assert failure is not None
        assert failure.reason == reason


def test_there_is_nothing_to_load_before_anything_was_saved(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Store(tmp_path).load()


def test_what_is_no_rendered_site_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.file.write_bytes(pickle.dumps("no site"))
    with pytest.raises(TypeError, match="no rendered site"):
        store.load()
