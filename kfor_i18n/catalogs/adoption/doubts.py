"""What ``adopt`` cannot take from a project as it stands, and says with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kfor_i18n.catalogs.adoption.runs import Run
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem

SOURCES = Code(
    "adopt-sources",
    N_("Call of pybabel whose sources are not known"),
    N_(
        "Where a call of pybabel names its sources by what only a shell knows, or names some that "
        "are not there, kfor-i18n adopt cannot tell what it reads. Messages of sources that the "
        "settings leave out would become obsolete."
    ),
    severity="warning",
)


OUTSIDE = Code(
    "adopt-outside",
    N_("Call of pybabel for files outside of the project"),
    N_(
        "Templates and catalogs are files of the project; kfor-i18n adopt leaves other calls aside."
    ),
    severity="warning",
)


NOTHING = Code(
    "adopt-nothing",
    N_("Project without anything to adopt"),
    N_(
        "kfor-i18n adopt makes settings from calls of pybabel, from mapping files, templates and "
        "catalogs of gettext, or from gettext calls in the sources."
    ),
)

_WRITTEN = ("output-file", "output-dir", "directory", "input-file")


def find_doubts(root: Path, run: Run) -> Iterator[Finding]:
    """Yield a warning for each source of a call of extract that is unknown or not there."""
    path = root / run.file
    patterns = tuple(word for word in run.arguments.paths if "*" in word)
    for word in (*run.arguments.unknown, *patterns):
        problem = Problem(
            SOURCES,
            N_(
                "%(word)s is known only where the call runs; after adopt, write what it stands for "
                "as mapping or sources of the domain"
            ),
            {"word": word},
        )
        yield Finding(path, run.line, problem)
    for word, source in zip(run.arguments.paths, run.paths, strict=True):
        if word not in patterns and not source.exists():
            problem = Problem(
                SOURCES,
                N_(
                    "the source %(word)s is not there; correct the call, or the sources after adopt"
                ),
                {"word": word},
            )
            yield Finding(path, run.line, problem)


def find_outside(root: Path, run: Run) -> Iterator[Finding]:
    """Yield a warning for each template or directory of catalogs that is outside of a project."""
    for name in _WRITTEN:
        path = run.path(name)
        if path and not path.is_relative_to(root):
            problem = Problem(
                OUTSIDE,
                N_("%(path)s is outside of the project; the call is not used"),
                {"path": run.arguments.get(name)},
            )
            yield Finding(root / run.file, run.line, problem)


def report_nothing(root: Path, outside: Iterable[Finding]) -> CatalogError:
    """Return the error of a project in which nothing is of gettext, after what is outside of it."""
    problem = Problem(
        NOTHING,
        N_(
            "has neither a call of pybabel nor a catalog of gettext; begin with a babel.cfg, or "
            "name the project with --project"
        ),
    )
    return CatalogError([*outside, Finding(root, None, problem)])
