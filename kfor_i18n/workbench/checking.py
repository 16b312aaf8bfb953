"""Checking whether translations fit, without a person: each page is measured in a browser.

Nothing listens on a port: what the browser asks for is answered in this process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.project import Project, settings_file
from kfor_i18n.workbench.live.fits import WIDTHS, Misfit
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.chromium import find_chromium, has_playwright, run_chromium
from kfor_i18n.workbench.rendering.fit import Pair, describe_measuring, render_pairs
from kfor_i18n.workbench.rendering.pages import Page, judge
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.access import ENTRANCE, KEY_HEADER, STATIC, Access
from kfor_i18n.workbench.web.app import create_workbench
from kfor_i18n.workbench.web.fit import describe_pairs

if TYPE_CHECKING:
    from playwright.sync_api import Page as Window
    from playwright.sync_api import Route

PAGES = Code(
    "check-pages",
    # Translators: the title of a kind of finding.
    N_("Pages cannot be checked"),
    N_(
        "kfor-i18n check --pages renders the pages of the application that the app setting names, "
        "and measures them in the Chromium of the system. It downloads no browser."
    ),
)

UNSHOWN = Code(
    "check-page",
    # Translators: the title of a kind of finding.
    N_("Page cannot be checked"),
    N_(
        "The application failed at this page, so nothing on it was measured. Correct the "
        "application, or add the page to the exclude setting."
    ),
    severity="warning",
)

_PORT = 9
"""A port that nothing is sent to: it is part of the origin of the pages."""

_HOST_PAGE = "<!DOCTYPE html><html lang=en><title>kfor-i18n</title>"
_MEASURE = """async ([module, pairs, widths]) => {
    const { measurePairs } = await import(module);
    return await measurePairs(pairs, widths);
}"""

Progress = Callable[[int], AbstractContextManager[Callable[[object], None]]]


def check_pages(project: Project, paths: Collection[Path], progress: Progress) -> list[Finding]:
    """Measure the pages of a project in the locales of catalogs; return what does not fit.

    The findings are in the order of the catalogs. ``progress`` is called with the number of pages,
    and gives what is called after each. Raises ``SettingsError`` if there is no application or no
    browser, and if the application cannot be loaded.
    """
    _require_browser(project)
    with TemporaryDirectory() as folder:
        session = Session(project, Path(folder) / "journal")
        try:
            states = [state for state in session.catalogs.states if state.path in paths]
            work = _list_work(project, session, states)
            failed = []
            with _open_window(session) as window, progress(len(work)) as advance:
                for page, state in work:
                    failed += _measure(session, window, page, state)
                    advance(page)
            return [*failed, *_list_findings(session, states)]
        finally:
            session.stop()


def _require_browser(project: Project) -> None:
    if not project.app:
        raise _fail(project, N_("no application; name it in the app setting"))
    if not has_playwright():
        raise _fail(
            project, N_('--pages needs Playwright; run pip install "kfor-i18n[pictures]"')
        )  # fmt: skip
    if find_chromium() is None:
        raise _fail(
            project,
            N_("--pages needs Chromium, which is not installed; on Debian, run apt-get install "
               "chromium"),
        )  # fmt: skip


def _fail(project: Project, msgid: str, **values: object) -> SettingsError:
    problem = Problem(PAGES, msgid, values)
    return SettingsError([Finding(settings_file(project.root), None, problem)])


def _list_work(
    project: Project, session: Session, states: list[CatalogState]
) -> list[tuple[Page, CatalogState]]:
    """Return the pages to measure in each locale, with one of the locale's catalogs."""
    application = session.preview.application
    try:
        if application:
            session.preview.pages.update(application.list_addresses())
    except ApplicationError as error:
        raise SettingsError([Finding(settings_file(project.root), None, error.problem)]) from None
    first = {state.folder: state for state in reversed(states) if state.catalog}
    return [
        (page, first[folder])
        for folder in sorted(first)
        for page in session.preview.pages.of_locale(folder)
        if page.kind != "file"
    ]


def _measure(session: Session, window: Window, page: Page, state: CatalogState) -> list[Finding]:
    """Measure a page in the locale of a catalog; return why it could not be, if so."""
    name = page.path or page.title
    try:
        pairs = list(render_pairs(session.preview, session.catalogs, state, page.id))
    except ApplicationError as error:
        return [_report_failure(session.project, name, error.problem)]
    result = judge(page, pairs[0].target) if pairs else None
    if result is None or session.preview.pages.find(f"p:{result.target}"):
        # It is no page, or another one of them.
        return []
    if result.outcome == "failed":
        return [_report_failure(session.project, name, pairs[0].target.problem)]
    measuring = describe_measuring(session.catalogs, state, page.id, name, pairs)
    found = window.evaluate(_MEASURE, _describe(session, page, pairs))
    session.fits.finish(
        session.fits.begin(measuring),
        [
            Misfit(text, kind, width, page.id, name)
            for pair, place, kind, width in found
            if (text := measuring.texts[pair][place])
        ],
    )
    return []


def _report_failure(project: Project, page: str, problem: Problem | str) -> Finding:
    values = {"page": page, "problem": problem}
    # Translators: a finding about a page of the application, and why it was not measured.
    failure = Problem(UNSHOWN, N_("not measured: %(page)s: %(problem)s"), values)
    return Finding(settings_file(project.root), None, failure)


def _describe(session: Session, page: Page, pairs: list[Pair]) -> list[Any]:
    return [f"{STATIC}fit/frames.js", describe_pairs(session, page, pairs), list(WIDTHS)]


def _list_findings(session: Session, states: list[CatalogState]) -> list[Finding]:
    return [
        finding
        for state in states
        if state.catalog
        for row in state.rows
        for finding in session.misfits(state, row.key)
    ]


@contextmanager
def _open_window(session: Session) -> Iterator[Window]:
    """Open a window of a browser whose requests are answered by the workbench of a session."""
    access = Access(_PORT)
    client = create_workbench(session, access).test_client()
    headers = {"Host": access.host, "Sec-Fetch-Site": "same-origin", "Origin": access.origin}
    admission = client.post(
        ENTRANCE, json={"token": access.make_token()}, headers=headers, base_url=access.origin
    )
    headers[KEY_HEADER] = admission.json["key"] if admission.json else ""

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        if f"{url.scheme}://{url.netloc}" != access.origin:
            # Hosts of the setting may be asked for styles and fonts, as in the workbench.
            route.continue_()
        elif url.path == ENTRANCE:
            route.fulfill(body=_HOST_PAGE, content_type="text/html")
        else:
            path = f"{url.path}?{url.query}" if url.query else url.path
            own = {"Accept": route.request.headers.get("accept", "*/*"), **headers}
            found = client.get(path, headers=own, base_url=access.origin, buffered=True)
            route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    with run_chromium() as browser:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, reduced_motion="reduce", color_scheme="light"
        )
        context.route("**/*", answer)
        window = context.new_page()
        window.goto(f"{access.origin}{ENTRANCE}")
        yield window
