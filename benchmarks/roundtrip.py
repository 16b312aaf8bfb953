"""Real catalogs read and written back: ``python -m benchmarks.roundtrip``.

Of every .po file of the packages in ``benchmarks.corpus``: whether it comes back to the byte;
whether an edit of one entry leaves all the others' bytes; whether an update with its own messages
changes nothing; and that no command ends in a traceback.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from click.testing import CliRunner

from benchmarks.corpus import po_files
from kfor_i18n.catalogs.po.file import PoFile, parse_po
from kfor_i18n.catalogs.po.writing import detect_style, fill_entry
from kfor_i18n.catalogs.updating.merging import merge
from kfor_i18n.cli import main as main_command


def join(po: PoFile) -> bytes:
    """Return a file's bytes from its entries."""
    return po.encode("".join(entry.text for entry in po.entries) + po.tail)


def edit_one(po: PoFile) -> bool:
    """Tell whether an edit of the middle entry leaves every other entry's bytes."""
    live = [i for i, entry in enumerate(po.entries) if not (entry.is_obsolete or entry.is_header)]
    if not live:
        return True
    middle = live[len(live) // 2]
    entry = po.entries[middle]
    msgstrs = [f"{msgstr} (edited)" for msgstr in entry.msgstrs]
    text = fill_entry(entry, msgstrs, detect_style(po))
    texts = [text if i == middle else e.text for i, e in enumerate(po.entries)]
    after = parse_po(po.encode("".join(texts) + po.tail))
    return after.entries[middle].msgstrs == tuple(msgstrs) and all(
        a.text == b.text for i, (a, b) in enumerate(zip(after.entries, po.entries, strict=True))
        if i != middle
    )  # fmt: skip


def run_commands(files: list[Path]) -> Counter[str]:
    """Run the commands on each file as a project of its own; count how they ended."""
    endings: Counter[str] = Counter()
    for path in files:
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch)
            (root / "babel.cfg").write_text("[python: **.py]\n")
            folder = root / "translations" / path.parent.parent.name / "LC_MESSAGES"
            folder.mkdir(parents=True)
            shutil.copyfile(path, folder / "messages.po")
            shutil.copyfile(path, root / "translations" / "messages.pot")
            for command in (["update"], ["compile"], ["compile", "--skip-invalid"]):
                done = CliRunner().invoke(main_command, ["--project", scratch, *command, "-q"])
                is_right = isinstance(done.exception, SystemExit) or done.exception is None
                ending = str(done.exit_code) if is_right else "TRACEBACK"
                endings[f"{' '.join(command)}: {ending}"] += 1
    return endings


def main() -> None:
    """Measure and print."""
    files = po_files()
    counts: Counter[str] = Counter()
    for path in files:
        data = path.read_bytes()
        po = parse_po(data)
        counts["identical"] += join(po) == data
        counts["edit leaves the others"] += edit_one(po)
        keys = [entry.key for entry in po.entries if not entry.is_obsolete]
        if len(set(keys)) == len(keys):
            counts["without duplicates"] += 1
            counts["update with itself changes nothing"] += merge(po, po).text == po.text
    print(f"files: {len(files)}")
    for name, number in counts.items():
        print(f"{name}: {number}")
    for name, number in sorted(run_commands(files).items()):
        print(f"{name}: {number}")


if __name__ == "__main__":
    main()
