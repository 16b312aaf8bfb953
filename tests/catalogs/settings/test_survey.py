from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.settings.survey import survey


def write(root: Path, *paths: str) -> None:
    for name in paths:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


@pytest.mark.parametrize(
    ("paths", "domain", "catalogs", "folders"),
    [
        (
            ["app/translations/de/LC_MESSAGES/messages.po"],
            "messages", "app/translations/{locale}/LC_MESSAGES/{domain}.po", ("de",),
        ),
        (
            ["i18n/core/de.po", "i18n/core/pt_BR.po", "i18n/core.pot"],
            "core", "i18n/{domain}/{locale}.po", ("de", "pt_BR"),
        ),
        (["po/de.po", "po/sr@latin.po"], "messages", "po/{locale}.po", ("de", "sr@latin")),
        (["po/de.po", "po/app.pot"], "app", "po/{locale}.po", ("de",)),
        (["i18n/zh-CN/core.po"], "core", "i18n/{locale}/{domain}.po", ("zh-CN",)),
        (["po/core.de.po"], "core", "po/{domain}.{locale}.po", ("de",)),
    ],
)  # fmt: skip
def test_a_layout_is_known_by_its_paths(
    tmp_path: Path, paths: list[str], domain: str, catalogs: str, folders: tuple[str, ...]
) -> None:
    write(tmp_path, *paths)
    (group,) = survey(tmp_path).groups
    assert (group.domain, group.catalogs, group.folders) == (domain, catalogs, folders)
    assert group.example == paths[0]


def test_the_largest_group_comes_first_and_installed_packages_do_not_count(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a/de/LC_MESSAGES/x.po",
        "b/de/LC_MESSAGES/y.po",
        "b/sl/LC_MESSAGES/y.po",
        "venv/lib/site-packages/c/de/LC_MESSAGES/z.po",
        ".tox/de/LC_MESSAGES/z.po",
        "b/y.pot",
        "notes.po",
    )
    found = survey(tmp_path)
    assert [group.domain for group in found.groups] == ["y", "x"]
    assert found.templates == ("b/y.pot",)


def test_a_known_domain_decides_between_two_readings(tmp_path: Path) -> None:
    write(tmp_path, "i18n/core/de.po")
    assert survey(tmp_path).groups[0].catalogs == "i18n/core/{locale}.po"
    assert survey(tmp_path, ["core"]).groups[0].catalogs == "i18n/{domain}/{locale}.po"
