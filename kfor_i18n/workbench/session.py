"""A workbench at work: a project, its catalogs, its drafts, and what watches over them."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.checks.rules.unfinished import FUZZY, UNTRANSLATED
from kfor_i18n.catalogs.checks.running import Checked, check_catalog, find_habits
from kfor_i18n.catalogs.choosing import choose_catalogs
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.mo.compiling import Compiled, CompileOptions, compile_aside
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import unwritable
from kfor_i18n.workbench.live.background import Background
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.changes import Changes
from kfor_i18n.workbench.live.conflicts import settle
from kfor_i18n.workbench.live.earlier import Comparisons
from kfor_i18n.workbench.live.fits import Fits, find_misfits
from kfor_i18n.workbench.live.history import Histories
from kfor_i18n.workbench.live.journal import Address, Draft, Journal
from kfor_i18n.workbench.live.memories import Memories
from kfor_i18n.workbench.live.memory import keep_memory_low
from kfor_i18n.workbench.live.own import Own
from kfor_i18n.workbench.live.settings import Settings
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.live.turns import Turns
from kfor_i18n.workbench.rendering.preview import Preview

_STATES = (UNTRANSLATED, FUZZY)
"""What the list says of a message in words already."""

UNCOMPILED = Code(
    "workbench-uncompiled",
    N_("Compiled catalogs out of date"),
    N_(
        "The workbench compiles the catalogs of a locale in a separate process after each save. "
        "Until it has, the application outside the workbench shows the earlier translations."
    ),
)

_logger = logging.getLogger(__name__)

_WATCH_SECONDS = 0.15
"""How often files are looked at. One that was the same twice is read."""

_RETRY_SECONDS = 20.0
"""When a compilation that was interrupted is tried again, if nothing is saved before."""


class Session:
    """A project that is being translated.

    Several threads use it, each of which holds ``catalogs.lock`` while it looks at a catalog.
    ``saved`` are the messages saved since the start, with the versions to go back to, and
    ``undone`` those that were taken back, with the versions to go on to again; ``compiled`` are
    the problems of the last compilation by locale's directory. ``own`` are the entries that were
    saved in all runs; ``committing`` is held while a commit of them is made.
    """

    def __init__(self, project: Project, journal: Path) -> None:
        """Read a project's catalogs and the drafts in a journal.

        Raises ``OSError`` if the journal cannot be read.
        """
        self.project = project
        self.journal = Journal(journal)
        self.own = Own(journal.with_suffix(".saved"))
        self.catalogs = Catalogs(project, self.journal.drafts)
        self.memories = Memories(self.catalogs)
        self.changes = Changes()
        self.settings = Settings(project.root)
        self.turns = Turns()
        self.fits = Fits()
        self.comparisons = Comparisons()
        self.saved: dict[Address, list[Draft]] = {}
        self.undone: dict[Address, list[Draft]] = {}
        self.committing = Lock()
        self.stamped: set[Path] = set()
        self.compiled: dict[str, tuple[Finding, ...]] = {}
        self._uncompiled: dict[str, float] = {}
        self.preview = Preview(self.catalogs)
        self.pages_version = 0
        self._preview_stamp: tuple[object, ...] = ()
        self._checker = Background(is_urgent=False)
        self._compiler = Background(is_urgent=True)
        self.histories = Histories(self._compiler, self._checker, self.changes.touch)
        self._checking: set[str] = set()
        self._has_moved = False
        self._stopping = Event()
        self._watching = Thread(target=self._watch, daemon=True)

    @property
    def name(self) -> str:
        """The name of the project."""
        return self.project.title

    def start(self, locale: str = "") -> None:
        """Begin to watch the catalogs, to check them, and to render the pages of a locale first."""
        for state in self.catalogs.states:
            state.warm_up()
            # A workbench that was killed may have written a draft, and not forgotten it.
            self._settle_drafts(state)
            self.check(state)
        keep_memory_low()
        folders = dict.fromkeys(state.folder for state in self.catalogs.states)
        self.preview.start(sorted(folders, key=lambda folder: folder != locale))
        self._compiler.warm_up(__name__)
        self._watching.start()

    def stop(self) -> None:
        """End what was started."""
        self._stopping.set()
        self.preview.stop()
        self._checker.stop()
        self._compiler.stop()

    def _watch(self) -> None:
        reported = ""
        while not self._stopping.wait(_WATCH_SECONDS):
            try:
                self.refresh()
                self._follow_preview()
                self._compile_again()
                self.histories.follow()
                if self.settings.follow():
                    self.changes.touch()
                reported = ""
            except Exception as error:
                # The next look may succeed; without one, no change would ever be noticed again.
                if repr(error) != reported and not self._stopping.is_set():
                    reported = repr(error)
                    _logger.exception("The catalogs could not be looked at")

    def _follow_preview(self) -> None:
        before, self._preview_stamp = self._preview_stamp, self.preview.stamp
        if before != self._preview_stamp:
            self.changes.touch()
            self.pages_version = self.changes.version

    def refresh(self, *, is_settled: bool = True) -> None:
        """Take over what other programs changed in the catalogs."""
        for state, keys in self.catalogs.refresh(is_settled=is_settled):
            with self.catalogs.lock:
                ids = state.ids_of(keys)
                self._settle_drafts(state)
            self.changes.add(state.id, ids)
            self.check(state)

    def _settle_drafts(self, state: CatalogState) -> None:
        for address, draft in list(self.journal.drafts.items()):
            entry = state.find(address.key)
            if (address.folder, address.domain) == (state.folder, state.domain) and entry:
                self._replace_draft(address, draft, settle(entry, draft))

    def _replace_draft(self, address: Address, old: Draft, new: Draft | None) -> None:
        # A journal that cannot be written now keeps the draft as it was, which loses nothing.
        with suppress(OSError):
            if new is None:
                self.journal.drop(address)
            elif new != old:
                self.journal.put(address, new)

    def check(self, state: CatalogState) -> None:
        """Check a catalog aside; its findings appear when that is done."""
        with self.catalogs.lock:
            catalog, version = state.catalog, state.version
            if catalog is None or state.id in self._checking:
                return
            self._checking.add(state.id)
        data = catalog.po.data
        on_done = partial(self._take_findings, state, catalog, version)
        on_error = partial(self._checking.discard, state.id)
        self._checker.run(
            state.id, check_catalog, self.project, state.path, data,
            on_done=on_done, on_error=on_error,
        )  # fmt: skip

    def _take_findings(
        self, state: CatalogState, catalog: Catalog, version: int, checked: Checked
    ) -> None:
        keys = {catalog.po.line_of(entry): entry.key for entry in catalog.live}
        found: dict[Key, list[Finding]] = {}
        for finding in checked.findings:
            key = keys.get(finding.line or 0)
            if key is not None and finding.problem.code not in _STATES:
                found.setdefault(key, []).append(finding)
        habits = find_habits(catalog)
        # Nobody is to wait for that at the first warning.
        habits.find()
        with self.catalogs.lock:
            self._checking.discard(state.id)
            is_current = state.version == version
            if is_current:
                state.findings, state.habits = found, habits
        if is_current:
            self.changes.add(state.id)
        else:
            self.check(state)

    def misfits(self, state: CatalogState, key: Key) -> list[Finding]:
        """Return findings about a message that does not fit as it is shown now."""
        entry = state.find(key)
        if entry is None:
            return []
        shown = self.catalogs.shown_forms(state, entry)
        return find_misfits(state, entry, self.fits.of(state.id, key, shown))

    def compile(self, folder: str, key: Key) -> None:
        """Compile a locale's catalogs aside, for the application and the public site to read.

        ``key`` is the message that was saved. The application is loaded anew for a URL slug, since
        its routes are made of them.
        """
        self._has_moved |= key.context in self.project.slug_contexts
        self._compile(folder)

    def _compile(self, folder: str) -> None:
        self._compiler.run(
            folder, compile_locale, self.project, folder,
            on_done=partial(self._take_compiled, folder),
            on_error=partial(self._take_uncompiled, folder),
        )  # fmt: skip

    def _compile_again(self) -> None:
        """Compile what could not be, though nobody saves anything any more."""
        for folder, at in list(self._uncompiled.items()):
            if monotonic() >= at:
                self._uncompiled.pop(folder, None)
                self._compile(folder)

    def _take_compiled(self, folder: str, results: list[Compiled]) -> None:
        self._uncompiled.pop(folder, None)
        refused = [result for result in results if result.status == "refused"]
        self._note_compiled(folder, tuple(f for result in refused for f in result.findings))
        if self._has_moved and self.preview.application:
            self._has_moved = False
            self.preview.application.reload()

    def _take_uncompiled(self, folder: str) -> None:
        self._uncompiled[folder] = monotonic() + _RETRY_SECONDS
        problem = Problem(
            UNCOMPILED,
            N_("compiled catalogs out of date, because compiling was interrupted; the workbench "
               "will try again, or run kfor-i18n compile"),
        )  # fmt: skip
        self._note_compiled(folder, (Finding(self.project.translations, None, problem),))

    def _note_compiled(self, folder: str, findings: tuple[Finding, ...]) -> None:
        before, self.compiled[folder] = self.compiled.get(folder, ()), findings
        # What is wrong with a catalog is told with it; else there is nothing new to list and show.
        for state in self.catalogs.states if before != findings else ():
            if state.folder == folder:
                self.changes.add(state.id)


def compile_locale(project: Project, folder: str) -> list[Compiled]:
    """Compile a locale's catalogs as ``serve --reload`` does, without invalid messages."""
    try:
        sources = choose_catalogs(project, folder)
        return compile_aside(project, sources, CompileOptions(skip_invalid=True))
    except CatalogError as error:
        findings = error.findings
    except OSError as error:
        findings = (unwritable(project.translations, error),)
    return [Compiled(project.translations, project.translations, "refused", findings=findings)]
