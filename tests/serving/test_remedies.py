"""What the server says to do ends what it says is wrong."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kfor_i18n.config import ConfigError, Settings, read_settings
from kfor_i18n.serving import sources
from kfor_i18n.serving.cache import SiteCache
from kfor_i18n.serving.listening import find_addresses, make_server
from kfor_i18n.serving.options import ServeOptions
from kfor_i18n.serving.process import RendererProcess, RenderingFailedError
from kfor_i18n.serving.refresh import Refresher
from kfor_i18n.serving.sources import ProgramReplacedError, Sources
from kfor_i18n.serving.store import Store
from kfor_i18n.site.languages import load_languages
from tests.builders import ROOT, call
from tests.serving.servers import find_port


@pytest.fixture
def busy() -> Iterator[int]:
    """Return a port that another server listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the site's project, of which the site is rendered."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "translations", root / "translations")
    for name in ("babel.cfg", "pyproject.toml", "kfor_i18n", "templates"):
        (root / name).symlink_to(ROOT / name)
    call(root, "compile")
    monkeypatch.setenv("KFOR_TRANSLATIONS", str(root / "translations"))
    return root


def test_another_port_or_address_is_listened_on(busy: int) -> None:
    with pytest.raises(ConfigError, match=r"with --host, or another port with --port \(make serve"):
        find_addresses(ServeOptions(port=busy))
    assert find_addresses(ServeOptions(port=find_port())) == "127.0.0.1"
    assert find_addresses(ServeOptions(host="127.0.0.2", port=busy)) == "127.0.0.2"


def test_another_port_for_metrics_is_listened_on(busy: int) -> None:
    port = find_port()
    with pytest.raises(ConfigError, match=r"another port with --metrics-port$"):
        find_addresses(ServeOptions(port=port, metrics_port=busy))
    with pytest.raises(ConfigError, match="the same; choose different ports"):
        find_addresses(ServeOptions(port=port, metrics_port=port))
    assert find_addresses(ServeOptions(port=port, metrics_port=find_port()))


def test_a_server_that_was_started_again_is_of_the_new_program(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "module.py"
    module.write_text("", encoding="utf-8")
    monkeypatch.setattr(sources, "list_loaded", lambda: [module])
    cache = SiteCache(tmp_path)
    old = Sources(settings, cache)
    module.write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(ProgramReplacedError, match="restart the server to use it"):
        old.prepare()
    Sources(settings, cache).prepare()


def test_a_compiled_catalog_that_is_damaged_is_compiled_again(
    project: Path, tmp_path: Path
) -> None:
    compiled = project / "translations/sl/LC_MESSAGES/messages.mo"
    compiled.write_bytes(b"no catalog")
    (tmp_path / "store").mkdir()
    renderer = RendererProcess(Store(tmp_path / "store"))
    with pytest.raises(RenderingFailedError, match="cannot be read: sl; run kfor-i18n compile"):
        renderer.render(quick=True, strict=True)
    assert call(project, "compile").exit_code == 0
    renderer.render(quick=True, strict=True)


@pytest.mark.parametrize("is_broken", [True, False], ids=["broken", "missing"])
def test_a_template_that_cannot_be_read_is_extracted_again(project: Path, is_broken: bool) -> None:
    template = project / "translations" / "messages.pot"
    template.write_bytes(b'msgid "')
    if not is_broken:
        template.unlink()
    with pytest.raises(ConfigError, match="or delete it and run kfor-i18n extract"):
        load_languages(read_settings())
    template.unlink(missing_ok=True)
    assert call(project, "extract").exit_code == 0
    assert load_languages(read_settings())["sl"].translated


def test_a_certificate_and_its_key_in_pem_are_taken(tmp_path: Path) -> None:
    class Unused(Refresher):
        def __init__(self) -> None:
            """Need nothing: the server is made and not started."""

    certificate, key = tmp_path / "certificate", tmp_path / "key"
    options = ServeOptions(port=find_port(), certificate=certificate, key=key)
    for path in (certificate, key):
        path.write_bytes(b"DER")
    with pytest.raises(ConfigError, match=r"its private key: .*, both in PEM format"):
        make_server(options, "127.0.0.1", Unused())
    other = tmp_path / "other"
    for each in (other, key):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "1", "-subj", "/CN=localhost", "-out", certificate,
             "-keyout", each],
            check=True, capture_output=True,
        )  # fmt: skip
    with pytest.raises(ConfigError, match="the private key that belongs to it"):
        make_server(replace(options, key=other), "127.0.0.1", Unused())
    make_server(options, "127.0.0.1", Unused())
