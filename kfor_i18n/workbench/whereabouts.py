"""Where messages are on the pages of an application, for commands that show no window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from gettext import NullTranslations

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.pages import Page
from kfor_i18n.workbench.rendering.places import Progress
from kfor_i18n.workbench.rendering.preview import Preview
from kfor_i18n.workbench.rendering.reasons import Usage
from kfor_i18n.workbench.web.pages import name_page
from kfor_i18n.workbench.web.places import list_kinds
from kfor_i18n.workbench.web.reasons import explain_unused

_LOOK_SECONDS = 0.2

NO_APPLICATION = Code(
    "places-application",
    N_("No application to search for places"),
    N_(
        "To find out where a message is, the pages of the application are rendered. The app "
        "setting names the application."
    ),
)


@dataclass(frozen=True, slots=True)
class Sight:
    """A page that a message is on: its name, title, and the locales (folder names) it was seen in.

    ``kinds`` are the kinds of its places there in words, each with how many are in a row; ``count``
    is how many there are. One that is a file ``is_file``.
    """

    page: Page
    name: str
    title: str
    kinds: tuple[tuple[str, int], ...]
    count: int
    folders: tuple[str, ...]
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A message with its references and the pages that it is on; without any, the reasons."""

    domain: str
    key: Key
    references: tuple[str, ...]
    sights: tuple[Sight, ...]
    reasons: tuple[str, ...]


class Searched:
    """The pages of an application, all of which were rendered in some locales (folder names)."""

    def __init__(
        self, catalogs: Catalogs, preview: Preview, folders: Sequence[str], texts: NullTranslations
    ) -> None:
        """Initialize with what was rendered, and the language that is spoken."""
        self.catalogs, self.preview = catalogs, preview
        self._folders, self._texts = tuple(folders), texts
        self._usage: Usage = preview.usage()

    def find(self, domain: str, key: Key) -> Whereabouts:
        """Return where a message is."""
        states = [
            s for s in self.catalogs.states if s.domain == domain and s.folder in self._folders
        ]
        sights = self._find_sights(states, key)
        entry = next((entry for state in states if (entry := state.find(key))), None)
        reasons: list[str] = []
        if all(sight.is_file for sight in sights) and states:
            reasons = explain_unused(self.preview, self._usage, states[0], key, self._texts)
        references = tuple(read_references(entry)) if entry else ()
        return Whereabouts(domain, key, references, sights, tuple(reasons))

    def _find_sights(self, states: Sequence[CatalogState], key: Key) -> tuple[Sight, ...]:
        """Return the pages of a message, each once if it is on it alike in several locales."""
        found: dict[object, Sight] = {}
        for state in states:
            for place in self.preview.places_of(state, key):
                kinds = tuple(list_kinds(place, self._texts))
                before = found.get((place.page.id, kinds))
                found[place.page.id, kinds] = Sight(
                    place.page,
                    name_page(place.page, self._texts),
                    before.title if before else place.result.title,
                    kinds,
                    place.message.count,
                    (*(before.folders if before else ()), state.folder),
                    place.result.outcome == "file",
                )
        return tuple(found.values())


@contextmanager
def search_pages(
    project: Project,
    folders: Sequence[str],
    texts: NullTranslations,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Iterator[Searched]:
    """Render the pages of a project's application in locales, as the workbench does.

    Raises ``CatalogError`` if there is no application, or it cannot be loaded.
    """
    catalogs = Catalogs(project, {})
    preview = Preview(catalogs)
    try:
        render_all(project, preview, folders, on_progress)
        yield Searched(catalogs, preview, folders, texts)
    finally:
        preview.stop()


def render_all(
    project: Project,
    preview: Preview,
    folders: Sequence[str],
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> None:
    """Render all pages of a project's application in locales, and wait for that.

    Raises ``CatalogError`` if there is no application, or it cannot be loaded.
    """
    if not project.app:
        text = N_("no application; name it with --app, or in the app setting")
        raise CatalogError([Finding(project.root, None, Problem(NO_APPLICATION, text))])
    preview.start(folders)
    while not preview.wait(_LOOK_SECONDS):
        on_progress(preview.progress)
        _require_loaded(project, preview)
    on_progress(preview.progress)


def _require_loaded(project: Project, preview: Preview) -> None:
    problem = preview.application.problem if preview.application else None
    if problem:
        raise CatalogError([Finding(project.root, None, problem)])
