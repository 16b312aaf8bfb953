"""What the command says to do ends what it says is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import CATALOG, HEADERS, call, catalog_of, make_project, run, write_settings
from tests.catalogs.exchange.handouts import CONFIRMED, change_file, project_with

INVALID = 'msgid "Hi %(name)s"\nmsgstr "Zdravo %(ime)s"\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a Slovenian catalog."""
    project_with(tmp_path)
    (tmp_path / "app.py").write_text('from gettext import gettext as _\n_("Save")\n')
    monkeypatch.chdir(tmp_path)
    call(tmp_path, "extract")
    return tmp_path


@dataclass(frozen=True)
class Remedy:
    """A command, what it says, and what to do: an edit of the project and the next command."""

    command: tuple[str, ...]
    said: str
    follow: Callable[[Path], object] = lambda root: None
    then: tuple[str, ...] = ()


def _edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    def edit(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def _run(*command: str) -> Callable[[Path], object]:
    return lambda root: call(root, *command)


EXPORT = ("export", "--locale", "sl", "--to")
REMEDIES = {
    "a template that would change": Remedy(
        ("extract", "--check"), "would change; run kfor-i18n extract", _run("extract")
    ),
    "a catalog that would change": Remedy(
        ("update", "--check"), "would change; run kfor-i18n update", _run("update")
    ),
    "a catalog in another form": Remedy(
        ("format", "--check"), "would change; run kfor-i18n format", _run("format")
    ),
    "a code that is unknown": Remedy(
        ("check", "--select", "untranslatd"),
        'unknown code "untranslatd"; run kfor-i18n explain for a list',
        then=("explain",),
    ),
    "a code that cannot be explained": Remedy(
        ("explain", "untranslatd"),
        'unknown code "untranslatd"; run kfor-i18n explain for a list',
        then=("explain", "untranslated"),
    ),
    "a baseline of a selection": Remedy(
        ("check", "--write-baseline", "--select", "dash"),
        "--write-baseline cannot be used with FILES, --select, --ignore or --since; leave them out",
        _run("sync"),
        then=("check", "--write-baseline", "--format", "json"),
    ),
    "a state that is unknown": Remedy(
        (*EXPORT, "csv", "--only", "done"),
        'unknown state "done"; choose from untranslated, fuzzy, translated',
        then=(*EXPORT, "csv", "--only", "untranslated,fuzzy,translated"),
    ),
    "a selection that a format cannot hold": Remedy(
        (*EXPORT, "tmx", "--only", "fuzzy"),
        "--only cannot be used with --to tmx; leave out --only",
        then=(*EXPORT, "tmx"),
    ),
    "a certificate without its key": Remedy(
        ("serve", "--certificate", "app.py"),
        "--certificate and --key must be used together",
        then=("serve", "--certificate", "app.py", "--key", "app.py", "--help"),
    ),
    "a debugger without its server": Remedy(
        ("serve", "--debugger"),
        "--debugger requires --dev",
        then=("serve", "--debugger", "--dev", "--help"),
    ),
}


@pytest.mark.parametrize("remedy", REMEDIES.values(), ids=REMEDIES)
def test_following_what_is_said_ends_it(root: Path, remedy: Remedy) -> None:
    (root / "app.py").write_text('from gettext import gettext as _\n_("Save")\n_("New")\n')
    before = call(root, *remedy.command)
    assert before.exit_code > 0
    assert remedy.said in before.output
    remedy.follow(root)
    after = call(root, *(remedy.then or remedy.command))
    assert remedy.said not in after.output
    assert after.exit_code == 0


def test_the_list_of_codes_has_each_that_can_be_selected(root: Path) -> None:
    codes = [line.split()[0] for line in call(root, "explain").stdout.splitlines()]
    result = call(root, "check", "--select", ",".join(codes), "--format", "json")
    assert {f["code"] for f in json.loads(result.stdout)["findings"]} <= set(codes)


def test_what_the_last_line_counts_is_listed_as_it_says(root: Path) -> None:
    result = call(root, "check", CATALOG)
    assert "untranslated: 1, fuzzy: 1 (for a list, run kfor-i18n check --select" in result.stderr
    result = call(root, "check", "--select", "untranslated,fuzzy", CATALOG, "--format", "json")
    found = [finding["code"] for finding in json.loads(result.stdout)["findings"]]
    assert sorted(found) == ["fuzzy", "untranslated"]


@pytest.mark.parametrize("follow", [("-o", "other.csv"), ("--force",)], ids=" ".join)
def test_an_export_that_exists_is_written_elsewhere_or_by_force(
    root: Path, follow: tuple[str, ...]
) -> None:
    (root / "sl.csv").write_text("someone's work")
    result = call(root, *EXPORT, "csv")
    assert result.exit_code == 1
    assert "choose another file, or use --force" in result.stderr
    assert call(root, *EXPORT, "csv", *follow).exit_code == 0


@pytest.mark.parametrize("form", [form for form in CONFIRMED if form != "po"])
@pytest.mark.parametrize("target", ["Zdravo", "Živjo"], ids=["unchanged", "corrected"])
def test_a_message_whose_state_is_set_to_translated_is_fuzzy_no_longer(
    root: Path, form: str, target: str
) -> None:
    call(root, *EXPORT, form, "-o", "handed-out")
    change_file(root / "handed-out", "Zdravo", target)
    result = call(root, "import", "--locale", "sl", "handed-out")
    assert "1 message is still fuzzy" in result.stdout
    assert "set its state in the file to translated" in result.stdout
    change_file(root / "handed-out", *CONFIRMED[form])
    result = call(root, "import", "--locale", "sl", "handed-out")
    assert result.exit_code == 0
    assert "still fuzzy" not in result.stdout
    catalog = (root / CATALOG).read_text(encoding="utf-8")
    assert "fuzzy" not in catalog
    assert f"{target}, %(name)s" in catalog


def test_what_is_skipped_is_extracted_once_it_is_included(root: Path) -> None:
    (root / "build").mkdir()
    (root / "build" / "more.py").write_text('from gettext import gettext as _\n_("Built")\n')
    said = call(root, "extract").stdout
    assert 'to extract from it, add "build" to the include setting' in said
    write_settings(root, 'include = ["build"]')
    result = call(root, "extract")
    assert "skipped" not in result.stdout
    assert '+ "Built"' in result.stdout


@pytest.mark.parametrize("way", ["correct", "option", "setting"])
def test_translations_that_compile_rejects_are_corrected_or_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    project = make_project(tmp_path, HEADERS["sl"] + "\n" + INVALID)
    (tmp_path / "app.py").write_text('from gettext import gettext as _\n_("Hi %(name)s")\n')
    monkeypatch.chdir(tmp_path)
    (tmp_path / "i18n.sh").write_text(
        "pybabel extract -F babel.cfg -o translations/messages.pot .\n"
        "pybabel update -i translations/messages.pot -d translations\n"
    )
    said = run("adopt").stdout
    assert "compile rejects 1 translation in 1 catalog; correct it, or skip it" in said
    assert call(tmp_path, "sync").exit_code == 1
    options = []
    if way == "correct":
        _edit(CATALOG, "%(ime)s", "%(name)s")(tmp_path)
    elif way == "option":
        options = ["--skip-invalid"]
    else:
        settings = tmp_path / "kfor-i18n.toml"
        settings.write_text("skip-invalid = true\n" + settings.read_text())
    assert call(tmp_path, "sync", *options).exit_code == 0
    assert catalog_of(project).with_suffix(".mo").exists()


def test_the_extra_that_is_named_is_one_of_the_package() -> None:
    from importlib.metadata import metadata

    from kfor_i18n.cli.extras import EXTRAS

    assert set(EXTRAS) <= set(metadata("kfor-i18n").get_all("Provides-Extra") or ())


def test_a_url_as_the_build_asks_for_is_taken(root: Path) -> None:
    result = run("build", "out", "--application", "localhost")
    assert "--application must be a URL such as http://127.0.0.1:8000" in result.output
    assert run("build", "out", "--application", "http://127.0.0.1:8000").exit_code == 0
