"""What a command prints: for people, or as one JSON document for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from kfor_i18n.catalogs.problems import Finding


class Output:
    """Prints a command's results as they come, or gathers them for one JSON document.

    Findings go to standard error, results to standard output; ``quiet`` leaves only findings.
    """

    def __init__(self, *, is_json: bool, quiet: bool) -> None:
        """Take the form of what is printed."""
        self._is_json = is_json
        self._quiet = quiet
        self._document: dict[str, Any] = {"findings": []}

    def say(self, text: str) -> None:
        """Print a line for people."""
        if not (self._is_json or self._quiet):
            click.echo(text)

    def add(self, part: str, item: dict[str, Any]) -> None:
        """Add an object to a list of the JSON document."""
        self._document.setdefault(part, []).append(item)

    def report(self, findings: Iterable[Finding]) -> None:
        """Print findings."""
        for finding in findings:
            self._document["findings"].append(_describe(finding))
            if not self._is_json:
                click.echo(f"{_severity(finding)}{_relative(finding).text(_)}", err=True)

    def finish(self, status: int) -> NoReturn:
        """Print the JSON document if it is wanted, and leave with an exit status."""
        if self._is_json:
            document = {"ok": status == 0, **self._document}
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        sys.exit(status)

    @contextmanager
    def progress(self, length: int) -> Iterator[Callable[[object], None]]:
        """Show a bar on a terminal while work goes on; gives the function that moves it by one."""
        if self._is_json or self._quiet or length < 2 or not sys.stderr.isatty():
            yield lambda _: None
            return
        with click.progressbar(length=length, file=sys.stderr) as bar:
            yield lambda _: bar.update(1)


def show_path(path: Path) -> str:
    """Return a path as people would type it: from the current folder where it lies below that."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def show_state(has_changed: bool, *, check: bool = False) -> str:
    """Return what became of a file, or with ``check`` would become of it, as a word."""
    if not has_changed:
        return _("unchanged")
    return _("would change") if check else _("changed")


def shorten(text: str, width: int = 60) -> str:
    """Return a text in quotes, on one line and cut at a width."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= width else line[: width - 1] + "…"}"'


def _relative(finding: Finding) -> Finding:
    from dataclasses import replace

    return replace(finding, path=Path(show_path(finding.path)))


def _severity(finding: Finding) -> str:
    return click.style(_("warning: "), fg="yellow") if finding.severity == "warning" else ""


def _describe(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.problem.code.name,
        "severity": finding.severity,
        "path": show_path(finding.path),
        "line": finding.line,
        "msgid": finding.msgid,
        "message": finding.problem.text(_),
    }
