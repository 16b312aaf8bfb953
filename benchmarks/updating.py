"""``kfor-i18n update`` beside msgmerge and pybabel: ``python -m benchmarks.updating``.

A tenth of the messages is edited, 2% are removed and 2% new. Accuracy is read from the file that a
tool wrote. msgmerge and pybabel are timed at sizes that they get through in minutes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import Truth, write_catalogs
from benchmarks.matching import RESULTS, rate, read_matches
from benchmarks.plot import draw_growth
from benchmarks.timing import KFOR, PYBABEL, Command, compare

SIZES = (5_000, 10_000, 20_000, 50_000)
MSGMERGE_SIZE = 20_000
PYBABEL_SIZE = 500


def write_project(root: Path, messages: int) -> Truth:
    """Write a project whose only catalog is behind its template; return what happened to it."""
    (root / "babel.cfg").write_text("[python: **.py]\n")
    (root / "translations" / "sl" / "LC_MESSAGES").mkdir(parents=True)
    truth = write_catalogs(root, messages)
    shutil.copyfile(root / "new.pot", root / "translations" / "messages.pot")
    return truth


def measure(size: int, *, with_pybabel: bool = False) -> dict[str, float]:
    """Time the tools on catalogs of one size, print times and accuracy, return medians."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        truth = write_project(root, size)
        old, template = root / "old.po", root / "translations" / "messages.pot"
        catalog = root / "translations" / "sl" / "LC_MESSAGES" / "messages.po"
        merged, babels = root / "merged.po", root / "babels.po"
        msgmerge: list[str | Path] = [
            "msgmerge",
            "--quiet",
            "--previous",
            "-o",
            merged,
            old,
            template,
        ]
        commands = {"msgmerge --previous": Command(msgmerge)} if size <= MSGMERGE_SIZE else {}
        commands |= {
            "kfor-i18n update": Command(
                [KFOR, "--project", root, "update", "--quiet"],
                lambda: shutil.copyfile(old, catalog),
            ),
        }
        if with_pybabel:
            commands["pybabel update --previous"] = Command(
                [PYBABEL, "update", "--previous", "-l", "sl", "-i", template, "-o", babels],
                lambda: shutil.copyfile(old, babels),
            )
        medians = compare(f"Update {size:,} messages", commands)
        print("\n| tool | own old translation | a wrong one | a match for a brand-new one |")
        print("|---|---:|---:|---:|")
        for name, path in (("msgmerge --previous", merged), ("kfor-i18n update", catalog)):
            if name not in medians:
                continue
            print(
                "|",
                " | ".join([name, *(f"{part:.3f}" for part in rate(read_matches(path), truth))]),
                "|",
            )
        return medians


def main() -> None:
    """Measure all sizes, or those that are given, and plot the growth."""
    measure(PYBABEL_SIZE, with_pybabel=True)
    series: dict[str, list[tuple[int, float]]] = {}
    for size in [int(size) for size in sys.argv[1:]] or SIZES:
        for name, seconds in measure(size).items():
            series.setdefault(name, []).append((size, seconds))
    RESULTS.mkdir(exist_ok=True)
    plot = draw_growth("Time of an update", "messages", "seconds", series)
    (RESULTS / "updating.svg").write_text(plot)


if __name__ == "__main__":
    main()
