"""The site's settings, read once at startup and checked."""

from __future__ import annotations

import logging
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.project import DOMAIN, MAPPING, Project
from kfor_i18n.catalogs.settings.domains import Domain
from kfor_i18n.files import require_regular
from kfor_i18n.locales import find_locale, tag_of, to_folder, to_tag

logger = logging.getLogger(__name__)

SOURCE_LANGUAGE = "en"
PUBLISHED = ("en", "sl")
"""Languages that are offered however little of them is translated."""

MIN_COVERAGE = 0.8
"""Share of the messages of any other language that must be translated for it to be offered."""

FORMATS = "en_GB"
"""Locales by whose customs dates and numbers of a language are written: those of Europe."""

PREFIX = "KFOR_"

_PACKAGE = Path(__file__).resolve().parent
_KEYS = (
    "site_url", "contact", "repository", "languages", "min_coverage", "formats", "translations",
)  # fmt: skip
_NO_ADDRESS = re.compile(r"[\s<>\"\x00-\x20\x7f]")
_SITE_URL = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?/?"
)


SITE = Code(
    "site",
    N_("Site cannot be configured, rendered, served or built"),
    N_("The finding shows which setting, file or URL is affected, and how to fix it."),
)


class SiteError(Exception):
    """The site cannot be configured, rendered, served or built.

    ``problem`` says why and what to do, in any language; the exception's text is English.
    """

    def __init__(self, msgid: str, **values: object) -> None:
        """Initialize with an English text, marked with ``N_``, and the values for it."""
        self.problem = Problem(SITE, msgid, values)
        super().__init__(str(self.problem))


class ConfigError(SiteError):
    """A setting cannot be used; the problem names it."""


@dataclass(frozen=True)
class Settings:
    """The settings of the site.

    ``site_url`` is the public URL without a trailing slash; every absolute link is built
    from it. ``contact`` is the URI for mistakes and security reports (RFC 9116 section 2.5.3).
    ``repository`` is the URL of the source code, or empty. ``languages`` are the BCP 47 tags
    of the published languages, the source language first; ``candidates`` are the other languages
    with a folder, offered from a coverage of ``min_coverage`` (0 to 1) upwards. ``formats`` are the
    locales by which dates and numbers are formatted, by tag, for languages that have not CLDR's
    default. Folders are absolute paths.
    """

    site_url: str
    contact: str
    repository: str
    languages: tuple[str, ...]
    candidates: tuple[str, ...]
    min_coverage: float
    formats: Mapping[str, str]
    translations: Path
    templates: Path
    static: Path


def project_of(settings: Settings) -> Project:
    """Return the project whose catalogs the site shows."""
    return _project_in(settings.translations)


def _project_in(translations: Path) -> Project:
    return Project(
        root=translations.parent,
        translations=translations,
        domains={DOMAIN: Domain(translations.parent / MAPPING)},
        always_formatted=True,
        strict_translations=True,
        slug_contexts=("URL slug",),
    )


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``KFOR_*`` variables and the TOML file that ``KFOR_SETTINGS`` names.

    A variable overrides the file. ``environment`` defaults to that of the process. An unknown
    variable is logged. Raises ``ConfigError`` for a setting that cannot be used and for an unknown
    key in the file.
    """
    environment = os.environ if environment is None else environment
    values = _from_file(environment.get(f"{PREFIX}SETTINGS", ""))
    for variable, value in environment.items():
        key = variable.removeprefix(PREFIX).lower()
        if key in _KEYS and variable.startswith(PREFIX):
            values[key] = value
        elif variable.startswith(PREFIX) and variable != f"{PREFIX}SETTINGS":
            # Container schedulers set such variables for any service called kfor.
            names = ", ".join(f"{PREFIX}{name.upper()}" for name in _KEYS)
            text = _("unknown setting %(name)s, ignored; choose from %(known)s")
            logger.warning(text % {"name": variable, "known": names})
    site_url = _site_url(values.get("site_url", "") or "http://127.0.0.1:8000")
    translations = _folder(values.get("translations", ""), "translations")
    published, candidates = _languages(values.get("languages", ""), translations)
    return Settings(
        site_url=site_url,
        contact=_contact(values.get("contact", ""), site_url),
        repository=_repository(values.get("repository", "")),
        languages=published,
        candidates=candidates,
        min_coverage=_min_coverage(values.get("min_coverage", "")),
        formats=_formats(values.get("formats", "") or FORMATS),
        translations=translations,
        templates=find_folder("templates"),
        static=find_folder("static"),
    )


def find_folder(name: str) -> Path:
    """Return the absolute path of a data directory: in the package (in a wheel) or next to it.

    Raises ``ConfigError`` when it is in neither place.
    """
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise ConfigError(
        N_("missing directory %(name)s/ next to %(package)s; reinstall kfor-i18n"),
        name=name,
        package=_PACKAGE,
    )


def _from_file(name: str) -> dict[str, str]:
    values = {}
    for key, value in _read_toml(name).items():
        text = ",".join(map(str, value)) if isinstance(value, list) else value
        if not isinstance(text, str):
            raise ConfigError(
                N_("%(file)s: the value of %(key)s is not a string; put it in quotes"),
                file=name,
                key=key,
            )
        if key not in _KEYS:
            raise ConfigError(
                N_("%(file)s: unknown setting %(key)s; choose from %(known)s"),
                file=name,
                key=key,
                known=", ".join(_KEYS),
            )
        values[key] = text
    return values


def _read_toml(name: str) -> dict[str, object]:
    if not name:
        return {}
    try:
        require_regular(Path(name))
        return tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            N_(
                "KFOR_SETTINGS: %(file)s cannot be read: %(error)s; give the path of a "
                "readable file"
            ),
            file=name,
            error=error.strerror,
        ) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            N_("KFOR_SETTINGS: %(file)s is not valid TOML: %(error)s; correct the file"),
            file=name,
            error=str(error),
        ) from error


def _site_url(value: str) -> str:
    match = _SITE_URL.fullmatch(value)
    if not match or not 0 < int(match["port"] or 80) < 65_536 or _split(value) is None:
        raise ConfigError(
            N_(
                'KFOR_SITE_URL: "%(value)s" is not the URL of a site; write a URL without a path, '
                "such as https://www.example.org"
            ),
            value=value,
        )
    return value.rstrip("/").lower()


def _split(value: str) -> SplitResult | None:
    """Split a URL; return ``None`` if it is invalid or has characters that no URL may have."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return None if _NO_ADDRESS.search(value) else parts


def _contact(value: str, site_url: str) -> str:
    if not value:
        return f"mailto:webmaster@{urlsplit(site_url).hostname}"
    parts = _split(value)
    if parts is None or not (
        (parts.scheme == "https" and parts.hostname)
        or (parts.scheme == "mailto" and re.fullmatch("[^@]+@[^@]+", parts.path))
        or (parts.scheme == "tel" and parts.path)
    ):
        raise ConfigError(
            N_(
                'KFOR_CONTACT: "%(value)s" is not a contact URI; write one such as '
                "mailto:someone@example.org, tel:+38612345678 or "
                "https://www.example.org/contact"
            ),
            value=value,
        )
    return value


def _repository(value: str) -> str:
    parts = _split(value)
    if value and (parts is None or parts.scheme != "https" or not parts.hostname):
        raise ConfigError(
            N_(
                'KFOR_REPOSITORY: "%(value)s" is not an https:// URL; write one such as '
                "https://git.example.org/kfor, or leave the setting empty"
            ),
            value=value,
        )
    return value


def _folder(value: str, name: str) -> Path:
    if not value:
        return find_folder(name)
    try:
        folder = Path(value).resolve()
        if folder.is_dir():
            return folder
    except (OSError, ValueError):
        pass
    raise ConfigError(
        N_('%(setting)s: no directory "%(value)s"; give the path of an existing directory'),
        setting=PREFIX + name.upper(),
        value=value,
    )


def _languages(value: str, translations: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the published languages, the source language first, and the candidates.

    If languages are set, only they are offered.
    """
    found = sorted(_tags_in(translations))
    if not value.strip():
        published = [tag for tag in PUBLISHED if tag == SOURCE_LANGUAGE or tag in found]
        others = [tag for tag in found if tag not in PUBLISHED]
        return tuple(published), tuple(others)
    named = [tag.strip() for tag in value.split(",") if tag.strip()]
    for tag in named:
        if tag != SOURCE_LANGUAGE and tag not in found:
            raise ConfigError(
                N_('KFOR_LANGUAGES: no catalog for "%(tag)s" in %(folder)s; choose from %(found)s'),
                tag=tag,
                folder=translations,
                found=", ".join([SOURCE_LANGUAGE, *found]),
            )
    return tuple(dict.fromkeys([SOURCE_LANGUAGE, *named])), ()


def _min_coverage(value: str) -> float:
    try:
        coverage = float(value or MIN_COVERAGE)
    except ValueError:
        coverage = -1
    if not 0 <= coverage <= 1:
        raise ConfigError(
            N_(
                'KFOR_MIN_COVERAGE: "%(value)s" is not a number from 0 to 1; '
                "write one such as %(example)s"
            ),
            value=value,
            example=MIN_COVERAGE,
        )
    return coverage


def _formats(value: str) -> dict[str, str]:
    """Return locales by the tag of their language, which has no territory."""
    formats = {}
    for name in filter(None, map(str.strip, value.split(","))):
        locale = find_locale(to_folder(name))
        if locale is None or not locale.territory:
            raise ConfigError(
                N_(
                    'KFOR_FORMATS: "%(name)s" is not a locale with a territory; write one such as '
                    "en_GB, or several separated by commas"
                ),
                name=name,
            )
        formats[to_tag(name).rpartition("-")[0]] = str(locale)
    return formats


def _tags_in(translations: Path) -> list[str]:
    tags = []
    for folder in _project_in(translations).locale_folders():
        try:
            tags.append(tag_of(folder))
        except ValueError as error:
            raise ConfigError(
                N_(
                    '%(translations)s: "%(folder)s" is not a CLDR locale; rename or remove the '
                    "directory"
                ),
                translations=translations,
                folder=folder,
            ) from error
    return tags
