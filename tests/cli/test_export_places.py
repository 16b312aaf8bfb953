"""``export`` with places and pictures: what translators see who have no workbench."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from kfor_i18n.workbench.rendering import pictures
from tests.builders import call
from tests.site.browsing import run_chromium
from tests.workbench.shops import make_shop

NOTE = '<note from="place">«Base» (/): v besedilu</note>'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_shop(tmp_path / "shop").root
    monkeypatch.chdir(root)
    return root


def export(root: Path, to: str, *arguments: str) -> str:
    result = call(root, "export", "--locale", "sl", "--to", to, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def needs_chromium() -> None:
    if shutil.which("chromium") is None:
        pytest.skip("there is no Chromium")


def unit_of(text: str, msgid: str) -> str:
    (unit,) = [each for each in text.split("<trans-unit") if f"<source>{msgid}</source>" in each]
    return unit


def test_the_pages_of_a_message_are_notes_in_xliff(root: Path) -> None:
    export(root, "xliff1", "--places")
    text = (root / "sl.xlf").read_text()
    assert NOTE in unit_of(text, "Front")
    assert "v naslovu strani" in unit_of(text, "Base")
    assert 'from="place"' not in unit_of(text, "Unused")
    export(root, "xliff2", "--places")
    assert '<note category="place">«Base» (/): ' in (root / "sl.xliff").read_text()
    export(root, "csv", "--places")
    assert "«Base» (/): " in (root / "sl.csv").read_text()
    result = call(root, "import", "sl.xlf", "--check")
    assert (result.exit_code, "unchanged: 20" in result.stdout) == (0, True)


def test_without_places_nothing_is_said_of_them(root: Path) -> None:
    assert export(root, "xliff1") == ""
    assert 'from="place"' not in (root / "sl.xlf").read_text()
    export(root, "zip")
    assert "sl/index.html" not in zipfile.ZipFile(root / "sl.zip").namelist()


@pytest.mark.parametrize("option", ["--places", "--pictures"])
def test_a_format_that_cannot_tell_places_is_refused(root: Path, option: str) -> None:
    result = call(root, "export", "--locale", "sl", "--to", "tmx", option)
    assert result.exit_code == 2
    assert "cannot be used with --to tmx" in result.stderr


@pytest.mark.browser
def test_pictures_are_written_beside_the_file_each_once(root: Path) -> None:
    needs_chromium()
    export(root, "xliff1", "--pictures", "-o", "out.xlf")
    folder = root / "out-pictures"
    (name,) = re.findall(r"\nout-pictures/(\w{16}\.webp)<", unit_of(file_of(root), "Front"))
    data = (folder / name).read_bytes()
    assert data[:4] + data[8:12] == b"RIFFWEBP"
    assert len(data) < 30_000
    named = set(re.findall(r"out-pictures/(\w+\.webp)", file_of(root)))
    assert named == {path.name for path in folder.iterdir()}
    before = file_of(root)
    export(root, "xliff1", "--pictures", "-o", "out.xlf")
    assert file_of(root) == before, "the same page gives the same pictures and names"


def file_of(root: Path) -> str:
    return (root / "out.xlf").read_text()


@pytest.mark.browser
def test_an_archive_has_a_page_with_the_pictures(root: Path, tmp_path: Path) -> None:
    needs_chromium()
    export(root, "zip", "--pictures")
    with zipfile.ZipFile(root / "sl.zip") as archive:
        archive.extractall(tmp_path)
        names = {name for name in archive.namelist() if name.endswith(".webp")}
    page = (tmp_path / "sl" / "index.html").read_text()
    assert names == {f"sl/{each}" for each in re.findall(r'src="(pictures/[^"]+)"', page)} != set()
    assert "- index.html: " in (tmp_path / "sl" / "README.txt").read_text()
    with run_chromium() as browser:
        opened = browser.new_page()
        opened.goto((tmp_path / "sl" / "index.html").as_uri())
        sizes = "[...document.images].map((each) => each.naturalWidth)"
        assert all(size >= 100 for size in opened.evaluate(sizes))
        assert Axe().run(opened).response["violations"] == []
        assert (
            opened.locator("article", has_text="Unused")
            .inner_text()
            .endswith(
                "Ni na nobeni strani. Predloge templates/unused.html ne uporablja nobena stran."
            )
        )
        assert opened.locator("ul:not(:has(li))").count() == 0
        assert opened.locator("h1").inner_text().startswith("shop: ")
    assert call(root, "import", "sl.zip", "--check").exit_code == 0


@pytest.mark.parametrize(
    ("missing", "said"),
    [("has_playwright", "because Playwright is missing"), ("find_chromium", "because Chromium is")],
)
def test_places_are_told_without_pictures_where_none_can_be_taken(
    root: Path, monkeypatch: pytest.MonkeyPatch, missing: str, said: str
) -> None:
    monkeypatch.setattr(pictures, missing, lambda: None)
    stderr = export(root, "xliff1", "--pictures")
    assert stderr.count("pictures-missing") == 1
    assert said in stderr
    text = (root / "sl.xlf").read_text()
    assert 'from="place"' in text
    assert ".webp" not in text
    assert not (root / "sl-pictures").exists()
