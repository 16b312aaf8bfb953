"""Ten minutes of load with a reload every second: ``python -m benchmarks.soaking [SECONDS]``.

Every request must be answered with 200, and the memory of no worker may grow. The Slovenian catalog
is replaced with every reload, so that each set differs from the one before.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.servers import Running, Server, kfor, run
from kfor_i18n.catalogs.workflow import compile_project
from kfor_i18n.config import project_of, read_settings

CONNECTIONS = 32
SAMPLE_SECONDS = 10


def change_catalog(translations: Path, number: int) -> None:
    """Put a number into a Slovenian heading and compile the catalog."""
    source = translations / "sl" / "LC_MESSAGES" / "messages.po"
    text = source.read_text(encoding="utf-8")
    pattern = r'(msgid "The mandate"\nmsgstr )"[^"]*"'
    source.write_text(re.sub(pattern, rf'\1"Mandat {number}"', text), encoding="utf-8")
    compile_project(project_of(replace(read_settings(), translations=translations)))


def reload_often(server: Running, translations: Path, is_over: threading.Event) -> None:
    """Replace the catalog and ask for a reload each second, until it is over."""
    number = 0
    while not is_over.wait(1):
        number += 1
        change_catalog(translations, number)
        os.kill(server.pid, signal.SIGHUP)


def list_workers(server: Running) -> list[int]:
    """Return the process numbers of a server's workers, which live as long as it does."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [int(child) for child in children if not is_renderer(int(child))]


def is_renderer(process: int) -> bool:
    """Tell whether a process of the server's renders, and will soon be gone."""
    try:
        return b"renderer" in Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:
        return True


def read_memory(process: int) -> float:
    """Return a process's resident memory in MiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def soak(seconds: int) -> None:
    """Run the load and print what came of it. Raises ``RuntimeError`` where a request failed."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        translations = root / "translations"
        shutil.copytree(read_settings({}).translations, translations)
        base = kfor(root / "cache")
        environment = {**base.environment, "KFOR_TRANSLATIONS": str(translations)}
        with run(Server(base.make_line, base.path, environment), root) as server:
            workers = list_workers(server)
            is_over = threading.Event()
            reloading = threading.Thread(
                target=reload_often, args=(server, translations, is_over), daemon=True
            )
            load = subprocess.Popen(
                ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s",
                 f"http://127.0.0.1:{server.port}/sl/"],
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            reloading.start()
            samples = []
            while load.poll() is None:
                time.sleep(min(SAMPLE_SECONDS, seconds / 10))
                samples.append(max(map(read_memory, workers)))
            is_over.set()
            reloading.join()
            said = load.communicate()[0]
            if list_workers(server)[: len(workers)] != workers:
                raise RuntimeError("a worker was replaced")
    report(said, samples, seconds)


def report(said: str, samples: list[float], seconds: int) -> None:
    """Print requests, failures and memory."""
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"requests failed:\n{said}")
    requests = re.search(r"(\d+) requests in", said)
    part = max(1, len(samples) // 4)
    early, late = statistics.median(samples[part : 2 * part]), statistics.median(samples[-part:])
    print(f"{seconds} s, {CONNECTIONS} connections, a reload every second")
    print(f"requests: {int(requests[1]) if requests else 0:,}, failed: 0")
    print(f"the worker's memory in MiB: second quarter {early:.1f}, last quarter {late:.1f}")


if __name__ == "__main__":
    soak(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
