"""The settings, read once at start: absolute paths, the site's address, the list of languages."""

from __future__ import annotations

import logging
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from kfor_i18n.locales import tag_of

logger = logging.getLogger(__name__)

SOURCE_LANGUAGE = "en"
PUBLISHED = ("en", "sl")
"""The languages that are offered however much of them is translated."""

MIN_COVERAGE = 0.8
"""How much of another language must be translated for it to be offered."""
PREFIX = "KFOR_"

_PACKAGE = Path(__file__).resolve().parent
_KEYS = ("site_url", "contact", "repository", "languages", "min_coverage", "translations")
_NO_ADDRESS = re.compile(r"[\s<>\"\x00-\x20\x7f]")
_SITE_URL = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?/?"
)


class ConfigError(ValueError):
    """A setting cannot be used; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """What the site is told from outside.

    ``site_url`` is the public address without a slash at its end; every absolute link is built
    from it. ``contact`` is the URI for mistakes and security reports (RFC 9116 section 2.5.3).
    ``repository`` is the address of the source code, or empty. ``languages`` are the BCP 47 tags
    of the published languages, the source language first; ``candidates`` are those that have a
    catalog too and are offered from a coverage of ``min_coverage`` (0 to 1) upwards. The folders
    are absolute.
    """

    site_url: str
    contact: str
    repository: str
    languages: tuple[str, ...]
    candidates: tuple[str, ...]
    min_coverage: float
    translations: Path
    templates: Path
    static: Path


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``KFOR_*`` variables and the TOML file that ``KFOR_SETTINGS`` names.

    A variable wins over the file. Takes the environment (the process's own when none is given).
    Raises ``ConfigError`` for a setting that cannot be used or that the file has and nobody knows;
    a variable that nobody knows is logged.
    """
    environment = os.environ if environment is None else environment
    values = _from_file(environment.get(f"{PREFIX}SETTINGS", ""))
    for variable, value in environment.items():
        key = variable.removeprefix(PREFIX).lower()
        if key in _KEYS and variable.startswith(PREFIX):
            values[key] = value
        elif variable.startswith(PREFIX) and variable != f"{PREFIX}SETTINGS":
            # Container schedulers set such variables for any service called kfor.
            logger.warning("%s is not a setting; the settings are %s", variable, _known_names())
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
        translations=translations,
        templates=find_folder("templates"),
        static=find_folder("static"),
    )


def find_folder(name: str) -> Path:
    """Return the absolute path of a data folder: inside the package in a wheel, beside it else.

    Raises ``ConfigError`` when there is neither.
    """
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise ConfigError(f"the folder {name}/ is missing beside {_PACKAGE}: reinstall kfor-i18n")


def _from_file(name: str) -> dict[str, str]:
    if not name:
        return {}
    try:
        table = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"KFOR_SETTINGS: cannot read {name}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"KFOR_SETTINGS: {name} is not valid TOML: {error}") from error
    values = {}
    for key, value in table.items():
        text = ",".join(map(str, value)) if isinstance(value, list) else value
        if not isinstance(text, str):
            raise ConfigError(f"{name}: {key} must be text in quotes")
        if key not in _KEYS:
            raise ConfigError(f"{name}: {key} is not a setting; the settings are {_known_names()}")
        values[key] = text
    return values


def _known_names() -> str:
    return ", ".join(PREFIX + name.upper() for name in _KEYS)


def _site_url(value: str) -> str:
    match = _SITE_URL.fullmatch(value)
    if not match or not 0 < int(match["port"] or 80) < 65_536 or _split(value) is None:
        raise ConfigError(
            f"KFOR_SITE_URL: {value!r} is not the address of a site; "
            "write it like https://www.example.org"
        )
    return value.rstrip("/").lower()


def _split(value: str) -> SplitResult | None:
    """Split an address; ``None`` where it is none or holds what no address may."""
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
            f"KFOR_CONTACT: {value!r} is not a contact; write mailto:someone@example.org or an "
            "https:// address"
        )
    return value


def _repository(value: str) -> str:
    parts = _split(value)
    if value and (parts is None or parts.scheme != "https" or not parts.hostname):
        raise ConfigError(f"KFOR_REPOSITORY: {value!r} is not an https:// address")
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
    raise ConfigError(f"{PREFIX}{name.upper()}: there is no folder {value!r}")


def _languages(value: str, translations: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the published languages, the source's first, and those that may be offered too.

    Languages that are named are all there are to be.
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
                f"KFOR_LANGUAGES: there is no catalog for {tag!r} in {translations}; "
                f"there are {', '.join([SOURCE_LANGUAGE, *found])}"
            )
    return tuple(dict.fromkeys([SOURCE_LANGUAGE, *named])), ()


def _min_coverage(value: str) -> float:
    try:
        coverage = float(value or MIN_COVERAGE)
    except ValueError:
        coverage = -1
    if not 0 <= coverage <= 1:
        raise ConfigError(
            f"KFOR_MIN_COVERAGE: {value!r} is no part of a whole; write a number from 0 to 1"
        )
    return coverage


def _tags_in(translations: Path) -> list[str]:
    tags = []
    for folder in translations.iterdir():
        if (folder / "LC_MESSAGES").is_dir():
            try:
                tags.append(tag_of(folder.name))
            except ValueError as error:
                raise ConfigError(
                    f"{translations}: {error}; rename or remove the folder"
                ) from error
    return tags
