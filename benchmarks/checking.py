"""``kfor-i18n check`` beside pofilter: ``python -m benchmarks.checking``.

pofilter (translate-toolkit) runs all of its checks, as ours does that are on by default.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.compiling import LOCALES, write_project
from benchmarks.timing import KFOR, Command, compare

ROOT = Path(__file__).parents[1]
POFILTER = str(Path(sys.executable).with_name("pofilter"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (catalog,) = write_project(root, 1, 20_000)
        compare(
            "Check 20,000 messages",
            {
                "pofilter": Command(
                    [
                        POFILTER,
                        "--progress=none",
                        "--language=sl",
                        "-i",
                        catalog,
                        "-o",
                        root / "f.po",
                    ]
                ),
                "kfor-i18n check": Command(
                    [KFOR, "--project", root, "check", catalog], statuses=(0, 1)
                ),
            },
        )
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        catalogs = write_project(root, LOCALES, 1_000)
        command: list[str | Path] = [KFOR, "--project", root, "check", *catalogs]
        compare(
            f"{LOCALES} locales of 1,000 messages",
            {
                "both cores": Command(command, statuses=(0, 1)),
                "one core": Command(["taskset", "-c", "0", *command], statuses=(0, 1)),
            },
        )
    compare(
        "This project",
        {"kfor-i18n check": Command([KFOR, "--project", ROOT, "check"], statuses=(0, 1))},
        runs=9,
    )


if __name__ == "__main__":
    main()
