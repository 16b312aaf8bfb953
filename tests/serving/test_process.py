"""The renderer as the server runs it: the real one, and programs in its place."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kfor_i18n.config import Settings, project_of, read_settings
from kfor_i18n.serving import process
from kfor_i18n.serving.process import RendererProcess, RenderingFailedError
from kfor_i18n.serving.store import Store
from tests.serving.servers import wait_until


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def run_python(store: Store, code: str, seconds: float = 60) -> None:
    command = (sys.executable, "-c", code)
    RendererProcess(store, command=command, seconds=seconds).render()


def test_the_site_is_rendered_in_a_process_of_its_own(settings: Settings, store: Store) -> None:
    RendererProcess(store).render(quick=True, strict=True)
    assert "/sl/" in store.load().ready.answers


def test_a_site_that_cannot_be_rendered_gives_the_reason_in_any_language(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KFOR_SITE_URL", "x")
    with pytest.raises(RenderingFailedError, match='KFOR_SITE_URL: "x" is not the') as caught:
        RendererProcess(store).render()
    text = caught.value.problem.text(lambda msgid: msgid.replace("is not", "ni"))
    assert text.startswith('KFOR_SITE_URL: "x" ni the URL')
    assert store.stamp() is None


def test_a_missing_template_is_told_with_its_remedy(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translations = tmp_path / "translations"
    translations.mkdir()
    monkeypatch.setenv("KFOR_TRANSLATIONS", str(translations))
    with pytest.raises(RenderingFailedError, match=r"messages\.pot.*run kfor-i18n extract"):
        RendererProcess(store).render()


def test_an_unreadable_catalog_is_a_failure_where_one_is_to_be_strict(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KFOR_TRANSLATIONS", str(tmp_path))
    project = project_of(read_settings({"KFOR_TRANSLATIONS": str(tmp_path)}))
    template = project_of(settings).template("messages")
    project.template("messages").write_bytes(template.read_bytes())
    compiled = project.compiled_path(project.catalog_path("messages", "sl"))
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(b"no catalog")
    with pytest.raises(RenderingFailedError, match="cannot be read: sl; run kfor-i18n compile"):
        RendererProcess(store).render(strict=True)
    RendererProcess(store).render()
    assert b'lang="en"' in store.load().ready.answers["/sl/"].variants["identity"].body


def test_a_renderer_that_breaks_gives_its_last_word(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RenderingFailedError, match=r"^ZeroDivisionError: division by zero$"):
        run_python(store, "1/0")
    assert "Traceback" in caplog.text


def test_a_renderer_that_ends_without_a_word_gives_its_status(store: Store) -> None:
    with pytest.raises(RenderingFailedError, match="exited with status 7"):
        run_python(store, "raise SystemExit(7)")


ANSWER = f"print({pickle.dumps(None).hex()!r}, flush=True)"
"""Code of a renderer that has rendered."""


@pytest.mark.parametrize("lines", [1, 5_000])
def test_what_the_renderer_warns_of_is_logged(
    store: Store, caplog: pytest.LogCaptureFixture, lines: int
) -> None:
    run_python(store, f"import sys; sys.stderr.write('%s is odd\\n' * {lines}); {ANSWER}")
    assert caplog.messages == ["%s is odd"] * lines
    assert {record.levelname for record in caplog.records} == {"WARNING"}


def read_process(store: Store) -> int:
    """Return the number of the process that rendered; a renderer of ``STORING`` stores it."""
    return int((store.folder / "process").read_text(encoding="ascii"))


STORING = f"""
import os, sys
for line in sys.stdin:
    with open(sys.argv[1] + "/process", "w") as file:
        file.write(str(os.getpid()))
    {ANSWER}
"""


@pytest.fixture
def kept(store: Store) -> Iterator[RendererProcess]:
    command = (sys.executable, "-c", STORING)
    renderer = RendererProcess(store, is_kept=True, command=command)
    yield renderer
    renderer.stop()


def render_in(renderer: RendererProcess, store: Store) -> int:
    renderer.render()
    return read_process(store)


def test_a_renderer_that_is_kept_renders_again(kept: RendererProcess, store: Store) -> None:
    assert render_in(kept, store) == render_in(kept, store)


def test_it_is_replaced_once_it_has_ended(kept: RendererProcess, store: Store) -> None:
    first = render_in(kept, store)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: Path(f"/proc/{first}/stat").read_text(encoding="ascii").split()[2] == "Z")
    assert render_in(kept, store) != first


def test_it_is_replaced_when_the_program_is(
    kept: RendererProcess, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render_in(kept, store)
    monkeypatch.setattr(process, "look_at_program", lambda: frozenset([("new", 1, 1, 1)]))
    second = render_in(kept, store)
    assert first != second == render_in(kept, store)


def test_one_that_is_not_kept_ends(store: Store) -> None:
    renderer = RendererProcess(store)
    renderer.render(quick=True)
    assert render_in(RendererProcess(store, command=(sys.executable, "-c", STORING)), store)
    wait_until(lambda: not Path(f"/proc/{read_process(store)}").exists())


def test_the_site_is_rendered_again_as_it_is_then(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translations = shutil.copytree(settings.translations, tmp_path / "translations")
    monkeypatch.setenv("KFOR_TRANSLATIONS", str(translations))
    renderer = RendererProcess(store, is_kept=True)
    try:
        renderer.render(quick=True, strict=True)
        before = store.load().ready.revision
        compiled = translations / "sl" / "LC_MESSAGES" / "messages.mo"
        whole = compiled.read_bytes()
        compiled.write_bytes(b"no catalog")
        with pytest.raises(RenderingFailedError, match="compiled catalogs that cannot be read: sl"):
            renderer.render(quick=True, strict=True)
        compiled.write_bytes(whole.replace(b"Mandat", b"Naloga"))
        renderer.render(quick=True, strict=True)
        assert store.load().ready.revision != before
    finally:
        renderer.stop()


@pytest.mark.parametrize("name", ["sl/LC_MESSAGES/messages.mo", "messages.pot"])
def test_a_pipe_in_place_of_a_file_is_named(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    translations = shutil.copytree(settings.translations, tmp_path / "translations")
    monkeypatch.setenv("KFOR_TRANSLATIONS", str(translations))
    (translations / name).unlink()
    os.mkfifo(translations / name)
    with pytest.raises(RenderingFailedError, match=f"{name} is not a regular file; replace it"):
        RendererProcess(store).render(strict=True)


def test_a_rendering_that_does_not_end_is_given_up(store: Store) -> None:
    with pytest.raises(RenderingFailedError, match="rendering took more than"):
        run_python(store, "import time; time.sleep(60)", seconds=0.2)


def test_nothing_is_rendered_once_it_is_stopped(store: Store) -> None:
    renderer = RendererProcess(store, command=(sys.executable, "-c", "import time; time.sleep(60)"))
    renderer.stop()
    with pytest.raises(RenderingFailedError, match="status -9"):
        renderer.render()
