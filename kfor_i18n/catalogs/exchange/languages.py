"""Languages in exchanged files: BCP 47 tags for a catalog's folder, and the folder for a tag."""

from __future__ import annotations

import re

from kfor_i18n.catalogs.project import Project

DEFAULT_SOURCE = "en"

_SCRIPTS = {
    "arabic": "Arab", "cyrillic": "Cyrl", "devanagari": "Deva", "latin": "Latn", "latn": "Latn",
}  # fmt: skip
_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_VARIANT = re.compile("[a-z0-9]{5,8}|[0-9][a-z0-9]{3}")


def language_tag(folder: str) -> str:
    """Return the BCP 47 tag for a catalog's folder: ``pt_BR`` gives pt-BR, ``sr@latin`` sr-Latn."""
    name, _, modifier = folder.partition("@")
    language, *rest = name.partition(".")[0].replace("_", "-").split("-")
    modifier = modifier.lower()
    if modifier in _SCRIPTS:
        rest.insert(0, _SCRIPTS[modifier])
    elif _VARIANT.fullmatch(modifier):
        rest.append(modifier)
    elif modifier:
        rest += ["x", re.sub("[^a-z0-9]", "", modifier)[:8] or "modified"]
    return "-".join([language, *rest])


def read_source_language(headers: dict[str, str]) -> str:
    """Return the tag of a catalog's source language: as its header has it, else English."""
    tag = headers.get("x-source-language", "").replace("_", "-")
    return tag if _TAG.fullmatch(tag) else DEFAULT_SOURCE


def list_folders(project: Project) -> list[str]:
    """Return the folders of the languages that a project has catalogs of."""
    return sorted(
        {path.parent.parent.name for name in project.domains for path in project.catalogs(name)}
    )


def find_folder(project: Project, tag: str) -> str | None:
    """Return the folder for a language as people or other tools write it, ``None`` where none is.

    ``sl-SI`` finds ``sl`` where there is nothing nearer.
    """
    folders = list_folders(project)
    if tag in folders:
        return tag
    tags = {language_tag(folder).lower(): folder for folder in folders}
    wanted = language_tag(tag).lower()
    while wanted:
        if wanted in tags:
            return tags[wanted]
        wanted = wanted.rpartition("-")[0]
    return None
