from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kfor_i18n.cli.language import own_language
from kfor_i18n.serving import refresh
from kfor_i18n.serving.fingerprint import Fingerprint, look
from kfor_i18n.serving.process import RendererProcess, RenderingFailedError
from kfor_i18n.serving.refresh import RETRY_SECONDS, Pace, Refresher
from kfor_i18n.serving.sources import ProgramReplacedError
from kfor_i18n.serving.store import Store
from tests.serving.servers import wait_until


def do_nothing() -> None:
    pass


class FakeSources:
    """One file; what it is prepared by may be replaced."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "messages.mo"
        self.write("1")
        self.compile: Callable[[], None] = do_nothing
        self.check: Callable[[], None] = do_nothing
        self.kept = 0

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def look(self) -> Fingerprint:
        self.check()
        return look([self.file])

    def prepare(self) -> Fingerprint:
        seen = self.look()
        self.compile()
        return seen

    def keep(self, store: Store) -> None:
        self.kept += 1


class FakeRenderer(RendererProcess):
    """Counts renderings in place of doing them, and fails while it has a reason to."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.renderings = 0
        self.reason = ""
        self.efforts: list[str] = []

    def render(self, *, quick: bool = False, strict: bool = False) -> None:
        assert strict
        self.renderings += 1
        self.efforts.append("quick" if quick else "best")
        if self.reason:
            raise RenderingFailedError(self.reason)


SOON = Pace(looking=0.01, settling=0.01)


class Site:
    """A site that is kept fresh, of fakes."""

    def __init__(self, folder: Path, pace: Pace = SOON) -> None:
        self.store = Store(folder)
        self.sources = FakeSources(folder)
        self.renderer = FakeRenderer(self.store)
        self.refresher = Refresher(self.store, self.sources, self.renderer, pace)

    def step(self) -> int:
        """Let the refresher look once, and return how often it has rendered so far."""
        self.refresher.step()
        return self.renderer.renderings


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_nothing_is_rendered_while_nothing_changes(site: Site) -> None:
    assert [site.step() for _ in range(3)] == [0, 0, 0]


def test_a_change_is_rendered_once_it_has_stood_for_a_look(site: Site) -> None:
    site.sources.write("22")
    assert site.step() == 0
    site.sources.write("333")
    assert site.step() == 0
    assert [site.step() for _ in range(3)] == [1, 1, 1]


def test_where_somebody_waits_it_is_rendered_quickly_and_then_well(tmp_path: Path) -> None:
    site = Site(tmp_path, Pace(looking=0.01, settling=0.01, quick_first=True))
    site.sources.write("22")
    assert [site.step() for _ in range(4)] == [0, 1, 2, 2]
    assert site.renderer.efforts == ["quick", "best"]
    assert site.sources.kept == 1


def test_a_change_before_it_is_rendered_well_comes_first(tmp_path: Path) -> None:
    site = Site(tmp_path, Pace(looking=0.01, settling=0.01, quick_first=True))
    site.refresher.request()
    assert site.step() == 1
    site.sources.write("22")
    assert [site.step() for _ in range(4)] == [1, 2, 3, 3]
    assert site.renderer.efforts == ["quick", "quick", "best"]


def test_a_file_that_goes_is_a_change(site: Site) -> None:
    site.sources.file.unlink()
    assert [site.step() for _ in range(3)] == [0, 1, 1]


def test_whoever_asks_gets_a_rendering_which_is_kept(site: Site) -> None:
    site.refresher.request()
    assert [site.step() for _ in range(2)] == [1, 1]
    assert site.sources.kept == 1


def test_a_new_day_is_rendered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "current_date", lambda: date(2100, 1, 1))
    assert [site.step() for _ in range(2)] == [1, 1]


def test_a_source_that_changes_while_it_is_prepared_is_rendered_again(site: Site) -> None:
    saved = ["22", "333"]
    site.sources.compile = lambda: site.sources.write(saved.pop(0)) if saved else None
    site.refresher.request()
    # What was written counts once it has stood for a look.
    assert [site.step() for _ in range(6)] == [1, 1, 2, 2, 3, 3]


def test_a_failure_is_told_and_tried_again_after_a_while(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site.renderer.reason = "/sl/ answers 500"
    site.refresher.request()
    assert [site.step() for _ in range(3)] == [1, 1, 1]
    failure = site.store.failure()
    assert failure is not None
    assert failure.reason == "/sl/ answers 500"
    assert "the previous pages are served: /sl/ answers 500" in caplog.text
    assert site.sources.kept == 0
    site.renderer.reason = ""
    later = time.monotonic() + RETRY_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert [site.step() for _ in range(3)] == [2, 2, 2]


def test_a_failure_is_logged_in_the_language_of_the_environment(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LANGUAGE", "sl")
    site.renderer.reason = str(ProgramReplacedError())
    site.refresher.request()
    with own_language():
        site.step()
    said = "prikazujejo prejšnje strani: kfor-i18n je zamenjala druga različica"
    assert said in caplog.text


def test_whatever_goes_wrong_before_a_rendering_is_a_failure_too(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OSError("no space left on device")

    site.sources.compile = fail
    site.sources.write("22")
    # It is tried once, and not at each look.
    assert [site.step() for _ in range(4)] == [0, 0, 0, 0]
    assert len(caplog.records) == 1
    failure = site.store.failure()
    assert failure is not None
    assert "no space left" in failure.reason


def test_files_that_go_while_they_are_looked_at_do_not_end_the_watch(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise FileNotFoundError("gone")

    site.sources.check = fail
    site.refresher.start()
    wait_until(lambda: "files of the site cannot be checked" in caplog.text)
    site.sources.check = do_nothing
    site.refresher.request()
    wait_until(lambda: site.renderer.renderings)
    site.refresher.stop()


def test_a_disk_that_is_full_does_not_end_the_watch(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(site.store, "report_failure", fail)
    site.renderer.reason = "no space left on device"
    site.refresher.request()
    site.refresher.start()
    wait_until(lambda: "files of the site cannot be checked" in caplog.text)
    site.renderer.reason = ""
    site.refresher.request()
    wait_until(lambda: site.sources.kept)
    site.refresher.stop()


def test_a_watch_that_is_stopped_looks_no_more(site: Site) -> None:
    site.refresher.start()
    site.refresher.stop()
    site.refresher.request()
    site.sources.write("22")
    assert site.renderer.renderings == 0


def test_a_rendering_that_is_given_up_is_no_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(tmp_path)
    begun = tmp_path / "begun"
    endless = ("sh", "-c", f"echo > {begun}; exec sleep 60")
    refresher = Refresher(store, FakeSources(tmp_path), RendererProcess(store, command=endless))
    refresher.request()
    refresher.start()
    wait_until(begun.exists)
    refresher.stop()
    assert store.failure() is None
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []
