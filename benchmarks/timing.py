"""Commands timed side by side: run in turn, whole processes, medians and ratios printed."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

KFOR = str(Path(sys.executable).with_name("kfor-i18n"))
PYBABEL = str(Path(sys.executable).with_name("pybabel"))


@dataclass(frozen=True)
class Command:
    """A command line, and what makes its files as they were before each run."""

    line: Sequence[str | Path]
    prepare: Callable[[], object] = lambda: None
    statuses: tuple[int, ...] = (0,)


def compare(title: str, commands: Mapping[str, Command], *, runs: int = 5) -> dict[str, float]:
    """Time commands in turn, print each one's median and its ratio to the first, return medians.

    A run that is not counted goes before. Raises ``RuntimeError`` where a command fails.
    """
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            seconds = _time(command)
            if run:
                times[name].append(seconds)
    medians = {name: statistics.median(values) for name, values in times.items()}
    first = next(iter(medians.values()))
    print(f"\n{title}\n")
    print("| command | median s | min s | max s | ratio |\n|---|---:|---:|---:|---:|")
    for name, values in times.items():
        print(
            f"| {name} | {medians[name]:.3f} | {min(values):.3f} | {max(values):.3f} "
            f"| {medians[name] / first:.2f} |",
            flush=True,
        )
    return medians


def _time(command: Command) -> float:
    command.prepare()
    start = perf_counter()
    done = subprocess.run(command.line, capture_output=True, text=True, check=False)
    seconds = perf_counter() - start
    if done.returncode not in command.statuses:
        raise RuntimeError(f"{command.line} ended with {done.returncode}: {done.stderr[-2000:]}")
    return seconds
