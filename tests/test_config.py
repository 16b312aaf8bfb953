from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kfor_i18n.config import ConfigError, project_of, read_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KFOR_SITE_URL", "kfor.example"),
        ("KFOR_SITE_URL", "https://kfor.example/path"),
        ("KFOR_SITE_URL", "javascript:alert(1)"),
        ("KFOR_SITE_URL", "https://kfor.example:99999"),
        ("KFOR_SITE_URL", 'https://a"b'),
        ("KFOR_SITE_URL", "https://[::::]"),
        ("KFOR_CONTACT", "https://["),
        ("KFOR_CONTACT", "mailto:"),
        ("KFOR_CONTACT", "https:"),
        ("KFOR_REPOSITORY", "https://["),
        ("KFOR_CONTACT", "somebody"),
        ("KFOR_CONTACT", "javascript:alert(1)"),
        ("KFOR_REPOSITORY", "git@example.org:kfor"),
        ("KFOR_LANGUAGES", "en,de"),
        ("KFOR_TRANSLATIONS", "/nowhere"),
        ("KFOR_SETTINGS", "/nowhere.toml"),
        ("KFOR_MIN_COVERAGE", "half"),
        ("KFOR_MIN_COVERAGE", "80"),
        ("KFOR_FORMATS", "en"),
        ("KFOR_FORMATS", "en_GB,qq_QQ"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        read_settings({name: value})
    assert name in caught.value.problem.text(lambda msgid: f"‹{msgid}›")


@pytest.mark.parametrize(
    ("name", "value", "remedy", "follow"),
    [
        ("SITE_URL", "https://a.example/x", "without a path, such as", "https://www.example.org"),
        ("CONTACT", "somebody", "write one such as", "mailto:someone@example.org"),
        ("CONTACT", "somebody", "tel:", "tel:+38612345678"),
        ("CONTACT", "somebody", "or https://", "https://www.example.org/contact"),
        ("REPOSITORY", "git@a", "write one such as", "https://git.example.org/kfor"),
        ("REPOSITORY", "git@a", "or leave the setting empty", ""),
        ("LANGUAGES", "de", "choose from en, sl", "en,sl"),
        ("TRANSLATIONS", "/nowhere", "give the path of an existing directory", "/tmp"),
        (
            "SETTINGS",
            "/nowhere.toml",
            "give the path of a readable file",
            str(Path(__file__).with_name("__init__.py")),
        ),
        ("MIN_COVERAGE", "80", "write one such as 0.8", "0.8"),
    ],
)
def test_a_value_as_the_error_asks_for_ends_it(
    name: str, value: str, remedy: str, follow: str
) -> None:
    with pytest.raises(ConfigError, match=f"KFOR_{name}: .*{value}.*; .*{remedy}"):
        read_settings({f"KFOR_{name}": value})
    read_settings({f"KFOR_{name}": follow})


def test_defaults_publish_english_and_slovenian() -> None:
    settings = read_settings({})
    assert settings.languages == ("en", "sl")
    assert settings.site_url == "http://127.0.0.1:8000"
    assert settings.contact == "mailto:webmaster@127.0.0.1"
    assert settings.translations.is_absolute()


@pytest.mark.parametrize(
    ("value", "formats"),
    [
        ("", {"en": "en_GB"}),
        ("en-IE", {"en": "en_IE"}),
        ("en_US, sr_Latn_RS", {"en": "en_US", "sr-Latn": "sr_Latn_RS"}),
    ],
)
def test_formats_are_locales_by_the_language_they_are_of(
    value: str, formats: dict[str, str]
) -> None:
    assert read_settings({"KFOR_FORMATS": value}).formats == formats


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kfor.toml"
    file.write_text('site_url = "https://file.example/"\ncontact = "mailto:a@file.example"\n')
    settings = read_settings({"KFOR_SETTINGS": str(file), "KFOR_CONTACT": "https://env.example/"})
    assert settings.site_url == "https://file.example"
    assert settings.contact == "https://env.example/"


@pytest.mark.parametrize(
    "content",
    ["site_url = 3", "colour = 'red'", "= =", "a = " + "[" * 5_000, 'translations = "a\\u0000b"'],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "kfor.toml"
    file.write_text(content)
    with pytest.raises(ConfigError, match=r"kfor\.toml|KFOR_TRANSLATIONS"):
        read_settings({"KFOR_SETTINGS": str(file)})


@pytest.mark.parametrize(
    ("content", "remedy", "corrected"),
    [
        ("contact = tel:1", "is not valid TOML: .*; correct the file", 'contact = "tel:1"'),
        ("min_coverage = 1", "min_coverage is not a string; put it in quotes", 'min_coverage="1"'),
        ('KFOR_CONTACT = "tel:1"', "choose from site_url, contact, repos", 'contact = "tel:1"'),
    ],
)
def test_a_file_that_is_corrected_as_the_error_says_is_read(
    tmp_path: Path, content: str, remedy: str, corrected: str
) -> None:
    file = tmp_path / "kfor.toml"
    file.write_text(content)
    with pytest.raises(ConfigError, match=remedy):
        read_settings({"KFOR_SETTINGS": str(file)})
    file.write_text(corrected)
    read_settings({"KFOR_SETTINGS": str(file)})


def test_a_variable_that_is_no_setting_is_only_said(caplog: pytest.LogCaptureFixture) -> None:
    read_settings({"KFOR_PORT": "tcp://10.0.0.1:80", "KFOR_SITEURL": "https://kfor.example"})
    assert "unknown setting KFOR_PORT, ignored" in caplog.text
    assert "unknown setting KFOR_SITEURL, ignored" in caplog.text


@pytest.fixture
def translations(tmp_path: Path) -> Path:
    """Return translations with folders of four languages, one of them without a catalog."""
    for folder in ("sl", "hr", "pt_BR", "de"):
        (tmp_path / folder / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "glossary").mkdir()
    return tmp_path


def test_other_languages_with_a_folder_are_candidates(translations: Path) -> None:
    settings = read_settings({"KFOR_TRANSLATIONS": str(translations)})
    assert settings.languages == ("en", "sl")
    assert settings.candidates == ("de", "hr", "pt-BR")


def test_languages_that_are_named_are_all_there_are(translations: Path) -> None:
    environment = {"KFOR_TRANSLATIONS": str(translations), "KFOR_LANGUAGES": "pt-BR, sl"}
    settings = read_settings(environment)
    assert (settings.languages, settings.candidates) == (("en", "pt-BR", "sl"), ())


@pytest.mark.parametrize("remedy", ["rename", "remove"])
def test_a_folder_that_is_no_locale_is_renamed_or_removed(translations: Path, remedy: str) -> None:
    folder = translations / "english"
    (folder / "LC_MESSAGES").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r'"english" is not a CLDR locale; rename or remove'):
        read_settings({"KFOR_TRANSLATIONS": str(translations)})
    if remedy == "rename":
        folder.rename(translations / "en_GB")
    else:
        shutil.rmtree(folder)
    assert read_settings({"KFOR_TRANSLATIONS": str(translations)})


def test_the_project_of_the_settings_is_the_one_of_their_folder(translations: Path) -> None:
    project = project_of(read_settings({"KFOR_TRANSLATIONS": str(translations)}))
    assert project.translations == translations
    assert list(project.domains) == ["messages"]
    assert project.always_formatted
