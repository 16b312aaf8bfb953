"""The renderer as the server runs it: the real one, and programs in its place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kfor_i18n.config import Settings, project_of, read_settings
from kfor_i18n.serving.process import RendererProcess, RenderingFailedError
from kfor_i18n.serving.store import Store


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
    with pytest.raises(RenderingFailedError, match="KFOR_SITE_URL: 'x' is not the") as caught:
        RendererProcess(store).render()
    text = caught.value.problem.text(lambda msgid: msgid.replace("is not", "ni"))
    assert text.startswith("KFOR_SITE_URL: 'x' ni the URL")
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


def test_what_the_renderer_warns_of_is_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    run_python(store, "import sys; sys.stderr.write('%s is odd\\n')")
    assert caplog.messages == ["%s is odd"]


def test_a_rendering_that_does_not_end_is_given_up(store: Store) -> None:
    with pytest.raises(RenderingFailedError, match="rendering took more than"):
        run_python(store, "import time; time.sleep(60)", seconds=0.2)


def test_nothing_is_rendered_once_it_is_stopped(store: Store) -> None:
    renderer = RendererProcess(store, command=(sys.executable, "-c", "import time; time.sleep(60)"))
    renderer.stop()
    with pytest.raises(RenderingFailedError, match="status -9"):
        renderer.render()
