"""How well and how fast ``match_messages`` finds the old messages, beside GNU msgmerge.

``python -m benchmarks.matching [SIZE ...]`` prints two tables and writes them with a plot into
``benchmarks/results/``. The first is about catalogs of the given sizes (5,000 to 50,000), made
from real messages with known edits (``benchmarks.corpus.write_catalogs``); msgmerge runs on the
same files, and its matches are read from the ``#| msgid`` lines it writes. Its time is that of the
whole merge, which is why its time without matches stands below. The second table is about cutoffs:
on a catalog of 20,000 messages, and on the real history of three packages (``benchmarks.history``).
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from benchmarks.corpus import Truth, write_catalogs
from benchmarks.entries import key_of, read_entries
from benchmarks.history import rate_matches, read_changes
from benchmarks.plot import draw_growth
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.updating.matching import CUTOFF, Source, match_messages

RESULTS = Path(__file__).parent / "results"
SIZES = (5_000, 10_000, 20_000, 50_000)
CUTOFFS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
REPEATS = 5

_INTRODUCTION = """# Matching

What `python -m benchmarks.matching` measured. *Right* and *wrong* are shares of the edited
messages: given their own old translation, or another's; *invented* is the share of brand-new ones
given any. msgmerge works on all processors at once where they are free: its CPU seconds are the
steadier figure. From *real* on, the new messages of three packages' later releases are counted, as
`benchmarks/history.py` rates them.
"""


class Accuracy(NamedTuple):
    """Shares: of edited messages that got their own old translation or another's, and of
    brand-new messages that got any.
    """

    right: float
    wrong: float
    invented: float


class Seconds(NamedTuple):
    """How long something took: by the clock, and of all processors together."""

    wall: float
    cpu: float


class Row(NamedTuple):
    """What one tool did with catalogs of one size; a merge without matches has no accuracy."""

    size: int
    tool: str
    accuracy: Accuracy | None
    seconds: Seconds


class Pair(NamedTuple):
    """The messages that only one of two catalogs has."""

    old: list[Source]
    new: list[Source]


def read_pair(folder: Path) -> Pair:
    """Return what ``new.pot`` lacks of ``old.po``'s messages, and what it has beyond them."""
    old = {entry.key: entry.source for entry in read_entries(folder / "old.po")}
    new = {entry.key: entry.source for entry in read_entries(folder / "new.pot")}
    return Pair(
        [source for key, source in old.items() if key not in new],
        [source for key, source in new.items() if key not in old],
    )


def rate(matches: Mapping[Key, Key], truth: Truth) -> Accuracy:
    """Hold matches, from new messages to old ones, against the truth."""
    edited = [matches[new] == old for new, old in truth.edited.items() if new in matches]
    return Accuracy(
        sum(edited) / len(truth.edited),
        (len(edited) - sum(edited)) / len(truth.edited),
        sum(key in matches for key in truth.brand_new) / len(truth.brand_new),
    )


def match_pair(pair: Pair, cutoff: float = CUTOFF) -> dict[Key, Key]:
    """Return the matches of ``match_messages``."""
    matches = match_messages(pair.old, pair.new, cutoff=cutoff)
    return {key_of(pair.new[match.new]): key_of(pair.old[match.old]) for match in matches}


def read_matches(path: Path) -> dict[Key, Key]:
    """Return the matches that msgmerge left in a file."""
    return {e.key: e.previous for e in read_entries(path) if e.fuzzy and e.previous}


def time_matching(pair: Pair) -> Seconds:
    """Return the least time of several runs, as others share the machine."""
    return min(_time(lambda: match_messages(pair.old, pair.new)) for _ in range(REPEATS))


def _time(work: Callable[[], object]) -> Seconds:
    wall, cpu, children = perf_counter(), process_time(), _children()
    work()
    return Seconds(perf_counter() - wall, process_time() - cpu + _children() - children)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def time_msgmerge(folder: Path, *options: str) -> Seconds:
    """Run msgmerge on a folder's two files into ``merged.po``; raises where it is missing."""
    program = shutil.which("msgmerge")
    if program is None:
        raise SystemExit("msgmerge is not installed; it comes with GNU gettext")
    files = [str(folder / name) for name in ("merged.po", "old.po", "new.pot")]
    command = [program, "--quiet", *options, "--output-file", *files]
    return _time(lambda: subprocess.run(command, check=True))


def measure(size: int) -> list[Row]:
    """Return what both tools do with catalogs of one size."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        truth = write_catalogs(folder, size)
        pair = read_pair(folder)
        plain = time_msgmerge(folder, "--no-fuzzy-matching")
        full = time_msgmerge(folder, "--previous")
        return [
            Row(size, "match_messages", rate(match_pair(pair), truth), time_matching(pair)),
            Row(size, "msgmerge --previous", rate(read_matches(folder / "merged.po"), truth), full),
            Row(size, "msgmerge --no-fuzzy-matching", None, plain),
        ]


def table_of_sizes(rows: Iterable[Row]) -> str:
    """Return the measured rows as a table in Markdown."""
    lines = [
        "| messages | tool | right | wrong | invented | seconds | of msgmerge | CPU seconds |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    rows = list(rows)
    whole = {row.size: row.seconds for row in rows if row.tool == "msgmerge --previous"}
    for size, tool, accuracy, seconds in rows:
        shares = [f"{share:.3f}" for share in accuracy] if accuracy else ["", "", ""]
        share = seconds.wall / whole[size].wall
        times = [f"{seconds.wall:.2f}", f"{share:.3f}", f"{seconds.cpu:.2f}"]
        lines.append(f"| {' | '.join([f'{size:,}', tool, *shares, *times])} |")
    return "\n".join(lines) + "\n"


def table_of_cutoffs(size: int = 20_000) -> str:
    """Return what other cutoffs would do, to made catalogs and in real history."""
    changes = list(read_changes())
    with tempfile.TemporaryDirectory() as scratch:
        truth = write_catalogs(Path(scratch), size)
        pair = read_pair(Path(scratch))
    names = ("right", "unclear", "wrong", "missed", "none")
    lines = [
        f"| cutoff | right | wrong | invented | real: {' | '.join(names)} |",
        "|---:" * (4 + len(names)) + "|",
    ]
    for cutoff in CUTOFFS:
        shares = [f"{share:.3f}" for share in rate(match_pair(pair, cutoff), truth)]
        ratings: Counter[str] = Counter()
        for change in changes:
            ratings += rate_matches(change, match_messages(change.old, change.new, cutoff=cutoff))
        cells = [f"{cutoff:.2f}", *shares, *(str(ratings[name]) for name in names)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write the results down."""
    RESULTS.mkdir(exist_ok=True)
    rows: list[Row] = []
    for size in [int(size) for size in sys.argv[1:]] or SIZES:
        rows += measure(size)
        print(table_of_sizes(rows[-3:]), flush=True)
    sizes, cutoffs = table_of_sizes(rows), table_of_cutoffs()
    print(cutoffs)
    (RESULTS / "matching.md").write_text(f"{_INTRODUCTION}\n{sizes}\n{cutoffs}")
    series = {
        tool: [(row.size, row.seconds.wall) for row in rows if row.tool == tool]
        for tool in ("match_messages", "msgmerge --previous")
    }
    plot = draw_growth("Time to match a catalog's messages", "messages", "seconds", series)
    (RESULTS / "matching.svg").write_text(plot)


if __name__ == "__main__":
    main()
