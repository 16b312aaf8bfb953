"""The whole workbench in Chromium, on real projects: what a translator does, and what others do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kfor_i18n.catalogs.po.file import parse_po
from tests.builders import (
    CATALOG,
    HEADERS,
    ROOT,
    make_header,
    make_project,
    write_catalog,
    write_settings,
)
from tests.workbench.browsing import DESKTOP, NARROW, Workbench
from tests.workbench.opening import PAGE_APP, write_app
from tests.workbench.running import run_workbench

pytestmark = pytest.mark.browser

LEAD = "NATO has been leading a peacekeeping operation in Kosovo"
PARAGRAPH = "Zveza Nato od junija 1999 na Kosovu vodi mirovno operacijo."
BLOCKED = (
    "Blocked",
    "Refused",
    "Setting",
    "Framing",
    "Loading",
    "Executing",
    "Failed",
    "The action",
    "Applying",
)
"""What Chromium says of a frame that may not do what it wants."""
STORED = "Object.keys(localStorage).filter(key => key.includes('/draft/'))"

TEXT = f"""{HEADERS["sl"]}
msgid "Title"
msgstr "Naslov"

#: templates/page.html
msgid "A bold word"
msgstr "Ena krepka beseda"

msgid "Hint"
msgstr ""
"""


class Opened:
    """A workbench that runs in a project, and the windows that were opened on it."""

    def __init__(self, root: Path, address: str, browser: Browser) -> None:
        self.root, self.path = root, root / CATALOG
        self.origin = address.partition("/_kfor")[0]
        self.context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 860})
        self.page: Page = self.context.new_page()
        self.page.goto(address)
        self.page.wait_for_url(f"{self.origin}/_kfor-i18n/?*")
        self.windows: list[Workbench] = []
        self.is_hostile = False

    def open(self, query: str = "?catalog=sl.messages&page=p%3A%2F") -> Workbench:
        window = Workbench(self.page.context.browser, self.origin, query, context=self.context)  # type: ignore[arg-type]
        self.windows.append(window)
        return window

    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")


Start = Callable[..., Opened]


@pytest.fixture
def start(browser: Browser, tmp_path: Path) -> Iterator[Start]:
    """Return a function that runs the workbench in a project, and opens it."""
    with ExitStack() as stack:
        opened: list[Opened] = []

        def start_one(root: Path, *options: str, **variables: str) -> Opened:
            _, address = stack.enter_context(
                run_workbench(root, tmp_path / "state", *options, **variables)
            )
            opened.append(Opened(root, address, browser))
            return opened[-1]

        yield start_one
        problems = [
            problem
            for one in opened
            for each in one.windows
            for problem in each.problems
            if not (one.is_hostile and problem.startswith(BLOCKED))
        ]
        for one in opened:
            one.context.close()
        assert problems == []


def make_small(root: Path, text: str = TEXT, app: str = PAGE_APP) -> Path:
    project = make_project(root, text)
    write_app(root, app)
    return project.root


@pytest.fixture
def small(start: Start, tmp_path: Path) -> Opened:
    return start(make_small(tmp_path / "project"), "--app", "small_app:app")


def spoil(po: str) -> str:
    """Return the site's catalog without a paragraph, a plural and a label, and with a guess."""
    parts = []
    for entry in parse_po(po.encode()).entries:
        text = entry.text
        if entry.msgid.startswith(LEAD) or entry.msgid in ("Pages", "%(num)s day"):
            for msgstr in entry.msgstrs:
                text = text.replace(f'"{msgstr}"', '""')
        elif entry.msgid == "From conflict to today":
            flag = '#, fuzzy\n#| msgid "From conflict till now"\n'
            text = text[: entry.body_at] + flag + text[entry.body_at :]
        parts.append(text)
    return "".join(parts)


@pytest.fixture
def site(start: Start, tmp_path: Path) -> Opened:
    root = tmp_path / "site"
    root.mkdir()
    for name in ("translations", "templates"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("babel.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    path = root / CATALOG
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    return start(root, KFOR_TRANSLATIONS=str(root / "translations"))


def test_a_translator_mends_a_paragraph_a_plural_a_guess_and_a_label(site: Opened) -> None:
    workbench = site.open("?catalog=sl.messages&page=p%3A%2Fsl%2F")
    expect(workbench.frame.locator("main p").first).to_contain_text(LEAD)
    workbench.click_on_page("main p", at=(40, 12))
    workbench.expect_focus("#form-0")
    workbench.type(PARAGRAPH)
    expect(workbench.frame.locator("main p").first).to_contain_text(PARAGRAPH)
    workbench.press("Control+S")
    workbench.expect_status("Saved. 3 of 61 messages left.")

    workbench.page.locator("#search").fill("%(num)s day")
    workbench.page.locator("#list a", has_text="%(num)s day").first.click()
    for form, text in enumerate(["%(num)s dan", "%(num)s dneva", "%(num)s dnevi", "%(num)s dni"]):
        workbench.page.locator(f"#form-{form}").fill(text)
    workbench.press("Control+S")
    workbench.expect_status("Saved. 2 of 61 messages left.")

    workbench.page.locator("#search").fill("From conflict")
    workbench.page.locator("#list a", has_text="From conflict").first.click()
    expect(workbench.page.locator("main del").first).to_contain_text("till")
    workbench.page.get_by_role("button", name="Confirm translation").click()
    expect(workbench.page.get_by_role("status")).to_contain_text("Saved. 1 of 61 messages left.")

    workbench.page.locator("#search").fill("Pages")
    label = workbench.page.locator("#list a", has_text="aria-label")
    label.click()
    workbench.expect_focus("#form-0")
    workbench.type("Strani")
    workbench.press("Control+S")
    workbench.expect_status("Saved. All 61 messages are translated.")
    expect(workbench.frame.locator("nav[aria-label=Strani]")).to_be_visible()
    assert f'msgstr "{PARAGRAPH}"' in site.text()
    assert 'msgstr[3] "%(num)s dni"' in site.text()
    assert "fuzzy" not in site.text()


def test_two_browsers_on_one_entry_overwrite_nothing(small: Opened) -> None:
    one, other = small.open(), small.open()
    for window in (one, other):
        window.page.locator("#list a", has_text="A bold word").click()
        window.expect_focus("#form-0")
    other.field.fill("Ena krepka besedica")
    expect(other.frame.locator("p")).to_have_text("Ena krepka besedica")
    one.field.fill("Ena sama krepka beseda")
    one.press("Control+S")
    dialog = other.page.locator("dialog[open]")
    other.press("Control+S")
    expect(dialog).to_be_visible()
    assert "Ena sama krepka beseda" in small.text()
    expect(dialog).to_contain_text("sama")
    dialog.get_by_role("button", name="Save this text").click()
    expect(other.page.get_by_role("status")).to_contain_text("Saved")
    assert "Ena sama krepka besedica" in small.text()


def test_drafts_of_two_browsers_never_replace_each_other(small: Opened, browser: Browser) -> None:
    one = small.open()
    with browser.new_context(storage_state=small.context.storage_state()) as context:
        other = Workbench(
            browser, small.origin, "?catalog=sl.messages&page=p%3A%2F", context=context
        )
        small.windows.append(other)
        for window in (one, other):
            window.page.locator("#list a", has_text="A bold word").click()
            window.expect_focus("#form-0")
        one.field.fill("Ena krepka besedica")
        expect(other.field).to_have_value("Ena krepka besedica")
        expect(other.frame.locator("p")).to_have_text("Ena krepka besedica")
        other.page.locator("#discard").click()
        one.page.get_by_role("button", name="Use the other version").click()
        expect(one.field).to_have_value("Ena krepka beseda")
        texts = {one: "Ena krepka beseda 0", other: "Ena krepka beseda 1"}
        for window, text in texts.items():
            window.field.fill(text)
        late = find_refused(one, other)
        soon = other if late is one else one
        expect(late.page.locator("#notices .other-text")).to_have_text(texts[soon])
        for window, text in texts.items():
            expect(window.field).to_have_value(text)
        late.page.get_by_role("button", name="Keep your version").click()
        expect(soon.page.locator("#notices .other-text")).to_have_text(texts[late])
        soon.page.get_by_role("button", name="Use the other version").click()
        for window in texts:
            expect(window.field).to_have_value(texts[late])


def find_refused(*windows: Workbench) -> Workbench:
    """Return the window whose draft came after another one, and was not kept."""
    end = monotonic() + 10
    while monotonic() < end:
        for window in windows:
            if window.page.locator("#notices .other-text").count():
                return window
            window.page.wait_for_timeout(30)
    raise AssertionError("both drafts were kept")


def test_an_ignored_warning_is_taken_back_and_ignored_again(small: Opened) -> None:
    small.write(TEXT.replace("Ena krepka beseda", "Ena  krepka beseda"))
    workbench = small.open()
    page = workbench.page
    message = page.locator("#list a", has_text="A bold word")
    expect(message).to_contain_text("Findings: 1")
    message.click()
    workbench.expect_focus("#form-0")
    page.get_by_role("button", name='Always ignore "Double space" for this message').click()
    workbench.expect_status('"Double space" is now ignored for this message.')
    assert "# kfor-i18n: ignore space-double" in small.text()
    page.get_by_role("button", name="Undo last change").click()
    workbench.expect_status("The last change was undone.")
    assert "ignore" not in small.text()
    expect(page.locator("#entry .findings li")).to_contain_text("double space")
    page.get_by_role("button", name="Redo").click()
    workbench.expect_status("The last change was made again.")
    assert "# kfor-i18n: ignore space-double" in small.text()


def test_a_match_of_a_translation_memory_is_taken_saved_and_remembered(
    start: Start, tmp_path: Path
) -> None:
    text = TEXT + '\nmsgid "Hints!"\nmsgstr ""\n'
    root = make_small(tmp_path / "project", text)
    write_settings(root, 'memory = ["old.tmx"]')
    (root / "old.tmx").write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>Hint</seg>'
        '</tuv><tuv xml:lang="sl"><seg>Namig</seg></tuv></tu></body></tmx>'
    )
    opened = start(root)
    workbench = opened.open("?catalog=sl.messages")
    page = workbench.page
    page.locator("#list a", has_text="Hint").first.click()
    workbench.expect_heard("Exact match in the translation memory: Namig")
    workbench.press("Control+Shift+1", "Control+S")
    workbench.expect_status("Saved. 1 of 4 messages left.")
    assert 'msgid "Hint"\nmsgstr "Namig"\n' in opened.text()
    page.locator("#list a", has_text="Hints!").click()
    match = page.locator("#memory-list > li")
    expect(match).to_have_count(1)
    expect(match).to_contain_text("messages Open message")
    expect(match.locator(".match-target")).to_have_text("Namig")


def test_msgcat_between_opening_and_saving_is_no_conflict(small: Opened) -> None:
    msgcat = shutil.which("msgcat")
    if msgcat is None:
        pytest.skip("GNU gettext is not installed")
    workbench = small.open()
    workbench.page.locator("#list a", has_text="Hint").click()
    workbench.expect_focus("#form-0")
    workbench.type("Namig")
    subprocess.run([msgcat, "--width=30", "-o", small.path, small.path], check=True)
    rewritten = small.text()
    assert rewritten != TEXT
    workbench.press("Control+S")
    workbench.expect_status("Saved. All 3 messages are translated.")
    before, after = (parse_po(text.encode()).entries for text in (rewritten, small.text()))
    assert [e.text for e in before[1:3]] == [e.text for e in after[1:3]]
    assert 'msgstr "Namig"' in small.text()


def test_a_merge_between_opening_and_saving_is_not_overwritten(small: Opened) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
        subprocess.run(command, cwd=small.root, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", CATALOG)
    git("commit", "-qm", "one")
    git("checkout", "-qb", "other")
    small.write(small.text().replace("Naslov", "Naslov strani"))
    git("commit", "-qam", "two")
    git("checkout", "-q", "main")
    workbench = small.open()
    workbench.page.locator("#list a", has_text="Title").first.click()
    workbench.expect_focus("#form-0")
    workbench.field.fill("Naslovnica")
    git("merge", "-q", "other")
    workbench.press("Control+S")
    expect(workbench.page.locator("dialog[open]").locator("ins")).to_contain_text(
        ["Naslovnica", "strani"]
    )
    assert "Naslov strani" in small.text()
    workbench.page.locator("dialog[open]").get_by_role("button", name="Save your version").click()
    expect(workbench.page.get_by_role("status")).to_contain_text("Saved")
    assert "Naslovnica" in small.text()


def test_what_another_editor_saves_is_seen_in_page_list_and_counts(small: Opened) -> None:
    workbench = small.open()
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")
    small.write(
        TEXT.replace("Naslov", "Ime").replace('msgid "Hint"\nmsgstr ""', 'msgid "Hint"\nmsgstr "N"')
    )
    expect(workbench.frame.locator("h1")).to_have_text("Ime")
    expect(workbench.page.locator("#list a", has_text="Title").first).to_contain_text("Ime")
    expect(workbench.page.locator("#progress-text")).to_have_text("3 of 3")
    small.write(TEXT + 'msgid "broken\n')
    expect(workbench.page.get_by_role("alert")).to_contain_text("messages.po:")
    expect(workbench.frame.locator("h1")).to_have_text("Ime")
    small.write(TEXT)
    expect(workbench.page.get_by_role("alert")).not_to_contain_text("messages.po:")
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")


GONE = "The catalog no longer has this message. Your draft is kept here until you discard it."


@pytest.mark.parametrize("is_draft", [False, True])
def test_a_source_text_that_changes_loses_nothing_that_is_typed(
    small: Opened, is_draft: bool
) -> None:
    workbench = small.open()
    page, notices = workbench.page, workbench.page.locator("#notices")
    page.locator("#list a", has_text="Hint").click()
    workbench.expect_focus("#form-0")
    if is_draft:
        workbench.type("Namig")
        workbench.wait_until(f"{STORED}.length === 0")
    else:
        page.route("**/api/changes*", lambda route: route.abort())
    small.write(small.text().replace('"Hint"', '"Tip"'))
    if is_draft:
        workbench.expect_heard(GONE)
    else:
        # It is typed before anybody can tell.
        workbench.type("Namig")
        page.unroute_all()
        workbench.wait_until(f"{STORED}.length === 0")
    expect(notices).to_contain_text(GONE)
    expect(page.locator("#entry-state")).to_have_text("Removed")
    workbench.type(" za vse")
    workbench.expect_focus("#form-0")
    workbench.wait_until(f"{STORED}.length === 0")
    page.locator("#filter").select_option("drafts")
    link = page.locator("#list a")
    expect(link).to_have_count(1)
    expect(link).to_contain_text("Namig za vse")
    expect(link).to_have_attribute("aria-current", "true")
    workbench.field.focus()
    workbench.press("Control+S")
    workbench.expect_status("The catalog no longer has this message; the draft is kept.")
    workbench.audit()
    small.write(small.text().replace('"Tip"', '"Hint"'))
    workbench.expect_heard("Message reloaded because it was changed elsewhere: Hint")
    expect(notices).to_be_empty()
    expect(workbench.field).to_have_value("Namig za vse")
    workbench.press("Control+S")
    workbench.expect_status("Saved. All 3 messages are translated.")
    assert 'msgstr "Namig za vse"' in small.text()


def test_a_draft_of_a_removed_message_is_discarded_and_the_form_closed(small: Opened) -> None:
    workbench = small.open()
    workbench.page.locator("#list a", has_text="Hint").click()
    workbench.expect_focus("#form-0")
    workbench.type("Namig")
    text = small.text()
    small.write(text.replace('"Hint"', '"Tip"'))
    workbench.expect_heard(GONE)
    workbench.tab_to("#discard")
    workbench.press("Enter")
    done = "Draft discarded. Choose a message from the list, or click a text on the page."
    workbench.expect_heard(done)
    expect(workbench.page.locator("#entry-note")).to_have_text(done)
    expect(workbench.page.locator("#entry")).to_be_hidden()
    workbench.expect_focus("#translation")


def test_a_removed_message_without_a_draft_is_closed_and_opened_when_it_is_back(
    small: Opened,
) -> None:
    workbench = small.open()
    workbench.page.locator("#list a", has_text="Title").first.click()
    workbench.expect_focus("#form-0")
    workbench.press("Control+S")
    workbench.expect_status("Nothing to save: the translation is as it was.")
    text, why = small.text(), "The catalog no longer has this message; choose another one."
    small.write(text.replace('"Title"', '"Name"'))
    workbench.expect_heard(why)
    expect(workbench.page.locator("#entry-note")).to_have_text(why)
    expect(workbench.page.locator("#status")).to_be_empty()
    small.write(text)
    expect(workbench.field).to_have_value("Naslov")
    expect(workbench.page.locator("#entry-note")).to_be_hidden()


def test_a_catalog_that_is_deleted_is_named_until_it_is_back(small: Opened) -> None:
    workbench = small.open()
    page, alert = workbench.page, workbench.page.get_by_role("alert")
    page.locator("#list a", has_text="Hint").click()
    workbench.expect_focus("#form-0")
    away = small.root / "away.po"
    small.path.rename(away)
    expect(alert).to_contain_text(f"The file {CATALOG} was deleted or renamed.")
    workbench.type("Namig")
    reason = "The file of this catalog is gone. Restore it, or choose another catalog."
    workbench.expect_status(reason)
    workbench.press("Control+S")
    workbench.expect_status(f"Not saved. {reason}")
    expect(page.locator("#list-note")).to_contain_text(reason)
    workbench.resize(NARROW)
    workbench.expect_no_sideways_scrolling()
    workbench.resize(DESKTOP)
    workbench.audit()
    away.rename(small.path)
    expect(alert).to_be_empty()
    expect(page.locator("#status")).to_be_empty()
    workbench.wait_until(f"{STORED}.length === 0")
    expect(workbench.field).to_have_value("Namig")
    expect(page.locator("#list a", has_text="Hint")).to_contain_text("Namig")
    workbench.press("Control+S")
    workbench.expect_status("Saved. All 3 messages are translated.")


def test_settings_that_change_are_named(small: Opened) -> None:
    workbench = small.open()
    alert = workbench.page.get_by_role("alert")
    settings = small.root / "pyproject.toml"
    settings.write_text('[tool.kfor-i18n.workbench]\npages = ["/news/"]\n', encoding="utf-8")
    expect(alert).to_contain_text("settings changed since the workbench was started")
    settings.unlink()
    expect(alert).to_be_empty()


def test_a_python_source_that_changes_restarts_the_application(small: Opened) -> None:
    workbench = small.open()
    workbench.page.locator("#list a", has_text="Title").first.click()
    workbench.expect_focus("#form-0")
    workbench.field.fill("Osnutek")
    expect(workbench.frame.locator("h1")).to_have_text("Osnutek")
    source = small.root / "small_app.py"
    source.write_text(PAGE_APP.replace("<h1>", "<h1 class=new>"), encoding="utf-8")
    expect(workbench.frame.locator("h1.new")).to_have_text("Osnutek", timeout=15_000)


def test_an_application_that_fails_is_named_and_the_form_goes_on(small: Opened) -> None:
    workbench = small.open()
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")
    (small.root / "small_app.py").write_text("import no_such_module\n", encoding="utf-8")
    workbench.page.locator("#list a", has_text="Title").first.click()
    workbench.expect_focus("#form-0")
    workbench.field.fill("Ime")
    expect(workbench.page.locator("body")).to_contain_text("no_such_module", timeout=15_000)
    workbench.press("Control+S")
    expect(workbench.page.get_by_role("status")).to_contain_text("Saved")
    assert '"Ime"' in small.text()


PLACES = (
    PAGE_APP
    + '''
@app.get("/hidden")
def hidden():
    return render_template_string("""<!doctype html><title>x</title><style>
        .printed { display: none }
        @media print { .printed { display: block } }
        .heard { position: absolute; width: 1px; height: 1px; overflow: hidden }
        </style><p class=printed>{{ _("Title") }}</p><p class=heard>{{ _("A bold word") }}</p>
        <p aria-hidden=true>{{ _("Hint") }}</p>""")

@app.get("/moved")
def moved():
    return render_template_string("""<!doctype html><title>x</title>
        <a href="/" style="position: absolute; top: -6rem">{{ _("Title") }}</a>
        <p style="position: absolute; left: -999rem">{{ _("A bold word") }}</p>
        <p style="opacity: 0">{{ _("Hint") }}</p>""")

@app.get("/right-to-left")
def right_to_left():
    return render_template_string("""<!doctype html><html dir=rtl><title>x</title>
        <p>\u0645\u0631\u062d\u0628\u0627 <b>{{ _("A bold word") }}</b> 12</p>""")

@app.get("/report")
def report():
    return app.response_class(f"%PDF-1.7 {gettext('Title')}", mimetype="application/pdf")
'''
)
ARABIC = "كلمة عريضة"


@pytest.mark.parametrize(("page", "seen"), [("hidden", "Hint"), ("moved", "")])
def test_what_is_for_print_or_for_screen_readers_is_located(
    start: Start, tmp_path: Path, page: str, seen: str
) -> None:
    opened = start(make_small(tmp_path / "project", app=PLACES), "--app", "small_app:app")
    workbench = opened.open(f"?catalog=sl.messages&page=p%3A%2F{page}")
    expect(workbench.page.locator("#list a")).to_have_count(3)
    for source in ("Title", "Hint", "A bold word"):
        place = "In the text of the page" + ("" if source == seen else ", not visible")
        workbench.page.locator("#list a", has_text=source).first.click()
        expect(workbench.page.locator("#place")).to_have_text(place)


WAITING = (
    PAGE_APP
    + """
import os, time
from flask import redirect

@app.get("/loop")
def loop():
    return redirect("/loop")

@app.get("/slow")
def slow():
    while os.path.exists("hang"):
        time.sleep(0.01)
    return page()
"""
)


def test_a_page_that_takes_long_is_not_taken_for_the_one_before(
    start: Start, tmp_path: Path
) -> None:
    opened = start(make_small(tmp_path / "project", app=WAITING), "--app", "small_app:app")
    workbench = opened.open()
    page, note = workbench.page, workbench.page.locator("#preview-note")
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")
    hang = opened.root / "hang"
    hang.touch()
    page.locator("#page").select_option("p:/slow")
    expect(note).to_have_text("Loading the page …")
    workbench.expect_heard("Loading the page …")
    expect(page.locator("#preview")).to_have_attribute("aria-busy", "true")
    expect(page.locator("iframe.front")).to_be_hidden()
    workbench.audit()
    hang.unlink()
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")
    expect(note).to_be_hidden()
    expect(page.locator("#preview")).to_have_attribute("aria-busy", "false")
    page.locator("#page").select_option("p:/loop")
    expect(note).to_contain_text("loop")
    hang.touch()
    page.locator("#page").select_option("p:/slow")
    expect(note).to_have_text("Loading the page …")
    expect(page.locator("iframe.front")).to_be_hidden()
    hang.unlink()
    expect(workbench.frame.locator("h1")).to_be_visible()


def test_a_page_that_fails_leaves_the_whole_catalog_to_be_translated(
    start: Start, tmp_path: Path
) -> None:
    app = PAGE_APP.replace("def page():", "def page():\n    1 / 0")
    opened = start(make_small(tmp_path / "project", app=app), "--app", "small_app:app")
    workbench = opened.open()
    expect(workbench.page.locator("#list a")).to_have_count(3)
    expect(workbench.page.locator("#order")).to_have_value("all")
    expect(workbench.page.locator("#preview-note")).to_contain_text("division by zero")
    workbench.page.locator("#order").select_option("page")
    expect(workbench.page.locator("#list-note")).to_contain_text("No messages found.")


def test_text_of_one_direction_is_chosen_and_written_on_a_page_of_the_other(
    start: Start, tmp_path: Path
) -> None:
    root = make_small(tmp_path / "project", app=PLACES)
    header = make_header(
        Language="ar",
        Content_Type="text/plain; charset=UTF-8",
        Plural_Forms="nplurals=1; plural=0;",
    )
    write_catalog(root, f'{header}\nmsgid "A bold word"\nmsgstr "{ARABIC}"\n', "ar")
    opened = start(root, "--app", "small_app:app")
    workbench = opened.open("?catalog=ar.messages&page=p%3A%2F")
    expect(workbench.frame.locator("p")).to_have_text(ARABIC)
    workbench.click_on_page("p", at=(20, 10))
    workbench.expect_focus("#form-0")
    expect(workbench.field).to_have_attribute("dir", "rtl")
    expect(workbench.page.locator("#list .target").first).to_have_attribute("dir", "rtl")
    assert workbench.highlighted("open") == [ARABIC]
    # And a text from left to right, on a page from right to left.
    other = opened.open("?catalog=sl.messages&page=p%3A%2Fright-to-left")
    expect(other.frame.locator("b")).to_have_text("Ena krepka beseda")
    other.click_on_page("b")
    other.expect_focus("#form-0")
    expect(other.field).to_have_attribute("dir", "ltr")
    assert other.highlighted("open") == ["Ena krepka beseda"]


def test_a_file_is_named_and_its_messages_are_listed(start: Start, tmp_path: Path) -> None:
    opened = start(make_small(tmp_path / "project", app=PLACES), "--app", "small_app:app")
    workbench = opened.open("?catalog=sl.messages&page=p%3A%2Freport")
    expect(workbench.page.locator("#preview-note")).to_contain_text("a file (application/pdf)")
    expect(workbench.page.locator("#stage")).to_be_hidden()
    expect(workbench.page.locator("#list a")).to_have_count(1)
    expect(workbench.page.locator("#page optgroup[label=Files] option:checked")).to_have_text(
        "/report"
    )


def test_it_begins_with_the_front_page(start: Start, tmp_path: Path) -> None:
    app = (
        PAGE_APP
        + """
for number, rule in enumerate(["/<lang>/about", "/a", "/lang/<lang>"]):
    app.add_url_rule(rule, f"more{number}", lambda lang="": gettext("Title"))
"""
    )
    opened = start(make_small(tmp_path / "project", app=app), "--app", "small_app:app")
    workbench = opened.open("?catalog=sl.messages")
    expect(workbench.frame.locator("h1")).to_have_text("Naslov", timeout=20_000)
    expect(workbench.page.get_by_label("Page", exact=True)).to_have_value("p:/")
    names = workbench.page.locator("#page option").all_inner_texts()
    assert names == ["/", "/a", "/lang/sl", "/sl/about", "404: page not found"]


HOSTILE = [
    "<script>top.pwned = 1</script>",
    "<img src=x onerror='top.pwned = 1'>",
    "<svg onload='top.pwned = 1'></svg>",
    "<a href='javascript:top.pwned = 1'>x</a>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<form action=https://example.org/><input autofocus onfocus='top.pwned = 1'></form>",
    "<iframe srcdoc='<script>top.pwned = 1</script>'></iframe>",
    "<base target=_top href=https://example.org/>",
]


def test_a_hostile_catalog_does_nothing_in_list_and_preview(start: Start, tmp_path: Path) -> None:
    entries = "".join(
        f'\nmsgid "h{number}"\nmsgstr "{text}"\n' for number, text in enumerate(HOSTILE)
    )
    app = PAGE_APP.replace("<p>", "".join(f"{{{{ _('h{n}') | safe }}}}" for n in range(8)) + "<p>")
    # What validation would refuse is to be shown here as if it had not.
    app += "\nfrom markupsafe import Markup\n" + "".join(
        f"\napp.jinja_env.globals['raw{n}'] = Markup({text!r})" for n, text in enumerate(HOSTILE)
    )
    app = app.replace("<h1>", "".join(f"{{{{ raw{n} }}}}" for n in range(8)) + "<h1>", 1)
    root = make_small(tmp_path / "project", TEXT + entries, app)
    opened = start(root, "--app", "small_app:app")
    opened.is_hostile = True
    workbench = opened.open()
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")
    workbench.page.locator("#order").select_option("all")
    workbench.page.locator("#search").fill("pwned")
    links = workbench.page.locator("#list a")
    expect(links).to_have_count(sum("pwned" in text for text in HOSTILE))
    for link in links.all():
        link.click()
        workbench.expect_focus("#form-0")
    assert workbench.page.evaluate("window.pwned") is None
    assert workbench.page.url.startswith(opened.origin)
    assert workbench.page.locator("#list script, #list img, #list svg, #entry script").count() == 0
    frame = workbench.page.locator("iframe.front")
    assert frame.evaluate("each => each.contentWindow.location.origin") == opened.origin
    # The browser says that it ran nothing; each line is a script or handler that was stopped.
    assert [each for each in workbench.problems if each.startswith(BLOCKED)]


def test_a_catalog_of_50_000_is_opened_searched_and_saved(start: Start, tmp_path: Path) -> None:
    entries = "".join(
        f'\n#: app.py\nmsgid "message {number}"\nmsgstr "sporočilo {number}"\n'
        for number in range(50_000)
    )
    opened = start(make_small(tmp_path / "project", TEXT + entries), "--app", "small_app:app")
    workbench = opened.open("?catalog=sl.messages")
    workbench.page.locator("#order").select_option("all")
    workbench.page.locator("#search").fill("message 49999")
    workbench.page.locator("#list a", has_text="message 49999").first.click(timeout=20_000)
    workbench.expect_focus("#form-0")
    workbench.field.fill("sporočilo zadnje")
    workbench.press("Control+S")
    expect(workbench.page.get_by_role("status")).to_contain_text("Saved", timeout=20_000)
    assert '"sporočilo zadnje"' in opened.text()
    assert opened.text().count("msgid") == 50_004


def test_what_covers_a_page_until_a_script_removes_it_is_hidden(
    start: Start, tmp_path: Path
) -> None:
    cover = "<div class=cover><div class=dots></div></div><div class=foot></div><h1>"
    style = (
        "<style>.cover { position: fixed; inset: 0; background: #124 } .dots { height: 100% }"
        " .foot { position: fixed; bottom: 0 }</style>"
    )
    app = PAGE_APP.replace("<h1>", f"{style}{cover}", 1)
    opened = start(make_small(tmp_path / "project", app=app), "--app", "small_app:app")
    workbench = opened.open()
    expect(workbench.frame.locator(".cover")).to_have_css("visibility", "hidden")
    expect(workbench.frame.locator(".foot")).to_have_css("visibility", "visible")
    expect(workbench.page.locator("#preview-note")).to_contain_text("scripts that would remove it")
    workbench.click_on_page("h1")
    workbench.expect_focus("#form-0")
    workbench.write("Nov naslov")
    expect(workbench.frame.locator("h1")).to_have_text("Nov naslov")
    expect(workbench.frame.locator(".cover")).to_have_css("visibility", "hidden")


@pytest.mark.parametrize(
    "body",
    [
        "<p style='position: fixed; bottom: 0; z-index: 2'>{{ _('Hint') }}</p>%s<h1>",
        "<div style='position: fixed; inset: 0'>%s<h1>",
    ],
    ids=["below a bar", "in a fixed box with the texts"],
)
def test_what_covers_all_texts_but_those_above_it_is_hidden(
    start: Start, tmp_path: Path, body: str
) -> None:
    cover = "<div class=cover style='position: fixed; inset: 0; background: #124'></div>"
    app = PAGE_APP.replace("<h1>", body % cover, 1)
    opened = start(make_small(tmp_path / "project", app=app), "--app", "small_app:app")
    workbench = opened.open()
    expect(workbench.frame.locator(".cover")).to_have_css("visibility", "hidden")
    workbench.click_on_page("h1")
    workbench.expect_focus("#form-0")


def test_what_lies_on_the_texts_and_not_on_the_whole_page_stays(
    start: Start, tmp_path: Path
) -> None:
    box = "<div class=box style='position: absolute; inset: 0 0 auto 0; height: 300px'></div><h1>"
    app = PAGE_APP.replace("<h1>", box, 1)
    opened = start(make_small(tmp_path / "project", app=app), "--app", "small_app:app")
    workbench = opened.open()
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")
    expect(workbench.frame.locator(".box")).to_have_css("visibility", "visible")
    expect(workbench.page.locator("#preview-note")).to_be_hidden()


def test_what_covers_a_page_and_has_texts_stays(start: Start, tmp_path: Path) -> None:
    cover = "<div style='position: fixed; inset: 0'>{{ _('Hint') }}</div><h1>"
    app = PAGE_APP.replace("<h1>", cover, 1)
    opened = start(make_small(tmp_path / "project", app=app), "--app", "small_app:app")
    workbench = opened.open()
    expect(workbench.frame.locator("h1")).to_have_text("Naslov")
    expect(workbench.frame.locator("div")).to_have_css("visibility", "visible")
    expect(workbench.page.locator("#preview-note")).to_be_hidden()


def test_what_is_pointed_at_stays_legible(small: Opened) -> None:
    workbench = small.open()
    link = workbench.frame.locator("a").bounding_box()
    assert link is not None
    workbench.page.mouse.move(link["x"] + 2, link["y"] + link["height"] / 2)
    box = workbench.page.locator(".box.under").first
    expect(box).to_be_attached()
    expect(box).to_have_css("background-color", "rgba(0, 0, 0, 0)")
