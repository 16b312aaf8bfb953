from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from kfor_i18n.answers.ready import Answer, Variant
from kfor_i18n.serving.observing import AccessLog, Exchange, Observed
from kfor_i18n.serving.renderer import render
from kfor_i18n.serving.store import RenderedSite, Store
from kfor_i18n.serving.worker import Worker
from kfor_i18n.site import policy_of, site_of

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@pytest.fixture
def store(app: Flask, tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.save(render(app, "quick"))
    return store


@pytest.fixture
def worker(store: Store) -> Worker:
    return Worker(store)


def change(rendered: RenderedSite, path: str, text: str) -> RenderedSite:
    answer = Answer("200 OK", [Variant("identity", text.encode(), [("ETag", '"x"')], '"x"')])
    answers = {**rendered.ready.answers, path: answer}
    return replace(rendered, ready=replace(rendered.ready, revision="other", answers=answers))


def test_ready_answers_need_no_application(worker: Worker) -> None:
    response = Client(worker.app).get("/sl/")
    assert response.status_code == 200
    assert "junij 1999" in response.text


def test_what_operators_ask_is_told_at_once(worker: Worker) -> None:
    client = Client(worker.app)
    assert json.loads(client.get("/readyz").text) == {"status": "ready"}
    told = json.loads(client.get("/healthz").text)
    assert (told["status"], told["failure"]) == ("ok", None)
    assert told["catalogs"]["sl"]["coverage"] == 1.0
    head = client.head("/healthz")
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize("path", ["/readyz", "/healthz", "/sl/ni/", "/ni"])
def test_what_is_not_a_page_is_as_secure(worker: Worker, app: Flask, path: str) -> None:
    response = Client(worker.app).get(path)
    assert response.headers["Cache-Control"] == "no-store"
    for name, value in policy_of(site_of(app)).headers().items():
        assert response.headers.getlist(name) == [value]


@pytest.mark.parametrize(
    ("path", "method"),
    [
        *product(["/sl/ni/", "/ni", "/sl/", "/"], ["GET", "HEAD", "POST", "OPTIONS", "FOO"]),
        *product(["/healthz", "/readyz"], ["POST", "OPTIONS", "FOO"]),
    ],
)
def test_every_answer_is_what_the_application_says(
    worker: Worker, client: FlaskClient, path: str, method: str
) -> None:
    headers = {"Accept-Language": "sl", "Accept-Encoding": "identity"}
    response = Client(worker.app).open(path, method=method, headers=headers)
    said = client.open(path, method=method, headers=headers)
    assert (response.status_code, response.data) == (said.status_code, said.data)
    said.headers.pop("Date", None)
    assert dict(response.headers) == dict(said.headers)


def test_a_worker_loads_no_framework(store: Store) -> None:
    code = "from kfor_i18n.serving import listening; import sys; print('flask' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_a_set_that_is_replaced_is_taken_whole(worker: Worker, store: Store) -> None:
    client = Client(worker.app)
    before = client.get("/sl/").text
    worker.look()
    assert client.get("/sl/").text == before
    store.save(change(store.load(), "/sl/", "novo"))
    assert client.get("/sl/").text == before
    worker.look()
    assert client.get("/sl/").text == "novo"
    assert json.loads(client.get("/healthz").text)["revision"] == "other"


def test_a_failure_makes_it_stale_and_not_unready(worker: Worker, store: Store) -> None:
    store.report_failure("the catalog of sl cannot be read")
    client = Client(worker.app)
    health = json.loads(client.get("/healthz").text)
    assert health["status"] == "stale"
    assert health["failure"]["reason"] == "the catalog of sl cannot be read"
    assert client.get("/readyz").status_code == 200
    assert client.get("/sl/").status_code == 200


def test_a_malformed_request_is_answered_with_a_page(worker: Worker) -> None:
    response = Client(worker.app).get(
        "/sl/", environ_overrides={"HTTP_TRANSFER_ENCODING": "chunked"}
    )
    assert (response.status_code, response.headers["Connection"]) == (400, "close")
    assert 'lang="sl"' in response.text
    assert response.headers["Content-Security-Policy"]


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Length", "2"), ("Content-Language", "sl")])
    return [b"da"]


def test_observers_are_told_of_each_exchange_and_not_of_who_it_was() -> None:
    told: list[Exchange] = []
    Client(Observed(application, [told.append])).get("/š/?skrivnost=1")
    (exchange,) = told
    assert exchange[:6] == ("GET", "/š/", 200, "sl", "", 2)
    assert exchange.seconds > 0


def test_the_access_log_has_a_line_of_json_for_each_exchange(tmp_path: Path) -> None:
    file = tmp_path / "access.log"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    client = Client(Observed(application, [AccessLog(descriptor)]))
    client.get("/", environ_overrides={"PATH_INFO": "/a\n/"})
    client.head("/b/")
    os.close(descriptor)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", "/a\n/", 200),
        ("HEAD", "/b/", 200),
    ]
    assert client.get("/c/").status_code == 200, "a log that cannot be written is no failure"
