"""What goes on behind the workbench, whatever happens to its files and processes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from gettext import NullTranslations
from pathlib import Path
from queue import Queue
from threading import Event
from time import monotonic
from typing import Any

import pytest

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.mo.compiling import Compiled
from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench import session as sessions
from kfor_i18n.workbench.live.background import Background
from kfor_i18n.workbench.live.conflicts import begin_draft
from kfor_i18n.workbench.live.journal import Address, Draft
from kfor_i18n.workbench.live.settings import Settings
from kfor_i18n.workbench.session import Session, compile_locale
from kfor_i18n.workbench.web.listing import describe_catalog
from tests.builders import HEADERS, make_project, write_catalog

_SECONDS = 60
_TEXT = HEADERS["sl"] + '\nmsgid "Save"\nmsgstr ""\n'
_SAVE = Address("sl", "messages", Key("Save"))


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(is_urgent=True)
    yield background
    background.stop()


def die_once(mark: str) -> str:
    """End the process by a signal unless it did so before."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise ValueError


def test_work_whose_process_was_killed_is_done_again(
    background: Background, tmp_path: Path
) -> None:
    done: Queue[Any] = Queue()
    background.run("key", die_once, str(tmp_path / "mark"), on_done=done.put)
    assert done.get(timeout=_SECONDS) == "done"


@pytest.mark.parametrize("function", [die, fail])
def test_work_that_fails_is_reported_and_followed_by_other_work(
    background: Background, function: Callable[[], None]
) -> None:
    done: Queue[Any] = Queue()
    background.run("key", function, on_done=done.put, on_error=lambda: done.put("failed"))
    assert done.get(timeout=_SECONDS) == "failed"
    background.run("key", os.getpid, on_done=done.put)
    assert done.get(timeout=_SECONDS) != os.getpid()


def test_a_result_that_cannot_be_used_ends_nothing(background: Background) -> None:
    done: Queue[Any] = Queue()

    def refuse(_: Any) -> None:
        raise ValueError

    background.run("key", os.getpid, on_done=refuse)
    background.run("other", os.getpid, on_done=done.put)
    assert done.get(timeout=_SECONDS)


def is_imported(module: str) -> bool:
    return module in sys.modules


def test_a_process_can_be_started_before_there_is_work(background: Background) -> None:
    done: Queue[Any] = Queue()
    background.run("key", is_imported, "wave", on_done=done.put)
    background.warm_up("wave")
    background.run("other", is_imported, "wave", on_done=done.put)
    assert [done.get(timeout=_SECONDS) for _ in range(2)] == [False, True]


def read_niceness() -> int:
    return os.nice(0)


@pytest.mark.parametrize(("is_urgent", "wanted"), [(True, 0), (False, 10)])
def test_what_is_not_urgent_gives_way_to_others(is_urgent: bool, wanted: int) -> None:
    background, done = Background(is_urgent=is_urgent), Queue[int]()
    background.run("key", read_niceness, on_done=done.put)
    assert done.get(timeout=_SECONDS) == min(os.nice(0) + wanted, 19)
    background.stop()
    background.stop()


def test_a_journal_that_cannot_be_written_lets_changes_be_noticed(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", _TEXT)
    journal = tmp_path / "state" / "journal"
    session = Session(project, journal)
    (state,) = session.catalogs.states
    entry = state.find(_SAVE.key)
    assert entry
    session.journal.put(_SAVE, Draft(("Shrani",), seen=begin_draft(entry).seen, base=("",)))
    journal.unlink()
    journal.mkdir()
    write_catalog(project.root, _TEXT.replace('msgstr ""\n', 'msgstr "Shrani"\n').replace(
        'msgid ""\nmsgstr "Shrani"', 'msgid ""\nmsgstr ""'))  # fmt: skip
    session.refresh(is_settled=False)
    entry = state.find(_SAVE.key)
    assert entry
    assert entry.msgstrs == ("Shrani",)
    assert _SAVE in session.journal.drafts
    session.stop()


def test_an_error_does_not_end_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sessions, "_WATCH_SECONDS", 0.001)
    session = Session(make_project(tmp_path / "project", _TEXT), tmp_path / "journal")
    looks: Queue[None] = Queue()

    def look(**_: Any) -> None:
        looks.put(None)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(session, "refresh", look)
    session.start()
    for _ in range(3):
        looks.get(timeout=_SECONDS)
    session.stop()
    assert [record.exc_info is not None for record in caplog.records] == [True]


@pytest.mark.parametrize("is_locked", [True, False])
def test_a_catalog_that_cannot_be_compiled_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_locked: bool
) -> None:
    project = make_project(tmp_path / "project", _TEXT)
    session = Session(project, tmp_path / "journal")
    (state,) = session.catalogs.states

    def fail(*_: Any, **__: Any) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    if is_locked:
        monkeypatch.setattr(sessions, "compile_aside", fail)
    else:
        project.compiled_path(state.path).mkdir()
    before = session.changes.version
    session._take_compiled("sl", compile_locale(project, "sl"))
    described = describe_catalog(session, state, NullTranslations())
    assert described["problem"]
    # A client that saw the save is told of what came of it.
    assert [change.catalog for change in session.changes.since(before)] == [state.id]
    session.stop()


def test_settings_that_changed_are_named_until_they_are_as_before(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", _TEXT)
    path = project.root / "pyproject.toml"
    path.write_text("[tool.kfor-i18n]\n", encoding="utf-8")
    settings = Settings(project.root)
    for text, said in [
        ('[tool.kfor-i18n]\napp = "other:app"\n', "settings changed since"),
        ("[tool.kfor-i18n]\napp = 5\n", "invalid value"),
        ("[tool.kfor-i18n\n", "invalid TOML"),
        ("# a comment\n[tool.kfor-i18n]\n", None),
        ("[tool.kfor-i18n.workbench]\npages = ['/a']\n", "settings changed since"),
    ]:
        before = settings.finding
        path.write_text(text, encoding="utf-8")
        assert settings.follow() is (settings.finding != before)
        assert said in str(settings.finding) if said else settings.finding is None
        assert not settings.follow()
    path.unlink()
    assert settings.follow()
    assert settings.finding is None


def die_instead(project: Project, folder: str) -> list[Compiled]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


@pytest.mark.parametrize("is_saved", [True, False])
def test_an_interrupted_compilation_is_told_and_mended_by_a_save_or_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_saved: bool
) -> None:
    monkeypatch.setattr(sessions, "_RETRY_SECONDS", 3600 if is_saved else 0)
    project = make_project(tmp_path / "project", _TEXT)
    session = Session(project, tmp_path / "journal")
    (state,) = session.catalogs.states

    def problem() -> Any:
        return describe_catalog(session, state, NullTranslations())["problem"]

    with monkeypatch.context() as patch:
        patch.setattr(sessions, "compile_locale", die_instead)
        session.compile("sl", Key("Save"))
        wait_for(problem)
        assert "out of date" in problem()
    if is_saved:
        session.compile("sl", Key("Save"))
    end = monotonic() + _SECONDS
    while problem():
        assert monotonic() < end
        session._compile_again()
        Event().wait(0.02)
    assert project.compiled_path(state.path).exists()
    session.stop()


def wait_for(condition: Callable[[], object]) -> None:
    end = monotonic() + _SECONDS
    while not condition():
        assert monotonic() < end
        Event().wait(0.02)
