"""Headers and redirects for hosts of static files, in ``_headers`` and ``_redirects``.

The formats are those of Netlify and Cloudflare Pages, in the subset that both support.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kfor_i18n.answers.codings import IDENTITY
from kfor_i18n.answers.ready import Answer

# They describe the bytes, or are the host's own.
_NOT_FOR_HOSTS = {"content-type", "content-length", "content-encoding", "etag", "vary"}

# 301, since not every host knows 308; they differ only for methods that no page takes.
_MOVED = "301"


def common_headers(answers: Iterable[Answer]) -> dict[str, str]:
    """Return the headers that all answers share, without those that describe the bytes."""
    sets = [set(answer.variants[IDENTITY].headers) for answer in answers]
    common = set.intersection(*sets) if sets else set()
    return {name: value for name, value in sorted(common) if name.lower() not in _NOT_FOR_HOSTS}


def headers_by_prefix(
    pages: Mapping[str, Answer], tags: Iterable[str]
) -> dict[str, dict[str, str]]:
    """Return the headers that all pages share, under ``/``, and those that the pages below
    ``/static/`` and each language's prefix share besides.
    """
    everywhere = common_headers(pages.values())
    rules = {"/": everywhere}
    for prefix in ("/static/", *(f"/{tag}/" for tag in tags)):
        common = common_headers(a for path, a in pages.items() if path.startswith(prefix))
        rules[prefix] = {n: value for n, value in common.items() if n not in everywhere}
    return rules


def write_headers(pages: Mapping[str, Answer], tags: Iterable[str]) -> str:
    """Return the text of ``_headers``, where every rule that matches a URL applies."""
    rules = headers_by_prefix(pages, tags)
    return "\n".join(
        f"{prefix}*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        for prefix, headers in rules.items()
        if headers
    )


def write_redirects(moved: Mapping[str, str], tags: Sequence[str]) -> str:
    """Return the text of ``_redirects``: where addresses moved, and what to show for missing ones.

    ``moved`` has the new path by the old one. The first rule that matches an address applies.
    """
    lines = [f"{old} {new} {_MOVED}" for old, new in sorted(moved.items())]
    lines += [f"/{tag}/* /{tag}/404.html 404" for tag in tags]
    return "".join(f"{line}\n" for line in lines)


def read_redirects(text: str) -> dict[str, str]:
    """Return where addresses moved, by the text of ``_redirects``: the new path by the old one."""
    rules = (line.split(" ") for line in text.splitlines())
    return {rule[0]: rule[1] for rule in rules if rule[2:] == [_MOVED]}
