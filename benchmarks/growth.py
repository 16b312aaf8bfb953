"""How start and memory grow with languages and pages: ``python -m benchmarks.growth``.

Each point is a site of its own, rendered and taken over by fresh processes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.growth_site import list_locales, write_templates, write_translations
from benchmarks.matching import RESULTS
from benchmarks.plot import draw_growth

LOCALES = (2, 5, 10, 20, 50, 100)
PAGES = (10, 30, 100, 300, 1_000)
MESSAGES = 500


@dataclass(frozen=True)
class Point:
    """A site of a size: the seconds until it is rendered and until a worker has it, and MiB."""

    locales: int
    pages: int
    rendered: float
    taken: float
    memory: float
    peak: float


def run(role: str, root: Path, pages: int) -> dict[str, float]:
    """Run one process of ``benchmarks.growth_site`` and return what it measured."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth_site", role, root, str(pages)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def measure(locales: int, pages: int, messages: int = MESSAGES) -> Point:
    """Measure a site with so many languages, pages, and messages in each catalog."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_translations(root / "translations", list_locales(locales - 1), messages)
        write_templates(root / "templates")
        rendering, worker = run("render", root, pages), run("work", root, pages)
    point = Point(
        locales,
        pages,
        rendering["seconds"],
        worker["seconds"],
        worker["mib"],
        rendering["mib"],
    )
    print(
        f"| {locales} | {pages} | {point.rendered:.2f} | {1000 * point.taken:.1f} "
        f"| {point.memory:.0f} | {point.peak:.0f} |",
        flush=True,
    )
    return point


def measure_catalogs(locales: int = 50, messages: int = 20_000) -> None:
    """Measure a worker beside one of Flask-Babel, with large catalogs."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_translations(root / "translations", list_locales(locales), messages)
        write_templates(root / "templates")
        rendering, worker = run("render", root, 2), run("work", root, 2)
        peer = run("flask-babel", root, 2)
    print(f"\n{locales} languages of {messages:,} messages\n")
    print("| | MiB | seconds |\n|---|---:|---:|")
    print(f"| worker of Flask-Babel, every language asked for | {peer['mib']:.0f} | |")
    print(f"| worker of kfor-i18n | {worker['mib']:.0f} | {worker['seconds']:.3f} |")
    print(f"| its renderer, at most | {rendering['mib']:.0f} | {rendering['seconds']:.1f} |")
    print(f"\nratio {worker['mib'] / peer['mib']:.3f}")


def main() -> None:
    """Measure, print and plot."""
    print("| languages | pages | rendered in s | taken over in ms | worker MiB | renderer MiB |")
    print("|---:|---:|---:|---:|---:|---:|")
    by_locales = [measure(locales, 10) for locales in LOCALES]
    by_pages = [measure(2, pages) for pages in PAGES]
    for name, points, size in (
        ("languages", by_locales, [point.locales for point in by_locales]),
        ("pages", by_pages, [point.pages for point in by_pages]),
    ):
        plot = draw_growth(
            f"A site by number of {name}",
            name,
            "s, MiB",
            {
                "rendering, s": [(x, p.rendered) for x, p in zip(size, points, strict=True)],
                "worker, MiB": [(x, p.memory) for x, p in zip(size, points, strict=True)],
            },
        )
        (RESULTS / f"growth-{name}.svg").write_text(plot, encoding="utf-8")
    measure_catalogs()


if __name__ == "__main__":
    main()
