"""Pages of an application are rendered in a process of their own, with the workbench's texts."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.rendering.application import (
    Application,
    ApplicationError,
    GivenUpError,
)
from kfor_i18n.workbench.rendering.protocol import FileRequest, PageRequest, Setup
from tests.workbench.apps import without_anchors

SOURCE = """
import gzip, itertools, json, os, pathlib, pickle, struct, sys, time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from flask import (
    Flask, Response, abort, copy_current_request_context, redirect, render_template,
    render_template_string, request,
)
from flask_babel import Babel, gettext, lazy_gettext, ngettext

TITLE = lazy_gettext("Title")
PAGE = '''<title>{{ _("Title") }}</title><p title="{{ _("Hint") }}">{{ title }}
{{ ngettext("%(num)d day", "%(num)d days", 2) }}</p>'''

def create_app():
    app = Flask("example")
    select = lambda: request.accept_languages.best_match(["sl", "en"]) if request else "en"
    if hasattr(Babel, "localeselector"):
        Babel(app).localeselector(select)
    else:
        Babel(app, locale_selector=select)

    @app.get("/")
    def front():
        return render_template_string(PAGE, title=TITLE)

    app.get("/moved", endpoint="moved")(lambda: redirect("/?a=1"))
    app.get("/away", endpoint="away")(lambda: redirect("https://example.com/"))
    app.get("/json", endpoint="json")(lambda: {"title": gettext("Title")})
    app.get("/bytes", endpoint="bytes")(lambda: Response([b"a", b"b"]))
    app.get("/raise", endpoint="raise")(lambda: 1 / 0)
    app.get("/exit", endpoint="exit")(lambda: os._exit(3))
    app.get("/sleep", endpoint="sleep")(lambda: time.sleep(60))
    app.get("/template", endpoint="template")(lambda: render_template("page.html"))
    app.get("/echo", endpoint="echo")(lambda: request.query_string.decode())
    app.get("/pid", endpoint="pid")(lambda: str(os.getpid()))

    @app.get("/endless")
    def endless():
        return Response((b"x" * 100_000 for _ in itertools.count()), mimetype="text/html")

    @app.get("/bomb")
    def bomb():
        packed = gzip.compress(b"x" * 11_000_000)
        return Response(packed, mimetype="text/html", headers={"Content-Encoding": "gzip"})

    @app.get("/look-up-for-ever")
    def look_up_for_ever():
        for number in itertools.count():
            gettext(f"message {number}")

    @app.get("/disturb/<int:length>/<data>")
    def disturb(length, data):
        # The file descriptor of the workbench.
        os.write(int(sys.argv[1]), struct.pack("!Q", length) + data.encode())
        time.sleep(60)

    @app.get("/fork")
    def fork():
        if os.fork() == 0:
            if request.args:
                sys.exit()
            return gettext("Title") + " of the child"
        os.wait()
        return gettext("Title")

    @app.get("/spawn")
    def spawn():
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        return "a child lives on"

    @app.get("/wait")
    def wait():
        pathlib.Path("waiting").touch()
        while not os.path.exists("go"):
            time.sleep(0.01)
        return "done"

    @app.get("/threads")
    def threads():
        look_up = copy_current_request_context(lambda *_: gettext("Title"))
        def go_on():
            for _ in range(200):
                with app.test_request_context(headers={"Accept-Language": "sl"}):
                    gettext("Title")
        Thread(target=go_on, daemon=True).start()
        with ThreadPoolExecutor(1) as pool:
            return " ".join(pool.map(look_up, range(4)))

    @app.get("/alone")
    def alone():
        def look_up(_):
            with app.app_context():
                return gettext("Title")
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(look_up, 1).result()

    @app.get("/stored")
    def stored():
        text = gettext("Title")
        markup = __import__("markupsafe").Markup("{}").format(text)
        pathlib.Path("stored").write_text(text)
        kept = [pickle.loads(pickle.dumps(each)) for each in (text, markup)]
        assert type(json.loads(json.dumps(text))) is str
        return " ".join([
            *(f"{type(each).__name__} {each}" for each in kept), json.dumps({text: text}),
            repr(pickle.loads(pickle.dumps(text.encode()))), repr(text), str(len(text)),
            pathlib.Path("stored").read_text(),
        ])

    print("loaded")
    return app

def cached():
    from flask_caching import Cache
    cache = Cache(config={"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": "cache"})
    app = create_app()
    cache.init_app(app)
    calls = []

    @app.get("/cached")
    @cache.cached()
    def page():
        calls.append(1)
        return f"{gettext('Title')} {len(calls)}"

    return app

def talks():
    for number in range(1000):
        print(number, "x" * 1000)
    print("last words", end="")
    sys.exit(3)

def breaks():
    import broken

number = 5
def fails():
    print("about to fail")
    raise RuntimeError("no database\\nat all")
"""


TEXTS = {"Title": "Naslov", "%(num)d day": "%(num)d dneva", "Hint": "Namig & <b>"}


class Slovenian:
    """Texts of one locale; the rest is the application's."""

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        text = TEXTS.get(key.msgid) if (domain, locale) == ("messages", "sl") else None
        return Found(text, is_translated=True) if text else None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "example.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "broken.py").write_text("# The next line is none.\ndef :\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def app(root: Path) -> Iterator[Application]:
    application = Application(Setup("example:create_app", str(root)), Slovenian())
    yield application
    application.stop()


def test_a_page_is_shown_with_the_texts_of_the_workbench(app: Application) -> None:
    page = app.render(PageRequest("/", "sl"))
    html = page.body.decode()
    assert (page.status, page.path) == (200, "/")
    assert "<title>Naslov</title>" in html
    assert "<!--m:2-->Naslov<!--/m:2-->" in html
    assert "<!--m:3-->2 dneva<!--/m:3-->" in html
    assert [(place.kind, place.span.lookup.key.msgid) for place in page.places] == [
        ("raw", "Title"), ("attribute", "Hint"), ("text", "Title"), ("text", "%(num)d day"),
    ]  # fmt: skip
    assert [lookup.key.msgid for lookup in page.lookups] == [
        "Title", "Hint", "Title", "%(num)d day",
    ]  # fmt: skip


def test_a_page_without_its_comments_is_that_of_the_application(app: Application) -> None:
    html = app.render(PageRequest("/", "en")).body.decode()
    assert re.sub("<!--.*?-->", "", html) == (
        '<title>Title</title><p title="Hint">Title\n2 days</p>'
    )


def test_a_plural_is_shown_for_another_number(app: Application) -> None:
    request = PageRequest("/", "sl", {Key("%(num)d day"): 102})
    assert ">102 dneva<" in app.render(request).body.decode()


def test_redirects_are_followed_within_the_application(app: Application) -> None:
    assert app.render(PageRequest("/moved", "sl")).path == "/?a=1"
    away = app.render(PageRequest("/away"))
    assert (away.status, away.path) == (302, "/away")


def test_what_is_no_page_is_left_as_it_is(app: Application) -> None:
    assert app.render(PageRequest("/json", "sl")).body == b'{"title":"Naslov"}\n'
    assert app.render(PageRequest("/bytes")).body == b"ab"


def test_an_application_that_fails_at_a_page_shows_others(app: Application) -> None:
    assert app.render(PageRequest("/raise")).status == 500
    with pytest.raises(ApplicationError, match="The application exited"):
        app.render(PageRequest("/exit"))
    assert app.render(PageRequest("/")).status == 200


def test_an_application_that_hangs_is_ended(root: Path) -> None:
    app = Application(Setup("example:create_app", str(root)), Slovenian(), seconds=2)
    with pytest.raises(ApplicationError, match="did not answer within 2 s"):
        app.render(PageRequest("/sleep"))
    app.stop()


@pytest.mark.parametrize("path", ["/disturb/100/part", "/look-up-for-ever"])
def test_an_answer_that_does_not_come_to_its_end_is_given_up(root: Path, path: str) -> None:
    app = Application(Setup("example:create_app", str(root)), Slovenian(), seconds=3)
    begin = monotonic()
    with pytest.raises(ApplicationError, match="did not answer within 3 s"):
        app.render(PageRequest(path, "sl"))
    assert monotonic() - begin < 15
    assert app.render(PageRequest("/")).status == 200
    app.stop()


@pytest.mark.parametrize("path", ["/disturb/5/abcde", f"/disturb/{2**62}/x"])
def test_an_application_that_disturbs_the_connection_is_loaded_again(
    app: Application, path: str
) -> None:
    pid = app.render(PageRequest("/pid")).body
    with pytest.raises(ApplicationError, match="disturbed its connection"):
        app.render(PageRequest(path))
    assert app.render(PageRequest("/pid")).body != pid
    assert not is_running(int(pid))


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_a_page_that_is_too_large_is_not_shown(app: Application, path: str) -> None:
    pid = app.render(PageRequest("/pid")).body
    with pytest.raises(ApplicationError, match="larger than 10 MB"):
        app.render(PageRequest(path))
    assert app.render(PageRequest("/pid")).body == pid


def test_a_file_that_is_too_large_is_not_handed_on(app: Application) -> None:
    assert app.fetch(FileRequest("/bomb")).status == 200
    with pytest.raises(ApplicationError, match="larger than 50 MB"):
        app.fetch(FileRequest("/endless"))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere:app", "ModuleNotFoundError: No module named 'nowhere'"),
        ("example:app", "AttributeError: module 'example' has no attribute 'app'"),
        ("example:number", "TypeError: example:number is not a Flask application"),
        ("example:fails", "RuntimeError: no database"),
        ("example:create_ap", "AttributeError"),
        ("example:breaks", "failed: SyntaxError: invalid syntax (broken.py:2)"),
    ],
)
def test_an_application_that_cannot_be_loaded_is_told_why(
    root: Path, name: str, reason: str
) -> None:
    app = Application(Setup(name, str(root)), Slovenian())
    with pytest.raises(ApplicationError) as caught:
        app.render(PageRequest("/"))
    assert reason in str(caught.value)


def test_a_source_that_was_changed_is_loaded_after_a_stop(root: Path, app: Application) -> None:
    app.render(PageRequest("/"))
    source = SOURCE.replace("<title>", "<title>New: ")
    (root / "example.py").write_text(source, encoding="utf-8")
    app.stop()
    assert b"<title>New: " in app.render(PageRequest("/")).body


def test_a_changed_source_is_loaded_when_a_page_is_asked_for(root: Path, app: Application) -> None:
    app.render(PageRequest("/"))
    assert (app.state, app.generation) == ("ready", 1)
    change(root / "example.py", SOURCE.replace("<title>", "<title>New: "))
    wait_for(lambda: b"<title>New: " in app.render(PageRequest("/")).body)
    assert app.generation == 2


@pytest.mark.parametrize("is_urgent", [False, True])
def test_a_changed_source_ends_a_page_that_hangs(
    root: Path, app: Application, is_urgent: bool
) -> None:
    app.render(PageRequest("/"))
    with ThreadPoolExecutor() as pool:
        page = pool.submit(app.render, PageRequest("/wait"), is_urgent=is_urgent)
        wait_for((root / "waiting").exists)
        source = SOURCE.replace('while not os.path.exists("go"):', "while False:")
        change(root / "example.py", source.replace('"done"', '"mended"'))
        assert page.result(timeout=10).body == b"mended"
    assert app.generation == 2


def test_a_template_that_changed_is_shown_without_loading_the_application(
    root: Path, app: Application
) -> None:
    template = root / "templates" / "page.html"
    template.parent.mkdir()
    template.write_text("<p>old</p>", encoding="utf-8")
    assert app.render(PageRequest("/template")).body == b"<p>old</p>"
    change(template, "<p>new</p>")
    assert app.render(PageRequest("/template")).body == b"<p>new</p>"
    assert app.generation == 1


def test_a_source_that_breaks_is_told_until_it_is_mended(root: Path, app: Application) -> None:
    app.render(PageRequest("/"))
    change(root / "example.py", SOURCE + "\ndef create_app(:\n")
    with pytest.raises(ApplicationError, match=r"SyntaxError: .*\(example.py:\d+\)") as caught:
        wait_for(lambda: app.render(PageRequest("/")).status != 200)
    # It is not loaded again for each page.
    with pytest.raises(ApplicationError) as again:
        app.render(PageRequest("/"))
    assert again.value is caught.value
    assert (app.state, str(app.problem)) == ("failed", str(caught.value.problem))
    change(root / "example.py", SOURCE)
    assert app.render(PageRequest("/")).status == 200
    assert (app.state, app.problem) == ("ready", None)


def test_what_an_application_prints_is_kept_in_part(root: Path) -> None:
    app = Application(Setup("example:talks", str(root)), Slovenian())
    with pytest.raises(ApplicationError, match="SystemExit: 3") as caught:
        app.render(PageRequest("/"))
    assert len(caught.value.output) == 40
    assert caught.value.output[-1] == "last words"
    assert max(map(len, caught.value.output)) <= 500
    assert app.output == caught.value.output


def test_an_application_that_asks_for_texts_in_threads_gets_them(app: Application) -> None:
    page = app.render(PageRequest("/threads", "sl"))
    assert page.body == b"Naslov Naslov Naslov Naslov"
    # A thread that goes on after its page disturbs no other one.
    for _ in range(20):
        assert b"Naslov" in app.render(PageRequest("/", "sl")).body


def test_a_thread_without_a_request_gets_its_texts(app: Application) -> None:
    page = app.render(PageRequest("/alone", "sl"))
    assert (page.status, without_anchors(page)) == (200, "Naslov")


def test_pages_can_be_asked_for_in_several_threads(app: Application) -> None:
    with ThreadPoolExecutor(8) as pool:
        paths = [f"/echo?{number}" for number in range(40)]
        pages = pool.map(lambda path: app.render(PageRequest(path)), paths)
        assert [page.body.decode() for page in pages] == [path.partition("?")[2] for path in paths]


def test_a_page_that_somebody_waits_for_goes_first(root: Path, app: Application) -> None:
    app.render(PageRequest("/"))
    order: list[str] = []

    def render(path: str, *, is_urgent: bool) -> None:
        app.render(PageRequest(path), is_urgent=is_urgent)
        order.append(path)

    with ThreadPoolExecutor(8) as pool:
        pool.submit(render, "/wait", is_urgent=True)
        wait_for((root / "waiting").exists)
        for number in range(3):
            pool.submit(render, f"/echo?{number}", is_urgent=False)
        pool.submit(render, "/echo?urgent", is_urgent=True)
        # Both kinds wait while the first page is rendered.
        wait_for(lambda: app._urgent == 1)
        (root / "go").touch()
    assert order[:2] == ["/wait", "/echo?urgent"]
    assert len(order) == 5


def test_an_application_can_be_stopped_while_it_hangs(root: Path) -> None:
    app = Application(Setup("example:create_app", str(root)), Slovenian())
    app.render(PageRequest("/"))
    with ThreadPoolExecutor() as pool:
        page = pool.submit(app.render, PageRequest("/wait"))
        wait_for((root / "waiting").exists)
        app.stop()
        with pytest.raises(ApplicationError, match="The application exited"):
            page.result(timeout=10)


def test_nobody_waits_for_a_hanging_page_any_more_after_a_stop(root: Path) -> None:
    app = Application(Setup("example:create_app", str(root)), Slovenian())
    app.render(PageRequest("/"))
    with ThreadPoolExecutor(8) as pool:
        pages = [pool.submit(app.render, PageRequest("/wait"))]
        wait_for((root / "waiting").exists)
        pages += [pool.submit(app.render, PageRequest("/wait")) for _ in range(4)]
        wait_for(lambda: app._urgent == 4)
        app.stop()
        for page in pages:
            with pytest.raises(ApplicationError, match="The application exited"):
                page.result(timeout=10)


def test_a_page_of_the_index_is_given_up_for_one_that_somebody_waits_for(
    root: Path, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kfor_i18n.workbench.rendering.application._PATIENCE_SECONDS", 0.1)
    app.render(PageRequest("/"))
    with ThreadPoolExecutor() as pool:
        aside = pool.submit(app.render, PageRequest("/wait"), is_urgent=False)
        wait_for((root / "waiting").exists)
        urgent = pool.submit(app.render, PageRequest("/"))
        assert urgent.result(timeout=20).status == 200
        with pytest.raises(GivenUpError):
            aside.result(timeout=10)


def test_who_waits_too_long_for_the_others_is_told(root: Path, app: Application) -> None:
    app.render(PageRequest("/"))
    with ThreadPoolExecutor() as pool:
        first = pool.submit(app.render, PageRequest("/wait"))
        wait_for((root / "waiting").exists)
        app._seconds = 0.2
        with pytest.raises(ApplicationError, match="did not answer"):
            app.render(PageRequest("/"))
        (root / "go").touch()
        assert first.result(timeout=10).body == b"done"


def test_a_process_that_was_killed_while_idle_is_started_again(app: Application) -> None:
    for _ in range(5):
        pid = int(app.render(PageRequest("/pid")).body)
        os.kill(pid, signal.SIGKILL)
        assert app.render(PageRequest("/")).status == 200


@pytest.mark.parametrize("path", ["/fork", "/fork?exit"])
def test_a_process_that_the_application_forks_answers_nothing(app: Application, path: str) -> None:
    for _ in range(3):
        page = app.render(PageRequest(path, "sl"))
        assert (page.path, without_anchors(page)) == (path, "Naslov")
        assert app.render(PageRequest("/echo?1")).body == b"1"


def test_an_end_is_noticed_though_a_child_lives_on(app: Application) -> None:
    app.render(PageRequest("/spawn"))
    begun = monotonic()
    with pytest.raises(ApplicationError, match="The application exited"):
        app.render(PageRequest("/exit"))
    assert monotonic() - begun < 10
    assert app.render(PageRequest("/echo?1")).body == b"1"


def test_the_process_ends_with_the_workbench(root: Path) -> None:
    code = (
        "import sys\n"
        "from kfor_i18n.tracking.texts import NoTexts\n"
        "from kfor_i18n.workbench.rendering.application import Application\n"
        "from kfor_i18n.workbench.rendering.protocol import PageRequest, Setup\n"
        f"app = Application(Setup('example:create_app', {str(root)!r}), NoTexts())\n"
        "print(app.render(PageRequest('/pid')).body.decode(), flush=True)\n"
        "app.render(PageRequest('/sleep'))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as own:
        assert own.stdout
        pid = int(own.stdout.readline())
        assert is_running(pid)
        own.kill()
    wait_for(lambda: not is_running(pid))


def test_a_mark_is_in_nothing_that_leaves_the_process(app: Application) -> None:
    """Texts in caches, pickles, JSON, mails and files are those of the application, and plain."""
    shown = app.render(PageRequest("/stored", "sl")).body.decode()
    assert shown == "str Naslov Markup Naslov {\"Naslov\": \"Naslov\"} b'Naslov' 'Naslov' 6 Naslov"


def test_a_cache_of_the_application_keeps_nothing(root: Path) -> None:
    pytest.importorskip("flask_caching")
    texts = Slovenian()
    app = Application(Setup("example:cached", str(root)), texts)
    for number in (1, 2):
        page = app.render(PageRequest("/cached", "sl"))
        assert without_anchors(page) == f"Naslov {number}"
    assert not list((root / "cache").glob("*"))
    app.stop()


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait until a condition holds."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it takes too long"
        Event().wait(0.02)


def change(path: Path, text: str) -> None:
    """Write a file so that it has another time than before."""
    before = path.stat().st_mtime_ns
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
