"""What a project should know before it is adopted: of its messages, its template and git."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kfor_i18n.catalogs.git.ignored import find_ignoring_line
from kfor_i18n.catalogs.po.file import PoFile, read_po
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem, relative_path
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.workflow import Extracted, Updated

EMPTIED = Code(
    "adopt-emptied",
    N_("No messages found in the sources"),
    N_(
        "The template or the catalogs have messages, but no source that the mapping file matches "
        "has any. All translations would become obsolete, so kfor-i18n adopt writes nothing."
    ),
)


IGNORED = Code(
    "adopt-ignored",
    N_("Template ignored by git"),
    N_(
        "kfor-i18n sync --check and kfor-i18n check compare the template with the sources. If it "
        "is not committed, both fail in a fresh clone."
    ),
    severity="warning",
)


KEYS = Code(
    "adopt-keys",
    N_("Msgids that look like keys"),
    N_(
        "If the msgids are keys, the source setting names the locale whose catalogs contain the "
        "texts. All other translations are then checked against them."
    ),
    severity="warning",
)

_KEY = re.compile(r"\w+(?:[.:_-]\w+)+")
_FEWEST, _NEARLY_ALL = 3, 0.9


def find_emptied(extracted: Sequence[Extracted], updates: Sequence[Updated]) -> Iterator[Finding]:
    """Yield an error for the templates, else the first catalog, that would lose all messages.

    Not where sources could not be read: that is said already.
    """
    if any(each.has_errors for each in extracted):
        return
    problem = Problem(
        EMPTIED,
        N_(
            "would lose all of its messages, because none are found in the sources; correct the "
            "mapping file or the sources in the pybabel call, then run kfor-i18n adopt again"
        ),
    )
    emptied = [each.path for each in extracted if not each.messages and each.removed]
    if not emptied and not any(each.messages for each in extracted):
        merged = [(each.path, each.merged) for each in updates if each.merged]
        emptied = [path for path, merge in merged if merge.obsoleted or merge.dropped][:1]
    yield from (Finding(path, None, problem) for path in emptied)


def find_ignored(project: Project, extracted: Iterable[Extracted]) -> Iterator[Finding]:
    """Yield a warning for each line of git's settings that ignores an extracted template."""
    for path in (each.path for each in extracted):
        ignoring = find_ignoring_line(project.root, path)
        if ignoring is not None:
            name = relative_path(path, project.root)
            problem = Problem(
                IGNORED,
                N_(
                    "makes git ignore the template %(path)s, which must be committed; remove this "
                    "line, or run git add --force %(path)s"
                ),
                {"path": name},
            )
            yield Finding(*ignoring, problem)


def find_keys(project: Project, templates: Mapping[Path, PoFile]) -> Iterator[Finding]:
    """Yield a warning for each template of keys that a locale's catalog has texts for."""
    for path, template in templates.items():
        keys = [entry.msgid for entry in template.live]
        alike = sum(bool(_KEY.fullmatch(key)) for key in keys)
        if len(keys) < _FEWEST or alike < _NEARLY_ALL * len(keys) or project.source:
            continue
        locale = _find_texts(project, path)
        if locale:
            problem = Problem(
                KEYS,
                N_(
                    "msgids look like keys; if the catalogs for %(locale)s contain the source "
                    'texts, add source = "%(locale)s" to the settings after adopt'
                ),
                {"locale": locale},
            )
            yield Finding(path, None, problem)


def _find_texts(project: Project, template: Path) -> str:
    """Return the locale that has most texts for keys, English if it is one; "" without any."""
    texts: dict[str, int] = {}
    for path in project.catalogs():
        place = project.place_of(path)
        if project.template(place.domain) == template:
            texts[place.folder] = _count_texts(path)
    most = max(texts.values(), default=0)
    alike = [folder for folder, count in texts.items() if count and count >= _NEARLY_ALL * most]
    return min(alike, key=lambda folder: (not folder.startswith("en"), -texts[folder]), default="")


def _count_texts(path: Path) -> int:
    """Return the number of translations of several words."""
    try:
        entries = read_po(path).live
    except CatalogError:
        return 0
    return sum(" " in entry.msgstrs[0].strip() for entry in entries)
