"""The settings, read once at start: absolute paths, the site's address, the list of languages."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kfor_i18n.locales import tag_of

SOURCE_LANGUAGE = "en"
PREFIX = "KFOR_"

_PACKAGE = Path(__file__).resolve().parent
_KEYS = ("site_url", "contact", "repository", "languages", "translations")
_CONTACT_SCHEMES = ("mailto", "https", "tel")
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
    ``repository`` is the address of the source code, or empty. ``languages`` are BCP 47 tags, the
    source language first. The folders are absolute.
    """

    site_url: str
    contact: str
    repository: str
    languages: tuple[str, ...]
    translations: Path
    templates: Path
    static: Path


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``KFOR_*`` variables and the TOML file that ``KFOR_SETTINGS`` names.

    A variable wins over the file. Takes the environment (the process's own when none is given).
    Raises ``ConfigError`` for a setting that is unknown or cannot be used.
    """
    environment = os.environ if environment is None else environment
    values = _from_file(environment.get(f"{PREFIX}SETTINGS", ""))
    for variable, value in environment.items():
        if variable.startswith(PREFIX) and variable != f"{PREFIX}SETTINGS":
            values[_known(variable.removeprefix(PREFIX).lower(), variable)] = value
    site_url = _site_url(values.get("site_url", "http://127.0.0.1:8000"))
    translations = _folder(values.get("translations", ""), "translations")
    return Settings(
        site_url=site_url,
        contact=_contact(values.get("contact", ""), site_url),
        repository=_repository(values.get("repository", "")),
        languages=_languages(values.get("languages", ""), translations),
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
    except ValueError as error:
        raise ConfigError(f"KFOR_SETTINGS: {name} is not valid TOML: {error}") from error
    values = {}
    for key, value in table.items():
        text = ",".join(map(str, value)) if isinstance(value, list) else value
        if not isinstance(text, str):
            raise ConfigError(f"{name}: {key} must be text in quotes")
        values[_known(key, f"{name}: {key}")] = text
    return values


def _known(key: str, where: str) -> str:
    if key not in _KEYS:
        known = ", ".join(PREFIX + name.upper() for name in _KEYS)
        raise ConfigError(f"{where} is not a setting; the settings are {known}")
    return key


def _site_url(value: str) -> str:
    match = _SITE_URL.fullmatch(value)
    if not match or not 0 < int(match["port"] or 80) < 65_536:
        raise ConfigError(
            f"KFOR_SITE_URL: {value!r} is not the address of a site; "
            "write it like https://www.example.org"
        )
    return value.rstrip("/").lower()


def _contact(value: str, site_url: str) -> str:
    if not value:
        return f"mailto:webmaster@{urlsplit(site_url).hostname}"
    if urlsplit(value).scheme not in _CONTACT_SCHEMES or re.search(r"[\s<>\"]", value):
        raise ConfigError(
            f"KFOR_CONTACT: {value!r} is not a contact; write mailto:someone@example.org or an "
            "https:// address"
        )
    return value


def _repository(value: str) -> str:
    if value and (urlsplit(value).scheme != "https" or re.search(r"[\s<>\"]", value)):
        raise ConfigError(f"KFOR_REPOSITORY: {value!r} is not an https:// address")
    return value


def _folder(value: str, name: str) -> Path:
    if not value:
        return find_folder(name)
    folder = Path(value).resolve()
    if not folder.is_dir():
        raise ConfigError(f"{PREFIX}{name.upper()}: there is no folder {folder}")
    return folder


def _languages(value: str, translations: Path) -> tuple[str, ...]:
    """Return the source language and, after it, those that are named or else have a folder."""
    found = sorted(_tags_in(translations))
    if not value.strip():
        return (SOURCE_LANGUAGE, *(tag for tag in found if tag != SOURCE_LANGUAGE))
    named = [tag.strip() for tag in value.split(",") if tag.strip()]
    for tag in named:
        if tag != SOURCE_LANGUAGE and tag not in found:
            raise ConfigError(
                f"KFOR_LANGUAGES: there is no catalog for {tag!r} in {translations}; "
                f"there are {', '.join([SOURCE_LANGUAGE, *found])}"
            )
    return (SOURCE_LANGUAGE, *dict.fromkeys(tag for tag in named if tag != SOURCE_LANGUAGE))


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
