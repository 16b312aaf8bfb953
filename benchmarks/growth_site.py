"""A site of any size, for ``benchmarks.growth``, and what one process of it does and needs.

Each of the processes prints one line of JSON: seconds, and mebibytes of memory.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.localedata import locale_identifiers

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.mo.file import build_mo
from kfor_i18n.catalogs.plurals import suggest_rule
from kfor_i18n.catalogs.po.file import Entry, read_po
from kfor_i18n.catalogs.project import DOMAIN
from kfor_i18n.config import Settings, project_of, read_settings
from kfor_i18n.serving.store import Store
from kfor_i18n.serving.worker import Worker

if TYPE_CHECKING:
    from kfor_i18n.site.languages import Text

SLUG_CONTEXT = "URL slug"
_FILLER = "A sentence of some length, as the texts of a page are, that no page asks for: {}."


def list_locales(count: int) -> list[str]:
    """Return so many languages that CLDR knows, beside English."""
    plain = [name for name in locale_identifiers() if name.isalpha() and name != "en"]
    return sorted(plain)[:count]


def write_translations(folder: Path, locales: Iterable[str], messages: int) -> None:
    """Write the site's template and a catalog for each language, with so many messages in each.

    What the site itself does not have is filled up; a translation is its message and a tilde.
    """
    own_template = project_of(read_settings({})).template(DOMAIN)
    source = read_po(own_template)
    own = [entry for entry in source.entries if not entry.is_header]
    texts = [_FILLER.format(number) for number in range(messages - len(own))]
    folder.mkdir()
    project = project_of(replace(read_settings({}), translations=folder))
    template = own_template.read_text(encoding="utf-8")
    more = "".join(f'\nmsgid "{text}"\nmsgstr ""\n' for text in texts)
    project.template(DOMAIN).write_text(template + more, encoding="utf-8")
    for locale in locales:
        rule = suggest_rule(Locale.parse(locale))
        forms = int(rule.partition("=")[2].partition(";")[0])
        translated = [_translate(entry, forms) for entry in own]
        translated += [Message(text, (f"{text}~",)) for text in texts]
        path = project.compiled_path(project.catalog_path(DOMAIN, locale))
        path.parent.mkdir(parents=True)
        header = f"Content-Type: text/plain; charset=utf-8\nPlural-Forms: {rule}\n"
        path.write_bytes(build_mo(translated, header))


def _translate(entry: Entry, forms: int) -> Message:
    if entry.plural is not None:
        return Message(entry.msgid, (f"{entry.plural}~",) * forms, entry.plural, entry.key.context)
    is_slug = entry.key.context == SLUG_CONTEXT
    text = entry.msgid if is_slug else f"{entry.msgid}~"
    return Message(entry.msgid, (text,), None, entry.key.context)


def write_templates(folder: Path) -> None:
    """Write the site's templates with a navigation of two pages, however many there are."""
    shutil.copytree(read_settings({}).templates, folder)
    layout = folder / "site" / "layout.html"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text.replace("in site.pages %}", "in site.pages[:2] %}"))


def make_settings(root: Path) -> Settings:
    """Return the settings of the site in a folder."""
    settings = read_settings({"KFOR_TRANSLATIONS": str(root / "translations")})
    return replace(settings, templates=root / "templates")


def add_pages(count: int) -> None:
    """Give the site so many pages: more of its first one, each with an address of its own."""
    from kfor_i18n import site
    from kfor_i18n.site.pages import PAGES

    first, *others = PAGES
    more = [
        replace(first, name=f"page{number}", slug=partial(_make_slug, number))
        for number in range(count - len(PAGES))
    ]
    setattr(site, "PAGES", (first, *others, *more))  # noqa: B010 - a constant elsewhere


def _make_slug(number: int, text: Text) -> str:
    del text
    return f"page-{number}"


def render(root: Path, pages: int) -> dict[str, float]:
    """Render the site into a store, as at a first start."""
    begun = time.perf_counter()
    from kfor_i18n.serving import renderer
    from kfor_i18n.site import create_app

    add_pages(pages)
    Store(root).save(renderer.render(create_app(make_settings(root)), "quick"))
    return {"seconds": time.perf_counter() - begun, "mib": peak_memory()}


def work(root: Path, pages: int) -> dict[str, float]:
    """Take the set as a worker does."""
    add_pages(pages)
    begun = time.perf_counter()
    worker = Worker(Store(root))
    ready = time.perf_counter() - begun
    assert worker.state()["status"] == "ok"
    return {"seconds": ready, "mib": memory()}


def flask_babel(root: Path, pages: int) -> dict[str, float]:
    """Ask a site of Flask-Babel for its page in each language, as its readers soon have done."""
    del pages
    from flask import Flask, request
    from flask_babel import Babel, gettext

    app = Flask("peer")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(root / "translations")
    Babel(app, locale_selector=lambda: request.args["locale"])
    app.add_url_rule("/", "page", lambda: gettext("The mandate"))
    client = app.test_client()
    begun = time.perf_counter()
    for folder in sorted((root / "translations").glob("*/")):
        assert client.get(f"/?locale={folder.name}").status_code == 200
    return {"seconds": time.perf_counter() - begun, "mib": memory()}


def memory() -> float:
    """Return this process's resident memory in mebibytes."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def peak_memory() -> float:
    """Return the most resident memory that this process had, in mebibytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


ROLES: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "render": render,
    "work": work,
    "flask-babel": flask_babel,
}

if __name__ == "__main__":
    role, where, number = sys.argv[1:]
    print(json.dumps(ROLES[role](Path(where), int(number))))
