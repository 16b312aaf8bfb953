"""How long servers take from their start to their first answer."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.servers import granian, kfor, run

RUNS = 5
KEEP_SECONDS = 60


def keep_set(scratch: Path) -> Path:
    """Run this project's server until it has kept its best answers; return the cache's folder.

    Raises ``RuntimeError`` when it keeps none.
    """
    cache = Path(mkdtemp(dir=scratch))
    with run(kfor(cache), scratch):
        for _ in range(KEEP_SECONDS * 10):
            if any(cache.rglob("*.ready")):
                return cache
            time.sleep(0.1)
    raise RuntimeError(f"kfor-i18n serve kept nothing in {KEEP_SECONDS} seconds")


def measure_starts(scratch: Path) -> dict[str, list[float]]:
    """Start servers in turn; return the seconds each took, by name, the one to compare with first.

    The project's files must not change meanwhile: answers that were kept are for them alone.
    """
    cache = keep_set(scratch)
    seconds: dict[str, list[float]] = {}
    for _ in range(RUNS):
        servers = {
            "granian, an empty Flask application": granian("empty_flask_app", "/"),
            "kfor-i18n, nothing kept": kfor(Path(mkdtemp(dir=scratch))),
            "kfor-i18n, kept answers": kfor(cache),
        }
        for name, server in servers.items():
            with run(server, scratch) as running:
                seconds.setdefault(name, []).append(running.seconds)
    return seconds


def print_starts(seconds: dict[str, list[float]]) -> None:
    """Print a table of what ``measure_starts`` returned."""
    first = statistics.median(next(iter(seconds.values())))
    print(f"\nFrom the start to the first 200, {RUNS} runs\n")
    print("| server | median ms | min ms | max ms | ratio |\n|---|---:|---:|---:|---:|")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(
            f"| {name} | {1e3 * median:.0f} | {1e3 * min(values):.0f} | {1e3 * max(values):.0f} "
            f"| {median / first:.2f} |"
        )
