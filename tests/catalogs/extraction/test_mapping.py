from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.util import pathmatch
from hypothesis import assume, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.extraction import ExtractionError, ExtractionOptions, extract_messages
from kfor_i18n.catalogs.extraction.mapping import Rule
from tests.catalogs.extraction.sources import (
    ORDINARY,
    ORDINARY_MAPPING,
    extract,
    refuse,
    run,
    texts,
    write,
)

ORDINARY_TOML = """
[[mappings]]
method = "ignore"
pattern = ["tests/**", "**/vendor/**"]
[[mappings]]
method = "python"
pattern = "app/**.py"
[[mappings]]
method = "jinja2"
pattern = ["app/templates/**.html"]
trimmed = "true"
[[mappings]]
method = "jinja2.ext:babel_extract"
pattern = "app/templates/**.txt"
[[mappings]]
method = "javascript"
pattern = "**.js"
"""


@pytest.mark.parametrize("name", ["mapping.toml", "pyproject.toml"])
def test_a_toml_mapping_serves_as_well(tmp_path: Path, name: str) -> None:
    write(tmp_path, ORDINARY, ORDINARY_MAPPING)
    is_project = name == "pyproject.toml"
    toml = ORDINARY_TOML.replace("[[", "[[tool.babel.") if is_project else ORDINARY_TOML
    (tmp_path / name).write_text(toml)
    found = extract_messages(tmp_path, tmp_path / name, options=ExtractionOptions())
    assert found.messages == extract(tmp_path)


def test_a_toml_mapping_may_hold_booleans_and_lists(tmp_path: Path) -> None:
    write(tmp_path, {"a.html": "{% trans %}\n a\n b {% endtrans %}{% do x %}"})
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[[mappings]]\nmethod = "jinja2"\npattern = "**.html"\ntrimmed = true\n'
        'extensions = ["jinja2.ext.do"]\n'
    )
    (message,) = extract_messages(tmp_path, mapping, options=ExtractionOptions()).messages
    assert message.msgid == "a b"


def test_the_first_mapping_that_matches_a_file_holds(tmp_path: Path) -> None:
    mapping = "[jinja2: a/**.html]\ntrimmed = true\n[ignore: b.html]\n[jinja2: **.html]\n"
    block = "{% trans %} x {% endtrans %}"
    write(tmp_path, {"a/x.html": block, "b.html": '{{ _("b") }}', "c.html": block}, mapping)
    assert [found[0] for found in texts(tmp_path)] == [" x ", "x"]


@pytest.mark.parametrize(
    ("mapping", "line", "reason"),
    [
        ("python: **.py\n", 1, "no section headers"),
        ("[python: **.py]\n[python: **.py]\n", 2, "already exists"),
        ("[python: **.py]\nfoo\n", 2, "parsing errors"),
        ("[python]\n", None, "[method: pattern]"),
        ("[python: ***.py]\n", None, "'***'"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(
    tmp_path: Path, mapping: str, line: int | None, reason: str
) -> None:
    write(tmp_path, {"app.py": '_("a")'}, mapping)
    error = refuse(tmp_path)
    assert [(found.path, found.line) for found in error.findings] == [(Path("babel.cfg"), line)]
    assert reason in str(error)


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ("[jinja2: **.html]\nextensions = nowhere.Extension\n", "nowhere"),
        ("[jinja2: **.html]\nextensions = jinja2.ext.nothing\n", "nothing"),
        ("[jinja2: **.html]\nextensions = failing.Extension\n", "RuntimeError: out of order"),
        ("[jinja2: **.html]\nblock_start_string = {{\n", "must be different"),
        ("[cobol: **.html]\n", "Unknown extraction method 'cobol'"),
        ("[nowhere.extract: **.html]\n", "nowhere"),
        ("[os.nothing: **.html]\n", "nothing"),
    ],
)
def test_what_a_mapping_needs_and_does_not_find_is_one_finding(
    tmp_path: Path, section: str, reason: str
) -> None:
    files = {
        "a.html": "{{ _('a') }}", "b.html": "{{ _('b') }}", "app.py": '_("Text")',
        "failing.py": 'raise RuntimeError("out of order")',
    }  # fmt: skip
    extraction = run(write(tmp_path, files, f"{section}[python: app.py]\n"))
    (finding,) = extraction.findings
    assert (finding.path, finding.severity) == (Path("babel.cfg"), "error")
    assert reason in str(finding)
    assert [message.msgid for message in extraction.messages] == ["Text"]


def test_nothing_is_needed_for_files_that_are_not_there(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '_("Text")'}, "[nowhere.extract: **.html]\n[python: **.py]\n")
    assert texts(tmp_path) == [("Text", None, None)]


@pytest.mark.parametrize("name", ["autoescape", "with_", "AutoEscapeExtension", "WithExtension"])
def test_extensions_that_jinja_took_in_ask_for_nothing(tmp_path: Path, name: str) -> None:
    mapping = f"[jinja2: **.html]\nextensions = jinja2.ext.{name}, jinja2.ext.do\n"
    template = "{% with x = 1 %}{% do x %}{{ _('Text') }}{% endwith %}"
    assert texts(write(tmp_path, {"a.html": template}, mapping)) == [("Text", None, None)]


def test_a_template_that_an_extension_cannot_parse_is_told_with_its_name(tmp_path: Path) -> None:
    extension = (
        "from jinja2.ext import Extension\n"
        "class Failing(Extension):\n"
        '    tags = {"own"}\n'
        "    def parse(self, parser): raise Exception('what a tag')\n"
    )
    files = {"failing.py": extension, "a.html": "{% own %}", "b.html": "{{ _('Text') }}"}
    write(tmp_path, files, "[jinja2: **.html]\nextensions = failing.Failing\n")
    extraction = run(tmp_path)
    assert [str(found) for found in extraction.findings] == [
        "a.html: cannot be read: what a tag; fix the file, or exclude it in the mapping file"
    ]
    assert [message.msgid for message in extraction.messages] == ["Text"]


def test_what_an_extension_of_the_project_sets_is_kept(tmp_path: Path) -> None:
    extension = (
        "from jinja2.ext import Extension\n"
        "class Trimmed(Extension):\n"
        "    def __init__(self, environment):\n"
        '        environment.policies["ext.i18n.trimmed"] = True\n'
    )
    files = {"trimming.py": extension, "a.html": "{% trans %}\n two\n lines\n{% endtrans %}"}
    write(tmp_path, files, "[jinja2: **.html]\nextensions = trimming.Trimmed\n")
    assert texts(tmp_path) == [("two lines", None, None)]


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("mappings = [", "Invalid value"),
        ("mapping = []", "did you mean 'mappings'"),
        ("[babel]", "'babel' should not be present"),
        ('mappings = "x"', "mappings must be a list"),
        ("mappings = [1]", "mappings[0] must be a table"),
        ('[[mappings]]\npattern = "*"', "mappings[0].method must be a string, got None"),
        ('[[mappings]]\nmethod = "x"', "mappings[0].pattern must be a string or a list"),
        ('[[mappings]]\nmethod = "x"\npattern = [1]', "mappings[0].pattern must be strings"),
        ('[[mappings]]\nmethod = "x"\npattern = "*"\nkeywords = 1', "mappings[0].keywords"),
        ('[[mappings]]\nmethod = "x"\npattern = "*"\nkeywords = "f:x"', "invalid literal"),
        ('[[mappings]]\nmethod = "x"\npattern = "*"\nadd_comments = 1', "[0].add_comments"),
        ("extractors = 1", "extractors must be a table"),
        ("[extractors]\nx = 1", "extractors.x must be a string"),
    ],
)
def test_a_toml_mapping_that_cannot_be_used_is_refused(
    tmp_path: Path, toml: str, reason: str
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(toml)
    with pytest.raises(ExtractionError, match=r"^mapping\.toml: unusable mapping file") as caught:
        extract_messages(tmp_path, mapping, options=ExtractionOptions())
    assert reason in str(caught.value)


@pytest.mark.parametrize("toml", ["", "[tool]", "[tool.babel]\nmapping = []", "tool = 1"])
def test_a_pyproject_without_a_mapping_is_refused(tmp_path: Path, toml: str) -> None:
    mapping = tmp_path / "pyproject.toml"
    mapping.write_text(toml)
    with pytest.raises(ExtractionError, match=r"^pyproject\.toml: unusable mapping file"):
        extract_messages(tmp_path, mapping, options=ExtractionOptions())


def test_a_toml_mapping_adds_keywords_and_comment_tags(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": '# I18N x\ntr("a")\n', "b.py": '# I18N: y\nn("b", "c")\n'})
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[[mappings]]\nmethod = "own"\npattern = ["a.py"]\n'
        'keywords = "tr other:1,2"\nadd_comments = "I18N x"\n'
        '[[mappings]]\nmethod = "own"\npattern = "**.py"\n'
        'keywords = ["n:1,2"]\nadd_comments = ["I18N:"]\n'
        '[extractors]\nown = "babel.messages.extract:extract_python"\n'
    )
    found = extract_messages(tmp_path, mapping, options=ExtractionOptions()).messages
    assert [(message.msgid, message.plural, message.comments) for message in found] == [
        ("a", None, ("I18N x",)),
        ("b", "c", ("I18N: y",)),
    ]


PARTS = ("*", "**", "?", "*/", "**/", "?/", "/", "a", "b.py", ".", "+", "^", "./")


@given(
    st.lists(st.sampled_from(PARTS), max_size=5).map("".join),
    st.lists(st.sampled_from(("a", "b.py", "/", "x", "a.py", "+", "b", "^", ".")), max_size=6),
)
def test_a_pattern_matches_what_it_matches_for_babel(pattern: str, path: list[str]) -> None:
    assume(not re.search(r"\*{3}|\?[?*]|\*\?", pattern))
    rule = Rule(pattern, "python", {}, {}, ())
    assert rule.matches("".join(path)) == pathmatch(pattern, "".join(path))


@given(
    st.lists(st.sampled_from(PARTS), max_size=5).map("".join),
    st.lists(st.sampled_from(("a", "b", "b.py", "+")), min_size=2, max_size=4),
)
def test_no_folder_is_left_out_that_a_pattern_matches_in(pattern: str, names: list[str]) -> None:
    assume(not re.search(r"\*{3}|\?[?*]|\*\?", pattern))
    rule = Rule(pattern, "python", {}, {}, ())
    if rule.matches("/".join(names)):
        assert all(rule.may_match_in("/".join(names[:at])) for at in range(1, len(names)))


def test_a_mapping_outside_of_the_root_is_named_as_it_was_given(tmp_path: Path) -> None:
    mapping = tmp_path / "elsewhere.cfg"
    with pytest.raises(ExtractionError, match=r"elsewhere\.cfg: missing mapping file") as caught:
        extract_messages(tmp_path / "root", mapping, options=ExtractionOptions())
    assert caught.value.findings[0].path == mapping


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    write(tmp_path, {})
    found = extract_messages(tmp_path / "no", tmp_path / "babel.cfg", options=ExtractionOptions())
    (finding,) = found.findings
    assert str(finding).startswith(".: cannot be read: No such file")
    assert finding.severity == "error"
