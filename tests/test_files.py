from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import signal
import time
from pathlib import Path

import pytest

from kfor_i18n.catalogs.problems import CatalogError, Finding, Problem
from kfor_i18n.catalogs.reading import UNREADABLE
from kfor_i18n.files import lock_folder, write_atomically

FORK = multiprocessing.get_context("fork")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_names_the_file_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(dir: Path, prefix: str, suffix: str) -> None:
        raise PermissionError(13, "Permission denied", f"{dir}/{prefix}x{suffix}")

    # The user root may write to any directory.
    monkeypatch.setattr("tempfile.mkstemp", fail)
    with pytest.raises(PermissionError) as raised:
        write_atomically(tmp_path / "file", b"new")
    assert raised.value.filename == str(tmp_path / "file")


def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def _write_for_ever(path: Path, contents: list[bytes]) -> None:
    while True:
        for data in contents:
            write_atomically(path, data)


def test_a_process_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    contents = [b"a" * 300_000, b"b" * 500_000]
    path.write_bytes(contents[0])
    pause = random.Random(1)
    for _ in range(20):
        process = FORK.Process(target=_write_for_ever, args=(path, contents))
        process.start()
        time.sleep(pause.uniform(0.001, 0.02))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert path.read_bytes() in contents
    with lock_folder(tmp_path):
        assert list(tmp_path.iterdir()) == [path]


def test_an_error_can_be_sent_from_one_process_to_another() -> None:
    error = CatalogError([Finding(Path("a.po"), 3, Problem(UNREADABLE, "wrong"))])
    sent = pickle.loads(pickle.dumps(error))
    assert (type(sent), sent.findings, str(sent)) == (CatalogError, error.findings, str(error))


def _append_in_lock(folder: Path, number: int) -> None:
    for _ in range(20):
        with lock_folder(folder):
            path = folder / "log"
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            write_atomically(path, f"{text}{number}".encode())


def test_two_processes_wait_for_each_other(tmp_path: Path) -> None:
    processes = [FORK.Process(target=_append_in_lock, args=(tmp_path, n)) for n in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted((tmp_path / "log").read_text(encoding="utf-8")) == ["1"] * 20 + ["2"] * 20


def test_who_has_no_patience_is_told_that_a_folder_is_locked(tmp_path: Path) -> None:
    with lock_folder(tmp_path), pytest.raises(BlockingIOError), lock_folder(tmp_path, 0.05):
        pass  # pragma: no cover
    with lock_folder(tmp_path, 0.05):
        pass
