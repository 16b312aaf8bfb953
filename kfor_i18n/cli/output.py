"""Output of the commands: text, or one JSON document."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kfor_i18n.catalogs.problems import escape_controls, relative_path, shorten

if TYPE_CHECKING:
    from kfor_i18n.catalogs.messages import Key
    from kfor_i18n.catalogs.problems import Finding

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


class Output:
    """Prints results immediately, or collects them for one JSON document.

    Findings go to standard error, results to standard output; ``quiet`` omits the results.
    """

    def __init__(self, *, is_json: bool, quiet: bool) -> None:
        """Choose between text and JSON."""
        self._is_json = is_json
        self._quiet = quiet
        self._document: dict[str, Any] = {"findings": []}

    def say(self, text: str, *, err: bool = False) -> None:
        """Print a line for people, to standard error if ``err`` is true."""
        if not (self._is_json or self._quiet):
            click.echo(text, err=err)

    def add(self, part: str, item: dict[str, Any]) -> None:
        """Append an object to a list of the JSON document."""
        self._document.setdefault(part, []).append(item)

    def report(self, findings: Iterable[Finding]) -> None:
        """Print findings."""
        for finding in findings:
            self._document["findings"].append(finding.describe(_, Path.cwd()))
            if not self._is_json:
                click.echo(show_finding(finding), err=True)

    def show_diff(self, diff: str) -> None:
        """Print a unified diff: in colour on a terminal, unchanged elsewhere."""
        for line in diff.split("\n")[:-1]:
            self.say(_paint(line) if sys.stdout.isatty() else line)

    def finish(self, status: int) -> NoReturn:
        """Print the JSON document if that is the format, and exit."""
        if self._is_json:
            document = {"ok": status == 0, **self._document}
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        sys.exit(status)

    @contextmanager
    def progress(self, length: int) -> Iterator[Callable[[object], None]]:
        """Show a progress bar on a terminal; yields the function that advances it by one."""
        if self._is_json or self._quiet or length < 2 or not sys.stderr.isatty():
            yield lambda _: None
            return
        with click.progressbar(length=length, file=sys.stderr) as bar:
            yield lambda _: bar.update(1)

    @contextmanager
    def progress_of(self) -> Iterator[Callable[[tuple[int, int]], None]]:
        """Show a progress bar on a terminal; yields a function of how much is done, and of all.

        The length of the bar follows that of all, which may grow.
        """
        if self._is_json or self._quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        with click.progressbar(length=1, file=sys.stderr) as bar:

            def show(progress: tuple[int, int]) -> None:
                done, bar.length = progress[0], max(1, progress[1])
                bar.update(done - bar.pos)

            yield show


def show_path(path: Path) -> str:
    """Return a path as people would type it: relative to the current directory if it is inside.

    The current directory itself is shown by its path, since a dot is easily overlooked.
    """
    folder = Path.cwd()
    return path.as_posix() if path == folder else relative_path(path, folder)


def show_finding(finding: Finding) -> str:
    """Return a finding as a line of text, in the format of ``check``."""
    from kfor_i18n.catalogs.checks.reports import format_text

    return format_text([finding], _, Path.cwd()).removesuffix("\n")


def describe_error(error: OSError) -> str:
    """Return an error of the system as a line of text: the file, if any, and the reason."""
    reason = error.strerror or str(error)
    name = error.filename
    return f"{show_path(Path(name))}: {reason}" if isinstance(name, str) else reason


def show_state(has_changed: bool, *, check: bool = False, command: str = "") -> str:
    """Return a word for what happened to a file, or with ``check`` for what would happen.

    ``command`` is the command that makes the change, with its arguments.
    """
    if not has_changed:
        return _("unchanged")
    if check and command:
        return _("would change; run kfor-i18n %(command)s") % {"command": command}
    if check:
        # Translators: the state of a file, after its path and a colon.
        return _("would change")
    # Translators: the state of a file, after its path and a colon.
    return _("changed")


def show_msgid(msgid: str) -> str:
    """Return a msgid in quotes, on one line and truncated."""
    return shorten(msgid, 60)


def show_key(key: Key) -> str:
    """Return a message's msgid and, in parentheses, its context."""
    context = f" ({escape_controls(key.context)})" if key.context is not None else ""
    return f"{show_msgid(key.msgid)}{context}"


def describe_key(key: Key) -> dict[str, str | None]:
    """Return a message's key as an object for JSON."""
    return {"msgid": key.msgid, "context": key.context}


def make_diff(before: str, after: str, old_name: str, new_name: str) -> str:
    """Return a unified diff of two texts that ``patch`` and ``git apply`` read."""
    from difflib import unified_diff

    from kfor_i18n.catalogs.po.file import split_lines

    lines = unified_diff(split_lines(before), split_lines(after), old_name, new_name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _paint(line: str) -> str:
    return click.style(escape_controls(line), fg=_COLOURS.get(line[:1]))
