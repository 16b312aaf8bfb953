"""The configuration with which nginx serves the published files as the site's own server does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from kfor_i18n.answers.codings import IDENTITY
from kfor_i18n.answers.ready import Answer
from kfor_i18n.publishing.hosting import headers_by_prefix
from kfor_i18n.publishing.negotiation import write_negotiation

_MAIN = """\
# A whole configuration, to be run as it is from the folder above this one:
#   nginx -p FOLDER -c nginx/nginx.conf
# To serve the site from an nginx that is there already, include maps.conf in its http block, and
# site.conf in a server block that says where to listen and has FOLDER/public as its root.
daemon off;
pid /tmp/kfor-nginx.pid;
error_log stderr warn;
worker_processes auto;
worker_rlimit_nofile 16384;
events {
    worker_connections 8192;
}
http {
    access_log off;
    client_body_temp_path /tmp/kfor-nginx-body;
    proxy_temp_path /tmp/kfor-nginx-proxy;
    fastcgi_temp_path /tmp/kfor-nginx-fastcgi;
    uwsgi_temp_path /tmp/kfor-nginx-uwsgi;
    scgi_temp_path /tmp/kfor-nginx-scgi;
    include maps.conf;
    server {
        listen 8080 default_server;
        root public;
        include site.conf;
    }
}
"""

_LIMITS = (
    # Files are looked for once a second: a new build is another file under the same name.
    "open_file_cache max=1000 inactive=20s;",
    "open_file_cache_valid 1s;",
    # Whoever reads nothing, asks nothing or stays idle is dropped as soon as by the server.
    "send_timeout 8s;",
    "client_header_timeout 15s;",
    "keepalive_timeout 15s;",
    "reset_timedout_connection on;",
)


def write_nginx(
    pages: Mapping[str, Answer], moved: Mapping[str, str], tags: Sequence[str], fallback: str
) -> dict[str, str]:
    """Return the configuration's files by name: ``nginx.conf``, and the two that it includes.

    ``pages`` has the answers by path and ``moved`` the new path by each old one. ``tags`` are the
    languages, the default one first. ``fallback`` is the address of the application to ask for what
    is not a file, or empty.
    """
    return {
        "nginx.conf": _MAIN,
        "maps.conf": _join(
            "map_hash_bucket_size 256;",
            f"map_hash_max_size {max(2048, 4 * len(moved))};",
            *write_negotiation(tags),
            *_write_maps(pages, moved, tags),
        ),
        "site.conf": _join(*_write_site(pages, tags, fallback)),
    }


def _write_maps(
    pages: Mapping[str, Answer], moved: Mapping[str, str], tags: Sequence[str]
) -> list[str]:
    rules = headers_by_prefix(pages, tags)
    kept, asked_for = (rules[prefix]["Cache-Control"] for prefix in ("/static/", f"/{tags[0]}/"))
    tag = f"(?:{'|'.join(tags)})"
    return [
        *_map("$uri", "$kfor_url_language", {
            "default": '""',
            f'"~^/(?<kfor_prefix>{"|".join(tags)})(?:/|$)"': "$kfor_prefix",
        }),
        *_map("$kfor_url_language", "$kfor_error_language", {
            "default": "$kfor_url_language",
            '""': "$kfor_language",
        }),
        *_map('"$status $kfor_url_language"', "$kfor_content_language", {
            "default": "$kfor_url_language",
            '"~^30[28] "': '""',
            r'"~^[45]\d\d $"': "$kfor_language",
        }),
        *_map("$status", "$kfor_allow", {"default": '""', "405": '"GET, HEAD"'}),
        *_map('"$status $uri"', "$kfor_cache", {
            "default": '""',
            '"~^302 "': '"private, no-cache"',
            '"~^308 "': f'"{asked_for}"',
            '"~^[45]"': '"no-store"',
            '"~^(?:200|206|304) /static/"': f'"{kept}"',
            '"~^(?:200|206|304) "': f'"{asked_for}"',
        }),
        # A missing page is reported in the language of its address, or else in the negotiated one.
        *_map('"$status $request_uri"', "$kfor_vary", {
            "default": '""',
            '"~^302 "': '"Accept-Language"',
            rf'"~^[45]\d\d /(?!{tag}(?:/|$))"': '"Accept-Language"',
        }),
        *_map("$uri", "$kfor_moved", {
            "default": '""',
            **{f'"{_text(old)}"': f'"{_text(new)}"' for old, new in sorted(moved.items())},
        }),
    ]  # fmt: skip


def _join(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _write_site(pages: Mapping[str, Answer], tags: Sequence[str], fallback: str) -> list[str]:
    common = headers_by_prefix(pages, tags)["/"]
    any_tag = "|".join(tags)
    otherwise = "@application" if fallback else "=404"
    lines = [
        "server_tokens off;",
        "absolute_redirect off;",
        "merge_slashes off;",
        "gzip_static on;",
        "gzip_vary on;",
        "charset off;",
        "if_modified_since off;",
        *_LIMITS,
        "index index.html;",
        "types {",
        *(f'    "{kind}" {suffix};' for suffix, kind in sorted(_types(pages).items())),
        "}",
        *(f'add_header {name} "{value}" always;' for name, value in common.items()),
        "add_header Cache-Control $kfor_cache always;",
        "add_header Content-Language $kfor_content_language always;",
        "add_header Allow $kfor_allow always;",
        "add_header Vary $kfor_vary always;",
        'add_header Last-Modified "";',
        *(
            f"error_page {codes} /$kfor_error_language/{page}.html;"
            for codes, page in (("400", 400), ("404", 404), ("405", 405), ("500 502 503 504", 500))
        ),
        'if ($kfor_moved != "") {',
        "    return 308 $kfor_moved$is_args$args;",
        "}",
        "location = / {",
        "    return 302 /$kfor_language/$is_args$args;",
        "}",
        "location / {",
        f"    try_files $uri $uri/index.html {otherwise};",
        "}",
        "location ~ // {",
        "    return 404;",
        "}",
        "# What is made of the pages for this server and others is no page itself.",
        r"location ~ (?:/index\.html|\.(?:gz|br|zst))$ {",
        "    internal;",
        "}",
        rf"location ~ ^/(?:_headers|_redirects|404\.html|(?:{any_tag})/[45]\d\d\.html)$ {{",
        "    internal;",
        "}",
    ]
    return [*lines, *(_write_application(fallback) if fallback else [])]


def _write_application(address: str) -> list[str]:
    return [
        "location @application {",
        f"    proxy_pass {address};",
        "    proxy_http_version 1.1;",
        "    proxy_set_header Host $host;",
        '    proxy_set_header Connection "";',
        "    # The application says all that is said above; a header here keeps those out.",
        '    add_header Last-Modified "";',
        "}",
    ]


def _types(pages: Mapping[str, Answer]) -> dict[str, str]:
    """Return the media type by each suffix of a file."""
    types = {"html": "text/html; charset=utf-8"}
    for path, answer in pages.items():
        suffix = PurePosixPath(path).suffix.lstrip(".")
        if suffix and not path.endswith("/"):
            types[suffix] = dict(answer.variants[IDENTITY].headers)["Content-Type"]
    return types


def _map(source: str, target: str, entries: Mapping[str, str]) -> list[str]:
    lines = [f"    {key} {value};" for key, value in entries.items()]
    return [f"map {source} {target} {{", *lines, "}"]


def _text(path: str) -> str:
    return path.encode("latin-1").decode()
