"""What is published: every file of the site by its path, as bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask

from kfor_i18n.answers.codings import CODINGS, IDENTITY
from kfor_i18n.answers.compression import encode, is_compressible
from kfor_i18n.answers.ready import Answer
from kfor_i18n.publishing.hosting import write_headers, write_redirects
from kfor_i18n.publishing.nginx import write_nginx
from kfor_i18n.site.pages import site_map_of
from kfor_i18n.site.rendering import render_site
from kfor_i18n.site.views import render_chooser, render_errors

SUFFIXES = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}
ROOT = "public"
"""The folder, within what is published, that a web server shows."""


@dataclass(frozen=True)
class Published:
    """The site as files: paths relative to the folder that is built, and their bytes."""

    files: Mapping[str, bytes]
    revision: str


def publish(app: Flask, fallback: str = "") -> Published:
    """Render the application as files; the same application gives the same bytes on the same day.

    ``fallback`` is the address of the application for nginx to ask where there is no file, or
    empty. Raises ``RenderError`` where an address fails.
    """
    ready = render_site(app)
    pages = {path: answer for path, answer in ready.answers.items() if answer.status[:3] == "200"}
    moved = {path: _location(answer) for path, answer in ready.answers.items() if path not in pages}
    files: dict[str, bytes] = {}
    for path, answer in pages.items():
        for coding, variant in answer.variants.items():
            files[_file_name(path) + SUFFIXES.get(coding, "")] = variant.body
    for name, html in _pages_of_their_own(app):
        for coding in (IDENTITY, *CODINGS):
            if coding == IDENTITY or is_compressible("text/html", html):
                files[name + SUFFIXES.get(coding, "")] = encode(html, coding)
    tags = list(ready.catalogs)
    files["_headers"] = write_headers(pages, tags).encode()
    files["_redirects"] = write_redirects(moved, tags).encode()
    return Published(
        {
            **{f"{ROOT}/{name}": data for name, data in files.items()},
            **{
                f"nginx/{name}": text.encode()
                for name, text in write_nginx(pages, moved, tags, fallback).items()
            },
        },
        ready.revision,
    )


def _pages_of_their_own(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that a server makes for each request and a host of files has to have."""
    for name, is_missing in (("index.html", False), ("404.html", True)):
        with app.test_request_context("/"):
            yield name, render_chooser(site_map_of(app), is_missing=is_missing).get_data()
    for (tag, code), html in render_errors(app).items():
        yield f"{tag}/{code}.html", html


def _location(answer: Answer) -> str:
    return dict(answer.variants[IDENTITY].headers)["Location"]


def _file_name(path: str) -> str:
    name = path.encode("latin-1").decode().lstrip("/")
    return f"{name}index.html" if name.endswith("/") else name
