"""Browsers other than Chromium, each driven by what it has of WebDriver (W3C)."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
WEBKIT = shutil.which("WebKitWebDriver")
XVFB = shutil.which("Xvfb")
_MINI = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
_SECONDS = 60

Send = Callable[[str, dict[str, Any]], Any]


class Driven:
    """A browser that does what a person does: it opens an address, clicks and types."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def open(self, address: str) -> None:
        self._send("url", {"url": address})

    def run(self, script: str) -> Any:
        return self._send("execute/sync", {"script": f"return {script}", "args": []})

    def wait_for(self, script: str) -> Any:
        """Wait until a script gives something true, and return that."""
        deadline = time.monotonic() + _SECONDS
        while not (found := self.run(script)):
            assert time.monotonic() < deadline, f"still not: {script}"
            time.sleep(0.1)
        return found

    def click(self, x: float, y: float) -> None:
        steps = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._send("actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": steps}]})

    def press(self, *keys: str) -> None:
        """Press keys together, and let them go."""
        steps = [{"type": "keyDown", "value": key} for key in keys]
        steps += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self._send("actions", {"actions": [{"type": "key", "id": "keys", "actions": steps}]})

    def type(self, text: str) -> None:
        for character in text:
            self.press(character)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _connect(port: int) -> socket.socket:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_SECONDS)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@contextmanager
def run_webkit(scratch: Path) -> Iterator[Driven]:
    """Run WebKitGTK's MiniBrowser by its driver (WebDriver over HTTP) on a screen of its own."""
    assert WEBKIT
    assert XVFB
    port = _free_port()
    screen = subprocess.Popen(
        [XVFB, "-displayfd", "1", "-screen", "0", "1400x900x24"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert screen.stdout
    display = f":{screen.stdout.readline().strip()}"
    environment = {
        **os.environ,
        "DISPLAY": display,
        "HOME": str(scratch),
        "LIBGL_ALWAYS_SOFTWARE": "1",
        # The user of a container cannot have a sandbox of its own.
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }
    driver = subprocess.Popen(
        [WEBKIT, f"--port={port}"], env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _connect(port).close()
        options = {"binary": str(_MINI[-1]), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = _post(port, "/session", {"capabilities": wanted})["sessionId"]
        path = f"/session/{session}"
        _post(port, f"{path}/window/rect", {"width": 1400, "height": 900})
        yield Driven(lambda command, body: _post(port, f"{path}/{command}", body))
    finally:
        driver.terminate()
        driver.wait()
        screen.terminate()
        screen.wait()
        screen.stdout.close()


def _post(port: int, path: str, body: dict[str, Any]) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())["value"]
        assert not (isinstance(answer, dict) and "error" in answer), answer
        return answer
    finally:
        connection.close()


_MARIONETTE = {
    "url": "WebDriver:Navigate",
    "execute/sync": "WebDriver:ExecuteScript",
    "actions": "WebDriver:PerformActions",
}


@contextmanager
def run_firefox(scratch: Path) -> Iterator[Driven]:
    """Run Firefox without a window by Marionette, its own way to send WebDriver's commands."""
    assert FIREFOX
    port, numbers = _free_port(), count(1)
    profile = scratch / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
    process = subprocess.Popen(
        [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(profile),
         "--width", "1400", "--height", "900"],
        env={**os.environ, "HOME": str(scratch)}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with _connect(port) as connection:
            stream = connection.makefile("rb")

            def read() -> Any:
                length = b""
                while (byte := stream.read(1)) != b":":
                    length += byte
                return json.loads(stream.read(int(length)))

            def send(command: str, body: dict[str, Any]) -> Any:
                name = _MARIONETTE.get(command, command)
                data = json.dumps([0, next(numbers), name, body]).encode()
                connection.sendall(b"%d:%s" % (len(data), data))
                _, _, error, result = read()
                assert error is None, error
                return result.get("value") if isinstance(result, dict) else result

            read()
            send("WebDriver:NewSession", {})
            with stream:
                yield Driven(send)
    finally:
        process.terminate()
        process.wait()
