from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kfor_i18n.config import Settings
from kfor_i18n.serving import refresh
from kfor_i18n.serving.refresh import (
    RETRY_SECONDS,
    Preparation,
    Refresher,
    RenderingFailedError,
    look,
)
from kfor_i18n.serving.store import Store
from tests.serving.servers import wait_until


class Watched:
    """A refresher whose renderings are counted, or fail, in place of being done."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.file = folder / "messages.mo"
        self.file.write_text("1", encoding="utf-8")
        self.store = Store(folder)
        self.renderings = 0
        self.reason = ""
        self.prepared = 0
        self.kept = 0
        self.refresher = Refresher(
            self.store,
            lambda: [self.file],
            preparation=Preparation(self._prepare),
            on_rendered=self._keep,
        )
        monkeypatch.setattr(self.refresher, "render", self._render)

    def _prepare(self) -> None:
        self.prepared += 1

    def _keep(self) -> None:
        self.kept += 1

    def _render(self, **_: bool) -> None:
        self.renderings += 1
        if self.reason:
            raise RenderingFailedError(self.reason)

    def step(self) -> int:
        """Let the refresher look once, and return how often it has rendered so far."""
        if self.refresher._is_due():
            self.refresher._refresh()
        return self.renderings


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def test_nothing_is_rendered_while_nothing_changes(watched: Watched) -> None:
    assert [watched.step() for _ in range(3)] == [0, 0, 0]


def test_a_change_is_rendered_once_it_has_stood_for_a_look(watched: Watched) -> None:
    watched.file.write_text("22", encoding="utf-8")
    assert watched.step() == 0
    watched.file.write_text("333", encoding="utf-8")
    assert watched.step() == 0
    assert [watched.step() for _ in range(3)] == [1, 1, 1]


def test_a_replacement_that_looks_as_old_and_as_large_is_seen(watched: Watched) -> None:
    before = look([watched.file])
    other = watched.file.with_suffix(".new")
    other.write_text("2", encoding="utf-8")
    status = watched.file.stat()
    refresh_time = (status.st_atime, status.st_mtime)
    other.replace(watched.file)
    os.utime(watched.file, refresh_time)
    assert look([watched.file]) != before


def test_a_file_that_goes_is_a_change(watched: Watched) -> None:
    watched.file.unlink()
    assert [watched.step() for _ in range(3)] == [0, 1, 1]


def test_whoever_asks_gets_a_rendering(watched: Watched) -> None:
    watched.refresher.request()
    assert [watched.step() for _ in range(2)] == [1, 1]
    assert (watched.prepared, watched.kept) == (1, 1)


def test_a_new_day_is_rendered(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "current_date", lambda: date(2100, 1, 1))
    assert [watched.step() for _ in range(2)] == [1, 1]


def test_a_failure_is_told_and_tried_again_after_a_while(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    watched.reason = "/sl/ answers 500"
    watched.refresher.request()
    assert [watched.step() for _ in range(3)] == [1, 1, 1]
    failure = watched.store.failure()
    assert failure is not None
    assert failure.reason == "/sl/ answers 500"
    assert "the former pages serve on: /sl/ answers 500" in caplog.text
    assert watched.kept == 0
    watched.reason = ""
    later = time.monotonic() + RETRY_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert [watched.step() for _ in range(3)] == [2, 2, 2]


def test_whatever_goes_wrong_before_a_rendering_is_a_failure_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OSError("no space left on device")

    store = Store(tmp_path)
    refresher = Refresher(store, list, preparation=Preparation(fail))
    refresher._refresh()
    failure = store.failure()
    assert failure is not None
    assert "no space left" in failure.reason


def test_files_that_go_while_they_are_looked_at_do_not_end_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = [False]

    def list_files() -> list[Path]:
        if fails[0]:
            raise FileNotFoundError("gone")
        return []

    refresher = Refresher(Store(tmp_path), list_files, interval=0.01)
    rendered: list[bool] = []
    monkeypatch.setattr(refresher, "render", lambda **_: rendered.append(True))
    fails[0] = True
    refresher.start()
    time.sleep(0.1)
    fails[0] = False
    refresher.request()
    wait_until(lambda: rendered)
    refresher.stop()


def test_a_disk_that_is_full_does_not_end_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    refresher = Refresher(store, list, interval=0.01)
    monkeypatch.setattr(store, "report_failure", fail)
    monkeypatch.setattr(refresher, "render", fail)
    refresher.request()
    refresher.start()
    wait_until(lambda: "could not be looked at" in caplog.text)
    rendered: list[bool] = []
    monkeypatch.setattr(refresher, "render", lambda **_: rendered.append(True))
    refresher.request()
    wait_until(lambda: rendered)
    refresher.stop()


def test_a_rendering_that_does_not_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = (sys.executable, "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(refresh, "_RENDERER", endless)
    monkeypatch.setattr(refresh, "RENDERING_SECONDS", 0.2)
    with pytest.raises(RenderingFailedError, match="it took more than"):
        Refresher(Store(tmp_path), list).render()


def test_a_source_that_changes_while_it_is_prepared_is_prepared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, made = tmp_path / "messages.po", tmp_path / "messages.mo"
    source.write_text("1", encoding="utf-8")
    saved = ["22", "333"]

    def prepare() -> None:
        made.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        if saved:
            source.write_text(saved.pop(0), encoding="utf-8")

    refresher = Refresher(
        Store(tmp_path), lambda: [made], preparation=Preparation(prepare, lambda: [source])
    )
    rendered = []
    monkeypatch.setattr(
        refresher, "render", lambda **_: rendered.append(made.read_text(encoding="utf-8"))
    )
    refresher.request()
    for _ in range(10):
        if refresher._is_due():
            refresher._refresh()
    assert rendered == ["1", "22", "333"]


@pytest.fixture
def renderer(tmp_path: Path) -> Callable[[], Refresher]:
    return lambda: Refresher(Store(tmp_path), list)


def test_the_site_is_rendered_in_a_process_of_its_own(
    renderer: Callable[[], Refresher], tmp_path: Path
) -> None:
    renderer().render(quick=True, strict=True)
    assert "/sl/" in Store(tmp_path).load().answers


def test_a_site_that_cannot_be_rendered_gives_the_reason(
    renderer: Callable[[], Refresher], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KFOR_SITE_URL", "x")
    with pytest.raises(RenderingFailedError, match="KFOR_SITE_URL"):
        renderer().render()
    assert Store(tmp_path).stamp() is None


def test_a_rendering_that_is_under_way_does_not_keep_the_server_from_stopping(
    renderer: Callable[[], Refresher],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    endless = (sys.executable, "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(refresh, "_RENDERER", endless)
    refresher = renderer()
    refresher.request()
    refresher.start()
    wait_until(lambda: refresher._renderer is not None)
    refresher.stop()
    assert not refresher._thread.is_alive()
    assert Store(tmp_path).failure() is None
    assert caplog.text == ""


def test_an_unreadable_catalog_is_a_failure_where_one_is_to_be_strict(
    renderer: Callable[[], Refresher],
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "translations" / "sl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").write_bytes(b"no catalog")
    source = settings.translations / "messages.pot"
    (tmp_path / "translations" / "messages.pot").write_bytes(source.read_bytes())
    monkeypatch.setenv("KFOR_TRANSLATIONS", str(tmp_path / "translations"))
    with pytest.raises(RenderingFailedError, match="the catalog of sl cannot be read"):
        renderer().render(strict=True)
    renderer().render()
    assert b'lang="en"' in Store(tmp_path).load().answers["/sl/"].variants["identity"].body
