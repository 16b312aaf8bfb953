from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs import stats
from kfor_i18n.catalogs.badge import render_badge, write_badge
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project, read_project
from kfor_i18n.catalogs.stats import Counts, count_project, count_words
from tests.builders import HEADERS, call, codes_of, make_project, write_catalog

STATES = {
    "translated": '#: a.html\nmsgid "One two"\nmsgstr "Ena dva"\n',
    "fuzzy": '#: a.html b.html:7\n#, fuzzy\nmsgid "Three"\nmsgstr "Tri"\n',
    "partial": '#: b.html:9\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\n'
    'msgstr[0] "%(n)s dan"\nmsgstr[1] ""\nmsgstr[2] ""\nmsgstr[3] ""\n',
    "refused": 'msgid "Hello, %(name)s"\nmsgstr "Pozdrav, %(ime)s"\n',
    "untranslated": '#, fuzzy\nmsgid "Four"\nmsgstr ""\n',
    "obsolete": '#~ msgid "Old"\n#~ msgstr "Staro"\n',
}
HEADER = HEADERS["sl"]
ALL = HEADER + "".join(f"\n{entry}" for entry in STATES.values())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with one catalog that has a message in each state."""
    monkeypatch.setenv("COLUMNS", "110")
    return make_project(tmp_path, ALL)


def show(project: Project, *arguments: str) -> Result:
    return call(project.root, "stats", *arguments)


def count(project: Project) -> Counts:
    (catalog,) = count_project(project).catalogs
    return catalog.counts


def test_each_message_is_in_one_state_and_obsolete_messages_are_not_included(
    project: Project,
) -> None:
    assert count(project) == Counts(
        messages=5, words=7, translated=1, translated_words=2, fuzzy=1, partial=1, refused=1,
        untranslated=1, obsolete=1,
    )  # fmt: skip


def test_words_and_states_are_counted_by_source_file(project: Project) -> None:
    (catalog,) = count_project(project, by_page=True).catalogs
    assert catalog.pages == {
        "": Counts(messages=2, words=2, refused=1, untranslated=1),
        "a.html": Counts(messages=2, words=3, translated=1, translated_words=2, fuzzy=1),
        "b.html": Counts(messages=2, words=3, fuzzy=1, partial=1),
    }


def test_an_invalid_translation_is_not_counted_as_translated(project: Project) -> None:
    text = HEADER.replace("nplurals=4", "nplurals=x")
    plural = 'msgid "day"\nmsgid_plural "days"\nmsgstr[0] "dan"\nmsgstr[1] "dni"\n'
    write_catalog(project.root, f"{text}\n{plural}")
    (catalog,) = count_project(project).catalogs
    assert (catalog.counts.translated, catalog.counts.refused) == (0, 1)
    assert codes_of(catalog.findings) == ["plural-header"]
    assert show(project).exit_code == 1


def test_a_duplicate_message_counts_once_and_is_an_error(project: Project) -> None:
    write_catalog(project.root, f"{HEADER}\n{STATES['translated']}\n{STATES['translated']}")
    assert count(project) == Counts(messages=1, words=2, translated=1, translated_words=2)
    result = show(project)
    assert result.exit_code == 1
    assert "duplicate of the message on line" in result.stderr


@pytest.mark.parametrize(
    ("translated", "messages", "percent"),
    [(0, 3, 0), (1, 3, 33), (199, 200, 99), (9_999, 10_000, 99), (200, 200, 100), (0, 0, 100)],
)
def test_only_all_messages_are_a_hundred_percent(
    translated: int, messages: int, percent: int
) -> None:
    assert Counts(messages=messages, translated=translated).percent == percent


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_percentage_is_never_rounded_up(first: int, second: int) -> None:
    counts = Counts(messages=max(first, second), translated=min(first, second))
    assert counts.reaches(counts.percent)
    assert counts.reaches(100) == (first == second)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One, two – three!", 3),
        ("It’s one's 3.5 km/h, or 1,000", 7),
        ("re-read e.g. file_name.txt", 4),
        ("%(num)s of %(total)d files, 5%% of %s {name} {{ value }} {0}", 4),
        ('<a href="a page.html" title="x">Read</a>&nbsp;more<br>here &amp; there', 4),
        ("100% sure", 2),
        ("Čez tri dni", 3),
        ("यह हिन्दी है", 3),
        ("漢字かな カタカナ", 5),
        ("a < b and c > d", 5),
    ],
)
def test_words_are_unicode_words_without_placeholders_and_markup(text: str, words: int) -> None:
    assert count_words(text) == words


def test_counting_in_several_processes_has_the_same_result(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_words = "# A comment as long as a large catalog is.\n" * 10_000
    for folder in ("hr", "de", "ar"):
        write_catalog(project.root, f"{HEADER}\n{many_words}{STATES['fuzzy']}", folder)
    results = []
    for cores in (1, 2):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        results.append(count_project(project).catalogs)
    assert results[0] == results[1]
    assert [catalog.locale for catalog in results[0]] == ["ar", "de", "hr", "sl"]


def test_pseudo_locales_are_not_included_in_the_total(project: Project) -> None:
    write_catalog(project.root, f"{HEADER}\n{STATES['translated']}", "en_XA")
    catalogs = count_project(project).catalogs
    assert len(catalogs) == 2
    assert stats.total(catalogs) == stats.total_by_locale(catalogs)["sl"]


def test_a_locale_without_a_catalog_is_reported(project: Project) -> None:
    with pytest.raises(CatalogError, match='no catalog for "de"'):
        count_project(project, "de")
    assert show(project, "--locale", "pt-BR").exit_code == 1


def test_a_project_without_catalogs_is_reported_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="kfor-i18n init"):
        count_project(read_project(tmp_path))


def test_a_badge_has_the_tag_the_percentage_and_a_title_in_the_language() -> None:
    svg = ElementTree.fromstring(render_badge("sl", 97))
    space = {"": "http://www.w3.org/2000/svg"}
    assert (svg.get("role"), svg.get("lang")) == ("img", "sl")
    assert svg.findtext("title", namespaces=space) == "slovenščina: 97\u00a0%"
    texts = [text.text for text in svg.iterfind(".//text", space)]
    assert texts == ["sl", "97\u00a0%"]


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        (None, "i18n: 5%"),
        ("pt_BR", "português (Brasil): 5%"),
        ("tlh", "tlh: 5%"),
        ("a&b", "a&b: 5%"),
    ],
)
def test_a_badge_is_well_formed_for_any_locale(locale: str | None, title: str) -> None:
    svg = ElementTree.fromstring(render_badge(locale, 5))
    assert svg.findtext("{http://www.w3.org/2000/svg}title") == title


def test_white_text_has_sufficient_contrast_on_every_colour_of_a_badge() -> None:
    for percent in (0, 50, 80, 100):
        for colour in set(_fills(render_badge("sl", percent))) - {"#fff"}:
            assert 1.05 / (_luminance(colour) + 0.05) >= 4.5, colour


def _fills(svg: str) -> list[str]:
    return [part.partition('"')[0] for part in svg.split('fill="')[1:]]


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear: list[float] = [((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_badge_is_written_only_when_it_changed(project: Project) -> None:
    path = project.root / "sl.svg"
    assert "sl.svg: changed" in show(project, "--badge", str(path), "--locale", "sl").stdout
    stamp = path.stat().st_mtime_ns
    assert "sl.svg: unchanged" in show(project, "--badge", str(path), "--locale", "sl").stdout
    assert path.stat().st_mtime_ns == stamp
    assert path.read_text(encoding="utf-8") == render_badge("sl", 20)
    assert show(project, "--badge", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == render_badge(None, 20)


def test_a_badge_that_cannot_be_written_is_an_error(project: Project) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_badge(project.root / "missing" / "sl.svg", "sl", 5)
    assert show(project, "--badge", str(project.root / "missing" / "sl.svg")).exit_code == 2
