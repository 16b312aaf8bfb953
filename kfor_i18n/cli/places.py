"""The places of messages on pages, found by the workbench's means, as plain data for exports."""

from __future__ import annotations

from collections import Counter
from gettext import gettext as _
from typing import TYPE_CHECKING

from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.cli.output import Output
from kfor_i18n.interface import open_texts

if TYPE_CHECKING:
    from gettext import NullTranslations

    from kfor_i18n.catalogs.exchange import Place, Places
    from kfor_i18n.catalogs.project import Project
    from kfor_i18n.workbench.album import Album
    from kfor_i18n.workbench.whereabouts import Searched, Sight, Whereabouts


def count_kinds(sight: Sight) -> dict[str, int]:
    """Return the kinds of a message's places on a page, each with how many there are."""
    counts: Counter[str] = Counter()
    for kind, count in sight.kinds:
        counts[kind] += count
    return counts


def say_kinds(sight: Sight, in_text: str) -> str:
    """Return the kinds of a message's places on a page in words; ``in_text`` are those for ""."""
    kinds = count_kinds(sight).items()
    return ", ".join(f"{k or in_text} ×{n}" if n > 1 else k or in_text for k, n in kinds)


def collect_places(
    project: Project, folder: str, output: Output, *, pictures: str | None
) -> Places:
    """Return where the messages of a locale are, in words of its language.

    ``pictures`` is the directory of the pictures, ``None`` for none; that they cannot be taken is
    reported. Raises ``CatalogError`` if the application cannot be loaded.
    """
    from kfor_i18n.workbench.whereabouts import search_pages

    texts = open_texts(folder)
    # Translators: what a command does at the moment.
    output.say(_("Rendering the pages …"), err=True)
    with (
        output.progress_of() as on_progress,
        search_pages(project, [folder], texts, on_progress) as searched,
    ):
        album = None if pictures is None else _take_pictures(project, folder, output, searched)
        return _describe_places(searched, folder, texts, album or {}, pictures or "")


def _take_pictures(
    project: Project, folder: str, output: Output, searched: Searched
) -> Album | None:
    from kfor_i18n.workbench.album import take_pictures
    from kfor_i18n.workbench.rendering.pictures import find_hindrance

    hindrance = find_hindrance()
    if hindrance:
        output.report([Finding(project.root, None, hindrance)])
        return None
    states = [each for each in searched.catalogs.states if each.folder == folder]
    names = {(state.domain, row.key) for state in states for row in state.rows}
    # Translators: what a command does at the moment.
    output.say(_("Taking pictures …"), err=True)
    with output.progress_of() as on_progress:
        return take_pictures(searched, folder, names, on_progress)


def _describe_places(
    searched: Searched, folder: str, texts: NullTranslations, album: Album, pictures: str
) -> Places:
    from kfor_i18n.catalogs.editing import message_id
    from kfor_i18n.catalogs.exchange import Places

    by_id: dict[str, tuple[Place, ...]] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    for state in searched.catalogs.states:
        if state.folder != folder or state.catalog is None:
            continue
        for entry in state.catalog.live:
            found, id_ = searched.find(state.domain, entry.key), message_id(state.domain, entry)
            by_id[id_] = tuple(_describe_sight(each, found, texts, album) for each in found.sights)
            reasons[id_] = found.reasons
    files = {each.name: each.data for taken in album.values() for each in taken}
    return Places(by_id, files, pictures, reasons)


def _describe_sight(
    sight: Sight, found: Whereabouts, texts: NullTranslations, album: Album
) -> Place:
    from kfor_i18n.catalogs.exchange import Place

    taken = album.get(((found.domain, found.key), sight.page.id), ())
    return Place(
        sight.name,
        sight.title,
        say_kinds(sight, texts.gettext("in the text")),
        tuple(dict.fromkeys(picture.name for picture in taken)),
    )
