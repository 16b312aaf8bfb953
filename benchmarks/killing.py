"""Commands killed at any moment: ``python -m benchmarks.killing [KILLS]``.

A catalog is updated again and again between two templates, and compiled, by processes that are
killed (SIGKILL) after a random time. After each kill the catalog must be one of its two states and
the .mo one of its two, whole. Then the workbench is killed while it saves: the catalog must be as
it was or have the translation, and otherwise the draft must be there.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

from benchmarks.corpus import write_catalogs
from benchmarks.timing import KFOR
from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.workbench.live.journal import Journal
from tests.workbench.running import Visitor, run_workbench

MESSAGES = 3_000


def main() -> None:
    """Kill, and print how the files were found."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    found = _kill_commands(kills) + _kill_workbench(kills)
    for name, number in sorted(found.items()):
        print(f"{name}: {number}")
    if any("BROKEN" in name for name in found):
        sys.exit(1)


def _kill_commands(kills: int) -> Counter[str]:
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
        return found


def _kill_workbench(kills: int) -> Counter[str]:
    rng, found = random.Random(2), Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "babel.cfg").write_text("[python: **.py]\n")
        catalog = root / "translations" / "sl" / "LC_MESSAGES" / "messages.po"
        catalog.parent.mkdir(parents=True)
        write_catalogs(root, MESSAGES)
        shutil.copyfile(root / "old.po", catalog)
        for turn in range(kills):
            before = catalog.read_bytes()
            with run_workbench(root, root / "state") as (process, address):
                draft = _type(Visitor(address), f"besedilo {turn}")
                killing = Timer(rng.uniform(0, 0.06), process.kill)
                killing.start()
                with suppress(OSError, HTTPException):
                    draft.visitor.send("POST", "/_kfor-i18n/api/save", draft.body)
                killing.join()
                process.wait()
            found[f"save {_judge(root, before, draft.body['forms'])}"] += 1
    return found


class _Typed(NamedTuple):
    visitor: Visitor
    body: dict[str, Any]


def _type(visitor: Visitor, text: str) -> _Typed:
    """Type a translation of a message that has neither forms nor placeholders."""
    items = visitor.ask("messages", catalog="sl.messages", limit="200")["items"]
    item = next(each for each in items if not each["plural"] and not set("%{<") & {*each["source"]})
    entry = visitor.ask("entry", catalog="sl.messages", id=item["id"])
    body = {"catalog": "sl.messages", "id": item["id"], "seen": entry["seen"], "forms": [text]}
    _, _, answer = visitor.send("PUT", "/_kfor-i18n/api/draft", body)
    return _Typed(visitor, {**body, "confirmed": [each["code"] for each in answer["findings"]]})


def _judge(root: Path, before: bytes, forms: list[str]) -> str:
    """Say how a catalog and its draft were found."""
    after = (root / "translations" / "sl" / "LC_MESSAGES" / "messages.po").read_bytes()
    if any(list(entry.msgstrs) == forms for entry in parse_po(after).live):
        return "new"
    (path,) = (root / "state" / "kfor-i18n").glob("*.drafts")
    drafts = Journal(path).drafts.values()
    is_kept = any(list(draft.msgstrs) == forms for draft in drafts)
    return "old, with its draft" if after == before and is_kept else "BROKEN"


if __name__ == "__main__":
    main()
