from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.site.browsing import run_chromium, serve
from tests.workbench.browsing import Workbench
from tests.workbench.clients import SESSIONS
from tests.workbench.fake import Fake, create_fake


@pytest.fixture(autouse=True)
def end_sessions() -> Iterator[None]:
    """End what a test began, since each session has processes of its own."""
    before = len(SESSIONS)
    yield
    for session in SESSIONS[before:]:
        session.stop()
    del SESSIONS[before:]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with run_chromium() as browser:
        yield browser


@pytest.fixture
def fake() -> Fake:
    """Return what the fake server answers from; a test may change it behind the browser's back."""
    return Fake()


@pytest.fixture
def address(fake: Fake) -> Iterator[str]:
    with serve(create_fake(fake)) as address:
        yield address


@pytest.fixture
def open_workbench(browser: Browser, address: str) -> Iterator[Callable[..., Workbench]]:
    """Return a function that opens the workbench in a new window of a browser."""
    opened: list[Workbench] = []

    def open_one(query: str = "", **options: object) -> Workbench:
        opened.append(Workbench(browser, address, query, **options))
        return opened[-1]

    yield open_one
    problems = [problem for each in opened for problem in each.problems]
    for each in opened:
        each.close()
    assert problems == [], "nothing is thrown, and nothing breaks the Content-Security-Policy"


@pytest.fixture
def workbench(open_workbench: Callable[..., Workbench]) -> Workbench:
    return open_workbench()
