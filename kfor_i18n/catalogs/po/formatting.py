"""Files put into their normal form, but for those that another tool keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.po.file import PoFile, read_po
from kfor_i18n.catalogs.po.normal_form import Order, Profile, normalise
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.files import lock_folder, write_atomically

FORMAT_KEPT = Code(
    "format-kept",
    N_("File left as it is because another tool formats it"),
    N_("The header's X-Generator names a tool that formats its files in its own way."),
    severity="warning",
)


FORMAT_OFF = Code(
    "format-off",
    N_("File left as it is because the profile is off"),
    N_("With the profile off, files are formatted only with --force."),
    severity="warning",
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file's text before and after; where it was left alone, both are the same.

    ``left`` says why it was, in a way that can be translated.
    """

    path: Path
    before: str
    after: str
    left: Problem | None = None

    @property
    def has_changed(self) -> bool:
        """Whether the normal form is another text."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """How files are formatted; ``force``: those that another tool keeps as well."""

    profile: Profile
    order: Order = "file"
    force: bool = False


def format_files(
    project: Project, options: FormatOptions, files: Sequence[Path] = (), *, check: bool = False
) -> list[Formatted]:
    """Put files into their normal form; without any, all templates and catalogs of the project.

    With ``check`` nothing is written. Raises ``CatalogError`` with all that is wrong in files that
    cannot be read; then nothing is written either.
    """
    results: list[tuple[PoFile, Formatted]] = []
    findings: list[Finding] = []
    with lock_folder(project.translations):
        for path in files or _find_files(project):
            try:
                po = read_po(path)
            except CatalogError as error:
                findings += error.findings
                continue
            left = None if options.force else _why_left(po, options.profile)
            after = po.text if left else normalise(po, options.profile, options.order)
            results.append((po, Formatted(path, po.text, after, left)))
        if findings:
            raise CatalogError(findings)
        for po, result in results:
            if result.has_changed and not check:
                write_atomically(result.path, po.encode(result.after))
    return [result for _, result in results]


def _find_files(project: Project) -> Iterator[Path]:
    for domain in project.domains:
        template = project.template(domain)
        if template.exists():
            yield template
        yield from project.catalogs(domain)


def _why_left(po: PoFile, profile: Profile) -> Problem | None:
    if profile.is_off:
        return Problem(FORMAT_OFF, N_("left alone, since the profile is off; see --force"))
    keeper = po.headers.get("x-generator", "").partition(" ")[0]
    if keeper.lower() not in ("poedit", "weblate"):
        return None
    problem = N_("left alone, since %(tool)s keeps it; see --force")
    return Problem(FORMAT_KEPT, problem, {"tool": keeper})
