"""Commands killed at any moment: ``python -m benchmarks.killing [KILLS]``.

A catalog is updated again and again between two templates, and compiled, by processes that are
killed (SIGKILL) after a random time. After each kill the catalog must be one of its two states and
the .mo one of its two, whole.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.corpus import write_catalogs
from benchmarks.timing import KFOR

MESSAGES = 3_000


def main() -> None:
    """Kill, and print how the files were found."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "babel.cfg").write_text("[python: **.py]\n")
        folder = root / "translations" / "sl" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        write_catalogs(root, MESSAGES)
        catalog, template = folder / "messages.po", root / "translations" / "messages.pot"
        compiled = catalog.with_suffix(".mo")
        shutil.copyfile(root / "new.pot", template)
        update, compile_ = ([KFOR, "--project", root, name, "-q"] for name in ("update", "compile"))

        def reset() -> None:
            shutil.copyfile(root / "old.po", catalog)
            subprocess.run(compile_, check=True)

        reset()
        olds = catalog.read_bytes(), compiled.read_bytes()
        subprocess.run(update, check=True)
        subprocess.run(compile_, check=True)
        news = catalog.read_bytes(), compiled.read_bytes()
        found: Counter[str] = Counter()
        while found["killed"] < kills:
            reset()
            for command in (update, compile_):
                process = subprocess.Popen(command)
                try:
                    process.wait(rng.uniform(0.1, 0.45))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    found["killed"] += 1
                    break
            for old, new, path in zip(olds, news, (catalog, compiled), strict=True):
                data = path.read_bytes()
                state = "old" if data == old else "new" if data == new else "BROKEN"
                found[f"{path.suffix} {state}"] += 1
        for name, number in sorted(found.items()):
            print(f"{name}: {number}")
        if any("BROKEN" in name for name in found):
            sys.exit(1)


if __name__ == "__main__":
    main()
