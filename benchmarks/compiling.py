"""``kfor-i18n compile`` beside msgfmt and pybabel: ``python -m benchmarks.compiling``.

Every message is validated by ours; msgfmt is asked for no check, since it has none of these.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import write_catalogs
from benchmarks.timing import KFOR, PYBABEL, Command, compare

LOCALES = 40


def write_project(root: Path, locales: int, messages: int) -> list[Path]:
    """Write a project with a catalog of real messages for each of several locales."""
    (root / "babel.cfg").write_text("[python: **.py]\n")
    translations = root / "translations"
    write_catalogs(root, messages)
    catalogs = []
    for number in range(locales):
        # A language and a territory: Slovenian's plural rule, as the catalog has it, in each.
        path = translations / f"sl_{chr(65 + number // 26)}{chr(65 + number % 26)}" / "LC_MESSAGES"
        path.mkdir(parents=True)
        catalogs.append(path / "messages.po")
        shutil.copyfile(root / "old.po", catalogs[-1])
    return catalogs


def _remove_compiled(root: Path) -> None:
    for path in root.rglob("*.mo"):
        path.unlink()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (catalog,) = write_project(root, 1, 20_000)
        target = catalog.with_suffix(".mo")
        compare(
            "Compile 20,000 messages",
            {
                "msgfmt": Command(["msgfmt", "-o", target, catalog]),
                "kfor-i18n compile --force": Command(
                    [KFOR, "--project", root, "compile", "--force"]
                ),
                "pybabel compile": Command(
                    [PYBABEL, "compile", "-i", catalog, "-o", target], statuses=(0, 1)
                ),
            },
        )
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_project(root, LOCALES, 5_000)
        everything: list[str | Path] = [KFOR, "--project", root, "compile"]
        compare(
            f"{LOCALES} locales of 5,000 messages",
            {
                "nothing stale": Command(everything),
                "all stale": Command(everything, lambda: _remove_compiled(root)),
                "all stale, one core": Command(
                    ["taskset", "-c", "0", *everything], lambda: _remove_compiled(root)
                ),
            },
        )
    compare(
        "Start",
        {
            'python -c "import click"': Command([sys.executable, "-c", "import click"]),
            "kfor-i18n --help": Command([KFOR, "--help"]),
        },
        runs=15,
    )


if __name__ == "__main__":
    main()
