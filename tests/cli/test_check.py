from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.builders import CATALOG, HEADERS, OLDER_PLURALS, PLURALS, call, run, write_catalog


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project whose only translation lacks the full stop."""
    (tmp_path / "app.py").write_text('from flask_babel import _\n\n_("It is saved.")\n')
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    (tmp_path / "pyproject.toml").write_text("[tool.kfor-i18n]\nwidth = 0\n")
    call(tmp_path, "extract")
    call(tmp_path, "init", "sl")
    write(tmp_path, 'msgid "It is saved."\nmsgstr "Shranjeno je"\n')
    return tmp_path


def write(root: Path, entries: str, header: str = HEADERS["sl"]) -> None:
    write_catalog(root, f"{header}\n#: app.py\n{entries}")


def codes(root: Path, *arguments: str) -> list[str]:
    result = call(root, "check", "--format", "json", *arguments)
    assert result.exit_code in (0, 1)
    found = [finding["code"] for finding in json.loads(result.stdout)["findings"]]
    assert result.exit_code == bool(found)
    return found


def settings(root: Path, text: str) -> None:
    (root / "pyproject.toml").write_text(f"[tool.kfor-i18n.check]\n{text}\n")


def test_a_finding_has_file_line_code_msgid_problem_and_remedy(root: Path) -> None:
    result = call(root, "check")
    assert result.exit_code == 1
    assert (
        'messages.po:8: warning: end-punctuation "It is saved.": '
        'missing end punctuation "."; add it'
    ) in result.stdout
    assert "1 finding" in result.stderr


def test_a_clean_project_exits_with_0(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr "Shranjeno je."\n')
    result = call(root, "check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_quiet_leaves_the_findings_and_no_count(root: Path) -> None:
    loud, quiet = call(root, "check"), call(root, "check", "--quiet")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (1, loud.stdout, "")
    assert (
        call(root, "check", "-q", "--format", "json").stdout
        == call(root, "check", "--format", "json").stdout
    )


def test_codes_and_prefixes_can_be_selected_and_ignored(root: Path) -> None:
    assert codes(root, "--select", "space") == []
    assert codes(root, "--select", "end") == ["end-punctuation"]
    assert codes(root, "--ignore", "end-punctuation") == []
    assert call(root, "check", "--select", "nonsense").exit_code == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('ignore = ["covrage"]', 'unknown code "covrage" in check.ignore; did you mean'),
        (
            '[tool.kfor-i18n.check.locales.sl]\nselect = ["x-y"]',
            'unknown code "x-y" in check.locales.sl.select',
        ),
    ],
)
def test_a_code_that_the_settings_misspell_is_named(root: Path, text: str, reason: str) -> None:
    settings(root, text)
    result = call(root, "check")
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_misspelt_code_is_reported_in_the_file_that_has_it(root: Path) -> None:
    (root / "pyproject.toml").unlink(missing_ok=True)
    (root / "kfor-i18n.toml").write_text('[check]\nselect = ["quark"]\n')
    remedy = "run kfor-i18n explain for a list, then correct or remove it"
    assert f'kfor-i18n.toml:2: error: settings: unknown code "quark" in check.select; {remedy}' in (
        call(root, "check").stderr
    )


def test_coverage_is_asked_of_each_locale_as_its_settings_say(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr ""\n')
    own = "min-coverage = 1.0\n[tool.kfor-i18n.check.locales.sl]\n"
    settings(root, "min-coverage = 1.0")
    assert codes(root) == ["coverage"]
    for text in ('ignore = ["coverage"]', "min-coverage = 0"):
        settings(root, own + text)
        assert codes(root) == []


def test_settings_select_and_ignore_for_all_and_for_a_locale(root: Path) -> None:
    settings(root, 'ignore = ["end"]')
    assert codes(root) == []
    settings(root, '[tool.kfor-i18n.check.locales.sl]\nignore = ["end-punctuation"]')
    assert codes(root) == []
    settings(root, '[tool.kfor-i18n.check.locales.hr]\nignore = ["end-punctuation"]')
    assert codes(root) == ["end-punctuation"]
    settings(root, 'colour = ["end"]')
    assert call(root, "check").exit_code == 2


def test_a_translator_comment_ignores_a_code_in_its_entry_but_never_an_error(root: Path) -> None:
    comment = "# kfor-i18n: ignore space-end, end-punctuation\n"
    write(root, f'{comment}msgid "It is saved."\nmsgstr "Shranjeno je"\n')
    assert codes(root) == []
    comment = "# kfor-i18n: ignore markup\n"
    write(root, f'{comment}msgid "It is saved."\nmsgstr "<b>Shranjeno</b> je."\n')
    assert codes(root) == ["markup-added"]


def test_an_invalid_translation_is_reported_once(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr " <b>Shranjeno  je"\n')
    assert codes(root) == ["markup-added"]


def test_a_file_that_cannot_be_read_is_a_finding(root: Path) -> None:
    write(root, 'msgid "It is saved.\nmsgstr ""\n')
    assert codes(root) == ["syntax-string"]


def test_errors_are_in_the_language_of_the_environment(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, 'msgid "It is saved.\nmsgstr ""\n')
    before = (root / CATALOG).read_bytes()
    monkeypatch.chdir(root)
    result = call(root, "check", "--fix", LANGUAGE="sl")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "translations/sl/LC_MESSAGES/messages.po:8: napaka: syntax-string: nezaključen niz"
    )
    assert (root / CATALOG).read_bytes() == before


def test_an_out_of_date_project_is_reported(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr "Shranjeno je."\n')
    (root / "app.py").write_text('from flask_babel import _\n\n_("It is gone.")\n')
    assert codes(root) == ["drift-template", "drift-catalog"]
    (root / "app.py").write_text('from flask_babel import _\n\n_(f"It is {gone}.")\n')
    assert codes(root) == ["f-string", "drift-template", "drift-catalog"]


def test_a_call_of_what_a_variable_holds_is_reported_where_that_is_asked_for(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr "Shranjeno je."\n')
    (root / "app.py").write_text('from flask_babel import _\n\n_("It is saved.")\n_(x)\n')
    call(root, "sync")
    assert codes(root) == []
    assert codes(root, "--select", "not-literal") == ["not-literal"]
    assert "not-literal" in codes(root, "--select", "all")
    (root / "pyproject.toml").write_text("[tool.kfor-i18n]\nstrict = true\n")
    assert codes(root) == ["not-literal"]


def test_sources_that_several_processes_read_are_reported_alike(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr "Shranjeno je."\n')
    source = 'from flask_babel import _\n\n_("It is saved.")\n_(x)\n'
    for number in range(600):
        (root / f"app{number:03}.py").write_text(source)
    call(root, "sync")
    assert codes(root) == []


def test_an_out_of_date_mo_is_reported_if_selected(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr "Shranjeno je."\n')
    assert codes(root, "--select", "mo-stale") == ["mo-stale"]
    call(root, "compile")
    assert codes(root, "--select", "mo-stale") == []


def test_single_files_are_checked_without_project_checks(root: Path) -> None:
    (root / "app.py").write_text("")
    assert codes(root, str(root / CATALOG)) == ["end-punctuation"]


def test_unfinished_messages_are_reported_if_selected(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "c"\n')
    assert codes(root, str(root / CATALOG)) == []
    assert codes(root, "--select", "untranslated,fuzzy", str(root / CATALOG)) == [
        "untranslated", "fuzzy",
    ]  # fmt: skip


def test_github_annotations_have_file_and_line(root: Path) -> None:
    result = call(root, "check", "--format", "github")
    assert result.stdout.startswith("::warning file=")
    assert "messages.po,line=8,title=end-punctuation::missing end" in result.stdout


def test_sarif_has_rules_and_locations(root: Path) -> None:
    log = json.loads(call(root, "check", "--format", "sarif").stdout)
    (run,) = log["runs"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] == "warning"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 8}


def test_junit_has_a_case_for_each_file(root: Path) -> None:
    suite = ElementTree.fromstring(call(root, "check", "--format", "junit").stdout)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "end-punctuation" in (failure.text or "")


def test_a_code_is_explained_and_all_are_listed() -> None:
    result = run("explain", "form-number")
    assert "101" in result.stdout
    assert "end-punctuation" in run("explain").stdout
    assert run("explain", "nonsense").exit_code == 2


def test_a_finding_names_the_plural_form_that_it_is_about(root: Path) -> None:
    forms = "".join(f'msgstr[{n}] "%(num)s dni{end}"\n' for n, end in enumerate([".", "", ".", ""]))
    write(root, f'msgid "%(num)s day."\nmsgid_plural "%(num)s days."\n{forms}')
    lines = call(root, "check").stdout.splitlines()
    found = [line.partition("end-punctuation")[2] for line in lines if "end-punctuation" in line]
    assert [text.partition("msgstr")[2][:3] for text in found] == ["[1]", "[3]"]


def test_another_order_of_plural_forms_is_reported_if_it_is_selected(root: Path) -> None:
    (root / "app.py").write_text('ngettext("%(num)s day", "%(num)s days", 1)\n')
    forms = "".join(f'msgstr[{n}] "%(num)s dni"\n' for n in range(4))
    entry = f'#: app.py\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\n{forms}'
    older = HEADERS["sl"].replace(PLURALS["sl"], OLDER_PLURALS)
    write_catalog(root, f"{older}\n{entry}")
    assert "plural-order" not in call(root, "check").stdout
    assert "plural-order" in call(root, "check", "--select", "plural-order").stdout
    call(root, "check", "--fix")
    assert "plural-order" not in call(root, "check", "--select", "plural-order").stdout


def test_fix_corrects_leading_and_trailing_whitespace_and_shows_a_diff(root: Path) -> None:
    write(root, '# mine\nmsgid "It is saved."\nmsgstr  " Shranjeno je.  "\n')
    result = call(root, "check", "--fix")
    assert result.exit_code == 0
    assert '-msgstr  " Shranjeno je.  "\n+msgstr "Shranjeno je."' in result.stdout
    assert (
        (root / CATALOG)
        .read_text(encoding="utf-8")
        .endswith('\n# mine\n#: app.py\nmsgid "It is saved."\nmsgstr "Shranjeno je."\n')
    )


def test_fix_keeps_a_translation_that_is_blank_on_purpose(root: Path) -> None:
    write(root, 'msgid "and "\nmsgstr "  "\n')
    call(root, "check", "--fix")
    assert 'msgid "and "\nmsgstr "  "\n' in (root / CATALOG).read_text(encoding="utf-8")


def test_fix_shows_no_diff_where_it_would_break_the_report_or_nobody_looks(root: Path) -> None:
    entry = 'msgid "It is saved."\nmsgstr "Shranjeno je. "\n'
    write(root, entry)
    assert json.loads(call(root, "check", "--fix", "--format", "json").stdout) == {"findings": []}
    write(root, entry)
    assert call(root, "check", "--fix", "--quiet").output == ""
    assert 'msgstr "Shranjeno je."\n' in (root / CATALOG).read_text(encoding="utf-8")


def test_a_diff_marks_a_last_line_without_an_end(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr  "Shranjeno je."')
    assert call(root, "check", "--fix").stdout.endswith(
        '-msgstr  "Shranjeno je."\n\\ No newline at end of file\n+msgstr "Shranjeno je."\n'
    )


def test_fix_formats_a_file_unless_another_tool_formats_it(
    root: Path,
) -> None:
    entry = 'msgid "It is saved."\n\n\nmsgstr "Shranjeno " "je."\n'
    write(root, entry)
    call(root, "check", "--fix")
    assert 'msgid "It is saved."\nmsgstr "Shranjeno je."\n' in (root / CATALOG).read_text()
    write(root, entry, HEADERS["sl"] + '"X-Generator: Weblate 5.0\\n"\n')
    call(root, "check", "--fix")
    assert entry in (root / CATALOG).read_text()


def test_fix_joins_duplicates_that_say_the_same_with_their_comments(root: Path) -> None:
    write(
        root,
        'msgid "It is saved."\nmsgstr ""\n\n'
        '# mine\n#: b.py\n#, python-format\nmsgid "It is saved."\nmsgstr "Shranjeno je."\n\n'
        '# yours\n#: c.py\nmsgid "It is saved."\nmsgstr "Shranjeno je."\n',
    )
    assert "duplicate of the message on line 8; run kfor-i18n check --fix to join the two" in call(
        root, "check", "--select", "duplicate"
    ).stdout  # fmt: skip
    assert call(root, "check", "--fix", str(root / CATALOG)).exit_code == 0
    assert (root / CATALOG).read_text(encoding="utf-8").endswith(
        '\n# mine\n# yours\n#: app.py b.py c.py\n#, python-format\n'
        'msgid "It is saved."\nmsgstr "Shranjeno je."\n'
    )  # fmt: skip


def test_fix_leaves_duplicates_that_differ_to_a_person(root: Path) -> None:
    write(
        root,
        'msgid "It is saved."\nmsgstr "Shranjeno je."\n\n'
        'msgid "It is saved."\nmsgstr "Shranili smo."\n',
    )
    before = (root / CATALOG).read_bytes()
    result = call(root, "check", "--fix", str(root / CATALOG))
    assert result.exit_code == 1
    assert "on line 8, with a different plural or translation; delete one of them" in result.stdout
    assert (root / CATALOG).read_bytes() == before


def test_fix_reorders_plural_forms_and_their_rule_to_the_order_of_cldr(root: Path) -> None:
    header = HEADERS["sl"].replace(PLURALS["sl"], OLDER_PLURALS)
    forms = 'msgid_plural "%(n)s days"\n{0}msgstr[0] "%(n)s dni"\n{0}msgstr[1] "%(n)s dan"\n' \
            '{0}msgstr[2] "%(n)s dneva"\n{0}msgstr[3] "%(n)s dnevi"\n'  # fmt: skip
    old = (
        'msgid "%(n)s day"\n'
        + forms.format("")
        + '\n#~ msgid "%(n)s old"\n#~ '
        + forms.format("#~ ")
    )
    write(root, old, header)
    call(root, "check", "--fix", str(root / CATALOG))
    text = (root / CATALOG).read_text(encoding="utf-8")
    assert "n%100==1 ? 0 : n%100==2 ? 1 : n%100>=3 && n%100<=4 ? 2 : 3" in text
    for prefix in ("", "#~ "):
        assert (
            f'{prefix}msgstr[0] "%(n)s dan"\n{prefix}msgstr[1] "%(n)s dneva"\n'
            f'{prefix}msgstr[2] "%(n)s dnevi"\n{prefix}msgstr[3] "%(n)s dni"\n'
        ) in text
    done = subprocess.run(
        ["msgfmt", "-c", "-o", "-", root / CATALOG], capture_output=True, check=False
    )
    assert done.returncode == 0


def test_the_catalogs_of_this_project_have_no_findings() -> None:
    # A language may have been begun; the settings say how much is asked for before a release.
    result = call(Path(__file__).parents[2], "check", "--ignore", "coverage")
    assert result.exit_code == 0, result.output


def test_every_code_can_be_explained_selected_and_ignored(root: Path) -> None:
    for code in ("f-string", "export-exists", "site", "workbench-port"):
        assert call(root, "explain", code).exit_code == 0
    assert call(root, "check", "--ignore", "f-string,no-template,exchange").exit_code == 1
    assert call(root, "check", "--select", "lost-fuzzy").exit_code == 0


def test_ignoring_drift_does_not_hide_errors_of_extraction(root: Path) -> None:
    (root / "pyproject.toml").write_text("[tool.kfor-i18n]\nstrict = true\n")
    (root / "app.py").write_text('from flask_babel import _\n\n_("It is saved.")\n_(x)\n')
    assert "not-literal" in codes(root, "--ignore", "drift")
    (root / "app.py").write_text("_(x)\ndef (\n")
    assert "syntax" in codes(root, "--ignore", "drift")
    assert "syntax" in codes(root, "--ignore", "drift,not-literal")


def test_errors_of_extraction_can_be_ignored_by_their_codes(root: Path) -> None:
    (root / "app.py").write_text('from flask_babel import _\n\n_("It is saved.")\n_(x)\n')
    assert "not-literal" not in codes(root, "--ignore", "not-literal")


def test_the_name_of_the_project_is_no_hard_coded_text_and_files_can_be_left_out(
    root: Path,
) -> None:
    write(root, 'msgid "It is saved."\nmsgstr "Shranjeno je."\n')
    (root / "babel.cfg").write_text("[python: **.py]\n[jinja2: **.html]\n")
    (root / "a.html").write_text("<h1>Acme</h1>")
    (root / "b.html").write_text("<h1>Hello</h1>")
    (root / "pyproject.toml").write_text(
        '[project]\nname = "Acme"\n[tool.kfor-i18n.check]\nhardcoded-exclude = ["b.*"]\n'
    )
    assert codes(root, "--select", "hardcoded") == []
    (root / "pyproject.toml").write_text('[project]\nname = "Acme"\n')
    assert codes(root, "--select", "hardcoded") == ["hardcoded"]


def test_the_marks_of_an_editor_in_context_are_no_text(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr "crwdns1:0crwdne1:0"\n')
    assert codes(root, str(root / CATALOG)) == []


def test_a_catalog_of_an_unpacked_bundle_is_checked_as_the_project_s_own(root: Path) -> None:
    bundle = root / "back" / "messages.po"
    bundle.parent.mkdir()
    bundle.write_text((root / CATALOG).read_text(encoding="utf-8"), encoding="utf-8")
    assert codes(root, "--select", "header,end", str(bundle)) == ["end-punctuation"]


def test_the_last_line_says_what_is_left_but_for_locales_that_need_nothing(root: Path) -> None:
    write(root, 'msgid "It is saved."\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "c"\n')
    left = "0 findings; untranslated: 1, fuzzy: 1 (for a list, run kfor-i18n check"
    assert call(root, "check", str(root / CATALOG)).stderr.startswith(left)
    settings(root, '[tool.kfor-i18n.check.locales.sl]\nignore = ["untranslated"]')
    assert call(root, "check", str(root / CATALOG)).stderr == "0 findings\n"


def test_fix_keeps_the_flags_and_the_previous_msgid_of_both_duplicates(root: Path) -> None:
    write(
        root,
        '#, fuzzy, python-format\nmsgid "It is saved."\nmsgstr "Shranjeno je."\n\n'
        '#, fuzzy, no-python-format, max-length:90\n#| msgid "It was saved."\n'
        'msgid "It is saved."\nmsgstr ""\n',
    )
    call(root, "check", "--fix", str(root / CATALOG))
    assert (root / CATALOG).read_text(encoding="utf-8").endswith(
        '#, fuzzy, no-python-format, max-length:90\n#| msgid "It was saved."\n'
        'msgid "It is saved."\nmsgstr "Shranjeno je."\n'
    )  # fmt: skip


def test_a_catalog_that_is_a_link_to_itself_or_a_pipe_is_named_and_others_are_checked(
    root: Path,
) -> None:
    for folder in ("de", "fr"):
        (root / f"translations/{folder}/LC_MESSAGES").mkdir(parents=True)
    (root / "translations/de/LC_MESSAGES/messages.po").symlink_to("messages.po")
    os.mkfifo(root / "translations/fr/LC_MESSAGES/messages.po")
    write(root, 'msgid "It is saved."\nmsgstr "Shranjeno je. "\n')
    for option in ("--fix", "--select=all"):
        output = call(root, "check", option).stdout
        assert (
            "de/LC_MESSAGES/messages.po: error: unreadable: cannot be read: Too many levels"
            in output
        )
        assert (
            "fr/LC_MESSAGES/messages.po: error: unreadable: named pipe instead of a file;" in output
        )
    assert 'msgstr "Shranjeno je."' in (root / CATALOG).read_text(encoding="utf-8")
