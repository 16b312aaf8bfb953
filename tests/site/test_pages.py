from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.po.header import read_revision
from kfor_i18n.config import Settings, project_of
from kfor_i18n.site import create_app, pages
from kfor_i18n.site.fallback import label_fallbacks
from kfor_i18n.site.i18n import current_language
from kfor_i18n.site.model import Page
from kfor_i18n.site.timeline import Timeline, years_between
from kfor_i18n.tracking.text import concat
from tests.answers.test_codings import NEGOTIATION as CODINGS
from tests.pages import LANGUAGES, SITE_URL, path_of, paths_in, untranslated
from tests.support import parse, text_of
from tests.test_locales import NEGOTIATION

OTHERS = [
    "/", "/sl", "/sl/ni/", "/ni", "/healthz", "/robots.txt", "/sitemap.xml", "/favicon.ico",
    "/static/none.css", "/sl/manifest.webmanifest", "/.well-known/security.txt",
]  # fmt: skip
SOURCE = Path(__file__).parents[1] / "data" / "kfor-page.en.txt"
Edited = Callable[[Callable[[Catalog], None]], FlaskClient]


def get(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_a_page_is_valid_html_in_its_language(client: FlaskClient, page_path: str) -> None:
    document = parse(get(client, page_path))
    assert document.get("lang") == page_path[1:3]
    assert client.get(page_path).headers["Content-Language"] == page_path[1:3]
    assert not document.findall(".//*[@class='untranslated']")


def test_the_text_is_whole_and_word_for_word(client: FlaskClient) -> None:
    text = text_of(parse(get(client, "/en/")).find("body"))
    position = 0
    for paragraph in SOURCE.read_text(encoding="utf-8").split("\n\n"):
        position = text.index(paragraph.strip(), position)


def test_no_english_is_left_in_slovenian(
    app: Flask, client: FlaskClient, settings: Settings
) -> None:
    template = (settings.translations / "messages.pot").read_text(encoding="utf-8")
    sources = {s for s in re.findall(r'^msgid "(.+)"$', template, re.MULTILINE) if " " in s}
    for path in (*paths_in(app, "sl"), "/sl/manifest.webmanifest"):
        html = get(client, path)
        assert not [source for source in sources if source in html]


@pytest.mark.parametrize(
    ("day", "years", "text"),
    [
        (date(2000, 6, 1), 1, "1 leto"),
        (date(2001, 7, 1), 2, "2 leti"),
        (date(2002, 7, 1), 3, "3 leta"),
        (date(2004, 7, 1), 5, "5 let"),
        (date(2026, 5, 31), 26, "26 let"),
        (date(2026, 6, 1), 27, "27 let"),
        (date(2100, 7, 1), 101, "101 leto"),
        (date(2101, 7, 1), 102, "102 leti"),
    ],
)
def test_durations_take_the_right_plural_form(app: Flask, day: date, years: int, text: str) -> None:
    assert years_between(date(1999, 6, 1), day) == years
    with app.test_request_context("/sl/"):
        html = app.jinja_env.get_template("site/timeline.html").render(
            timeline=Timeline(day), language=current_language()
        )
    assert f">{text}<" in html


def test_what_lasted_fills_months_and_what_happened_once_is_a_point_in_one() -> None:
    timeline = Timeline(date(2000, 2, 1))
    assert timeline.conflict == "M0 2V12H1V2h1V0H1V2z"
    assert timeline.campaign == "M1 2V12H1V5h1V0H2V2z"
    assert timeline.peacekeeping == "M1 5V12H2V2h1V0H2V5z"
    assert timeline.events == "M2.5 0.5h0M9.5 1.5h0"
    assert timeline.now == "M2.5 1.5h0"


def test_the_first_year_and_each_tenth_with_room_have_their_numbers_in_any_case() -> None:
    years = Timeline(date(2026, 11, 26)).years
    assert [year.number for year in years if year.mark == "major"] == [1998, 2010, 2020]
    assert [year.number for year in years if year.mark == "minor"] == [2000, 2005, 2015, 2025]
    assert not Timeline(date(2030, 1, 1)).years[-1].mark


def test_a_clock_before_the_newest_catalog_counts_no_years(settings: Settings) -> None:
    revised = create_app(settings, now=lambda: datetime(1970, 1, 1, tzinfo=UTC)).test_client()
    expected = create_app(settings, now=lambda: newest_revision(settings)).test_client()
    for path in ("/sl/", "/.well-known/security.txt"):
        assert get(revised, path) == get(expected, path)


def newest_revision(settings: Settings) -> datetime:
    """Return the newest date in the header of a catalog."""
    project = project_of(settings)
    template = read_po(project.template("messages")).headers["pot-creation-date"]
    catalog = read_po(project.catalog_path("messages", "sl")).headers["po-revision-date"]
    return max(filter(None, map(read_revision, (template, catalog))))


@pytest.mark.parametrize(("path", "month"), [("/en/", "June 1999"), ("/sl/", "junij 1999")])
def test_dates_are_formatted_by_cldr(client: FlaskClient, path: str, month: str) -> None:
    assert f'<time datetime="1999-06">{month}</time>' in get(client, path)


@pytest.mark.parametrize(
    ("path", "formats", "locale", "date"),
    [
        ("/en/", "en_GB", "en_GB", r"\d{1,2} \w+ \d{4}"),
        ("/en/", "en_US", "en_US", r"\w+ \d{1,2}, \d{4}"),
        ("/sl/", "en_GB", "sl_SI", r"\d{1,2}\. \w+ \d{4}"),
    ],
)
def test_dates_are_written_as_the_formats_say_and_words_are_not(
    settings: Settings, path: str, formats: str, locale: str, date: str
) -> None:
    settings = replace(settings, formats={"en": formats})
    document = parse(get(create_app(settings).test_client(), path))
    assert document.get("lang") == path[1:3]
    named = document.find(".//meta[@property='og:locale']")
    assert named is not None
    assert named.get("content") == locale
    assert re.fullmatch(date, text_of(document.find(".//footer//time")))


def test_a_page_says_when_its_text_was_last_revised(client: FlaskClient, page_path: str) -> None:
    document = parse(get(client, page_path))
    catalogs = json.loads(get(client, "/healthz"))["catalogs"]
    revised = catalogs[page_path[1:3]]["revised"][:10]
    time = document.find(".//footer//time")
    assert time is not None
    assert time.get("datetime") == revised
    structured = json.loads(document.find(".//script").text or "")  # type: ignore[union-attr]
    assert structured["dateModified"] == revised


def test_the_first_sentence_alone_is_large(client: FlaskClient, page_path: str) -> None:
    lead = text_of(parse(get(client, page_path)).find(".//*[@class='lead']"))
    assert lead.count(". ") == 0
    assert lead.endswith(".")


def test_no_element_has_the_role_that_it_has_anyway(client: FlaskClient, page_path: str) -> None:
    assert not parse(get(client, page_path)).findall(".//*[@role='list']")


@pytest.mark.parametrize(
    ("path", "source"), [("/en/languages/", "Source language"), ("/sl/jeziki/", "Izvirni jezik")]
)
def test_the_source_language_is_not_said_to_be_translated(
    client: FlaskClient, path: str, source: str
) -> None:
    english, slovenian = parse(get(client, path)).findall(".//ul[@class='coverage']/li")
    assert source in text_of(english)
    assert "100" not in text_of(english)
    assert source not in text_of(slovenian)
    assert "100" in text_of(slovenian)


def test_one_application_context_does_not_keep_the_first_language(app: Flask) -> None:
    with app.app_context():
        client = app.test_client()
        assert "June 1999" in get(client, "/en/")
        assert "junij 1999" in get(client, "/sl/")


@pytest.mark.parametrize(("header", "language"), NEGOTIATION)
def test_the_front_door_negotiates(client: FlaskClient, header: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": header})
    assert (response.status_code, response.location) == (302, f"/{language}/")
    assert "Accept-Language" in response.vary
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_page_never_varies_by_language(client: FlaskClient, page_path: str) -> None:
    english, slovenian = (
        client.get(page_path, headers={"Accept-Language": tag}) for tag in ("en", "sl")
    )
    assert english.data == slovenian.data
    assert "Accept-Language" not in english.vary


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_the_switcher_leads_to_the_same_page(app: Flask, client: FlaskClient, page: Page) -> None:
    paths = [path_of(app, page.name, tag) for tag in ("en", "sl")]
    for path in paths:
        links = parse(get(client, path)).findall(".//nav[@class='languages']//a")
        assert [(a.get("lang"), a.get("hreflang"), a.text) for a in links] == [
            ("en", "en", "English"),
            ("sl", "sl", "slovenščina"),
        ]
        assert [a.get("href") for a in links] == paths
        assert [a.get("href") for a in links if a.get("aria-current")] == [path]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/sl", "/sl/"),
        ("/sl/jeziki", "/sl/jeziki/"),
        ("/sl/languages/", "/sl/jeziki/"),
        ("/en/languages", "/en/languages/"),
        ("/sl/languages", "/sl/jeziki/"),
    ],
)
def test_a_redirect_never_trusts_the_host(client: FlaskClient, path: str, target: str) -> None:
    response = client.get(path, headers={"Host": "evil.test"})
    assert (response.status_code, response.headers["Location"]) == (308, target)


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [("/sl/ni/", "en", "sl"), ("/en/no/", "sl", "en"), ("/de/", "sl", "sl"), ("/no", "", "en")],
)
def test_an_unknown_page_is_said_in_the_readers_language(
    client: FlaskClient, path: str, accepted: str, language: str
) -> None:
    response = client.get(path, headers={"Accept-Language": accepted})
    assert response.status_code == 404
    assert parse(response.get_data(as_text=True)).get("lang") == language


def test_a_wrong_method_keeps_the_allowed_ones(client: FlaskClient) -> None:
    response = client.post("/sl/")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "Takšna zahteva" in response.get_data(as_text=True)


def test_a_failure_is_said_and_logged(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(settings)

    def fail() -> str:
        raise ZeroDivisionError

    app.add_url_rule("/sl/x/", "x", fail)
    response = app.test_client().get("/sl/x/")
    assert response.status_code == 500
    assert "Pri nas je prišlo do napake" in response.get_data(as_text=True)
    assert "ZeroDivisionError" in caplog.text


def erase(*starts: str) -> Callable[[Catalog], None]:
    def edit(catalog: Catalog) -> None:
        for message in list(catalog):
            msgid = message.id if isinstance(message.id, str) else message.id[0]
            if msgid.startswith(starts) and msgid:
                catalog.delete(message.id, message.context)

    return edit


def test_a_missing_translation_is_labelled_where_it_stands(edited: Edited) -> None:
    client = edited(erase("The NATO mandate", "The mandate", "Site notice", "How the NATO"))
    document = parse(get(client, "/sl/"))
    (heading,) = [h for h in document.iter("h2") if h.get("lang") == "en"]
    (paragraph,) = [p for p in document.iter("p") if p.get("lang") == "en"]
    assert text_of(heading) == "The mandate (še ni prevedeno)"
    assert text_of(paragraph).startswith("The NATO mandate in Kosovo")
    for element in (heading, paragraph):
        note = element.find("small")
        assert note is not None
        assert note.get("lang") == "sl"
    assert document.find(".//aside[@aria-label='Site notice']") is not None
    description = document.find(".//meta[@name='description']")
    assert description is not None
    assert str(description.get("content")).startswith("How the NATO-led Kosovo Force")
    structured = document.find(".//script")
    assert structured is not None
    assert json.loads(structured.text or "")["description"] == description.get("content")


def test_a_missing_note_is_english_too(edited: Edited) -> None:
    client = edited(erase("The mandate", "not yet translated"))
    note = parse(get(client, "/sl/")).find(".//h2/small")
    assert note is not None
    assert (note.get("lang"), text_of(note)) == ("en", "(not yet translated)")


def test_a_language_without_catalog_is_english_throughout(edited: Edited) -> None:
    client = edited(erase(*(chr(c) for c in range(32, 0x3000))))
    document = parse(get(client, "/sl/"))
    assert document.get("lang") == "sl"
    title = document.find(".//title")
    assert text_of(title) == "KFOR and the Slovenian Armed Forces in Kosovo"
    for element in document.iter():
        assert "\ufdd0" not in (element.text or "") + (element.tail or "")
    assert len(document.findall(".//p[@lang='en']")) >= 8
    assert get(client, "/sl/languages/")


@pytest.mark.parametrize(
    ("msgid", "hostile"),
    [
        ("The mandate", "<script>alert(1)</script>"),
        ("The mandate", "%(user)s"),
        ("The mandate", "100%"),
        ("Site notice", 'x" onmouseover="alert(1)'),
        ("Site notice", "x' autofocus onfocus='alert(1)"),
        ("KFOR and the Slovenian Armed Forces in Kosovo", "</title><script>alert(1)</script>"),
        ("KFOR and the Slovenian Armed Forces in Kosovo", "</script><script>alert(1)//"),
        ("The mandate", "\ufdd1\ufdd0"),
    ],
)
def test_a_hostile_translation_never_becomes_markup(
    edited: Edited, caplog: pytest.LogCaptureFixture, msgid: str, hostile: str
) -> None:
    def edit(catalog: Catalog) -> None:
        message = catalog.get(msgid)
        assert message is not None
        message.string = hostile

    document = parse(get(edited(edit), "/sl/"))
    assert len(document.findall(".//script")) == 1
    assert not [e for e in document.iter() if any(name.startswith("on") for name in e.attrib)]
    if '"' not in hostile and "'" not in hostile:
        assert "messages.mo" in caplog.text
        assert msgid in caplog.text


@pytest.mark.parametrize("form", ["<script>alert(1)</script>", "M %(evil)s", "<path:p>", "x <y"])
@pytest.mark.parametrize(
    ("msgid", "context"),
    [
        ("The mandate", None),
        ("Skip to main content", None),
        ("This page does not exist", None),
        ("languages", "URL slug"),
    ],
)
def test_a_catalog_that_makes_a_text_plural_is_not_believed(
    edited: Edited, caplog: pytest.LogCaptureFixture, msgid: str, context: str | None, form: str
) -> None:
    def edit(catalog: Catalog) -> None:
        catalog.delete(msgid, context)
        catalog.add((msgid, form), (form,) * 4, context=context)

    client = edited(edit)
    for path in ("/sl/", "/sl/ni/"):
        response = client.get(path)
        assert response.status_code in (200, 404)
        assert form not in response.get_data(as_text=True)
    assert msgid in caplog.text
    assert json.loads(get(client, "/healthz"))["catalogs"]["sl"]["refused"] == 1


def test_even_the_page_about_a_failure_may_fail(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("no template at all")

    monkeypatch.setattr("kfor_i18n.site.views.render_template", fail)
    response = app.test_client().get("/sl/")
    assert response.status_code == 500
    assert "Pri nas je prišlo do napake" in response.get_data(as_text=True)
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no template at all" in caplog.text


def test_a_per_cent_sign_is_written_twice_in_every_text(edited: Edited) -> None:
    def edit(catalog: Catalog) -> None:
        for msgid in ("KFOR and the Slovenian Armed Forces in Kosovo", "The mandate"):
            message = catalog.get(msgid)
            assert message is not None
            message.string = "100 %% Kfor"

    document = parse(get(edited(edit), "/sl/"))
    for element in ("h1", "title", "section[@class='part']/h2"):
        assert text_of(document.find(f".//{element}")) == "100 % Kfor"


def test_a_refused_slug_falls_back_to_the_source(edited: Edited) -> None:
    def edit(catalog: Catalog) -> None:
        message = catalog.get("languages", "URL slug")
        assert message is not None
        message.string = "../admin"

    client = edited(edit)
    assert client.get("/sl/languages/").status_code == 200


@pytest.mark.parametrize(("language", "direction"), [("en-XA", "ltr"), ("ar-XB", "rtl")])
def test_a_whole_catalog_is_offered_without_code(
    pseudo_app: Flask, language: str, direction: str
) -> None:
    for path in paths_in(pseudo_app, language):
        document = parse(get(pseudo_app.test_client(), path))
        assert (document.get("lang"), document.get("dir")) == (language, direction)
        assert not document.findall(".//*[@class='untranslated']")


def test_a_catalog_that_is_hardly_begun_is_not_offered(pseudo_app: Flask) -> None:
    client = pseudo_app.test_client()
    assert client.get("/hr/").status_code == 404
    assert 'hreflang="hr"' not in get(client, "/en/")


def test_a_page_from_right_to_left_has_its_fallbacks_from_left_to_right() -> None:
    html = concat(["<p>", untranslated("text"), "</p>"])
    html = label_fallbacks(html, "en", "x", "ar", is_rtl=True)
    assert html.startswith('<p lang="en" dir="ltr">text <small')


@pytest.mark.parametrize(
    ("source", "labelled"),
    [
        ("<p>{{ text|upper|truncate(9, leeway=0) }}</p>", '<p><span lang="en">SOME <small'),
        ("<p>a {{ text[5:] }}</p>", '<p>a <span lang="en">words <small'),
        ("<script>{{ text|tojson }}</script>", '<script>"some words"</script>'),
        ("<p title='{{ text }}'></p>", "<p title='some words'></p>"),
        ("<p lang=de>{{ text }}</p>", "<p lang=de>some words</p>"),
    ],
)
def test_a_missing_translation_is_labelled_whatever_a_template_makes_of_it(
    app: Flask, source: str, labelled: str
) -> None:
    html = app.jinja_env.from_string(source).render(text=untranslated("some words"))
    assert label_fallbacks(html, "en", "x", "sl").startswith(labelled)


def test_alternates_are_absolute_and_reciprocal(client: FlaskClient, page_path: str) -> None:
    document = parse(client.get(page_path, headers={"Host": "evil.test"}).get_data(as_text=True))
    links = document.findall(".//link[@rel='alternate']")
    alternates = {link.get("hreflang"): str(link.get("href")) for link in links}
    assert set(alternates) == {"en", "sl", "x-default"}
    canonical = document.find(".//link[@rel='canonical']")
    assert canonical is not None
    assert canonical.get("href") == SITE_URL + page_path == alternates[page_path[1:3]]
    for tag in ("en", "sl"):
        other = parse(get(client, alternates[tag].removeprefix(SITE_URL)))
        back = {a.get("hreflang"): a.get("href") for a in other.iter("link") if a.get("hreflang")}
        assert back == alternates
    assert "evil.test" not in get(client, page_path)


def test_the_sitemap_lists_every_page_with_its_alternates(app: Flask, client: FlaskClient) -> None:
    tree = ElementTree.fromstring(get(client, "/sitemap.xml"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    paths = paths_in(app)
    assert [loc.text for loc in tree.iter(f"{space}loc")] == [SITE_URL + path for path in paths]
    links = list(tree.iter("{http://www.w3.org/1999/xhtml}link"))
    assert len(links) == (len(LANGUAGES) + 1) * len(paths)


def test_security_txt_has_what_rfc_9116_asks_for(client: FlaskClient) -> None:
    fields = dict(
        line.split(": ", 1) for line in get(client, "/.well-known/security.txt").split("\n") if line
    )
    assert fields["Contact"] == "mailto:webmaster@kfor.example"
    assert fields["Preferred-Languages"] == "en, sl"
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now(UTC)


@pytest.mark.parametrize(("tag", "name"), [("en", "KFOR in Kosovo"), ("sl", "Kfor na Kosovu")])
def test_each_language_has_a_manifest(client: FlaskClient, tag: str, name: str) -> None:
    manifest = json.loads(get(client, f"/{tag}/manifest.webmanifest"))
    assert (manifest["lang"], manifest["short_name"]) == (tag, name)
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_health_tells_revision_and_coverage(client: FlaskClient) -> None:
    slovenian = json.loads(get(client, "/healthz"))["catalogs"]["sl"]
    assert slovenian["coverage"] == 1.0
    assert slovenian["messages"] > 50
    assert len(slovenian["revision"]) == 12


METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


@pytest.mark.parametrize("method", METHODS)
def test_every_page_is_secured(client: FlaskClient, page_path: str, method: str) -> None:
    assert_secured(client.open(page_path, method=method).headers)


@pytest.mark.parametrize("path", OTHERS)
@pytest.mark.parametrize("method", METHODS)
def test_every_other_answer_is_secured(client: FlaskClient, path: str, method: str) -> None:
    assert_secured(client.open(path, method=method).headers)


def assert_secured(headers: Headers) -> None:
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"]
    for name in ("Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy",
                 "Cross-Origin-Resource-Policy"):  # fmt: skip
        assert headers[name]
    assert "Set-Cookie" not in headers


def test_a_page_is_revalidated_per_encoding(client: FlaskClient, page_path: str) -> None:
    tags = set()
    for encoding in ("br", "gzip", "identity"):
        response = client.get(page_path, headers={"Accept-Encoding": encoding})
        assert response.headers.get("Content-Encoding", "identity") == encoding
        assert "Accept-Encoding" in response.vary
        tag = response.headers["ETag"]
        tags.add(tag)
        held = {"Accept-Encoding": encoding, "If-None-Match": tag}
        again = client.get(page_path, headers=held)
        assert (again.status_code, again.data) == (304, b"")
        assert "Content-Security-Policy" in again.headers
    assert len(tags) == 3


@pytest.mark.parametrize(("accepted", "encoding"), CODINGS)
def test_an_encoding_is_one_that_is_accepted(
    client: FlaskClient, accepted: str, encoding: str
) -> None:
    headers = client.get("/en/", headers={"Accept-Encoding": accepted}).headers
    assert headers.get("Content-Encoding", "identity") == encoding


def test_every_path_with_a_slash_at_its_end_is_also_known_without(app: Flask) -> None:
    paths = {rule.rule for rule in app.url_map.iter_rules()}
    assert not [
        path for path in paths if path.endswith("/") and path.rstrip("/") not in {*paths, ""}
    ]


def test_a_first_visit_is_small_and_needs_nothing_else(client: FlaskClient, page_path: str) -> None:
    response = client.get(page_path, headers={"Accept-Encoding": "gzip"})
    assert len(response.data) + len(str(response.headers)) <= 14_600
    html = get(client, page_path)
    assert '<link rel="stylesheet"' not in html
    assert "<img" not in html


def test_assets_are_kept_for_ever_under_a_name_of_their_content(client: FlaskClient) -> None:
    (path,) = set(re.findall(r"/static/icon\.[0-9a-f]{10}\.svg", get(client, "/en/")))
    assert client.get(path).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/icon.0000000000.svg").status_code == 404


header_text = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"))


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    path=st.text(st.characters(codec="utf-8", exclude_characters="?#"), max_size=50),
    query=st.text(max_size=50),
    headers=st.dictionaries(
        st.sampled_from(["Accept-Language", "Accept-Encoding", "If-None-Match", "Host", "Range",
                         "If-Modified-Since", "Cookie"]),
        header_text,
    ),
)  # fmt: skip
def test_no_request_breaks_the_site(
    client: FlaskClient, path: str, query: str, headers: dict[str, str]
) -> None:
    response = client.get("/" + path, query_string={"q": query}, headers=headers)
    assert response.status_code < 500
