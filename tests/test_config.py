from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.config import ConfigError, read_settings


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
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        read_settings({name: value})


def test_defaults_serve_every_language_that_has_a_folder() -> None:
    settings = read_settings({})
    assert settings.languages == ("en", "sl")
    assert settings.site_url == "http://127.0.0.1:8000"
    assert settings.contact == "mailto:webmaster@127.0.0.1"
    assert settings.translations.is_absolute()


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


def test_a_variable_that_is_no_setting_is_only_said(caplog: pytest.LogCaptureFixture) -> None:
    read_settings({"KFOR_PORT": "tcp://10.0.0.1:80", "KFOR_SITEURL": "https://kfor.example"})
    assert "KFOR_PORT is not a setting" in caplog.text
    assert "KFOR_SITEURL is not a setting" in caplog.text
