"""Load by wrk, on another core than the servers', and what wrk says of it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

CORE = "1"
CONNECTIONS = 32

_MICROSECONDS = {"us": 1.0, "ms": 1e3, "s": 1e6}


@dataclass(frozen=True)
class Load:
    """What a server did under load: requests a second, and latencies in microseconds."""

    requests: float
    median: float
    p99: float


def send_load(
    url: str, headers: Mapping[str, str], seconds: int, connections: int = CONNECTIONS
) -> Load:
    """Ask a server for the same address for some seconds, over connections that are kept alive.

    Raises ``RuntimeError`` when an answer was an error, or none came.
    """
    line = ["taskset", "-c", CORE, "wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for name, value in headers.items():
        line += ["-H", f"{name}: {value}"]
    done = subprocess.run([*line, url], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if done.returncode or "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url}: {said}")
    rate = _find(r"Requests/sec:\s+([\d.]+)", said)
    return Load(float(rate[1]), _read_latency(50, said), _read_latency(99, said))


def _read_latency(part: int, said: str) -> float:
    found = _find(rf"^\s+{part}%\s+([\d.]+)(us|ms|s)$", said)
    return float(found[1]) * _MICROSECONDS[found[2]]


def _find(pattern: str, said: str) -> re.Match[str]:
    found = re.search(pattern, said, re.MULTILINE)
    if not found:
        raise RuntimeError(f"wrk said: {said}")
    return found
