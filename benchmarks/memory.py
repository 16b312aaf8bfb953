"""How long looking up similar translations takes: ``python -m benchmarks.memory``.

``write_catalogs`` makes the segments from real messages. Beside it stands the matcher of Translate
Toolkit, which its own translation memory server uses, with the same texts and the same cutoff. It
compares each text in Python, so it looks up fewer.
"""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from translate.search.match import matcher
from translate.storage.base import TranslationUnit
from translate.storage.pypo import pofile

from benchmarks.corpus import write_catalogs
from kfor_i18n.catalogs.catalog import open_catalog
from kfor_i18n.catalogs.memory.lookup import CUTOFF, Memory, find_in
from kfor_i18n.catalogs.memory.segments import Segment, read_segments
from kfor_i18n.catalogs.project import read_project

SIZES = (50_000, 500_000)
LOOKUPS, LOOKUPS_OF_PEER = 100, 5
CATALOG = Path("translations", "sl", "LC_MESSAGES", "messages.po")


def main() -> None:
    """Measure, and print medians and 95th percentiles."""
    with tempfile.TemporaryDirectory() as scratch:
        for size in SIZES:
            root = Path(scratch, str(size))
            (root / CATALOG).parent.mkdir(parents=True)
            (root / "babel.cfg").touch()
            write_catalogs(root, size)
            (root / "old.po").rename(root / CATALOG)
            _measure(root, is_compared=size == SIZES[0])


def _measure(root: Path, *, is_compared: bool) -> None:
    catalog = open_catalog(read_project(root), root / CATALOG)
    segments = list(read_segments(catalog))
    start = perf_counter()
    memory = Memory(segments)
    print(f"\n{len(segments):,} segments: built in {perf_counter() - start:.1f} s\n")
    print("| what | median, ms | 95%, ms |\n|---|---:|---:|")
    chosen = random.Random(1).sample(segments, LOOKUPS)
    ours = _time("look up", chosen, lambda text: find_in([memory], text))
    if is_compared:
        # It compares units that are equally similar, which they do not allow.
        setattr(TranslationUnit, "__lt__", lambda *_: False)  # noqa: B010 - it has none
        store = pofile((root / CATALOG).open("rb"))
        peer = matcher(
            store, max_candidates=5, min_similarity=round(100 * CUTOFF), max_length=10_000
        )
        theirs = _time("Translate Toolkit", chosen[:LOOKUPS_OF_PEER], peer.matches)
        print(f"\nratio: {ours / theirs:.4f}")


def _time(name: str, segments: Sequence[Segment], look_up: Callable[[str], object]) -> float:
    """Print how long looking up each source text takes, and return the median in milliseconds."""
    times = []
    for segment in segments:
        start = perf_counter()
        look_up(segment.source)
        times.append(1000 * (perf_counter() - start))
    median = statistics.median(times)
    rank = statistics.quantiles(times, n=20)[-1]
    print(f"| {name} | {median:.1f} | {rank:.1f} |", flush=True)
    return median


if __name__ == "__main__":
    main()
