"""What a translator typed is there after whatever happened to the workbench."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.workbench.live.journal import Address, Draft, Journal, journal_path

HELLO = Address("sl", "messages", Key("Hello"))
MENU = Address("sl", "messages", Key("Hello", "menu"))
DRAFT = Draft(("Zdravo",), is_fuzzy=True, comment="Pozdrav", seen="abc", base=("Živjo",))


def line_of(**values: object) -> bytes:
    """Return a line of a journal with these values."""
    draft = {"msgstrs": ["a"], "is_fuzzy": False, "comment": None, "seen": None, "base": []}
    record = {"folder": "sl", "domain": "messages", "msgid": "Bad", "context": None}
    for name, value in values.items():
        (draft if name in draft else record)[name] = value  # type: ignore[assignment]
    return json.dumps({**record, "draft": draft}).encode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "project.drafts"


def test_a_draft_is_there_when_the_journal_is_opened_again(path: Path) -> None:
    journal = Journal(path)
    assert not journal.drafts
    journal.put(HELLO, DRAFT)
    journal.put(MENU, Draft(("Ž",)))
    journal.put(HELLO, Draft(("Zdravo!", "")))
    assert list(Journal(path).drafts.items()) == [
        (MENU, Draft(("Ž",))),
        (HELLO, Draft(("Zdravo!", ""))),
    ]


def test_a_draft_that_was_saved_is_forgotten(path: Path) -> None:
    journal = Journal(path)
    journal.put(HELLO, DRAFT)
    journal.put(MENU, DRAFT)
    journal.drop(HELLO)
    assert set(journal.drafts) == set(Journal(path).drafts) == {MENU}


def test_only_the_user_can_read_it(path: Path) -> None:
    Journal(path).put(HELLO, DRAFT)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("length", [1, 20, 60])
def test_a_line_that_was_cut_off_is_left_out_and_harms_no_other(path: Path, length: int) -> None:
    journal = Journal(path)
    journal.put(HELLO, DRAFT)
    whole = path.stat().st_size
    journal.put(MENU, DRAFT)
    os.truncate(path, whole + length)
    journal = Journal(path)
    assert list(journal.drafts) == [HELLO]
    journal.put(MENU, DRAFT)
    assert list(Journal(path).drafts) == [HELLO, MENU]


@pytest.mark.parametrize(
    "line",
    [
        b"", b"x", b"[]", b"{}", b"null", b'{"folder": 1}', b"\xff", b'{"draft": {}}',
        b"[" * 200_000, line_of(folder=["sl"]), line_of(domain={}), line_of(msgid=1),
        line_of(msgid="\ud800"), line_of(context=1), line_of(msgstrs=[1]), line_of(msgstrs="ab"),
        line_of(msgstrs=[]), line_of(msgstrs=["\ud800"]), line_of(comment=1), line_of(seen=1),
        line_of(base=1), line_of(is_fuzzy="yes"),
    ],
)  # fmt: skip
def test_what_is_no_draft_is_left_out(path: Path, line: bytes) -> None:
    Journal(path).put(HELLO, DRAFT)
    with path.open("ab") as file:
        file.write(b"\n" + line)
    assert list(Journal(path).drafts) == [HELLO]


def test_a_journal_of_outdated_lines_is_written_anew(path: Path) -> None:
    journal = Journal(path)
    for number in range(1_002):
        journal.put(HELLO, Draft((str(number),)))
    journal.put(MENU, DRAFT)
    before = path.stat().st_size
    drafts = dict(Journal(path).drafts)
    assert drafts == {HELLO: Draft(("1001",)), MENU: DRAFT}
    assert path.stat().st_size < before / 100
    assert dict(Journal(path).drafts) == drafts


def test_a_line_that_cannot_be_read_is_never_removed(path: Path) -> None:
    journal = Journal(path)
    for number in range(1_001):
        journal.put(HELLO, Draft((str(number),)))
    with path.open("ab") as file:
        file.write(b'\n{"of": "a newer version"}')
    size = path.stat().st_size
    assert list(Journal(path).drafts) == [HELLO]
    assert path.stat().st_size < size
    assert b'{"of": "a newer version"}' in path.read_bytes().split(b"\n")
    assert list(Journal(path).drafts) == [HELLO]


def test_what_is_written_in_parts_is_written_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:7]))
    Journal(path).put(HELLO, DRAFT)
    assert dict(Journal(path).drafts) == {HELLO: DRAFT}


def test_a_full_disk_is_reported_and_leaves_what_was_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(path)
    journal.put(HELLO, DRAFT)
    before, write, left = path.read_bytes(), os.write, [30]

    def fill(descriptor: int, data: bytes) -> int:
        if not left:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[: left.pop()])

    monkeypatch.setattr(os, "write", fill)
    with pytest.raises(OSError, match="No space left on device") as caught:
        journal.put(MENU, DRAFT)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == before
    assert list(journal.drafts) == [HELLO]


def test_what_is_no_file_is_named(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(OSError, match="not a regular file") as caught:
        Journal(path)
    assert caught.value.filename == str(path)


def test_a_process_that_is_killed_loses_nothing_that_was_put(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.workbench.test_journal import *\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for number in range(10**6):\n"
        "    journal.put(HELLO, Draft((str(number),)))\n"
        "    print(number, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        last = [process.stdout.readline() for _ in range(20)][-1]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    put = int(rest[-1] if rest else last)
    assert int(Journal(path).drafts[HELLO].msgstrs[0]) >= put


@given(st.lists(st.tuples(st.text(max_size=3), st.none() | st.text()), max_size=8))
def test_any_text_is_kept(steps: list[tuple[str, str | None]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "drafts")
        wanted: dict[Address, Draft] = {}
        for msgid, text in steps:
            address = Address("sl", "messages", Key(msgid))
            if text is None:
                journal.drop(address)
                wanted.pop(address, None)
            else:
                journal.put(address, Draft((text,)))
                wanted[address] = Draft((text,))
        assert dict(Journal(Path(folder) / "drafts").drafts) == wanted


def test_each_project_has_a_journal_of_its_own(tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    one, other = (journal_path(tmp_path / name / "app", environment) for name in ("one", "other"))
    assert one != other
    assert one.parent == tmp_path / "kfor-i18n"
    assert one.name.startswith("app-")
    assert journal_path(tmp_path, {}).is_relative_to(Path.home())
