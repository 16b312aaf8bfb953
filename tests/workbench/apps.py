"""The second application: its catalog, its pages without the workbench, and with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from kfor_i18n.tracking.html import Place
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.texts import NoTexts, Texts
from kfor_i18n.workbench.rendering.application import Application
from kfor_i18n.workbench.rendering.protocol import RenderedPage, Setup

ROOT = Path(__file__).parents[2]
SECOND_APP = "tests.workbench.second_app"

_FOLDER = Path(__file__).parent / "second_app"
_JINJA = "jinja2.ext:babel_extract"
_METHODS = [("**.py", "python"), ("**.html", _JINJA), ("**.txt", _JINJA)]
_KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
    "lazy_gettext": None, "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
_ANCHOR = re.compile(r"<!--/?m:\d+-->")


def compile_catalog(folder: Path) -> None:
    """Compile translations of the second application that are told from their sources."""
    catalog = Catalog(locale="sl")
    for _, _, message, _, context in extract_from_dir(_FOLDER, _METHODS, keywords=_KEYWORDS):
        if isinstance(message, tuple):
            catalog.add(message, [f"«{n}: {message[1]}»" for n in range(4)], context=context)
        else:
            catalog.add(message, f"«{message}»", context=context)
    path = folder / "sl" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)


def open_second_app(
    name: str = "create_app", texts: Texts | None = None, *, seconds: float = 30
) -> Application:
    """Return the second application, as the workbench has it."""
    setup = Setup(f"{SECOND_APP}:{name}", str(ROOT), locales=("sl",))
    return Application(setup, texts or NoTexts(), seconds=seconds)


def without_anchors(page: RenderedPage) -> str:
    """Return a page as the application would have answered it."""
    return _ANCHOR.sub("", page.body.decode())


def msgids(lookups: Iterable[Lookup | Place]) -> list[str]:
    """Return the msgids of look-ups, or of places."""
    return [(each.span.lookup if isinstance(each, Place) else each).key.msgid for each in lookups]
