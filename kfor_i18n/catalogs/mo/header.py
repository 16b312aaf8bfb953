"""The header of a compiled catalog, such that the runtime can read it.

Python's gettext fails on a plural rule that it cannot evaluate and on a charset that it does not
know, and decodes as ASCII if the header names none: one such file takes an application down.
"""

from __future__ import annotations

from kfor_i18n.catalogs.catalog import Catalog


def make_header(catalog: Catalog) -> str:
    """Return the msgstr of a catalog's header for its .mo: unchanged if it can be read there.

    An unusable ``Plural-Forms`` is left out: a catalog is compiled with it only if no message has a
    plural. ``Content-Type`` names the charset that the file is in.
    """
    header = catalog.header.msgstrs[0] if catalog.header else ""
    if catalog.rule is None:
        header = _drop(header, "plural-forms")
    charset = catalog.po.charset
    _, _, named = catalog.po.headers.get("content-type", "").partition("charset=")
    if named.lower() != charset.lower():
        header = f"Content-Type: text/plain; charset={charset}\n{_drop(header, 'content-type')}"
    return header


def _drop(header: str, name: str) -> str:
    lines = header.splitlines(keepends=True)
    return "".join(line for line in lines if line.partition(":")[0].strip().lower() != name)
