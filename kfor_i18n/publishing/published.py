"""The published site: the bytes of every file, by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from flask import Flask

from kfor_i18n.answers.codings import IDENTITY
from kfor_i18n.answers.moves import follow_moves
from kfor_i18n.answers.ready import Answer
from kfor_i18n.answers.represent import encodings
from kfor_i18n.publishing.hosting import read_redirects, write_headers, write_redirects
from kfor_i18n.publishing.nginx import write_nginx
from kfor_i18n.site import site_of
from kfor_i18n.site.rendering import render_site
from kfor_i18n.site.views import render_chooser, render_errors

SUFFIXES = {"br": ".br", "zstd": ".zst", "gzip": ".gz", IDENTITY: ""}
ROOT = "public"
"""The directory of the published files that a web server exposes."""

_REDIRECTS = "_redirects"


@dataclass(frozen=True)
class Published:
    """The site as files: their bytes by path, relative to the directory of the build."""

    files: Mapping[str, bytes]
    revision: str


def publish(
    app: Flask, fallback: str = "", former: Mapping[str, str] = MappingProxyType({})
) -> Published:
    """Render an application as files; the same one gives the same bytes on the same day.

    ``fallback`` is the address of the application that nginx asks for what is not a file, or
    empty. ``former`` are the redirects of the build before, so that former addresses of a page
    lead on. Raises ``RenderError`` when an address fails.
    """
    ready = render_site(app)
    pages = {path: answer for path, answer in ready.answers.items() if answer.status[:3] == "200"}
    moved = {path: _location(answer) for path, answer in ready.answers.items() if path not in pages}
    moved |= follow_moves(former, moved, ready.answers)
    tags = list(site_of(app).languages)
    public = {
        **dict(_encoded_files(app, pages)),
        "_headers": write_headers(pages, tags).encode(),
        _REDIRECTS: write_redirects(moved, tags).encode(),
    }
    nginx = write_nginx(pages, moved, tags, fallback)
    return Published(
        {
            **{f"{ROOT}/{name}": data for name, data in public.items()},
            **{f"nginx/{name}": text.encode() for name, text in nginx.items()},
        },
        ready.revision,
    )


def read_former(out: Path) -> dict[str, str]:
    """Return the redirects of the build in a folder; none where there is no build."""
    try:
        return read_redirects((out / ROOT / _REDIRECTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _encoded_files(app: Flask, pages: Mapping[str, Answer]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that a web server sends, each in every coding, by name."""
    for path, answer in pages.items():
        for coding, variant in answer.variants.items():
            yield _file_name(path) + SUFFIXES[coding], variant.body
    for name, html in _pages_of_their_own(app):
        for coding, body in encodings("text/html", html).items():
            yield name + SUFFIXES[coding], body


def _pages_of_their_own(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that the server renders for each request and a host of files must have."""
    for name, is_missing in (("index.html", False), ("404.html", True)):
        with app.test_request_context("/"):
            yield name, render_chooser(site_of(app), is_missing=is_missing).get_data()
    for (tag, code), html in render_errors(app).items():
        yield f"{tag}/{code}.html", html


def _location(answer: Answer) -> str:
    return dict(answer.variants[IDENTITY].headers)["Location"]


def _file_name(path: str) -> str:
    name = path.encode("latin-1").decode().lstrip("/")
    return f"{name}index.html" if name.endswith("/") else name
