"""What ``adopt`` cannot use in a project, reported with its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kfor_i18n.catalogs.adoption.runs import Run
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem

SOURCES = Code(
    "adopt-sources",
    N_("pybabel call with unknown sources"),
    N_(
        "If a pybabel call takes its sources from a shell expression, or names sources that "
        "do not exist, kfor-i18n adopt cannot determine which files the call reads. Messages "
        "from sources that are missing from the settings would become obsolete."
    ),
    severity="warning",
)


OUTSIDE = Code(
    "adopt-outside",
    N_("pybabel call for files outside the project"),
    N_(
        "Templates and catalogs must be inside the project. kfor-i18n adopt ignores calls "
        "for other files."
    ),
    severity="warning",
)


NOTHING = Code(
    "adopt-nothing",
    N_("Nothing to adopt"),
    N_(
        "kfor-i18n adopt derives settings from pybabel calls, mapping files, gettext "
        "templates and catalogs, or gettext calls in the sources."
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
                "%(word)s is known only when the call runs; after adopt, write its value in "
                "the mapping or sources setting of the domain"
            ),
            {"word": word},
        )
        yield Finding(path, run.line, problem)
    for word, source in zip(run.arguments.paths, run.paths, strict=True):
        if word not in patterns and not source.exists():
            problem = Problem(
                SOURCES,
                N_(
                    "missing source %(word)s; correct the call or, after adopt, the sources setting"
                ),
                {"word": word},
            )
            yield Finding(path, run.line, problem)


def find_outside(root: Path, run: Run) -> Iterator[Finding]:
    """Yield a warning for each template or directory of catalogs that is outside the project."""
    for name in _WRITTEN:
        path = run.path(name)
        if path and not path.is_relative_to(root):
            problem = Problem(
                OUTSIDE,
                N_(
                    "%(path)s is outside the project, so the call is ignored; to include the "
                    "call, use --project with a directory that contains both the project and this "
                    "path"
                ),
                {"path": run.arguments.get(name)},
            )
            yield Finding(root / run.file, run.line, problem)


def report_nothing(root: Path, outside: Iterable[Finding]) -> CatalogError:
    """Return the error of a project without anything to adopt, after the findings ``outside``."""
    problem = Problem(
        NOTHING,
        N_(
            "no pybabel call, gettext catalog or gettext call found; create a babel.cfg, or "
            "pass another directory with --project"
        ),
    )
    return CatalogError([*outside, Finding(root, None, problem)])
