"""A compiled catalog loaded for a site: validated, counted and ready to be looked up."""

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
from kfor_i18n.catalogs.po.file import read_revision
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.validation.message import Rejection, validate_all


@dataclass(frozen=True)
class LoadedCatalog:
    """What one .mo gave.

    ``translated`` counts the template's messages that may be shown in the language; ``revised`` is
    the date in the catalog's header; ``revision`` changes with the file's content. ``problems``
    are about the file as a whole, ``rejections`` about single messages.
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
    """Load a .mo and leave out what may not be shown. Never fails: a file that cannot be read
    gives a catalog without translations, and says so in ``problems``.

    ``source`` has the keys of the template's messages and their plural msgids; the messages in
    ``slug_contexts`` are URL slugs.
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
