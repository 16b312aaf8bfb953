"""How soon the workbench tells who changed a message: ``python -m benchmarks.message_history``.

A repository of 10,000 commits is built, each of which changes one of 200 messages of a catalog. The
command runs as people run it, and is asked over HTTP: until the newest change of a message is told,
until all of them are, and again once they are known. Beside it, git lists the changes of the same
lines, as somebody without the workbench would ask it to.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from tests.builders import CATALOG, HEADERS
from tests.workbench.running import Visitor, run_workbench

COMMITS, MESSAGES, RUNS = 10_000, 200, 15
SOURCE = "Message 7"
LOOK_SECONDS = 0.02
START_SECONDS = 5
"""How long the workbench is left alone first: it checks and compiles the catalog at the start."""

GIT = shutil.which("git") or "git"


def main() -> None:
    """Measure, and print seconds and milliseconds."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "project")
        root.mkdir()
        (root / "babel.cfg").write_text("[python: **.py]\n")
        _build(root)
        with run_workbench(root, Path(scratch, "state")) as (_, address):
            visitor = Visitor(address)
            ids = [each["id"] for each in _list(visitor)]
            sleep(START_SECONDS)
            first, whole, changes = _measure_first(visitor, ids[7])
            warm = [_time(visitor, name) for name in ids[:RUNS]]
        print(f"{COMMITS} commits, each of one of {MESSAGES} messages; {changes} of {SOURCE!r}")
        print(f"newest change told after {1000 * first:.0f} ms, all of them after {whole:.1f} s")
        print(f"once read: median {1000 * median(warm):.0f} ms, most {1000 * max(warm):.0f} ms")
        for name, options in _PEERS.items():
            seconds = _time_git(root, options)
            print(f"{name}: {seconds:.1f} s, {seconds / median(warm):.0f} times as long")


_PEERS = {
    "git log -L": [f'-L/^msgid "{SOURCE}"/,+1:{CATALOG}'],
    "git log -G": ["-Gtext 7 ", "-p", "--", CATALOG],
}


def _build(root: Path) -> None:
    """Write a repository by fast-import, with its last commit in the work tree."""
    subprocess.run([GIT, "-C", root, "init", "--quiet", "--initial-branch=main"], check=True)
    subprocess.run(
        [GIT, "-C", root, "fast-import", "--quiet"], input=b"".join(_commits()), check=True
    )
    subprocess.run([GIT, "-C", root, "reset", "--quiet", "--hard", "main"], check=True)


def _commits() -> Iterator[bytes]:
    texts = [0] * MESSAGES
    for number in range(COMMITS):
        texts[number % MESSAGES] += 1
        data = _catalog(texts)
        yield b"commit refs/heads/main\n"
        yield b"committer Translator <translator@example.org> %d +0000\n" % (1_600_000_000 + number)
        subject = b"Change a translation"
        yield b"data %d\n%s\n" % (len(subject), subject)
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (CATALOG.encode(), len(data), data)


def _catalog(texts: list[int]) -> bytes:
    entries = (
        f'\nmsgid "Message {at}"\nmsgstr "text {at} in version {version}"\n'
        for at, version in enumerate(texts)
    )
    return (HEADERS["sl"] + "".join(entries)).encode()


def _list(visitor: Visitor) -> list[dict[str, str]]:
    items: list[dict[str, str]] = visitor.ask("messages", catalog="sl.messages", limit="200")[
        "items"
    ]
    return items


def _measure_first(visitor: Visitor, name: str) -> tuple[float, float, int]:
    """Return the seconds to the first change and to all of them, and how many there are."""
    start, first = perf_counter(), None
    while True:
        answer = visitor.ask("history", catalog="sl.messages", id=name)
        if answer["rows"] and first is None:
            first = perf_counter() - start
        if answer["is_complete"]:
            end = perf_counter() - start
            return first or end, end, len(answer["rows"]) + answer["left"]
        sleep(LOOK_SECONDS)


def _time(visitor: Visitor, name: str) -> float:
    start = perf_counter()
    visitor.ask("history", catalog="sl.messages", id=name)
    return perf_counter() - start


def _time_git(root: Path, options: list[str]) -> float:
    start = perf_counter()
    subprocess.run([GIT, "-C", root, "log", *options], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


if __name__ == "__main__":
    main()
