from __future__ import annotations

import gc
import http.client
import json
import os
import pickle
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.project import Project
from kfor_i18n.cli import main
from kfor_i18n.config import ConfigError, Settings, project_of, read_settings
from kfor_i18n.files import lock_folder
from kfor_i18n.serving import server as server_module
from kfor_i18n.serving.cache import seal
from kfor_i18n.serving.listening import STOP_SECONDS, find_address
from tests.builders import COMMAND
from tests.serving.servers import (
    PATIENCE,
    Process,
    Site,
    find_port,
    is_open,
    run_server,
    wait_until,
    waits_for_a_lock,
)
from tests.support import save

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def busy() -> Iterator[int]:
    """Return a port that another server listens on, as one of ours does."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_named_without_a_traceback(busy: int) -> None:
    done = subprocess.run(
        [COMMAND, "serve", "--port", str(busy)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"port {busy}" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("host", ["host.invalid", "192.0.2.1", "999.1.1.1"])
def test_a_host_that_is_not_here_is_named(host: str) -> None:
    with pytest.raises(ConfigError, match=host):
        find_address(host, 8000)


def test_a_bad_setting_stops_the_command_with_a_sentence() -> None:
    done = subprocess.run(
        [COMMAND, "serve"], env={**os.environ, "KFOR_SITE_URL": "x"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "KFOR_SITE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /%00 HTTP/1.1",
        b"GET /%ff%fe/ HTTP/1.1",
        b"GET /sl/%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
        b"GET //evil.test/ HTTP/1.1",
        b"GET http://evil.test/sl HTTP/1.1",
        b"GET /" + b"a" * 5_000 + b" HTTP/1.1",
        b"GET /sl/?" + b"q=1&" * 2_000 + b" HTTP/1.1",
        b"FOO /sl/ HTTP/1.1",
        b"TRACE /sl/ HTTP/1.1",
        b"GET /sl HTTP/1.1\r\nAccept-Language: " + b"sl," * 5_000,
        b'GET /sl/ HTTP/1.1\r\nIf-None-Match: \xff"',
        b"GET /sl/ HTTP/1.1\r\nAccept-Encoding: ;;;q=\xe9",
        b"GET /sl/ HTTP/1.1\r\nRange: bytes=5-1",
        b"GET /sl/ HTTP/1.1\r\nContent-Length: x",
        b"GET /sl/languages HTTP/1.1\r\nX-Forwarded-Host: evil.test",
    ],
)
def test_nothing_that_is_sent_makes_the_server_fail(server: Site, request_line: bytes) -> None:
    answer = server.send(request_line + b"\r\nHost: evil.test\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert 200 <= int(head.split()[1]) < 500
    assert b"set-cookie" not in head.lower()
    assert b"location: http" not in head.lower()
    assert b"evil.test" not in body


def ask_revision(site: Site) -> dict[str, object]:
    told: dict[str, object] = json.loads(site.ask("/healthz").body)
    return told


@contextmanager
def start(folder: Path, *command: str, **environment: str) -> Iterator[Process]:
    """Start a command and do not wait until it serves; end it afterwards."""
    variables = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), **environment}
    process = subprocess.Popen([COMMAND, *command], env=variables, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def translations(settings: Settings, tmp_path: Path) -> Path:
    """Return a copy of the site's catalogs, to be changed while a server shows it."""
    return Path(shutil.copytree(settings.translations, tmp_path / "translations"))


def project_in(translations: Path) -> Project:
    return project_of(read_settings({"KFOR_TRANSLATIONS": str(translations)}))


def edit(translations: Path, text: str) -> None:
    """Put a text in place of a heading in the Slovenian source."""
    file = project_in(translations).catalog_path("messages", "sl")
    source = file.read_text(encoding="utf-8")
    changed = re.sub(r'(msgid "The mandate"\nmsgstr )"[^"]*"', rf'\1"{text}"', source)
    assert changed != source
    save(file, changed.encode())


def deploy(translations: Path, text: str) -> None:
    """Replace the compiled Slovenian catalog, as a deployment does."""
    edit(translations, text)
    workflow.compile_project(project_in(translations))


class Readers:
    """Readers who ask for a page over and over, and note each thing that they got."""

    def __init__(self, site: Site, path: str, marks: tuple[str, ...]) -> None:
        self.seen: Counter[str] = Counter()
        self._site, self._path, self._marks = site, path, marks
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(3)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        while not self._is_over.is_set():
            try:
                reply = self._site.ask(self._path)
                whole = reply.status == 200 and reply.text.rstrip().endswith("</html>")
                found = [mark for mark in self._marks if mark in reply.text]
                self.seen[found[0] if whole and len(found) == 1 else "broken"] += 1
            except OSError as error:
                self.seen[repr(error)] += 1


def test_a_replaced_catalog_is_seen_by_every_worker_and_no_request_fails(
    translations: Path, tmp_path: Path
) -> None:
    environment = {"KFOR_TRANSLATIONS": str(translations)}
    with run_server(tmp_path, "--workers", "2", **environment) as site:
        with Readers(site, "/sl/", (">Mandat<", ">Pooblastilo<")) as readers:
            wait_until(lambda: readers.seen[">Mandat<"])
            deploy(translations, "Pooblastilo")
            wait_until(lambda: all(">Pooblastilo<" in site.ask("/sl/").text for _ in range(20)))
            wait_until(lambda: readers.seen[">Pooblastilo<"])
        assert set(readers.seen) == {">Mandat<", ">Pooblastilo<"}
        assert site.ask("/sl/").headers["ETag"] != site.ask("/en/").headers["ETag"]


def test_a_saved_source_is_compiled_and_shown_where_that_is_wanted(
    translations: Path, tmp_path: Path
) -> None:
    environment = {"KFOR_TRANSLATIONS": str(translations)}
    with run_server(tmp_path, "--reload", **environment) as site:
        edit(translations, "Pooblastilo")
        wait_until(lambda: ">Pooblastilo<" in site.ask("/sl/").text)
        # One that may not be shown is not, and says so in the log.
        edit(translations, "<script>")
        wait_until(lambda: 'lang="en">The mandate' in site.ask("/sl/").text)
        assert "<script>" not in site.ask("/sl/").text
    assert "The mandate" in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_catalog_is_compiled_by_one_process_at_a_time(translations: Path, tmp_path: Path) -> None:
    environment = {"KFOR_TRANSLATIONS": str(translations)}
    with run_server(tmp_path, "--reload", **environment) as site:
        # Whoever holds the lock removes what others have not finished.
        with lock_folder(translations):
            edit(translations, "Pooblastilo")
            wait_until(lambda: waits_for_a_lock(site.process))
        wait_until(lambda: ">Pooblastilo<" in site.ask("/sl/").text)
    assert "cannot be written" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_server_that_waits_for_the_catalogs_can_be_stopped(
    translations: Path, tmp_path: Path
) -> None:
    with (
        run_server(tmp_path, "--reload", KFOR_TRANSLATIONS=str(translations)) as site,
        lock_folder(translations),
    ):
        edit(translations, "Pooblastilo")
        wait_until(lambda: waits_for_a_lock(site.process))
        site.process.terminate()
        assert site.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("command", ["serve", "build"])
def test_a_start_and_a_build_wait_for_whoever_changes_the_catalogs(
    translations: Path, tmp_path: Path, command: str
) -> None:
    edit(translations, "Pooblastilo")
    compiled = translations / "sl" / "LC_MESSAGES" / "messages.mo"
    before = compiled.read_bytes()
    options = {"serve": ("--port", str(find_port())), "build": (str(tmp_path / "out"),)}
    line = [command, *options[command]]
    with ExitStack() as running:
        with lock_folder(translations):
            beginning = start(tmp_path, *line, KFOR_TRANSLATIONS=str(translations))
            process = running.enter_context(beginning)
            wait_until(lambda: waits_for_a_lock(process))
            assert compiled.read_bytes() == before
        wait_until(lambda: compiled.read_bytes() != before)


def test_what_the_settings_file_names_is_compiled_once_it_changes(
    translations: Path, tmp_path: Path
) -> None:
    file, other = tmp_path / "kfor.toml", tmp_path / "other"
    shutil.copytree(translations, other)
    file.write_text(f'translations = "{translations}"\n', encoding="utf-8")
    with run_server(tmp_path, "--reload", KFOR_SETTINGS=str(file)) as site:
        assert ">Mandat<" in site.ask("/sl/").text
        edit(other, "Pooblastilo")
        save(file, f'translations = "{other}"\n'.encode())
        wait_until(lambda: ">Pooblastilo<" in site.ask("/sl/").text)
        edit(other, "Naloga")
        wait_until(lambda: ">Naloga<" in site.ask("/sl/").text)


def test_a_catalog_that_is_broken_leaves_the_former_pages_and_is_told(
    translations: Path, tmp_path: Path
) -> None:
    catalog = translations / "sl" / "LC_MESSAGES" / "messages.mo"
    whole = catalog.read_bytes()
    with run_server(tmp_path, KFOR_TRANSLATIONS=str(translations)) as site:
        page = site.ask("/sl/").body
        catalog.write_bytes(whole[: len(whole) // 2])
        wait_until(lambda: ask_revision(site)["status"] == "stale")
        assert "cannot be read: sl" in str(ask_revision(site)["failure"])
        assert site.ask("/sl/").body == page
        catalog.write_bytes(whole)
        wait_until(lambda: ask_revision(site)["status"] == "ok")
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "the previous pages are served: compiled catalogs that cannot be read: sl" in log


def test_a_hangup_renders_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "kfor-i18n"
    with run_server(tmp_path):
        wait_until(lambda: list(cache.glob("*.ready")))
    # What was kept needs no rendering, so that the hangup alone can make one due.
    with run_server(tmp_path) as site:
        before = ask_revision(site)["rendered"]

        def is_rendered_anew() -> bool:
            site.process.send_signal(signal.SIGHUP)
            return ask_revision(site)["rendered"] != before

        wait_until(is_rendered_anew)
        assert site.process.poll() is None


def test_a_second_start_takes_what_the_first_one_rendered(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "kfor-i18n"
    with run_server(tmp_path):
        wait_until(lambda: list(cache.glob("*.ready")))
    (file,) = cache.glob("*.ready")
    kept = pickle.loads(file.read_bytes())
    file.write_bytes(seal(pickle.dumps(replace(kept, ready=replace(kept.ready, revision="kept")))))
    with run_server(tmp_path) as site:
        assert ask_revision(site)["revision"] == "kept"


def test_a_kept_set_that_is_broken_is_made_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "kfor-i18n"
    with run_server(tmp_path):
        wait_until(lambda: list(cache.glob("*.ready")))
    (file,) = cache.glob("*.ready")
    file.write_bytes(file.read_bytes()[:1_000])
    with run_server(tmp_path) as site:
        assert site.ask("/sl/").status == 200
        wait_until(lambda: file.stat().st_size > 1_000)


def test_what_a_killed_server_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with run_server(tmp_path, TMPDIR=str(temporary)) as site:
        (left,) = temporary.iterdir()
        site.process.kill()
        site.process.wait()
    with run_server(tmp_path, TMPDIR=str(temporary)):
        assert not left.exists()
    assert not list(temporary.iterdir())


def test_workers_do_not_outlive_their_server(tmp_path: Path) -> None:
    with run_server(tmp_path) as site:
        site.process.kill()
        site.process.wait()

        def is_over() -> bool:
            try:
                site.ask("/sl/")
            except OSError:
                return True
            return False

        wait_until(is_over)


def test_a_server_that_is_stopped_before_it_serves_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    variables = {"TMPDIR": str(tmp_path / "tmp")}
    with start(tmp_path, "serve", "--port", str(find_port()), **variables) as process:
        wait_until(lambda: list((tmp_path / "tmp").iterdir()))
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert not list((tmp_path / "tmp").iterdir())


def test_a_template_that_is_broken_breaks_no_page_that_is_served(tmp_path: Path) -> None:
    root = tmp_path / "program"
    for name in ("kfor_i18n", "templates", "static", "translations"):
        shutil.copytree(PROJECT / name, root / name)
    with run_server(tmp_path, PYTHONPATH=str(root)) as site:
        wait_until(lambda: site.ask("/readyz").status == 200)
        template = root / "templates" / "site" / "error.html"
        whole = template.read_text(encoding="utf-8")
        template.write_text("{% if %}", encoding="utf-8")
        wait_until(lambda: ask_revision(site)["status"] == "stale")
        assert site.ask("/sl/ni/").status == 404
        assert site.ask("/sl/").status == 200
        template.write_text(whole.replace("<article>", "<article id=novo>"), encoding="utf-8")
        wait_until(lambda: "id=novo" in site.ask("/sl/ni/").text)
        # A new version of what the server runs itself is not mixed with the one that runs.
        with (root / "kfor_i18n" / "locales.py").open("a", encoding="utf-8") as module:
            module.write("# newer\n")
        template.write_text(whole, encoding="utf-8")
        wait_until(lambda: "restart the server to use it" in str(ask_revision(site)))


def test_a_change_of_the_program_is_shown_where_that_is_wanted(tmp_path: Path) -> None:
    root = tmp_path / "program"
    for name in ("kfor_i18n", "templates", "static", "translations"):
        shutil.copytree(PROJECT / name, root / name)
    with run_server(tmp_path, "--reload", PYTHONPATH=str(root)) as site:
        module = root / "kfor_i18n" / "site" / "discovery.py"
        source = module.read_text(encoding="utf-8")
        module.write_text(source.replace("User-agent: *", "User-agent: someone"), encoding="utf-8")
        wait_until(lambda: "someone" in site.ask("/robots.txt").text)


def test_a_log_that_nobody_reads_keeps_nobody_waiting(tmp_path: Path) -> None:
    with run_server(tmp_path, "--access-log", "-") as site:
        for _ in range(1_500):
            assert site.ask("/robots.txt").status == 200


def test_it_stops_soon_though_a_connection_is_open(tmp_path: Path) -> None:
    with (
        run_server(tmp_path) as site,
        socket.create_connection(("127.0.0.1", site.port)) as connection,
    ):
        connection.sendall(b"GET /sl/ HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(20).startswith(b"HTTP/1.1 200")
        site.process.terminate()
        # A connection that it waits for is cut after so many seconds.
        assert site.process.wait(timeout=STOP_SECONDS) == 0


def test_the_access_log_and_the_metrics_tell_of_requests(tmp_path: Path) -> None:
    metrics_port = find_port()
    log = tmp_path / "access.log"
    options = ("--access-log", str(log), "--metrics-port", str(metrics_port), "--workers", "2")
    with run_server(tmp_path, *options) as site:
        asked = {"/sl/": 200, "/en/": 200, "/sl/ni/": 404, "/sl": 308}
        for path in ("/sl/", *asked):
            site.ask(path)
        wait_until(lambda: is_open(metrics_port))
        metrics = Site("metrics", metrics_port, (), site.process)
        for line in (
            r'kfor_requests_total{language="sl",status="200"} 2\.0',
            r'kfor_requests_total{language="sl",status="404"} 1\.0',
            r'kfor_requests_total{language="",status="308"} 1\.0',
            r'kfor_catalog_coverage{language="sl"} 1\.0',
            r"kfor_ready_set_failed 0\.0",
            r"kfor_ready_set_age_seconds \d",
            r'kfor_ready_set_info{revision="[0-9a-f]{12}"} 1\.0',
        ):
            wait_until(partial(has_line, metrics, line))
        wait_until(lambda: asked.items() <= set(read_log(log)))
        assert read_log(log).count(("/sl/", 200)) == 2


def has_line(metrics: Site, line: str) -> bool:
    """Tell whether the metrics have a line that matches a pattern."""
    return re.search(line, metrics.ask("/metrics").text) is not None


def read_log(log: Path) -> list[tuple[str, int]]:
    """Return the paths and statuses in the whole lines of an access log."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").split("\n")[:-1]]
    return [(line["path"], line["status"]) for line in lines]


def test_what_cannot_be_used_is_named_before_anything_listens(busy: int, tmp_path: Path) -> None:
    for options, named in (
        (["--metrics-port", str(busy)], str(busy)),
        (["--access-log", str(tmp_path / "none" / "log")], "none/log"),
        (["--access-log", str(tmp_path)], str(tmp_path)),
        (["--certificate", __file__, "--key", __file__], "test_server.py"),
    ):
        done = subprocess.run(
            [COMMAND, "serve", "--port", str(find_port()), *options],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert named in done.stderr
        assert "Traceback" not in done.stderr


def test_a_worker_that_dies_is_replaced_by_one_with_the_newest_pages(
    translations: Path, tmp_path: Path
) -> None:
    with run_server(tmp_path, KFOR_TRANSLATIONS=str(translations)) as site:
        deploy(translations, "Pooblastilo")
        wait_until(lambda: ">Pooblastilo<" in site.ask("/sl/").text)
        dead = children_of(site.process)
        for child in dead:
            os.kill(child, signal.SIGKILL)
        wait_until(lambda: not children_of(site.process) & dead)
        # Whoever comes meanwhile waits for the new one.
        assert ">Pooblastilo<" in site.ask("/sl/").text
        assert children_of(site.process)


def children_of(process: Process) -> set[int]:
    """Return the processes that a process has started and that still run."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return set(map(int, children.read_text(encoding="ascii").split()))


def test_a_language_that_is_added_is_offered_without_a_restart(
    translations: Path, tmp_path: Path
) -> None:
    with run_server(tmp_path, KFOR_TRANSLATIONS=str(translations)) as site:
        assert site.ask("/en-XA/").status == 404
        workflow.init(project_in(translations), "en_XA")
        workflow.compile_project(project_in(translations))
        wait_until(lambda: site.ask("/en-XA/").status == 200)
        assert 'hreflang="en-XA"' in site.ask("/sl/").text


def test_a_settings_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "kfor.toml"
    file.write_text('repository = "https://one.example"\n', encoding="utf-8")
    with run_server(tmp_path, KFOR_SETTINGS=str(file)) as site:
        assert "https://one.example" in site.ask("/sl/jeziki/").text
        save(file, b'repository = "https://two.example"\n')
        wait_until(lambda: "https://two.example" in site.ask("/sl/jeziki/").text)
        save(file, b"repository = 1\n")
        wait_until(lambda: ask_revision(site)["status"] == "stale")
        assert "the value of repository is not a string" in str(ask_revision(site)["failure"])
        assert "https://two.example" in site.ask("/sl/jeziki/").text


def test_a_server_collects_garbage_though_commands_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collecting = []
    monkeypatch.setattr(server_module, "run", lambda *_, **__: collecting.append(gc.isenabled()))
    try:
        CliRunner().invoke(main, ["serve"])
    finally:
        gc.enable()
    assert collecting == [True]


def test_it_speaks_tls_and_http_2(tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=IP:127.0.0.1", "-out", certificate, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(cafile=str(certificate))
    with run_server(tmp_path, "--certificate", str(certificate), "--key", str(key)) as site:
        connection = http.client.HTTPSConnection("127.0.0.1", site.port, context=context)
        connection.request("GET", "/sl/")
        assert connection.getresponse().status == 200
        connection.close()
        context.set_alpn_protocols(["h2"])
        with (
            socket.create_connection(("127.0.0.1", site.port)) as plain,
            context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
        ):
            assert (secure.selected_alpn_protocol(), secure.version()) == ("h2", "TLSv1.3")


def test_flasks_own_server_is_for_development_and_has_no_debugger(tmp_path: Path) -> None:
    with run_server(tmp_path, "--dev") as site:
        assert site.ask("/sl/").status == 200
        assert site.ask("/?__debugger__=yes&cmd=resource&f=style.css").status == 302
        site.process.send_signal(signal.SIGTERM)
        site.process.wait(PATIENCE)


@pytest.mark.parametrize(
    "options",
    [["--debugger"], ["--key", __file__], ["--certificate", __file__], ["--workers", "0"]],
)
def test_options_that_make_no_sense_are_refused(options: list[str]) -> None:
    done = subprocess.run([COMMAND, "serve", *options], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
