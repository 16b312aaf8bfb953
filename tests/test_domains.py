"""Whose texts they are: those of the site for its visitors, those of the tools for their users."""

from __future__ import annotations

import re
from pathlib import Path

from kfor_i18n.catalogs.project import read_project

PROJECT = read_project(Path(__file__).parents[1])


def list_sources(domain: str) -> set[str]:
    """Return the files that a domain's template has messages of."""
    text = PROJECT.template(domain).read_text(encoding="utf-8")
    return {file for line in re.findall("^#: (.+)$", text, re.MULTILINE) for file in line.split()}


def test_a_source_has_messages_of_one_domain() -> None:
    assert not list_sources("messages") & list_sources("tools")


def test_all_that_visitors_read_stands_in_the_registry_of_pages_or_in_a_template() -> None:
    others = {source for source in list_sources("messages") if not source.startswith("templates/")}
    assert others == {"kfor_i18n/site/pages.py"}
    assert not any(source.startswith("templates/") for source in list_sources("tools"))
