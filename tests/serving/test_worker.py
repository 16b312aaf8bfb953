from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.test import Client

from kfor_i18n.answers.ready import Answer, Variant
from kfor_i18n.serving import worker as worker_module
from kfor_i18n.serving.observing import AccessLog, Exchange, Observed
from kfor_i18n.serving.renderer import render
from kfor_i18n.serving.store import RenderedSite, Store
from kfor_i18n.serving.worker import Worker
from kfor_i18n.site import policy_of, site_of
from tests.serving.servers import PATIENCE

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


def test_readiness_waits_for_the_application_and_liveness_is_told_by_it(worker: Worker) -> None:
    client = Client(worker.app)
    response = client.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    worker.load()
    assert client.get("/readyz").status_code == 200
    assert json.loads(client.get("/healthz").text)["status"] == "ok"


@pytest.mark.parametrize("path", ["/readyz", "/healthz", "/sl/ni/"])
def test_what_is_answered_before_the_application_is_loaded_is_as_secure(
    worker: Worker, app: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(worker_module, "LOADING_SECONDS", 0)
    response = Client(worker.app).get(path)
    assert response.headers["Cache-Control"] == "no-store"
    for name, value in policy_of(site_of(app)).headers().items():
        assert response.headers.getlist(name) == [value]


def test_what_is_not_ready_waits_for_the_application(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "LOADING_SECONDS", PATIENCE)
    answered: list[int] = []

    def ask() -> None:
        answered.append(Client(worker.app).get("/sl/ni/").status_code)

    asking = threading.Thread(target=ask)
    asking.start()
    worker.load()
    asking.join()
    assert answered == [404]


def test_a_set_that_is_replaced_is_taken_whole(worker: Worker, store: Store) -> None:
    worker.load()
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
    worker.load()
    store.report_failure("the catalog of sl cannot be read")
    client = Client(worker.app)
    health = json.loads(client.get("/healthz").text)
    assert health["status"] == "stale"
    assert health["failure"]["reason"] == "the catalog of sl cannot be read"
    assert client.get("/readyz").status_code == 200
    assert client.get("/sl/").status_code == 200


def test_a_malformed_request_is_answered_with_a_page(worker: Worker) -> None:
    worker.load()
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
