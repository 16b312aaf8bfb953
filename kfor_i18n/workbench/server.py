"""The workbench's server: one for each project, on a loopback address, opened in a browser."""

from __future__ import annotations

import json
import os
import socket
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from kfor_i18n.catalogs.git.ignored import list_tracked
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.files import write_atomically
from kfor_i18n.locales import match_folder
from kfor_i18n.workbench.live.journal import journal_path
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.access import ENTRANCE, RESERVED, Access
from kfor_i18n.workbench.web.app import create_workbench

HOST = "127.0.0.1"
_THREADS = 8
_SECONDS = 5.0
_DOORS = (0o600, 0o700)
"""The permissions of what only the user may read: files and directories."""

PORT = Code(
    "workbench-port",
    N_("Port in use"),
    N_("Another program listens on the port that --port names."),
)


NO_CATALOG = Code(
    "workbench-catalog",
    N_("No catalog to translate"),
    N_(
        "In the workbench, you translate the catalogs of a project. kfor-i18n init creates a "
        "catalog."
    ),
)


TRACKED = Code(
    "workbench-tracked",
    N_("Compiled catalog in git"),
    N_("Compiled catalogs are made from the catalogs. In git, they only cause conflicts."),
    severity="warning",
)


@dataclass(frozen=True)
class Running:
    """A workbench that runs, or ran: its port, its process, and the secret to ask it by."""

    port: int
    pid: int = 0
    secret: str = ""


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
) -> None:
    """Serve the workbench of a project until it is interrupted.

    ``on_ready`` is called with its address, which lets a browser in once. If the project's
    workbench runs already, only that is done. Raises ``SettingsError`` for a port that is in use or
    a locale without a catalog, and ``OSError`` if the user's state directory cannot be used.
    """
    _require_catalogs(project, options.locale)
    journal = journal_path(project.root, environment)
    record = journal.with_suffix(".workbench")
    former = _read(record)
    if former and (token := _ask_for_token(former)):
        address = _address(former.port, token, project, options.locale)
        _open(journal, address, options, on_ready)
        return
    listening = _listen(options.port, former, project)
    access = Access(listening.getsockname()[1])
    session = Session(project, journal)
    try:
        from waitress.server import create_server

        app = create_workbench(session, access)
        # The port is known before the server: its number is part of what is let in.
        server = create_server(app, sockets=[listening], threads=_THREADS, ident=None)
        session.start(options.locale)
        _write(record, Running(access.port, os.getpid(), access.secret))
        address = _address(access.port, access.make_token(), project, options.locale)
        _open(journal, address, options, on_ready)
        server.run()
    finally:
        session.stop()
        with suppress(OSError):
            _write(record, Running(access.port))


def _require_catalogs(project: Project, locale: str) -> None:
    folders = project.folders()
    if not folders:
        problem = Problem(NO_CATALOG, N_("no catalog yet; create one with kfor-i18n init LOCALE"))
        raise SettingsError([Finding(project.translations, None, problem)])
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
    return (
        [Finding(path, None, problem) for path in list_tracked(project.root, there)]
        if there
        else []
    )


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
    door = journal.with_suffix(".html")
    _write_private(
        door, f'<!doctype html><meta http-equiv="refresh" content="0;url={address}">'.encode()
    )
    webbrowser.open(door.as_uri())


def _ask_for_token(running: Running) -> str | None:
    """Ask a workbench that may be running for a token; return ``None`` if it is not."""
    if not running.secret:
        return None
    connection = HTTPConnection(HOST, running.port, timeout=_SECONDS)
    try:
        connection.request(
            "POST", f"{RESERVED}again", headers={"Authorization": f"Bearer {running.secret}"}
        )
        response = connection.getresponse()
        token = json.loads(response.read())["token"] if response.status == 200 else None
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()
    return token if isinstance(token, str) else None


def _read(path: Path) -> Running | None:
    try:
        found = json.loads(path.read_bytes())
        return Running(int(found["port"]), int(found["pid"]), str(found["secret"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, running: Running) -> None:
    _write_private(path, json.dumps(asdict(running)).encode())


def _write_private(path: Path, data: bytes) -> None:
    """Replace a file that only the user may read."""
    file_mode, folder_mode = _DOORS
    path.parent.mkdir(mode=folder_mode, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, file_mode)
    os.close(descriptor)
    path.chmod(file_mode)
    write_atomically(path, data)
