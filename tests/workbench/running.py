"""The workbench as a command that runs, and a browser without a window that uses it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from kfor_i18n.workbench.web.access import KEY_HEADER
from tests.builders import COMMAND


class Visitor:
    """A browser that is let in by an address."""

    def __init__(self, address: str) -> None:
        url = urlsplit(address)
        assert url.hostname
        self.host, self.port = url.hostname, url.port
        self.origin = f"http://{self.host}:{self.port}"
        self.cookie = self.key = ""
        token = parse_qs(url.fragment)["token"][0]
        status, headers, answer = self.send("POST", url.path, {"token": token})
        assert status == 200
        self.cookie, self.key = headers["Set-Cookie"].partition(";")[0], answer["key"]

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, Mapping[str, str], Any]:
        """Return the status, the headers and the JSON of a response, if it has any."""
        connection = HTTPConnection(self.host, self.port or 80, timeout=30)
        headers = {
            "Sec-Fetch-Site": "same-origin", "Origin": self.origin, "Cookie": self.cookie,
            "Content-Type": "application/json", KEY_HEADER: self.key,
        }  # fmt: skip
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            data = response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            return response.status, dict(response.headers), json.loads(data) if is_json else data
        finally:
            connection.close()

    def ask(self, name: str, **query: str) -> Any:
        """Return the answer to a GET of the API."""
        status, _, answer = self.send("GET", f"/_kfor-i18n/api/{name}?{urlencode(query)}")
        assert status == 200, answer
        return answer


@contextmanager
def run_workbench(
    project: Path, state: Path, *options: str, **variables: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command in a project until the block is left; yield its process and its address.

    It opens a browser only if the variable ``BROWSER`` names one.
    """
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(state),
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
        **variables,
    }
    options = options if "BROWSER" in variables else ("--no-open", *options)
    process = subprocess.Popen(
        [COMMAND, "--project", project, "translate", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    with process:
        try:
            assert process.stdout
            yield process, process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
