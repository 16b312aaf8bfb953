"""The templates of a project's domains, and the catalogs that belong to its main template."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from kfor_i18n.catalogs.adoption.runs import Run
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.settings.layout import directory_of
from kfor_i18n.catalogs.settings.survey import Group, Survey


def choose_groups(root: Path, found: Survey, runs: Sequence[Run]) -> list[Group]:
    """Return the groups of the project's own catalogs, the main one first.

    They are those that pybabel is called for; where no call names any, those nearest to the
    template that is nearest to the project's directory.
    """
    named = [run.path(name) for run in runs for name in ("output-dir", "directory")]
    wanted = [group for group in found.groups if _folder_of(root, group) in named]
    main = next(iter(wanted or _sort_by_templates(root, found)), None)
    if main is None:
        return []
    stems = {Path(path).stem for path in found.templates} | {
        run.arguments.get("domain") for run in runs
    }
    alike = [group for group in found.groups if group.catalogs == main.catalogs]
    return [group for group in alike if group is main or group.domain in stems]


def _folder_of(root: Path, group: Group) -> Path:
    return root / directory_of(group.catalogs)


def _sort_by_templates(root: Path, found: Survey) -> list[Group]:
    templates = [Path(path) for path in found.templates]
    depth = min((len(path.parts) for path in templates), default=0)
    folders = [root / path.parent for path in templates if len(path.parts) == depth]

    def distance(group: Group) -> int:
        folder = _folder_of(root, group)
        return min((_distance(folder, each) for each in folders), default=0)

    return sorted(found.groups, key=distance)


def find_templates(
    root: Path, domains: Sequence[str], catalogs: str, found: Survey, runs: Sequence[Run]
) -> dict[str, Path | None]:
    """Return the templates by domain, whether they are there or not; ``None`` where none is known.

    The one template that no domain has is that of the one domain without any, whatever its name;
    other templates beside those of the domains are domains themselves.
    """
    directory = root / directory_of(catalogs)
    paths = [root / path for path in found.templates]
    outputs = [run.path("output-file") for run in runs if run.arguments.command == "extract"]
    known = list(dict.fromkeys(path for path in (*paths, *outputs) if path))
    templates = {
        name: _find_input(name, directory, runs) or _find_nearest(name, directory, known)
        for name in domains
    }
    bare = [name for name, path in templates.items() if path is None]
    free = [path for path in known if path not in templates.values()]
    if len(bare) == len(free) == 1:
        templates[bare[0]] = free[0]
    for path in paths:
        is_near = any(other and other.parent == path.parent for other in templates.values())
        if is_near and path not in templates.values() and path.stem not in templates:
            templates[path.stem] = path
    return templates


def _find_input(domain: str, directory: Path, runs: Iterable[Run]) -> Path | None:
    """Return the template that calls bring into a domain's catalogs."""
    for run in runs:
        target = run.path("output-dir")
        if run.arguments.command in ("init", "update") and target in (None, directory):
            path = run.path("input-file")
            if path and (run.arguments.get("domain") or "messages") == domain:
                return path
    return None


def _find_nearest(domain: str, directory: Path, known: Iterable[Path]) -> Path | None:
    alike = [path for path in known if path.stem == domain]
    return min(alike, key=lambda path: _distance(path.parent, directory), default=None)


def _distance(one: Path, other: Path) -> int:
    return len(Path(os.path.relpath(one, other)).parts)


def find_base(root: Path, template: Path) -> Path:
    """Return the directory that a template's references are relative to.

    That is the one, of those that the template is in, from which most of the files can be found.
    """
    try:
        entries = read_po(template).live
    except CatalogError:
        return root
    files = {
        each.rpartition(":")[0] or each for entry in entries for each in read_references(entry)
    }
    above = [root, *(path for path in template.parents if path.is_relative_to(root))]
    return max(above, key=lambda folder: sum((folder / file).is_file() for file in files))
