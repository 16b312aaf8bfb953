"""What translations changed on the pages of an application since a commit, without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path
from tempfile import TemporaryDirectory

from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench.comparing import compare, list_changed_pages, render_sides
from kfor_i18n.workbench.live.earlier import Comparison
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.differences import Difference
from kfor_i18n.workbench.rendering.pages import Page
from kfor_i18n.workbench.rendering.places import Progress
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.pages import name_page
from kfor_i18n.workbench.web.places import say_place
from kfor_i18n.workbench.whereabouts import render_all


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A text that is not the same any more, or only there before or after (``None``).

    ``kind`` is that of its place in words, "" for the text of the page; ``msgids`` are the source
    texts of the messages in it.
    """

    kind: str
    before: str | None
    after: str | None
    msgids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page of a locale (a folder name) with the texts that changed on it, in its order.

    ``problem`` is why the application did not render it.
    """

    folder: str
    page: Page
    name: str
    title: str
    texts: tuple[ChangedText, ...]
    problem: str = ""


def find_page_changes(
    project: Project,
    folders: Sequence[str],
    since: str,
    texts: NullTranslations,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> list[ChangedPage]:
    """Return the pages that are not what they would be with the translations of an earlier time.

    ``since`` is a day or a revision. Raises ``SettingsError`` if it is neither, or there is no git,
    and ``CatalogError`` if there is no application, or it cannot be loaded.
    """
    with TemporaryDirectory() as folder:
        session = Session(project, Path(folder) / "journal")
        try:
            comparisons = [compare(session, each, "since", since) for each in folders]
            render_all(project, session.preview, folders, on_progress)
            return [page for each in comparisons for page in _list_changes(session, each, texts)]
        finally:
            session.stop()


def _list_changes(
    session: Session, comparison: Comparison, texts: NullTranslations
) -> Iterator[ChangedPage]:
    for page in list_changed_pages(session, comparison):
        folder, name = comparison.folder, name_page(page, texts)
        result = session.preview.pages.results(page).get(folder)
        title = result.title if result else ""
        try:
            _, after, differences = render_sides(session, comparison, page)
        except ApplicationError as error:
            yield ChangedPage(folder, page, name, title, (), error.problem.text(texts.gettext))
            continue
        if differences:
            is_file = not after.is_html
            found = tuple(_describe(each, texts, is_file=is_file) for each in differences)
            yield ChangedPage(folder, page, name, title, found)


def _describe(found: Difference, texts: NullTranslations, *, is_file: bool) -> ChangedText:
    kind = say_place(found.place, texts, is_file=is_file)
    lookups = found.lookups or found.suspects
    msgids = tuple(dict.fromkeys(lookup.key.msgid for lookup in lookups))
    return ChangedText(kind, found.before, found.after, msgids)
