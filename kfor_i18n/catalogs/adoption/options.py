"""Settings for the options that pybabel is called with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.adoption.evidence import Evidence
from kfor_i18n.catalogs.adoption.runs import Run
from kfor_i18n.catalogs.extraction import KEYWORDS
from kfor_i18n.catalogs.po.comments import EXTRACTED, comment_lines, read_references
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.problems import CatalogError

_BABEL_WIDTH = 76
_STEPS: Mapping[str, Sequence[str]] = {
    "update": ("no-fuzzy-matching", "ignore-obsolete"),
    "compile": ("use-fuzzy",),
}
_HEADER = {
    "project": "name",
    "version": "version",
    "copyright-holder": "copyright-holder",
    "msgid-bugs-address": "bugs-address",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that is written: its name, its value, and the place that it comes from, if any."""

    name: str
    value: object
    place: str = ""


def read_extraction(evidence: Evidence) -> Iterator[Setting]:
    """Yield the settings of a domain's extraction: from its call or its template."""
    run = evidence.extract
    if run is None:
        if evidence.template and evidence.template.exists():
            yield from _read_habits(evidence.template)
        return
    place, arguments = f"{run.file}:{run.line}", run.arguments
    keywords = arguments.options.get("keywords", ())
    has_defaults = not arguments.has("no-default-keywords")
    keywords = tuple(k for k in keywords if not (has_defaults and k in KEYWORDS))
    if keywords:
        yield Setting("keywords", list(keywords), place)
    if not has_defaults:
        yield Setting("default-keywords", False, place)
    yield Setting("comment-tags", list(arguments.options.get("add-comments", ())), place)
    if arguments.has("strip-comments"):
        yield Setting("strip-comment-tags", True, place)
    locations = "never" if arguments.has("no-location") else arguments.get("add-location") or "full"
    if locations != "file":
        yield Setting("locations", locations, place)
    if arguments.has("sort-output") or arguments.has("sort-by-file"):
        yield Setting("sort", "msgid" if arguments.has("sort-output") else "file", place)


def read_writing(run: Run) -> Iterator[Setting]:
    """Yield the settings of how a template is written: its width, and the names in its header.

    Documentation has names that the reader shall replace; they are left out.
    """
    place, arguments = f"{run.file}:{run.line}", run.arguments
    width = arguments.get("width")
    columns = int(width) if width.isdecimal() else _BABEL_WIDTH
    yield Setting("width", 0 if arguments.has("no-wrap") else columns, place)
    for option, name in _HEADER.items() if not run.is_documented else ():
        if value := arguments.get(option):
            yield Setting(name, value, place)


def _read_habits(template: Path) -> Iterator[Setting]:
    """Yield the settings that a template shows, where no call of pybabel was found."""
    try:
        entries = read_po(template).live
    except CatalogError:
        return
    if not any(comment_lines(entry, EXTRACTED) for entry in entries):
        yield Setting("comment-tags", [], template.name)
    references = [reference for entry in entries for reference in read_references(entry)]
    if any(reference.rpartition(":")[2].isdigit() for reference in references):
        yield Setting("locations", "full", template.name)
    elif entries and not references:
        yield Setting("locations", "never", template.name)


def read_steps(runs: Iterable[Run]) -> Iterator[Setting]:
    """Yield the settings of update and compile, from the calls that name their directory if any."""
    for command, names in _STEPS.items():
        alike = [run for run in runs if run.arguments.command == command]
        exact = [run for run in alike if run.path("output-dir") or run.path("directory")]
        for name in names:
            run = next((run for run in exact or alike if run.arguments.has(name)), None)
            if run:
                yield Setting(name, True, f"{run.file}:{run.line}")
