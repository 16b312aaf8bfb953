"""The links between the pages lead to files and headings that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.docs.pages import PAGES

_CODE = re.compile(r"^ *```.*?^ *```$", re.M | re.S)
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")


def read_prose(path: Path) -> str:
    return _CODE.sub("", path.read_text(encoding="utf-8"))


def list_anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.*)$", read_prose(path), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_s_links_lead_somewhere(page: Path) -> None:
    for name, anchor in _LINK.findall(read_prose(page)):
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), name
        assert not anchor or anchor in list_anchors(target), f"{name}#{anchor}"


@pytest.mark.parametrize("page", list((ROOT / "docs").glob("*.sl.md")), ids=lambda page: page.name)
def test_a_page_and_its_slovenian_one_link_to_each_other(page: Path) -> None:
    english = page.with_name(page.name.replace(".sl.", "."))
    assert f"\n*[English]({english.name})*\n" in page.read_text(encoding="utf-8")
    assert f"\n*[slovensko]({page.name})*\n" in english.read_text(encoding="utf-8")
