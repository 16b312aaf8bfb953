from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from kfor_i18n.answers.ready import ReadySet
from kfor_i18n.catalogs.workflow import compile_project
from kfor_i18n.config import Settings, project_of, read_settings
from kfor_i18n.publishing.build import write_build
from kfor_i18n.publishing.hosting import read_redirects
from kfor_i18n.publishing.published import Published, publish, read_former
from kfor_i18n.site import create_app
from kfor_i18n.site.rendering import render_site
from tests.answers.test_codings import DECODE
from tests.builders import COMMAND
from tests.pages import SITE_URL
from tests.serving.servers import Reply, Site, run_nginx, run_server, wait_until
from tests.support import parse, text_of

NOW = datetime(2030, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def june(settings: Settings) -> Flask:
    """Return the site as it is on a day in June."""
    return create_app(settings, now=lambda: NOW)


@pytest.fixture(scope="module")
def ready(june: Flask) -> ReadySet:
    return render_site(june)


@pytest.fixture(scope="module")
def published(june: Flask) -> Published:
    return publish(june)


def test_the_same_site_gives_the_same_bytes_on_the_same_day(
    settings: Settings, june: Flask, published: Published
) -> None:
    assert publish(june) == published
    later = create_app(settings, now=lambda: NOW + timedelta(hours=23))
    assert publish(later).files == published.files
    assert b"31 let" in published.files["public/sl/index.html"]
    assert b"Expires: 2030-11-28T" in published.files["public/.well-known/security.txt"]


def test_every_answer_is_a_file_with_the_same_bytes(ready: ReadySet, published: Published) -> None:
    suffixes = {"gzip": ".gz", "br": ".br", "zstd": ".zst", "identity": ""}
    pages = [item for item in ready.answers.items() if item[1].status == "200 OK"]
    assert len(pages) > 10
    for path, answer in pages:
        name = f"public{path}index.html" if path.endswith("/") else f"public{path}"
        for coding, variant in answer.variants.items():
            assert published.files[name + suffixes[coding]] == variant.body


def test_each_compressed_file_is_its_neighbour_packed(published: Published) -> None:
    packed = 0
    for suffix, coding in ((".gz", "gzip"), (".br", "br"), (".zst", "zstd")):
        for name, data in published.files.items():
            if name.endswith(suffix):
                assert DECODE[coding](data) == published.files[name.removesuffix(suffix)]
                packed += 1
    assert packed > 30


def test_the_front_door_offers_each_language_in_its_own_words(published: Published) -> None:
    document = parse(published.files["public/index.html"].decode())
    sections = document.findall(".//section")
    assert [section.get("lang") for section in sections] == ["en", "sl"]
    links = [section.find(".//a") for section in sections]
    assert [link.get("href") for link in links if link is not None] == ["/en/", "/sl/"]
    assert text_of(sections[1].find("p")) == "Kfor in Slovenska vojska na Kosovu"
    alternates = [e.get("hreflang") for e in document.iter("link") if e.get("rel") == "alternate"]
    assert alternates == ["en", "sl", "x-default"]


def test_what_is_missing_is_said_in_every_language(published: Published) -> None:
    document = parse(published.files["public/404.html"].decode())
    assert "Ta stran ne obstaja" in text_of(document.find("body"))
    assert "This page does not exist" in text_of(document.find("body"))
    robots = document.find(".//meta[@name='robots']")
    assert robots is not None
    for tag in ("en", "sl"):
        assert parse(published.files[f"public/{tag}/404.html"].decode()).get("lang") == tag


def test_hosts_are_told_of_headers_and_redirects(published: Published) -> None:
    rules = published.files["public/_headers"].decode().split("\n\n")
    by_prefix = {rule.split("\n")[0]: rule for rule in rules}
    assert set(by_prefix) == {"/*", "/static/*", "/en/*", "/sl/*"}
    assert "  Strict-Transport-Security: max-age=63072000" in by_prefix["/*"]
    assert "Cache-Control" not in by_prefix["/*"]
    assert "  Cache-Control: public, max-age=31536000, immutable" in by_prefix["/static/*"]
    assert "  Content-Language: sl" in by_prefix["/sl/*"]
    for name in ("ETag", "Date", "Content-Length", "Content-Encoding", "Vary"):
        assert f"  {name}:" not in published.files["public/_headers"].decode()
    redirects = published.files["public/_redirects"].decode().splitlines()
    assert "/sl/languages/ /sl/jeziki/ 301" in redirects
    assert redirects[-1] == "/sl/* /sl/404.html 404"


@pytest.fixture
def moved(settings: Settings, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Return a function that publishes the site with another slug, and returns its redirects."""
    translations = Path(shutil.copytree(settings.translations, tmp_path / "translations"))
    out = tmp_path / "out"

    def publish_with_slug(slug: str) -> dict[str, str]:
        changed = read_settings({"KFOR_TRANSLATIONS": str(translations)})
        project = project_of(changed)
        source = project.catalog_path("messages", "sl")
        text = source.read_text(encoding="utf-8")
        pattern = r'(msgctxt "URL slug"\nmsgid "languages"\nmsgstr )".*"'
        source.write_text(re.sub(pattern, rf'\1"{slug}"', text), encoding="utf-8")
        compile_project(project)
        published = publish(create_app(changed, now=lambda: NOW), former=read_former(out))
        write_build(out, published.files)
        return read_redirects(published.files["public/_redirects"].decode())

    return publish_with_slug


def test_former_addresses_lead_on_from_build_to_build(
    moved: Callable[[str], dict[str, str]],
) -> None:
    assert "/sl/o-jezikih/" not in moved("jeziki")
    assert moved("o-jezikih")["/sl/jeziki/"] == "/sl/o-jezikih/"
    redirects = moved("vsi-jeziki")
    for former in ("jeziki", "o-jezikih", "languages"):
        assert redirects[f"/sl/{former}/"] == redirects[f"/sl/{former}"] == "/sl/vsi-jeziki/"
    assert "/sl/jeziki/" not in moved("jeziki")


def test_without_a_former_build_there_is_nothing_to_lead_on(tmp_path: Path) -> None:
    assert read_former(tmp_path) == {}


def build(out: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "build", str(out), *options],
        env={**os.environ, "KFOR_SITE_URL": SITE_URL, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_tells_what_it_did(tmp_path: Path) -> None:
    first = build(tmp_path / "out", SOURCE_DATE_EPOCH="1780000000", LANGUAGE="en")
    again = build(tmp_path / "out", SOURCE_DATE_EPOCH="1780000000", LANGUAGE="en")
    assert (first.returncode, again.returncode) == (0, 0)
    assert "0 written" not in first.stdout
    assert "0 written" in again.stdout


@pytest.mark.parametrize("epoch", ["x", "1e9", "9" * 30])
def test_a_time_that_is_none_is_refused(tmp_path: Path, epoch: str) -> None:
    done = build(tmp_path / "out", SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["x", "http://a;}", "ftp://a", "http://a/b"])
def test_an_application_without_an_address_is_refused(tmp_path: Path, address: str) -> None:
    done = build(tmp_path / "out", "--application", address)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert not (tmp_path / "out").exists()


def test_the_configuration_is_valid_as_it_is(tmp_path: Path) -> None:
    build(tmp_path / "out")
    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path / "out", "-c", "nginx/nginx.conf"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_a_new_build_is_served_without_a_word_to_nginx(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, SOURCE_DATE_EPOCH="1780000000")
    with run_nginx(tmp_path, out) as site:
        before = [site.ask("/sl/", Accept_Encoding=coding) for coding in ("identity", "gzip")]
        build(out, SOURCE_DATE_EPOCH="1980000000")
        for reply in before:
            coding = reply.headers.get("Content-Encoding", "identity")
            wait_until(partial(is_replaced, site, coding, reply))


def is_replaced(site: Site, coding: str, former: Reply) -> bool:
    """Tell whether a page in a coding is another than before, under another tag."""
    reply = site.ask("/sl/", Accept_Encoding=coding)
    return reply.body != former.body and reply.headers["ETag"] != former.headers["ETag"]


def test_nginx_asks_the_application_for_what_is_no_file(tmp_path: Path) -> None:
    with run_server(tmp_path) as server:
        out = tmp_path / "out"
        build(out, "--application", f"http://127.0.0.1:{server.port}")
        with run_nginx(tmp_path, out) as site:
            assert site.ask("/healthz").status == 200
            assert site.ask("/sl/").status == 200
            reply = site.ask("/sl/ni/")
            assert (reply.status, reply.headers["Content-Language"]) == (404, "sl")
            for name in ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"):
                assert len(reply.headers.get_all(name, [])) == 1, name
