"""Running git, each command as a process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError

NO_GIT = Code(
    "no-git",
    N_("git is not installed"),
    N_("The command needs git to read the history or the configuration of the project."),
)


NO_REPOSITORY = Code(
    "no-repository",
    N_("Directory not in a git repository"),
    N_("The command needs git to read the history or the configuration of the project."),
)


_PATIENCE = 300.0
"""How long, in seconds, hooks and other programs may take."""


def ask_git(folder: Path, *arguments: str) -> bytes | None:
    """Run git in a directory; return its standard output, or ``None`` if it fails.

    Raises ``SettingsError`` if git is not installed or the directory is not in a repository.
    """
    done = _run(folder, arguments)
    if done.returncode == 0:
        return done.stdout
    if _run(folder, ["rev-parse", "--git-dir"]).returncode == 0:
        return None
    reason = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
    if reason.startswith("not a git repository"):
        text = N_("not a git repository; create one with git init")
    else:
        text = N_(
            "git cannot use this directory: %(reason)s; correct what git reports, then run the "
            "command again"
        )
    problem = Problem(NO_REPOSITORY, text, {"reason": reason})
    raise SettingsError([Finding(folder, None, problem)])


def find_user(folder: Path) -> str:
    """Return git's user in a directory as ``NAME <ADDRESS>``, or "" if there is none or no git."""
    try:
        values = [ask_git(folder, "config", f"user.{name}") for name in ("name", "email")]
    except SettingsError:
        return ""
    name, address = ((value or b"").decode("utf-8", "replace").strip() for value in values)
    return f"{name} <{address}>" if name and address else ""


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended: its exit status, and what it printed, errors too."""

    status: int
    output: str


def run_git(
    folder: Path,
    *arguments: str,
    stdin: bytes = b"",
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Done:
    """Run git in a directory, for people: in their language, and never asking them anything.

    Raises ``SettingsError`` if git is not installed.
    """
    return run_program(_command(folder, arguments), folder, stdin, variables)


def run_program(
    command: Sequence[str],
    folder: Path,
    stdin: bytes = b"",
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Done:
    """Run a program in a directory, for as long as it may take; raises ``OSError`` if it cannot."""
    own = {name: value for name, value in os.environ.items() if name != "GIT_INDEX_FILE"}
    with subprocess.Popen(  # noqa: S603 - no shell
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env={**own, "GIT_TERMINAL_PROMPT": "0", **variables},
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            output, _ = process.communicate(stdin, timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            _kill(process)
            output, _ = process.communicate()
    return Done(process.returncode, output.decode("utf-8", "replace").strip())


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started, which may hold what it prints to open."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@contextmanager
def start_git(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a running git that is asked by its standard input, and end it afterwards.

    Raises ``SettingsError`` if git is not installed.
    """
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    command = _command(folder, arguments)
    with subprocess.Popen(  # noqa: S603 - no shell
        command, stdin=pipe, stdout=pipe, stderr=none, env=_environment()
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _run(
    folder: Path, arguments: list[str] | tuple[str, ...]
) -> subprocess.CompletedProcess[bytes]:
    command = _command(folder, arguments)
    return subprocess.run(command, capture_output=True, check=False, env=_environment())  # noqa: S603 - no shell


def _command(folder: Path, arguments: Sequence[str]) -> list[str]:
    program = shutil.which("git")
    if program is None:
        problem = Problem(NO_GIT, N_("git is required for this command; install it"))
        raise SettingsError([Finding(folder, None, problem)])
    return [program, "-C", str(folder), *arguments]


def _environment() -> dict[str, str]:
    # The reason for a failure is read, so it must be in git's own language.
    return {**os.environ, "LC_ALL": "C"}
