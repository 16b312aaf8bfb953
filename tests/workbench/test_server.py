"""The command that opens the workbench: once for each project, and without a loss."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from errno import EROFS
from html import escape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from stat import S_IMODE
from threading import Event, Thread
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.catalogs.project import read_project
from kfor_i18n.files import hold_file
from kfor_i18n.workbench import records, server
from kfor_i18n.workbench.live.journal import Journal, journal_path
from kfor_i18n.workbench.records import Running, ask_for_token, hold_state, require_private
from kfor_i18n.workbench.web.access import Access
from tests.builders import CATALOG, HEADERS, make_project
from tests.workbench.running import Visitor, run_workbench

SMALL_APP = """
from flask import Flask, Response
app = Flask(__name__)
app.get("/", endpoint="page")(lambda: "a page")
app.get("/style.css", endpoint="style")(lambda: Response("p{}", mimetype="text/css"))
"""
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


def test_who_was_sent_the_cookie_alone_can_neither_read_nor_write(root: Path, state: Path) -> None:
    (root / "small.py").write_text(SMALL_APP, encoding="utf-8")
    with run_workbench(root, state, "--app", "small:app") as (_, address):
        visitor = Visitor(address)
        visitor.key = ""
        for method, name in (("GET", "project"), ("GET", "messages"), ("POST", "render")):
            assert visitor.send(method, f"/_kfor-i18n/api/{name}", {"catalog": "x"})[0] == 401
        assert visitor.send("GET", "/")[::2] == (403, b"")
        assert visitor.send("GET", "/style.css")[::2] == (200, b"p{}")


def test_what_it_keeps_is_for_the_user_alone(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, address):
        visitor = Visitor(address)
        item = visitor.ask("messages", catalog="sl.messages", limit="1")["items"][0]
        entry = visitor.ask("entry", catalog="sl.messages", id=item["id"])
        draft = {"catalog": "sl.messages", "id": item["id"], "seen": entry["seen"], "forms": ["a"]}
        assert visitor.send("PUT", "/_kfor-i18n/api/draft", draft)[0] == 200
        assert [S_IMODE(path.stat().st_mode) for path in files_of(state)] == [0o600] * 3
        assert S_IMODE((state / "kfor-i18n").stat().st_mode) == 0o700


def test_started_again_it_opens_the_one_that_runs(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, first), run_workbench(root, state) as (again, second):
        assert again.wait(timeout=20) == 0
        assert urlsplit(first).port == urlsplit(second).port
        assert first != second
        Visitor(second)
        Visitor(first)


@pytest.mark.parametrize(
    ("options", "ignored"),
    [
        (["--app", "small:app", "--port", "1"], "--app, --port ignored"),
        (["--port", "1"], "--port ignored"),
        (["--port", "same"], ""),
        (["--locale", "sl"], ""),
    ],
)
def test_options_that_a_running_workbench_cannot_take_are_named(
    root: Path, state: Path, options: list[str], ignored: str
) -> None:
    with run_workbench(root, state) as (_, address):
        port = str(urlsplit(address).port)
        given = [port if each == "same" else each for each in options]
        with run_workbench(root, state, *given) as (again, second):
            Visitor(second)
            assert again.wait(timeout=20) == 0
            assert again.stderr
            said = again.stderr.read()
            assert ignored in said if ignored else said == ""


def test_settings_that_changed_are_told(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, address):
        visitor = Visitor(address)
        assert visitor.ask("project")["settings"] is None
        settings = '[tool.kfor-i18n.workbench]\npages = ["/news/"]\n'
        (root / "pyproject.toml").write_text(settings, encoding="utf-8")
        wait_for(lambda: visitor.ask("changes", since="0")["settings"])
        assert "run kfor-i18n translate again" in visitor.ask("project")["settings"]


def test_of_several_started_at_once_one_runs(root: Path, state: Path) -> None:
    with ExitStack() as stack:
        with ThreadPoolExecutor() as pool:
            enter = lambda _: stack.enter_context(run_workbench(root, state))  # noqa: E731
            runs = list(pool.map(enter, range(4)))
        assert len({urlsplit(address).port for _, address in runs}) == 1
        for _, address in runs:
            Visitor(address)


def test_beside_one_that_does_not_answer_no_other_is_started(
    root: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_PATIENCE", 0.0)
    project = read_project(root)
    journal = journal_path(root, {"XDG_STATE_HOME": str(state)})
    journal.parent.mkdir(parents=True)
    said: list[str] = []
    with hold_file(journal.with_suffix(".lock")) as is_first:
        assert is_first
        with pytest.raises(SettingsError, match="does not respond"):
            server.run_workbench(
                project, server.Options(is_opened=False), said.append,
                {"XDG_STATE_HOME": str(state)},
            )  # fmt: skip
    assert not said


def test_it_has_the_same_port_at_each_start(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, first):
        pass
    with run_workbench(root, state) as (_, second):
        assert urlsplit(first).port == urlsplit(second).port


@contextmanager
def handling(number: int, handler: signal.Handlers) -> Iterator[None]:
    """Start processes that handle a signal in a way; what ignores it here, ignores it there."""
    former = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, former)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_and_its_key(root: Path, state: Path, name: str) -> None:
    number = getattr(signal, name)
    with handling(number, signal.SIG_DFL), run_workbench(root, state) as (process, address):
        assert address
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    (record,) = (state / "kfor-i18n").glob("*.workbench")
    assert json.loads(record.read_bytes())["secret"] == ""


def test_a_signal_that_is_ignored_as_under_nohup_does_not_end_it(root: Path, state: Path) -> None:
    with (
        handling(signal.SIGHUP, signal.SIG_IGN),
        run_workbench(root, state) as (process, address),
    ):
        process.send_signal(signal.SIGHUP)
        assert Visitor(address).ask("project")["catalogs"]
        assert process.poll() is None


APP = """
import os, pathlib, time
from flask import Flask
app = Flask(__name__)

@app.get("/hang/<name>")
def hang(name):
    pathlib.Path(name).touch()
    time.sleep(600)
"""


def test_a_page_that_hangs_holds_up_neither_the_list_nor_the_end(root: Path, state: Path) -> None:
    (root / "hanging.py").write_text(APP, encoding="utf-8")
    with run_workbench(root, state, "--app", "hanging:app") as (process, address):
        visitor = Visitor(address)
        with ThreadPoolExecutor(12) as pool:
            # Most are refused, one is rendered, and the end of the workbench ends the rest.
            for number in range(12):
                pool.submit(visitor.send, "GET", f"/hang/h{number}")
            wait_for(lambda: list(root.glob("h[0-9]*")))
            begin = time.monotonic()
            assert visitor.ask("messages", catalog="sl.messages")["total"] == 300
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
            assert time.monotonic() - begin < 15


def test_a_request_that_is_too_long_is_not_read(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, address):
        visitor = Visitor(address)
        connection = HTTPConnection(visitor.host, visitor.port or 0, timeout=30)
        connection.putrequest("POST", "/_kfor-i18n/api/save")
        connection.putheader("Content-Length", "300000000")
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()


def test_many_idle_connections_keep_nobody_out(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, address), ExitStack() as stack:
        visitor = Visitor(address)
        for _ in range(150):
            connection = socket.create_connection((visitor.host, visitor.port or 0))
            stack.enter_context(connection)
        assert visitor.ask("project")["catalogs"]


@pytest.mark.parametrize(
    "values",
    [
        {"answer": 'x"><script>'}, {"answer": "\x1b]0;pwn\x07"}, {"answer": ""},
        {"answer": "a" * 43}, {"answer": "č" * 43}, {"answer": None}, {"answer": ["a" * 43]},
        {"token": "a" * 43}, [],
    ],
)  # fmt: skip
def test_a_stranger_on_the_port_is_not_believed(values: object) -> None:
    with answer_with(lambda _: json.dumps(values)) as (port, requests):
        assert ask_for_token(Running(port, os.getpid(), "the secret")) is None
    (request,) = requests
    assert "the secret" not in request


def test_a_stranger_is_not_believed_for_what_it_was_sent() -> None:
    with answer_with(lambda text: text.replace("question", "answer")) as (port, requests):
        assert ask_for_token(Running(port, os.getpid(), "secret")) is None
    assert requests


def test_a_workbench_on_the_port_is_believed_and_sends_no_token() -> None:
    access = Access(1)

    def shake_hands(text: str) -> str:
        # The port is only known now.
        access.port = port
        values = json.loads(text)
        answer = access.open_again(access.host, values["nonce"], values["question"])
        sent.append(f"{text} {answer}")
        return json.dumps({"answer": answer})

    sent: list[str] = []
    with answer_with(shake_hands) as (port, _):
        token = ask_for_token(Running(port, os.getpid(), access.secret))
    assert token
    assert not any(secret in sent[0] for secret in (token, access.secret))
    assert access.redeem(token)
    assert not access.redeem(token)


def test_nobody_is_asked_where_the_process_is_gone() -> None:
    with subprocess.Popen(["true"]) as gone:
        pass
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert ask_for_token(Running(port, gone.pid, "secret")) is None
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_no_process_is_sent_a_signal_where_that_would_end_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "os", SimpleNamespace(name="nt"))
    assert records._is_alive(1)


@contextmanager
def answer_with(answer: Callable[[str], str]) -> Iterator[tuple[int, list[str]]]:
    """Answer one request, as another program would that has the port.

    ``answer`` returns the body of the response to a body. Yield the port, and the requests.
    """
    requests: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def reply() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as file:
                head = b"".join(iter(file.readline, b"\r\n"))
                length = re.search(rb"(?i)content-length: (\d+)", head)
                body = file.read(int(length[1]) if length else 0).decode()
                requests.append(head.decode() + body)
                connection.sendall(f"HTTP/1.0 200 OK\r\n\r\n{answer(body)}".encode())

        answering = Thread(target=reply)
        answering.start()
        yield listening.getsockname()[1], requests
        answering.join()


def doors_of(state: Path) -> list[Path]:
    return list((state / "kfor-i18n").glob("*.html"))


def test_the_file_that_opens_the_browser_is_removed_with_its_token(root: Path, state: Path) -> None:
    with run_workbench(root, state, BROWSER="true") as (_, first):
        wait_for(lambda: doors_of(state))
        (door,) = doors_of(state)
        assert S_IMODE(door.stat().st_mode) == 0o600
        with run_workbench(root, state, BROWSER="true") as (_, second):
            wait_for(lambda: escape(second) in door.read_text(encoding="utf-8"))
            Visitor(first)
            # That of another token is still needed.
            assert door.exists()
            Visitor(second)
            assert not door.exists()


def test_the_file_that_opens_the_browser_is_removed_at_the_end(root: Path, state: Path) -> None:
    with run_workbench(root, state, BROWSER="true"):
        wait_for(lambda: doors_of(state))
    assert not doors_of(state)
    with run_workbench(root, state, BROWSER="true") as (process, _):
        wait_for(lambda: doors_of(state))
        process.kill()
        process.wait(timeout=20)
    assert doors_of(state)
    with run_workbench(root, state) as (_, address):
        assert address
        assert not doors_of(state)


def test_the_end_of_one_leaves_the_record_of_another_alone(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (first, address):
        assert address
        shutil.rmtree(state)
        with run_workbench(root, state, BROWSER="true") as (_, second):
            wait_for(lambda: doors_of(state))
            first.send_signal(signal.SIGINT)
            first.wait(timeout=20)
            assert doors_of(state)
            with run_workbench(root, state) as (_, again):
                assert urlsplit(again).port == urlsplit(second).port


def test_a_state_file_is_not_written_through_a_link(root: Path, state: Path) -> None:
    with run_workbench(root, state) as (_, address):
        assert address
    (record,) = (state / "kfor-i18n").glob("*.workbench")
    target = state / "target"
    target.write_text("precious", encoding="utf-8")
    target.chmod(0o644)
    record.unlink()
    record.symlink_to(target)
    with run_workbench(root, state) as (_, address):
        Visitor(address)
    assert (target.read_text(encoding="utf-8"), S_IMODE(target.stat().st_mode)) == (
        "precious", 0o644,
    )  # fmt: skip
    assert record.is_file()
    assert not record.is_symlink()


def test_a_state_directory_that_others_can_change_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    require_private(tmp_path)
    assert S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_a_state_directory_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(SettingsError, match="belongs to another user"):
        require_private(tmp_path)


def test_a_state_directory_that_cannot_be_written_is_told_with_a_remedy(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str, *_: object, **__: object) -> None:
        raise OSError(EROFS, "Read-only file system", path)

    monkeypatch.setattr("kfor_i18n.files.os.open", refuse)
    remedy = "Read-only file system; make the directory writable, or name another one in XDG_STATE"
    with pytest.raises(SettingsError, match=remedy), hold_state(tmp_path / "x.drafts"):
        pass


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        Event().wait(0.02)


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


def test_catalogs_elsewhere_in_the_project_are_named(root: Path, state: Path) -> None:
    elsewhere = root / "shop" / CATALOG
    elsewhere.parent.mkdir(parents=True)
    shutil.move(root / CATALOG, elsewhere)
    shutil.rmtree(root / "translations")
    with run_workbench(root, state) as (process, _):
        assert process.wait(timeout=20) == 2
        assert process.stderr
        said = process.stderr.read()
    assert f"to use shop/{CATALOG}, set catalogs =" in said
    assert "kfor-i18n adopt" in said
    assert "init" not in said


def test_killed_while_saving_it_loses_neither_the_file_nor_a_word(root: Path, state: Path) -> None:
    pause, path = random.Random(1), root / CATALOG
    took = 0.0
    for turn in range(21):
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
            if not took:
                # How long a save takes here tells when there is something to interrupt.
                start = time.monotonic()
                assert visitor.send("POST", "/_kfor-i18n/api/save", draft)[0] == 200
                took = time.monotonic() - start
                continue
            killing = Thread(target=_kill_after, args=(process, pause.uniform(0, 2 * took)))
            killing.start()
            with suppress(OSError, HTTPException):
                visitor.send("POST", "/_kfor-i18n/api/save", draft)
            killing.join()
            process.wait(timeout=20)
        after = path.read_bytes()
        written = [e.msgid for e in parse_po(after).live if e.msgstrs == (f"sporočilo {turn}",)]
        if written:
            continue
        assert after == before
        (draft_left,) = Journal(next((state / "kfor-i18n").glob("*.drafts"))).drafts.values()
        assert draft_left.msgstrs == (f"sporočilo {turn}",)


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
