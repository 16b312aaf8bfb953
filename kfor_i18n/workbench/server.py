"""The workbench's server: one for each project, on a loopback address, opened in a browser."""

from __future__ import annotations

import os
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from kfor_i18n.catalogs.choosing import report_missing
from kfor_i18n.catalogs.git.ignored import list_tracked
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.locales import match_folder
from kfor_i18n.workbench.live.journal import journal_path
from kfor_i18n.workbench.records import (
    HOST,
    Running,
    ask_for_token,
    hold_state,
    is_of_another,
    read_record,
    remove_door,
    write_door,
    write_record,
)
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.access import ENTRANCE, Access
from kfor_i18n.workbench.web.app import MOST_BYTES, create_workbench

_THREADS = 24
"""More than may wait for the application (``rendering.waiting``): the list and the form go on."""

_LIMITS = {
    "threads": _THREADS,
    # A request is read whole before anybody judges it.
    "max_request_body_size": MOST_BYTES,
    "connection_limit": 1_000,
    "channel_timeout": 20,
    "cleanup_interval": 5,
}
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_PATIENCE = 20.0
"""How long, in seconds, a command asks the workbench that runs already for an address."""

_LOOK_SECONDS = 0.1
_DOOR_SUFFIX = ".html"

PORT = Code(
    "workbench-port",
    N_("Port in use"),
    N_("Another program listens on the port that --port names."),
)


RUNNING = Code(
    "workbench-running",
    N_("Running workbench does not respond"),
    N_("A project has one workbench at a time, so that no draft is lost."),
)


NO_CATALOG = Code(
    "workbench-catalog",
    N_("No catalog to translate"),
    N_(
        "In the workbench, you translate the catalogs of a project. kfor-i18n init creates a "
        "catalog; if the project has catalogs in another directory, kfor-i18n adopt writes the "
        "settings for them."
    ),
)


TRACKED = Code(
    "workbench-tracked",
    N_("Compiled catalog in git"),
    N_("Compiled catalogs are made from the catalogs. In git, they only cause conflicts."),
    severity="warning",
)


IGNORED = Code(
    "workbench-ignored",
    N_("Option without effect on a running workbench"),
    N_(
        "The first kfor-i18n translate of a project starts its workbench. Run again, the command "
        "only prints another address of it."
    ),
    severity="warning",
)


_NO_ANSWER = Problem(
    RUNNING,
    N_("the workbench of this project is running, but does not respond; stop it, then run the "
       "command again"),
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """How the workbench is opened.

    ``port`` 0 is the one of the last time, where it is free. ``locale`` is the one to begin with;
    ``is_opened``: a browser is opened.
    """

    port: int = 0
    locale: str = ""
    is_opened: bool = True


def run_workbench(
    project: Project,
    options: Options,
    on_ready: Callable[[str], None],
    environment: Mapping[str, str] = os.environ,
) -> Running | None:
    """Serve the workbench of a project until it is interrupted.

    ``on_ready`` is called with its address, which lets a browser in once. If the project's
    workbench runs already, only that is done, and the running one is returned. Raises
    ``SettingsError`` for a port that is in use, a locale without a catalog, a workbench that runs
    and does not answer or a state directory that is another user's or cannot be written, and
    ``OSError`` if a file in it cannot be used.
    """
    _require_catalogs(project, options.locale)
    journal = journal_path(project.root, environment)
    deadline = monotonic() + _PATIENCE
    while True:
        # Two that write one journal would lose each other's drafts.
        with hold_state(journal) as is_first:
            if is_first:
                _serve(project, options, on_ready, journal)
                return None
        former = read_record(journal.with_suffix(".workbench"))
        if former and (token := ask_for_token(former)):
            address = _address(former.port, token, project, options.locale)
            _open(journal, address, options, on_ready)
            return former
        if monotonic() > deadline:
            raise SettingsError([Finding(project.root, None, _NO_ANSWER)])
        # It is starting, and has not written its record, or it is ending.
        sleep(_LOOK_SECONDS)


def _serve(
    project: Project, options: Options, on_ready: Callable[[str], None], journal: Path
) -> None:
    record = journal.with_suffix(".workbench")
    former = read_record(record)
    door = journal.with_suffix(_DOOR_SUFFIX)
    # One that was killed left its own.
    remove_door(door)
    listening = _listen(options.port, former, project)
    access = Access(listening.getsockname()[1], on_used=partial(remove_door, door))
    session = Session(project, journal)
    own = Running(access.port, os.getpid(), access.secret)
    try:
        from waitress.server import create_server

        app = create_workbench(session, access)
        # The port is known before the server: its number is part of what is let in.
        server = create_server(app, sockets=[listening], ident=None, **_LIMITS)
        with _interrupted_by_signals(session):
            session.start(options.locale)
            # On a full disk, it can be used, although no other command can find it.
            with suppress(OSError):
                write_record(record, own)
            address = _address(access.port, access.make_token(), project, options.locale)
            _open(journal, address, options, on_ready)
            server.run()
    finally:
        try:
            session.stop()
        finally:
            if not is_of_another(record, own):
                remove_door(door)
                with suppress(OSError):
                    write_record(record, Running(access.port))


@contextmanager
def _interrupted_by_signals(session: Session) -> Iterator[None]:
    """Let signals that end a program end it as Ctrl+C does, whatever the application is doing.

    Those that are ignored, as under ``nohup``, still are.
    """

    def interrupt(*_: object) -> None:
        # Threads that wait for the application would hold up the server's end.
        session.preview.interrupt()
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    former = {number: signal.getsignal(number) for number in numbers}
    try:
        for number, handler in former.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, interrupt)
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _require_catalogs(project: Project, locale: str) -> None:
    folders = project.folders()
    if not folders:
        raise SettingsError([report_missing(project, code=NO_CATALOG)])
    if locale and match_folder(locale, folders) is None:
        text = N_("no catalog for %(locale)s; create it with kfor-i18n init %(locale)s, or choose "
                  "from %(known)s")  # fmt: skip
        problem = Problem(NO_CATALOG, text, {"locale": locale, "known": ", ".join(folders)})
        raise SettingsError([Finding(project.translations, None, problem)])


def find_tracked(project: Project) -> list[Finding]:
    """Return a warning for each compiled catalog that git tracks: each save changes it."""
    compiled = [project.compiled_path(path) for path in project.catalogs()]
    there = [path for path in compiled if path.exists()]
    problem = Problem(
        TRACKED,
        N_("compiled catalog tracked by git, so each save leaves an uncommitted change; run "
           "git rm --cached for it, and add *.mo to .gitignore"),
    )  # fmt: skip
    return [Finding(path, None, problem) for path in list_tracked(project.root, there)]


def find_ignored(project: Project, running: Running, app: str, port: int) -> list[Finding]:
    """Return a warning if a workbench that runs already was to have another app or port."""
    names = ["--app"] if app else []
    names += ["--port"] if port not in (0, running.port) else []
    problem = Problem(
        IGNORED,
        N_("%(options)s ignored, because the workbench of this project is already running; stop "
           "it, then run the command again"),
        {"options": ", ".join(names)},
    )  # fmt: skip
    return [Finding(project.root, None, problem)] if names else []


def _listen(port: int, former: Running | None, project: Project) -> socket.socket:
    """Return a socket on the port asked for, or on the former, or on any."""
    wanted = [port] if port else [former.port if former else 0, 0]
    for number in wanted:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, number))
            return listening
        except OSError:
            listening.close()
    problem = Problem(
        PORT,
        N_("cannot listen on port %(port)s, which is in use or not permitted; choose another one "
           "with --port"),
        {"port": port},
    )  # fmt: skip
    raise SettingsError([Finding(project.root, None, problem)])


def _address(port: int, token: str, project: Project, locale: str) -> str:
    folder = match_folder(locale, project.folders()) if locale else None
    domain = next(iter(project.domains))
    where = f"&catalog={quote(f'{folder}.{domain}')}" if folder else ""
    return f"http://{HOST}:{port}{ENTRANCE}#token={token}{where}"


def _open(journal: Path, address: str, options: Options, say: Callable[[str], None]) -> None:
    """Say an address, and open it in the browser by way of a file.

    A program's arguments can be read by every user of the machine, and the address is a key.
    """
    say(address)
    if not options.is_opened:
        return
    door = journal.with_suffix(_DOOR_SUFFIX)
    write_door(door, address)
    webbrowser.open(door.as_uri())
