"""What pages show now, compared with an earlier time: which messages were edited, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

from kfor_i18n.catalogs.git.changes import Version, find_commit, find_head
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.workbench.live.earlier import Comparison, FixedTexts, Name, Shown, list_shown
from kfor_i18n.workbench.live.journal import Address
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.differences import Difference, compare_pages
from kfor_i18n.workbench.rendering.pages import Page
from kfor_i18n.workbench.rendering.protocol import RenderedPage
from kfor_i18n.workbench.session import Session

Base: TypeAlias = Literal["commit", "saved", "start", "since"]
BASES: tuple[Base, ...] = get_args(Base)
"""The last commit, what is saved without drafts, the start of this run, a day or a revision."""


def list_bases(session: Session) -> list[Base]:
    """Return what pages can be compared with: nothing in git where there is none."""
    try:
        has_commits = bool(find_head(session.project.root))
    except SettingsError:
        has_commits = False
    return [base for base in BASES if has_commits or base in ("saved", "start")]


def choose_base(session: Session, state: CatalogState, key: Key | None) -> Base:
    """Return what is most likely to be compared with: for a message with a draft, what is saved."""
    address = Address(state.folder, state.domain, key) if key else None
    if address in session.journal.drafts:
        return "saved"
    return "commit" if "commit" in list_bases(session) else "start"


def compare(
    session: Session, folder: str, base: Base, since: str = "", only: Name | None = None
) -> Comparison:
    """Compare what pages show in a locale (a folder name) with an earlier time.

    ``since`` is a day or a revision, for the base of that name; ``only`` a message to which the
    comparison is limited. Raises ``SettingsError`` if ``since`` is neither, or there is no git.
    """
    edited: dict[Name, Shown] = {}
    for state in session.catalogs.states:
        if state.folder == folder and state.catalog and (only is None or only[0] == state.id):
            # Not locked: git is asked.
            earlier = _read_earlier(session, state, base, since)
            wanted = earlier if only is None else {k: v for k, v in earlier.items() if k == only[1]}
            edited.update(list_shown(session.catalogs, state, wanted))
    return Comparison(folder, edited)


def _read_earlier(
    session: Session, state: CatalogState, base: Base, since: str
) -> Mapping[Key, Version | None]:
    """Return the messages of a catalog that were edited since, as they were before."""
    earlier = _read_saved(session, state)
    if base == "start":
        return earlier | _read_start(session, state)
    if base in ("commit", "since"):
        commit = find_commit(state.path.parent, "HEAD" if base == "commit" else since)
        with session.catalogs.lock:
            data, version = state.catalog.po.data if state.catalog else b"", state.version
        pairs = session.histories.compare(state.path, data, version, commit)
        return earlier | {key: before for key, (before, _) in pairs.items()}
    return earlier


def _read_saved(session: Session, state: CatalogState) -> dict[Key, Version | None]:
    """Return the messages with drafts, as they are saved."""
    with session.catalogs.lock:
        keys = [
            address.key
            for address in session.journal.drafts
            if (address.folder, address.domain) == (state.folder, state.domain)
        ]
        entries = filter(None, map(state.find, keys))
        return {entry.key: Version(entry.msgstrs, entry.is_fuzzy) for entry in entries}


def _read_start(session: Session, state: CatalogState) -> dict[Key, Version | None]:
    """Return the messages that were saved in this run, as they were before."""
    with session.catalogs.lock:
        return {
            address.key: Version(versions[0].msgstrs, versions[0].is_fuzzy)
            for address, versions in session.saved.items()
            if versions and (address.folder, address.domain) == (state.folder, state.domain)
        }


def list_changed_pages(session: Session, comparison: Comparison) -> list[Page]:
    """Return the pages that any of the edited messages is on, as far as the index is built.

    One that leads to another of them is left out.
    """
    preview, folder = session.preview, comparison.folder
    domains = {state.id: state.domain for state in session.catalogs.states}
    names = {(domains.get(catalog, ""), key) for catalog, key in comparison.visible}
    found = {
        page.id: page
        for page in preview.pages.all()
        if any((m.domain, m.key) in names for m in preview.all_messages_of(page.id, folder))
    }
    return [page for page in found.values() if not _leads_to(session, page, folder, found)]


def _leads_to(session: Session, page: Page, folder: str, found: Mapping[str, Page]) -> bool:
    target = session.preview.pages.leads_to(page, folder)
    return target is not None and target.id in found


def render_sides(
    session: Session, comparison: Comparison, page: Page
) -> tuple[RenderedPage, RenderedPage, list[Difference]]:
    """Render a page as it was and as it is, once nobody waits for another; return what differs.

    Raises ``ApplicationError``.
    """
    states = [s for s in session.catalogs.states if s.folder == comparison.folder]
    edited = comparison.edited.items()
    old = FixedTexts(session.catalogs, {name: shown.before for name, shown in edited})
    new = FixedTexts(session.catalogs, {name: shown.now for name, shown in edited})
    names = {(s.domain, key) for s in states for id_, key in comparison.visible if id_ == s.id}
    before = session.preview.render_aside(states[0], page.id, texts=old)
    after = session.preview.render_aside(states[0], page.id, texts=new)
    differences = compare_pages(
        before,
        after,
        is_edited=lambda lookup: (lookup.domain, lookup.key) in names,
        again=lambda: session.preview.render_aside(states[0], page.id, texts=old),
    )
    return before, after, differences
