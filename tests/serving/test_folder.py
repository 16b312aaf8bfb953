from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kfor_i18n.serving.folder import open_folder
from tests.serving.servers import PATIENCE

HOLD = """
import sys
from kfor_i18n.serving.folder import open_folder
with open_folder() as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def other() -> Iterator[subprocess.Popen[str]]:
    """Return another server that holds a folder; its name is the line that it writes."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate(timeout=PATIENCE)


def read_name(process: subprocess.Popen[str]) -> Path:
    assert process.stdout is not None
    return Path(process.stdout.readline().strip())


def test_a_folder_is_removed_with_its_files_at_the_end(temporary: Path) -> None:
    with open_folder() as folder:
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").touch()
    assert not list(temporary.iterdir())


def test_the_folder_of_a_server_that_runs_is_left_alone(other: subprocess.Popen[str]) -> None:
    theirs = read_name(other)
    with open_folder() as mine:
        assert theirs.is_dir()
        assert mine != theirs


def test_the_folder_of_a_server_that_was_killed_is_removed(other: subprocess.Popen[str]) -> None:
    theirs = read_name(other)
    (theirs / "ready.pickle").touch()
    other.send_signal(signal.SIGKILL)
    other.wait(PATIENCE)
    with open_folder():
        assert not theirs.exists()


def test_nothing_else_is_removed(temporary: Path) -> None:
    kept = temporary / "kept"
    kept.mkdir()
    (temporary / "kfor-i18n-older").mkdir()
    (temporary / "kfor-i18n-serve-link").symlink_to(kept)
    (temporary / "kfor-i18n-serve-file").touch()
    with open_folder():
        pass
    assert {file.name for file in temporary.iterdir()} == {
        "kept", "kfor-i18n-older", "kfor-i18n-serve-link", "kfor-i18n-serve-file",
    }  # fmt: skip


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_the_folder_of_another_user_is_left_alone(temporary: Path) -> None:
    theirs = temporary / "kfor-i18n-serve-theirs"
    theirs.mkdir()
    os.chown(theirs, 12_345, -1)
    with open_folder():
        assert theirs.exists()
