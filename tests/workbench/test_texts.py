from __future__ import annotations

import re
from pathlib import Path

import pytest

from kfor_i18n.workbench import web
from kfor_i18n.workbench.web.texts import TEXTS, translate_texts

STATIC = Path(web.__file__).parent / "static"
MODULES = sorted(STATIC.rglob("*.js"))
SCRIPTS = "\n".join(module.read_text(encoding="utf-8") for module in MODULES)
COMPOSED = {
    *(f"application-{state}" for state in ("failed", "ready", "starting")), "files",
    "pages", "scenes",
}  # fmt: skip
"""Names that the scripts put together of parts."""


def test_every_text_of_the_scripts_is_there() -> None:
    assert set(re.findall(r'\btext\(\s*"([\w-]+)"', SCRIPTS)) <= TEXTS.keys()


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - COMPOSED))
def test_every_text_is_used(name: str) -> None:
    assert f'"{name}"' in SCRIPTS


def test_texts_are_translated_by_their_names() -> None:
    assert translate_texts(str.upper)["save"] == "SAVE"


@pytest.mark.parametrize("module", MODULES, ids=lambda each: each.name)
def test_modules_are_short_and_set_no_markup(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source)
