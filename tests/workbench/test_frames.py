"""What the frame with a page gets: it may not run scripts, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings
from kfor_i18n.workbench.web.frames import preview_policy
from tests.builders import HEADERS, make_project
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}
msgid "Hello"
msgstr "Pozdrav"

#, python-format
msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] "%(num)d dan"
msgstr[1] "%(num)d dneva"
msgstr[2] "%(num)d dnevi"
msgstr[3] "%(num)d dni"
"""
APP = '''
from flask import Flask, Response, make_response, redirect, render_template_string, request
from flask_babel import Babel, force_locale, gettext

app = Flask(__name__)
babel = Babel(app)

@app.get("/")
def page():
    html = """<!doctype html><title>{{ _("Hello") }}</title><p>{{ _("Hello") }}</p>
    <i>{{ ngettext("%(num)d day", "%(num)d days", 5) }}</i>"""
    response = make_response(render_template_string(html))
    response.set_cookie("session", "x")
    response.headers["Refresh"] = "0;url=https://example.org/"
    response.headers["Content-Security-Policy"] = "script-src *"
    return response

@app.get("/style.css")
def style():
    headers = {
        "X-Powered-By": "x", "Cache-Control": "public, max-age=3600",
        "Content-Disposition": "attachment; filename=x",
    }
    response = Response("p{color:red}", mimetype="text/css", headers=headers)
    response.set_etag("one")
    return response.make_conditional(request)

@app.get("/data/<path:media_type>")
def data(media_type):
    with force_locale("sl"):
        return Response(gettext("Hello"), content_type=media_type)

@app.get("/status/<int:status>")
def status(status):
    headers = {
        "Cache-Control": "public, max-age=3600", "Content-Disposition": "attachment; filename=x",
    }
    return Response("" if status == 204 else "text", status, headers, mimetype="text/html")

@app.get("/echo/<path:path>")
def echo(path):
    return Response(path, mimetype="text/css")

@app.get("/away")
def away():
    return redirect("/?x=1")

asked = []

@app.get("/loop")
def loop():
    asked.append(1)
    return redirect("/loop")

@app.get("/asked")
def count():
    return Response(str(len(asked)), mimetype="text/css")

@app.get("/there")
def there():
    return redirect("/back")

@app.get("/back")
def back():
    return redirect("/there")

@app.get("/cookie")
def cookie():
    if request.cookies:
        return "<p>known</p>"
    response = redirect("/cookie")
    response.set_cookie("known", "yes")
    return response

app.get("/sl", endpoint="short")(lambda: redirect("/sl/"))
app.get("/sl/", endpoint="front")(page)

@app.get("/healthz")
def healthz():
    return {"status": "ok"}

@app.get("/broken")
def broken():
    return str(1 / 0)
'''


@pytest.fixture
def browser(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    project = make_project(tmp_path, TEXT)
    (tmp_path / "frames_app.py").write_text(dedent(APP), encoding="utf-8")
    settings = WorkbenchSettings(hosts=("https://fonts.example.org",))
    project = replace(project, app="frames_app:app", workbench=settings)
    browser = Browser(project, tmp_path_factory.mktemp("state") / "journal")
    yield browser
    browser.session.stop()


def render(browser: Browser, page: str = "p:/", **values: Any) -> Any:
    answer = browser.tell("POST", "render", catalog="sl.messages", page=page, **values)
    assert answer.status_code == 200, answer.text
    return answer.json


def fetch(browser: Browser, path: str, destination: str = "iframe") -> Any:
    return browser.send("GET", path, Sec_Fetch_Dest=destination)


def test_a_page_is_rendered_with_what_is_typed_at_this_moment(browser: Browser) -> None:
    browser.draft(browser.open("Hello"), "Zdravo")
    rendering = render(browser)
    page = fetch(browser, rendering["address"])
    assert "<p><!--m:1-->Zdravo<!--/m:1--></p>" in page.text
    assert [place["kind"] for place in rendering["places"]] == ["raw", "text", "text"]
    assert rendering["places"][1]["id"] == browser.open("Hello")["id"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 dni"), (1, "1 dan"), (2, "2 dneva"), (3, "3 dnevi"), (5, "5 dni"), (101, "101 dan"),
     (102, "102 dneva"), (103, "103 dnevi")],
)  # fmt: skip
def test_a_plural_is_shown_with_any_number(browser: Browser, number: int, text: str) -> None:
    rendering = render(browser, numbers={browser.open("%(num)d day")["id"]: number})
    assert text in fetch(browser, rendering["address"]).text


def test_a_refused_draft_leaves_the_last_text_on_the_page(browser: Browser) -> None:
    entry = browser.open("%(num)d day")
    answer = browser.draft(entry, "dan", "dneva", "dnevi", "%(nim)d dni").json
    assert answer["shown"]
    assert "5 dni" in fetch(browser, render(browser)["address"]).text


def test_a_page_may_do_nothing(browser: Browser) -> None:
    for path in (render(browser)["address"], "/", "/style.css"):
        answer = fetch(browser, path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy == preview_policy(("https://fonts.example.org",))
        assert {"Set-Cookie", "Refresh", "X-Powered-By"}.isdisjoint(answer.headers.keys())
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_named_hosts_are_let_in() -> None:
    assert "sandbox allow-same-origin;" in preview_policy()
    assert "allow-scripts" not in preview_policy()
    assert "script-src" not in preview_policy()
    assert "http" not in preview_policy()
    assert "style-src 'self' 'unsafe-inline' https://a.example;" in preview_policy(
        ("https://a.example",)
    )


def test_a_file_is_handed_on_as_it_is(browser: Browser) -> None:
    answer = fetch(browser, "/style.css", "style")
    assert (answer.text, answer.mimetype) == ("p{color:red}", "text/css")
    assert "Content-Disposition" not in answer.headers
    same = browser.send("GET", "/style.css", If_None_Match='"one"')
    assert (same.status_code, same.headers["ETag"]) == (304, '"one"')


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("text/html", 403), ("application/xhtml+xml", 403), ("application/json", 403),
        ("text/plain; charset=utf-8", 403), ("text/csv", 403), ("application/xml", 403),
        ("application/pdf", 403), ("text/javascript", 403), ("x", 403),
        ("image/svg+xml", 200), ("image/png", 200), ("font/woff2", 200), ("video/mp4", 200),
        ("application/font-woff", 200), ("application/octet-stream", 200), ("TEXT/CSS", 200),
    ],
)  # fmt: skip
def test_whoever_has_only_the_cookie_is_not_given_pages_and_data(
    browser: Browser, media_type: str, expected: int
) -> None:
    browser.draft(browser.open("Hello"), "Skrivnost")
    browser.key = ""
    answer = fetch(browser, f"/data/{media_type}")
    assert answer.status_code == expected
    assert answer.text == ("Skrivnost" if expected == 200 else "")
    assert fetch(browser, "/").text == ""
    assert fetch(browser, "/?_kfor-i18n=guessed").text == ""


def test_nothing_is_shown_from_a_cache(browser: Browser) -> None:
    addresses = [render(browser, "p:/status/200")["address"] for _ in range(2)]
    assert len({*addresses}) == 2
    # Another workbench on the port must not have the same addresses.
    names = [address.partition("_kfor-i18n=")[2] for address in addresses]
    assert all(len(name) >= 16 for name in names)
    assert fetch(browser, addresses[0]).headers["Cache-Control"] == "no-store"
    assert fetch(browser, "/style.css", "style").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("status", [200, 204, 404, 500])
def test_a_page_is_shown_whatever_its_status(browser: Browser, status: int) -> None:
    rendering = render(browser, f"p:/status/{status}")
    answer = fetch(browser, rendering["address"])
    assert (rendering["status"], answer.status_code) == (status, 200)
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize(("status", "expected"), [(404, 404), (0, 502), (100, 502), (700, 502)])
def test_a_file_with_a_status_that_there_is_not_is_an_error(
    browser: Browser, status: int, expected: int
) -> None:
    assert fetch(browser, f"/status/{status}").status_code == expected


@pytest.mark.parametrize(
    ("path", "expected"), [("%252e", "%2e"), ("a%25b", "a%b"), ("a%3Fb", "a?b"), ("%C4%8D", "č")]
)
def test_a_path_is_decoded_once(browser: Browser, path: str, expected: str) -> None:
    assert fetch(browser, f"/echo/{path}").text == expected


def test_a_page_that_is_opened_by_itself_leads_to_the_workbench(browser: Browser) -> None:
    answer = fetch(browser, "/away?x=1", "document")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/_kfor-i18n/?page=p%3A/away%3Fx%3D1"


def test_redirects_stay_inside(browser: Browser) -> None:
    rendering = render(browser, "p:/away")
    assert rendering["path"] == "/?x=1"
    assert rendering["address"].startswith("/?x=1&_kfor-i18n=")


@pytest.mark.parametrize("path", ["/loop", "/there"])
def test_redirects_in_a_loop_are_named_and_not_followed_for_long(
    browser: Browser, path: str
) -> None:
    page = render(browser, f"p:{path}")
    assert "redirects in a loop" in page["note"]
    assert not page["is_shown"]
    assert int(fetch(browser, "/asked", "style").text) <= 2


def test_a_page_that_sets_a_cookie_first_is_no_loop(browser: Browser) -> None:
    page = render(browser, "p:/cookie")
    assert (page["note"], page["is_shown"]) == (None, True)


def test_the_list_of_pages_tells_what_they_turned_out_to_be(browser: Browser) -> None:
    preview = browser.session.preview
    preview.start(["sl"])
    assert preview._index
    assert preview._index.wait(60)
    pages = browser.ask("project")["pages"]
    fronts = [page["path"] for page in pages if page["front"]]
    assert fronts == ["/", "/sl/"]
    files = [page["path"] for page in pages if page["kind"] == "file"]
    assert files == ["/asked", "/healthz"]
    assert [page["path"] for page in pages[-2:]] == files
    notes = {page["path"]: page["notes"].get("sl") for page in pages if page["kind"] != "scene"}
    assert (notes["/loop"], notes["/sl"]) == ("redirects in a loop", "leads to /sl/")
    assert notes["/healthz"] is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_application_is_only_read(browser: Browser, method: str) -> None:
    assert browser.send(method, "/").status_code == 405


def test_a_page_that_fails_is_named_with_its_reason(browser: Browser) -> None:
    rendering = render(browser, "p:/broken")
    assert rendering["status"] == 500
    assert "ZeroDivisionError" in rendering["problem"]


def test_an_application_that_cannot_be_loaded_is_named(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = make_project(tmp_path, TEXT)
    (tmp_path / "broken_app.py").write_text("import no_such_module\n", encoding="utf-8")
    browser = Browser(
        replace(project, app="broken_app:app"), tmp_path_factory.mktemp("state") / "journal"
    )
    answer = browser.tell("POST", "render", catalog="sl.messages", page="p:/")
    assert answer.status_code == 502
    assert "No module named 'no_such_module'" in answer.json["error"]
    assert browser.save(browser.open("Hello"), "Zdravo").status_code == 200
    assert browser.ask("project")["application"]["state"] == "failed"
    browser.session.stop()


@pytest.mark.parametrize("page", ["", "x", "p:", "p:relative", "s:../x", "p://evil.example/"])
def test_a_page_that_there_is_not_is_refused(browser: Browser, page: str) -> None:
    answer = browser.tell("POST", "render", catalog="sl.messages", page=page)
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        assert answer.json["address"].startswith("/")
        assert not answer.json["address"].startswith("//")
