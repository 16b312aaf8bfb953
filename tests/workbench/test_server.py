"""The command that opens the workbench: once for each project, and without a loss."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from stat import S_IMODE
from threading import Thread
from urllib.parse import urlsplit

import pytest

from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.workbench.live.journal import Journal
from tests.builders import CATALOG, HEADERS, make_project
from tests.workbench.running import Visitor, run_workbench

ENTRIES = "".join(f'\nmsgid "message {number}"\nmsgstr ""\n' for number in range(300))
TEXT = HEADERS["sl"] + ENTRIES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", TEXT).root


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def files_of(state: Path) -> list[Path]:
    return sorted((state / "kfor-i18n").iterdir())


def test_it_prints_an_address_that_lets_a_browser_in_once(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, address):
        visitor = Visitor(address)
        assert visitor.ask("project")["catalogs"][0]["total"] == 300
        with pytest.raises(AssertionError):
            Visitor(address)


def test_what_it_keeps_is_for_the_user_alone(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, address):
        visitor = Visitor(address)
        item = visitor.ask("messages", catalog="sl.messages", limit="1")["items"][0]
        entry = visitor.ask("entry", catalog="sl.messages", id=item["id"])
        draft = {"catalog": "sl.messages", "id": item["id"], "seen": entry["seen"], "forms": ["a"]}
        assert visitor.send("PUT", "/_kfor-i18n/api/draft", draft)[0] == 200
        assert [S_IMODE(path.stat().st_mode) for path in files_of(state)] == [0o600, 0o600]
        assert S_IMODE((state / "kfor-i18n").stat().st_mode) == 0o700


def test_started_again_it_opens_the_one_that_runs(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, first), run_workbench(root, state) as (again, second):
        assert again.wait(timeout=20) == 0
        assert urlsplit(first).port == urlsplit(second).port
        assert first != second
        Visitor(second)
        Visitor(first)


def test_it_has_the_same_port_at_each_start(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, first):
        pass
    with run_workbench(root, state) as (_, second):
        assert urlsplit(first).port == urlsplit(second).port


def test_a_port_in_use_is_named(root: Path, state: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with run_workbench(root, state, "--port", port) as (process, address):
            assert (address, process.wait(timeout=20)) == ("", 2)
            assert process.stderr
            assert f"cannot listen on port {port}" in process.stderr.read()


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--locale", "fr"], "create it with kfor-i18n init fr, or choose from sl")],
)
def test_a_locale_without_a_catalog_is_named(
    root: Path, state: Path, options: list[str], said: str
) -> None:
    with run_workbench(root, state, *options) as (process, _):
        assert process.wait(timeout=20) == 2
        assert process.stderr
        assert said in process.stderr.read()


def test_without_a_catalog_it_says_how_to_create_one(root: Path, state: Path) -> None:
    (root / CATALOG).unlink()
    with run_workbench(root, state) as (process, _):
        assert process.wait(timeout=20) == 2
        assert process.stderr
        assert "create one with kfor-i18n init LOCALE" in process.stderr.read()


def test_killed_while_saving_it_loses_neither_the_file_nor_a_word(root: Path, state: Path) -> None:
    pause, path = random.Random(1), root / CATALOG
    saved = 0
    for turn in range(20):
        before = path.read_bytes()
        with run_workbench(root, state) as (process, address):
            visitor = Visitor(address)
            items = visitor.ask("messages", catalog="sl.messages", filter="untranslated")["items"]
            entry = visitor.ask("entry", catalog="sl.messages", id=items[0]["id"])
            draft = {
                "catalog": "sl.messages", "id": entry["id"], "seen": entry["seen"],
                "forms": [f"sporočilo {turn}"],
            }  # fmt: skip
            assert visitor.send("PUT", "/_kfor-i18n/api/draft", draft)[0] == 200
            killing = Thread(target=_kill_after, args=(process, pause.uniform(0, 0.03)))
            killing.start()
            with suppress(OSError, HTTPException):
                visitor.send("POST", "/_kfor-i18n/api/save", draft)
            killing.join()
            process.wait(timeout=20)
        after = path.read_bytes()
        written = [e.msgid for e in parse_po(after).live if e.msgstrs == (f"sporočilo {turn}",)]
        if written:
            saved += 1
            continue
        assert after == before
        (draft_left,) = Journal(next((state / "kfor-i18n").glob("*.drafts"))).drafts.values()
        assert draft_left.msgstrs == (f"sporočilo {turn}",)
    assert 0 < saved < 20


def _kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    time.sleep(seconds)
    process.kill()


def test_the_processes_of_a_killed_workbench_end_too(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (process, address):
        # The process that checks the catalog is started with the workbench.
        Visitor(address).ask("project")
        children = _children_of(process.pid)
        assert children
        process.kill()
        process.wait(timeout=20)
        deadline = time.monotonic() + 20
        while any(map(_is_alive, children)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(map(_is_alive, children))


def _children_of(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").iterdir()
    texts = [(thread / "children").read_text(encoding="ascii") for thread in threads]
    return [int(each) for text in texts for each in text.split()]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text(encoding="ascii").split(")")[1].split()[0] != "Z"
