from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kfor_i18n.answers.ready import ReadySet
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


def test_there_is_nothing_to_load_before_anything_was_saved(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Store(tmp_path).load()


def test_what_is_no_rendered_site_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.file.write_bytes(pickle.dumps("no site"))
    with pytest.raises(TypeError, match="no rendered site"):
        store.load()
