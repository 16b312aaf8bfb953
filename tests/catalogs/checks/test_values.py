"""What findings show of a text, a header or a file: it is as people wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.checks.reports import format_text
from kfor_i18n.catalogs.checks.rules.typography import DASH
from kfor_i18n.catalogs.problems import Code, Finding, Problem
from kfor_i18n.catalogs.validation.catalog import DUPLICATE
from tests.builders import HEADERS
from tests.catalogs.checks.pairs import TEXT_CHECKS, make_pair
from tests.catalogs.remedies import find, message, write


@pytest.mark.parametrize(
    ("code", "source", "target", "finding"),
    [
        ("address", "See https://gov.si/en.", "Glejte.", 'missing "https://gov.si/en"'),
        ("expression", "Hi {{ name }}", "Živjo", "missing expression {{ name }};"),
        ("expression", "Hi", "Živjo {{  ime }}", "unexpected expression {{  ime }};"),
        ("space-double", "Save the file", "Shrani  to", 'double space after "Shrani";'),
        ("space-double", "Save %(n)s files", "Shrani (%(n)s)  to", 'double space after "(…)";'),
        ("space-end", "Dear, ", "Draga,", "missing trailing whitespace ' ';"),
        ("space-start", "Name", "\u00a0Ime", r"unexpected leading whitespace '\xa0';"),
        ("end-punctuation", "Loading:", "Nalagam…", '"…" where the source has ":";'),
    ],
)
def test_a_text_check_shows_what_is_written(
    code: str, source: str, target: str, finding: str
) -> None:
    assert finding in str(TEXT_CHECKS[code](make_pair(source, target)))


def test_every_unfilled_header_field_is_found_by_its_name(tmp_path: Path) -> None:
    fields = '"Project-Id-Version: PACKAGE VERSION\\n"\n"Language-Team: LANGUAGE <LL@li.org>\\n"\n'
    path = write(tmp_path, f"{HEADERS['sl']}{fields}\n{message('Save', 'Shrani')}")
    assert [str(finding.problem).partition(";")[0] for finding in find(tmp_path, path)] == [
        "header field Project-Id-Version still contains PACKAGE VERSION",
        "header field Language-Team still contains LANGUAGE <LL@li.org>",
    ]


@pytest.mark.parametrize(("code", "severity"), [(DUPLICATE, "error"), (DASH, "warning")])
def test_a_line_of_text_shows_the_severity(tmp_path: Path, code: Code, severity: str) -> None:
    finding = Finding(tmp_path / "sl.po", 7, Problem(code, "odd; fix it"), "Save")
    assert format_text([finding], str, tmp_path) == (
        f'sl.po:7: {severity}: {code} "Save": odd; fix it\n'
    )


def test_a_finding_about_the_project_shows_its_directory(tmp_path: Path) -> None:
    finding = Finding(tmp_path, None, Problem(DUPLICATE, "odd; fix it"))
    assert format_text([finding], str, tmp_path) == f"{tmp_path}: error: duplicate: odd; fix it\n"
