"""What a workbench that runs leaves in the user's state directory: the ways to it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from hmac import compare_digest
from html import escape
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import mkstemp

from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError
from kfor_i18n.files import hold_file
from kfor_i18n.workbench.web.access import RESERVED
from kfor_i18n.workbench.web.handshake import Handshake

HOST = "127.0.0.1"
"""The address that a workbench listens on."""

_SECONDS = 5.0
_PRIVATE = 0o700
_OPEN_TO_OTHERS = 0o022
_ANSWER_BYTES = 1_000

STATE = Code(
    "workbench-state",
    N_("State directory cannot be used"),
    N_(
        "Drafts and the key of the workbench are in kfor-i18n in the state directory of the user "
        "(XDG_STATE_HOME). Nobody else may be able to change what is there."
    ),
)


_UNUSABLE = N_(
    "cannot be used: %(error)s; make the directory writable, or name another one in XDG_STATE_HOME"
)


@dataclass(frozen=True)
class Running:
    """A workbench that runs, or ran: its port, its process, and the secret to ask it by."""

    port: int
    pid: int = 0
    secret: str = ""


def require_private(folder: Path) -> None:
    """Make a directory that only the user may change. Raises ``SettingsError`` if it is another's.

    Whoever could change it could put a link there, or a secret that the command would believe.
    """
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    if os.name != "posix":
        return
    if {folder.lstat().st_uid, folder.stat().st_uid} != {os.geteuid()}:
        text = N_("the directory belongs to another user; name another one in XDG_STATE_HOME")
        raise SettingsError([Finding(folder, None, Problem(STATE, text))])
    if folder.stat().st_mode & _OPEN_TO_OTHERS:
        folder.chmod(_PRIVATE)


@contextmanager
def hold_state(journal: Path) -> Iterator[bool]:
    """Yield whether no other workbench uses a journal, and keep others from it until the end.

    Raises ``SettingsError`` if its directory is another user's, or cannot be written.
    """
    with ExitStack() as stack:
        try:
            require_private(journal.parent)
            is_first = stack.enter_context(hold_file(journal.with_suffix(".lock")))
        except OSError as error:
            values = {"error": error.strerror or error}
            raise SettingsError(
                [Finding(journal.parent, None, Problem(STATE, _UNUSABLE, values))]
            ) from None
        yield is_first


def remove_door(door: Path, token: str = "") -> None:
    """Remove the file that opens the browser, if it is the one for a token."""
    with suppress(OSError):
        if token in door.read_text(encoding="utf-8"):
            door.unlink()


def write_door(door: Path, address: str) -> None:
    """Write a file that leads a browser to an address, and that only the user may read.

    Raises ``OSError``.
    """
    url = escape(address)
    _write_private(
        door, f'<!doctype html><meta http-equiv="refresh" content="0;url={url}">'.encode()
    )


def ask_for_token(running: Running) -> str | None:
    """Agree on a token with a workbench that may be running; return ``None`` if it is not.

    Another program may have its port by now, and answer anything.
    """
    if not running.secret or not _is_alive(running.pid):
        return None
    handshake = Handshake(running.secret, running.port)
    asked = json.dumps({"nonce": handshake.nonce, "question": handshake.question})
    connection = HTTPConnection(HOST, running.port, timeout=_SECONDS)
    try:
        connection.request(
            "POST", f"{RESERVED}again", asked, headers={"Content-Type": "application/json"}
        )
        response = connection.getresponse()
        data = response.read(_ANSWER_BYTES)
        answer = json.loads(data)["answer"] if response.status == HTTPStatus.OK else None
    except (OSError, HTTPException, ValueError, KeyError, TypeError, RecursionError):
        return None
    finally:
        connection.close()
    is_known = compare_digest(str(answer).encode(errors="replace"), handshake.answer.encode())
    return handshake.token if is_known else None


def _is_alive(pid: int) -> bool:
    """Return whether a process of the user has a number."""
    if os.name != "posix":
        # There, a signal would end it.
        return True
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return pid > 0


def read_record(path: Path) -> Running | None:
    """Return the workbench that a file is about, ``None`` if there is none or it is damaged."""
    try:
        found = json.loads(path.read_bytes())
        return Running(int(found["port"]), int(found["pid"]), str(found["secret"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(path: Path, running: Running) -> None:
    """Write a file about a workbench, which only the user may read. Raises ``OSError``."""
    _write_private(path, json.dumps(asdict(running)).encode())


def is_of_another(path: Path, own: Running) -> bool:
    """Return whether a file is about another workbench than one's own.

    If the state directory was removed, the next command starts a second one.
    """
    found = read_record(path)
    return found is not None and found.secret not in ("", own.secret)


def _write_private(path: Path, data: bytes) -> None:
    """Replace a file that only the user may read. A link is replaced, not followed."""
    # mkstemp makes files that are the user's alone, with O_EXCL and O_NOFOLLOW.
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
