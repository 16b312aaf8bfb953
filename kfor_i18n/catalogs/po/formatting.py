"""Formatting of templates and catalogs, except files that another tool formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.po.file import PoFile, read_po
from kfor_i18n.catalogs.po.normal_form import Order, Profile, normalise
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import is_there
from kfor_i18n.files import lock_folder, write_atomically

FORMAT_KEPT = Code(
    "format-kept",
    N_("File formatted by another tool"),
    N_("The X-Generator field of the header names a tool that formats its files in its own way."),
    severity="warning",
)


FORMAT_OFF = Code(
    "format-off",
    N_("File not formatted because the profile is off"),
    N_("With the profile off, files are formatted only with --force."),
    severity="warning",
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """The result of formatting a file: its text before and after.

    ``left`` is the reason for leaving the file as it is; then both texts are the same. A file that
    cannot be read has ``findings`` and no text.
    """

    path: Path
    before: str = ""
    after: str = ""
    left: Problem | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def has_changed(self) -> bool:
        """Whether formatting changes the file's text."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """Options of ``format_files``.

    ``force``: format all files, including those that Poedit or Weblate formats, and even with the
    profile ``off``.
    """

    profile: Profile
    order: Order = "file"
    force: bool = False


def format_files(
    project: Project, options: FormatOptions, files: Sequence[Path], *, check: bool = False
) -> list[Formatted]:
    """Format templates and catalogs, under the project's lock.

    With ``check``, nothing is written. A file that cannot be read is skipped: its errors are in
    its result.
    """
    with lock_folder(project.translations):
        return [_format_file(path, options, check=check) for path in files]


def _format_file(path: Path, options: FormatOptions, *, check: bool) -> Formatted:
    try:
        po = read_po(path)
    except CatalogError as error:
        return Formatted(path, findings=error.findings)
    left = _find_reason_to_leave(po, options)
    result = Formatted(path, po.text, format_text(po, options), left)
    if result.has_changed and not check:
        write_atomically(path, po.encode(result.after))
    return result


def find_files(project: Project) -> list[Path]:
    """Return the paths of a project's templates and catalogs, by domain."""
    files: list[Path] = []
    for domain in project.domains:
        template = project.template(domain)
        files += [template] if is_there(template) else []
        files += project.catalogs(domain)
    return files


def format_text(po: PoFile, options: FormatOptions) -> str:
    """Return a file's text in its normal form, or unchanged if the file is to be left as it is."""
    if _find_reason_to_leave(po, options):
        return po.text
    return normalise(po, options.profile, options.order)


def _find_reason_to_leave(po: PoFile, options: FormatOptions) -> Problem | None:
    if options.force:
        return None
    if options.profile.is_off:
        return Problem(
            FORMAT_OFF, N_("skipped, because the profile is off; use --force to format it anyway")
        )
    tool = po.headers.get("x-generator", "").partition(" ")[0]
    if tool.lower() not in ("poedit", "weblate"):
        return None
    problem = N_("skipped, because %(tool)s maintains it; use --force to format it anyway")
    return Problem(FORMAT_KEPT, problem, {"tool": tool})
