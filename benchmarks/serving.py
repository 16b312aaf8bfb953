"""The page from several servers side by side: ``python -m benchmarks.serving [--rounds N]``.

Each server has one worker on one core; wrk asks from another, over 32 connections and then over
one. All servers are there at once, and each is measured in turn, round by round, while the others
are idle. The first, nginx with the published files, is what the ratios are to: of requests a second
more is better, of latencies less.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.answers import Answer, ask, check_page
from benchmarks.load import send_load
from benchmarks.servers import (
    HOST,
    OPEN_FILE_CACHE,
    ROOT,
    Running,
    Server,
    find_nginx,
    granian,
    kfor,
    nginx,
    run,
)
from benchmarks.starting import keep_set, measure_starts, print_starts
from benchmarks.timing import KFOR


@dataclass(frozen=True)
class Case:
    """What is measured: a server, asked for a coding; ``sent`` is the coding that it answers in.

    Where ``is_page`` is false the server answers anything with the same two bytes.
    """

    name: str
    server: str
    asked: str = "gzip"
    sent: str = "gzip"
    is_page: bool = True


CASES = (
    Case("nginx", "nginx"),
    Case("nginx, open_file_cache", "nginx, open_file_cache"),
    Case("kfor-i18n", "kfor-i18n"),
    Case("kfor-i18n, br", "kfor-i18n", asked="br", sent="br"),
    Case("granian, no page", "granian", sent="", is_page=False),
    Case("granian, Flask-Babel", "Flask-Babel", sent=""),
    Case("granian, Django", "Django"),
)
PEERS = ("granian, Flask-Babel", "granian, Django")


@dataclass(frozen=True)
class Round:
    """What one round found: pages and 304s a second, and latencies in microseconds.

    ``alone`` is the median over one connection, ``p99`` is over all of them. ``unchanged`` is
    ``None`` for a server that gives no entity tag.
    """

    pages: float
    p99: float
    alone: float
    unchanged: float | None


def make_servers(scratch: Path) -> dict[str, Server]:
    """Return the servers by name, after making what they are to send, in a folder."""
    build = scratch / "build"
    subprocess.run([KFOR, "build", build], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return {
        "nginx": nginx(build, scratch / "nginx"),
        "nginx, open_file_cache": nginx(build, scratch / "nginx-cache", OPEN_FILE_CACHE),
        "kfor-i18n": kfor(keep_set(scratch)),
        "granian": granian("bare_app"),
        "Flask-Babel": granian("flask_babel_app"),
        "Django": granian("django_app"),
    }


def check_cases(servers: Mapping[str, Running]) -> dict[str, Answer]:
    """Look at each case's answer; return it by the case's name.

    Raises ``RuntimeError`` when an answer is not what is to be measured.
    """
    answers = {}
    text = ask(servers[CASES[0].server], {}).text
    for case in CASES:
        server, headers = servers[case.server], {"Accept-Encoding": case.asked}
        answer = ask(server, headers)
        if case.is_page:
            check_page(case.name, answer, case.sent, text)
        elif answer.text != "ok":
            raise RuntimeError(f"{case.name}: answers {answer.text[:200]!r}")
        if answer.tag and ask(server, headers | {"If-None-Match": answer.tag}).status != 304:
            raise RuntimeError(f"{case.name}: no 304 for its own tag {answer.tag}")
        answers[case.name] = answer
    return answers


def measure(case: Case, server: Running, tag: str, seconds: int) -> Round:
    """Measure a case once, each of its loads for some seconds; ``tag`` may be ``""``."""
    url = f"http://{HOST}:{server.port}{server.path}"
    headers = {"Accept-Encoding": case.asked}
    pages = send_load(url, headers, seconds)
    alone = send_load(url, headers, seconds, connections=1)
    unchanged = None
    if tag:
        unchanged = send_load(url, headers | {"If-None-Match": tag}, seconds).requests
    return Round(pages.requests, pages.p99, alone.median, unchanged)


def measure_cases(
    servers: Mapping[str, Running], answers: Mapping[str, Answer], rounds: int, seconds: int
) -> dict[str, Round]:
    """Measure all cases round by round; return the medians by the cases' names.

    A round of single seconds, which is not counted, goes before.
    """
    found: dict[str, list[Round]] = {case.name: [] for case in CASES}
    for number in range(rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        for case in CASES:
            tag = answers[case.name].tag
            each = measure(case, servers[case.server], tag, seconds if number else 1)
            if number:
                found[case.name].append(each)
    return {name: take_median(values) for name, values in found.items()}


def take_median(rounds: Sequence[Round]) -> Round:
    """Return the median of each number."""
    unchanged = [each.unchanged for each in rounds if each.unchanged is not None]
    return Round(
        statistics.median(each.pages for each in rounds),
        statistics.median(each.p99 for each in rounds),
        statistics.median(each.alone for each in rounds),
        statistics.median(unchanged) if unchanged else None,
    )


def print_table(medians: Mapping[str, Round], answers: Mapping[str, Answer]) -> None:
    """Print the medians with their ratios to the first, then how this project compares."""
    first = next(iter(medians.values()))
    columns = ("pages/s", "304/s", "1 connection µs", "p99 ms")
    print(f"\n| server | bytes | {' | ratio | '.join(columns)} | ratio |")
    print("|---|" + 9 * "---:|")
    for name, each in medians.items():
        unchanged = "– | –"
        if each.unchanged is not None and first.unchanged is not None:
            unchanged = f"{each.unchanged:,.0f} | {each.unchanged / first.unchanged:.2f}"
        print(
            f"| {name} | {answers[name].size:,} "
            f"| {each.pages:,.0f} | {each.pages / first.pages:.2f} | {unchanged} "
            f"| {each.alone:,.0f} | {each.alone / first.alone:.2f} "
            f"| {each.p99 / 1e3:.2f} | {each.p99 / first.p99:.2f} |"
        )
    ours = medians["kfor-i18n"].pages
    print()
    for name in PEERS:
        print(f"kfor-i18n sends {ours / medians[name].pages:.1f} times the pages of {name}.")


def find_missing() -> list[str]:
    """Return the Debian packages that have what is not there."""
    found = {
        "nginx-light": find_nginx(),
        "wrk": shutil.which("wrk"),
        "util-linux (for taskset)": shutil.which("taskset"),
    }
    return [package for package, path in found.items() if path is None]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the page from several servers.")
    parser.add_argument("--rounds", type=int, default=7, help="rounds to take the median of")
    parser.add_argument("--seconds", type=int, default=3, help="seconds that each load lasts")
    options = parser.parse_args()
    if missing := find_missing():
        sys.exit(f"Programs to measure with are missing; install {', '.join(missing)}.")
    # As after Ctrl-C, everything that was started is stopped and removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with TemporaryDirectory(prefix="kfor-serving-") as name:
        scratch = Path(name)
        # nginx reads its files as another user where it was started by root.
        scratch.chmod(0o755)
        with ExitStack() as stack:
            servers = {
                name: stack.enter_context(run(server, scratch))
                for name, server in make_servers(scratch).items()
            }
            answers = check_cases(servers)
            medians = measure_cases(servers, answers, options.rounds, options.seconds)
        print_table(medians, answers)
        print_starts(measure_starts(scratch))


if __name__ == "__main__":
    main()
