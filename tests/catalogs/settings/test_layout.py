from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.settings.layout import Layout, Patterns, directory_of

PATTERNS = [
    "{directory}/{locale}/LC_MESSAGES/{domain}.po",
    "i18n/{domain}/{locale}.po",
    "i18n/{locale}/{domain}.po",
    "i18n/{locale}.po",
    "{locale}.po",
    "po/{domain}.{locale}.po",
    "app-{locale}/{locale}.po",
]


def layout_of(root: Path, catalogs: str, **patterns: str) -> Layout:
    return Layout(root, root / "translations", "messages", Patterns(catalogs, **patterns))


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    return path


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_catalogs_of_a_layout_are_found_where_it_puts_them(
    tmp_path: Path, pattern: str
) -> None:
    layout = layout_of(tmp_path, pattern)
    paths = {folder: write(layout.catalog(folder)) for folder in ("de", "pt_BR", "sr@latin")}
    write(tmp_path / "notes" / "de.po")
    write(layout.catalog("de").with_name(".sl.po"))
    assert layout.find() == sorted(paths.values())
    assert {layout.folder_of(path): path for path in paths.values()} == paths
    assert set(layout.folders()) >= set(paths)


@given(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1))
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_locale_is_read_from_the_path_that_it_is_written_to(pattern: str, folder: str) -> None:
    if folder in (".", ".."):
        return
    layout = layout_of(Path("/project [1]"), pattern)
    assert layout.folder_of(layout.catalog(folder)) == folder


def test_a_path_elsewhere_is_no_catalog() -> None:
    layout = layout_of(Path("/p"), "i18n/{locale}/{domain}.po")
    assert layout.folder_of(Path("/p/i18n/de/messages.pot")) is None
    assert layout.folder_of(Path("/p/i18n/de/x/messages.po")) is None
    assert layout_of(Path("/p"), "{locale}/{locale}.po").folder_of(Path("/p/de/sl.po")) is None


def test_templates_and_compiled_catalogs_have_patterns_of_their_own() -> None:
    root = Path("/p")
    layout = layout_of(
        root,
        "i18n/{locale}.po",
        template="./babel/../{domain}.pot",
        compiled="build/{locale}/LC_MESSAGES/{domain}.mo",
    )
    assert layout.template == root / "messages.pot"
    assert layout.compiled("de") == root / "build/de/LC_MESSAGES/messages.mo"
    assert layout_of(root, "i18n/{locale}.po").compiled("de") == root / "i18n/de.mo"


@pytest.mark.parametrize(
    ("pattern", "directory"),
    [
        ("i18n/{domain}/{locale}.po", "i18n"),
        ("./a/b/{locale}/LC_MESSAGES/{domain}.po", "a/b"),
        ("po/messages.{locale}.po", "po"),
        ("{locale}.po", "."),
    ],
)
def test_the_directory_of_a_pattern_is_above_all_locales(pattern: str, directory: str) -> None:
    assert directory_of(pattern) == directory
