"""The program of the process, which is asked through a socket.

    python -P -m kfor_i18n.workbench.rendering.renderer FD

It is a process of its own, so that an application that fails, hangs or is changed harms nothing,
and so that its sources can be loaded anew. It asks through the socket for the text of each message
that the application looks up (``Ask``): the texts are the workbench's.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Hashable
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

from kfor_i18n.workbench.rendering.channel import Channel
from kfor_i18n.workbench.rendering.protocol import (
    Answer,
    Begun,
    Changed,
    CheckRequest,
    Failed,
    FileRequest,
    ListRequest,
    Numbered,
    PageRequest,
    Ready,
    Request,
    Setup,
    TooLarge,
)
from kfor_i18n.workbench.rendering.renderer.asking import Workbench
from kfor_i18n.workbench.rendering.renderer.bodies import TooLargeError
from kfor_i18n.workbench.rendering.renderer.failures import describe_error, files_of
from kfor_i18n.workbench.rendering.renderer.listing import list_addresses, list_locales
from kfor_i18n.workbench.rendering.renderer.loading import load
from kfor_i18n.workbench.rendering.renderer.pages import Pages
from kfor_i18n.workbench.rendering.renderer.sources import Sources


class _Renderer:
    """A loaded application, and the answers to requests."""

    def __init__(self, setup: Setup, texts: Workbench) -> None:
        self._texts, self._setup, self._root = texts, setup, Path(setup.root)
        self._sources = Sources(self._root)
        self._app = load(setup, texts)
        self._locales = list_locales(self._app, setup.locales)
        self._pages = Pages(self._app, self._root, self._locales)
        self.stamps = self._sources.stamps()

    def answer(self, request: Request) -> Answer:
        """Answer a request; any failure of the application is an answer too."""
        if self._sources.have_changed():
            return Changed()
        with self._texts.open(_name_of(request)):
            try:
                return self._answer(request)
            except TooLargeError as error:
                return TooLarge(error.most)
            except BaseException as error:  # noqa: BLE001 - it may exit, or raise what it wants
                return Failed(describe_error(error, self._root))

    def _answer(self, request: Request) -> Answer:
        match request:
            case PageRequest():
                return self._pages.render(request)
            case FileRequest():
                return self._pages.fetch(request)
            case CheckRequest():
                return Ready()
            case ListRequest():
                return list_addresses(self._app, self._pages, self._setup, self._locales)


def _name_of(request: Request) -> Hashable:
    """Return what is the same for requests that ask for the same texts, ``None`` for files."""
    if not isinstance(request, PageRequest):
        return None
    return request.path, request.locale, request.scene, request.error


class _Requests:
    """Requests and answers by their numbers, for the process that was started and no other.

    An application may fork, and return from a view in the child: it would go on as the renderer.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel, self._owner, self._number = channel, os.getpid(), 0

    def receive(self) -> Any:
        numbered: Numbered = self._channel.receive()
        self._number = numbered.number
        return numbered.content

    def answer(self, answer: Begun | Answer) -> None:
        if os.getpid() != self._owner:
            os._exit(0)
        self._channel.send(Numbered(self._number, answer))


def main(arguments: list[str]) -> int:
    """Load an application and answer requests until the socket is closed."""
    channel = Channel(socket.socket(fileno=int(arguments[0])))
    Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    requests = _Requests(channel)
    setup: Setup = requests.receive()
    root = Path(setup.root)
    os.chdir(root)
    texts = Workbench(channel)
    try:
        with texts.open():
            renderer = _Renderer(setup, texts)
    except BaseException as error:  # noqa: BLE001 - it may exit, or raise what it wants
        stamps = Sources(root).stamps(files_of(error, root))
        requests.answer(Failed(describe_error(error, root), stamps))
        return 1
    requests.answer(Ready(renderer.stamps))
    while True:
        try:
            request = requests.receive()
            requests.answer(Begun())
            requests.answer(renderer.answer(request))
        except (EOFError, OSError):
            return 0


def _end_with(parent: int) -> None:
    """End when the workbench does, whatever the application is doing."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
