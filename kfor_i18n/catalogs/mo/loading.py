"""Loading of compiled catalogs for a site, with validation."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from babel import Locale

from kfor_i18n.catalogs.messages import Key, Translations
from kfor_i18n.catalogs.mo.file import MoFile, read_mo
from kfor_i18n.catalogs.plurals import PluralError, read_rule
from kfor_i18n.catalogs.po.header import read_revision
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.validation.message import Rejection, validate_all


@dataclass(frozen=True)
class LoadedCatalog:
    """The result of loading a .mo file.

    ``translated`` is the number of valid messages; ``revised`` is the ``PO-Revision-Date`` in the
    header, if any; ``revision`` is a digest of the content. ``problems`` concern the whole file,
    ``rejections`` single messages.
    """

    path: Path
    translations: Translations
    translated: int
    revised: datetime | None
    revision: str
    problems: tuple[Finding, ...]
    rejections: tuple[Rejection, ...]


def load_catalog(
    path: Path,
    locale: Locale,
    source: Mapping[Key, str | None],
    slug_contexts: Collection[str] = (),
) -> LoadedCatalog:
    """Load the valid messages of a .mo file.

    ``source`` maps the keys of the template's messages to their plural msgids. Messages whose
    context is in ``slug_contexts`` are URL slugs. Nothing is raised: a file that cannot be read
    gives a catalog without translations and with ``problems``.
    """
    problems: list[Finding] = []
    try:
        catalog = read_mo(path)
    except CatalogError as error:
        problems.extend(error.findings)
        catalog = MoFile()
    rule = None
    if any(message.plural is not None for message in catalog.messages):
        try:
            rule = read_rule(catalog.headers.get("plural-forms", ""), locale)
        except PluralError as error:
            problems.append(Finding(path, None, error.problem))
    valid, rejections = validate_all(catalog.messages, rule, source, slug_contexts)
    return LoadedCatalog(
        path=path,
        translations=Translations(valid, rule),
        translated=len(valid),
        revised=read_revision(catalog.headers.get("po-revision-date", "")),
        revision=hashlib.sha256(repr(catalog).encode("utf-8", "replace")).hexdigest()[:12],
        problems=tuple(problems),
        rejections=tuple(rejections),
    )
