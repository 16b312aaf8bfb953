from __future__ import annotations

import gettext
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kfor_i18n.catalogs.mo.compiling import Compiled, CompileOptions, compile_catalogs
from kfor_i18n.catalogs.project import read_project
from tests.builders import HEADERS, OLDER_PLURALS, PLURALS, write_catalog

PO = f"""{HEADERS["sl"]}
msgid "one"
msgstr "ena"

#, fuzzy
msgid "two"
msgstr "dve?"

msgid "three"
msgstr ""

msgctxt "menu"
msgid "one"
msgstr "prva"

#, python-format
msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "%(num)s dan"
msgstr[1] "%(num)s dneva"
msgstr[2] "%(num)s dnevi"
msgstr[3] "%(num)s dni"

#~ msgid "old"
#~ msgstr "staro"
"""


def compile_one(source: Path, *, force: bool = False, skip_invalid: bool = False) -> Compiled:
    project = replace(read_project(source.parents[3]), slug_contexts=("URL slug",))
    (result,) = compile_catalogs(project, [source], CompileOptions(force, skip_invalid))
    return result


def load(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def unformat(path: Path) -> str:
    return subprocess.run(
        ["msgunfmt", "--sort-output", path], capture_output=True, text=True, check=True
    ).stdout


def test_the_mo_has_the_same_content_as_that_of_msgfmt(tmp_path: Path) -> None:
    source = write_catalog(tmp_path, PO)
    assert compile_one(source).messages == 3
    theirs = tmp_path / "theirs.mo"
    subprocess.run(["msgfmt", "-o", theirs, source], check=True)
    assert unformat(source.with_suffix(".mo")) == unformat(theirs)
    mine = load(source.with_suffix(".mo"))
    assert mine.gettext("one") == "ena"
    assert mine.pgettext("menu", "one") == "prva"
    assert mine.gettext("two") == "two"
    assert mine.ngettext("%(num)s day", "%(num)s days", 102) == "%(num)s dneva"
    assert mine.info()["language"] == "sl"


def test_a_plural_with_an_empty_form_is_omitted_and_not_filled_with_english(
    tmp_path: Path,
) -> None:
    source = write_catalog(tmp_path, PO.replace('msgstr[2] "%(num)s dnevi"', 'msgstr[2] ""'))
    result = compile_one(source)
    assert [(f.problem.code.name, f.severity) for f in result.findings] == [
        ("partial-plural", "warning")
    ]
    assert load(source.with_suffix(".mo")).ngettext("%(num)s day", "x", 1) == "%(num)s day"


def test_an_error_in_a_plural_with_an_empty_form_keeps_no_catalog_from_being_compiled(
    tmp_path: Path,
) -> None:
    text = PO.replace('msgstr[2] "%(num)s dnevi"', 'msgstr[2] ""')
    source = write_catalog(tmp_path, text.replace("%(num)s dneva", "<b>%(x)s</b>"))
    result = compile_one(source)
    assert (result.status, result.messages) == ("compiled", 2)
    assert [finding.problem.code.name for finding in result.findings] == ["partial-plural"]


def test_only_changed_catalogs_are_compiled_whatever_their_modification_times(
    tmp_path: Path,
) -> None:
    source = write_catalog(tmp_path, PO)
    assert compile_one(source).status == "compiled"
    os.utime(source, (2**31, 2**31))
    assert compile_one(source).status == "fresh"
    source.write_text(PO.replace("ena", "ENA"), encoding="utf-8")
    os.utime(source, (1, 1))
    assert compile_one(source).status == "compiled"
    assert compile_one(source, force=True).status == "compiled"
    source.with_suffix(".mo").write_bytes(b"cut")
    assert compile_one(source).status == "compiled"


def test_the_same_bytes_give_the_same_mo(tmp_path: Path) -> None:
    source = write_catalog(tmp_path, PO)
    compile_one(source)
    before = source.with_suffix(".mo").read_bytes()
    compile_one(source, force=True)
    assert source.with_suffix(".mo").read_bytes() == before


BAD = [
    ('msgid "a"\nmsgstr "<b>a"\n', "markup-added", 32),
    ('#, python-format\nmsgid "%(a)s"\nmsgstr "%(b)s"\n', "placeholder-foreign", 33),
    ('msgid "%(n)s a"\nmsgid_plural "%(n)s b"\nmsgstr[0] "%(n)s"\n', "form-count", 32),
    ('msgid "one"\nmsgstr "spet"\n', "duplicate", 32),
    ('msgid "a\nmsgstr "b"\n', "syntax-string", 32),
    ('msgctxt "URL slug"\nmsgid "languages"\nmsgstr "o jezikih"\n', "slug-form", 32),
    (
        'msgctxt "URL slug"\nmsgid "languages"\nmsgstr "stik"\n\n'
        'msgctxt "URL slug"\nmsgid "contact"\nmsgstr "stik"\n',
        "slug-taken",
        36,
    ),
]


@pytest.mark.parametrize(("entry", "code", "line"), BAD, ids=[code for _, code, _ in BAD])
def test_an_error_is_reported_and_leaves_the_old_mo(
    tmp_path: Path, entry: str, code: str, line: int
) -> None:
    source = write_catalog(tmp_path, PO)
    compile_one(source)
    before = source.with_suffix(".mo").read_bytes()
    source.write_text(f"{PO}\n{entry}", encoding="utf-8")
    result = compile_one(source)
    assert result.status == "refused"
    (finding,) = result.findings
    assert (finding.path, finding.line, finding.problem.code.name) == (source, line, code)
    assert re.search(r"[;:(] ?\w+", str(finding).partition(f":{line}:")[2])
    assert source.with_suffix(".mo").read_bytes() == before


def test_skip_invalid_omits_only_the_invalid_messages(tmp_path: Path) -> None:
    source = write_catalog(tmp_path, f'{PO}\nmsgid "a"\nmsgstr "<script>"\n')
    result = compile_one(source, skip_invalid=True)
    assert (result.status, result.messages, len(result.findings)) == ("compiled", 3, 1)
    assert load(source.with_suffix(".mo")).gettext("a") == "a"
    assert compile_one(source, skip_invalid=True).status == "fresh"
    assert compile_one(source).status == "refused"


@pytest.mark.parametrize(
    "plural_forms",
    ["nplurals=2; plural=(n != 1);", "nplurals=4; plural=n;", "nplurals=4; plural=", ""],
)
def test_a_wrong_plural_rule_leaves_out_the_messages_with_a_plural(
    tmp_path: Path, plural_forms: str
) -> None:
    source = write_catalog(tmp_path, re.sub("Plural-Forms: [^\\\\]+", plural_forms, PO))
    result = compile_one(source)
    assert result.status == "refused"
    assert [(finding.line, finding.severity) for finding in result.findings] == [(1, "error")]
    result = compile_one(source, skip_invalid=True)
    assert (result.status, result.messages) == ("compiled", 2)
    translations = load(source.with_suffix(".mo"))
    assert translations.gettext("one") == "ena"
    assert translations.ngettext("%(num)s day", "%(num)s days", 5) == "%(num)s days"


@pytest.mark.parametrize(
    "plural_forms", ["", "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"]
)
def test_no_plural_rule_is_needed_where_no_plural_is_translated(
    tmp_path: Path, plural_forms: str
) -> None:
    header = re.sub("Plural-Forms: .+?\\\\n", lambda _: plural_forms, HEADERS["sl"])
    plural = '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    source = write_catalog(tmp_path, f'{header}\nmsgid "one"\nmsgstr "ena"\n{plural}')
    result = compile_one(source)
    assert (result.status, result.findings) == ("compiled", ())
    assert load(source.with_suffix(".mo")).gettext("one") == "ena"


@pytest.mark.parametrize(
    "header",
    [
        "",
        'msgid ""\nmsgstr "Language: sl\\n"\n',
        'msgid ""\nmsgstr "Content-Type: text/plain\\nLanguage: sl"\n',
        'msgid ""\nmsgstr "Language: sl\\nContent-Type: text/plain; charset=CHARSET\\n"\n',
    ],
)
def test_the_runtime_can_read_the_header_of_every_mo(tmp_path: Path, header: str) -> None:
    source = write_catalog(tmp_path, f'{header}\nmsgid "one"\nmsgstr "čas"\n')
    assert compile_one(source).status == "compiled"
    translations = load(source.with_suffix(".mo"))
    assert translations.gettext("one") == "čas"
    assert translations.info().get("language", "sl") == "sl"


def test_a_different_order_of_the_plural_forms_is_only_a_warning(tmp_path: Path) -> None:
    source = write_catalog(tmp_path, PO.replace(PLURALS["sl"], OLDER_PLURALS))
    result = compile_one(source)
    assert result.status == "compiled"
    assert [(f.problem.code.name, f.severity) for f in result.findings] == [
        ("plural-order", "warning")
    ]


@pytest.mark.parametrize(
    ("reference", "translation", "status"),
    [
        ("a.py", "50 %", "compiled"),
        ("a.html", "50 %", "refused"),
        ("a.py b.html:3", "50 %", "refused"),
        ("a.html", "50 %%", "compiled"),
    ],
)
def test_a_bare_percent_sign_is_rejected_if_the_text_is_formatted(
    tmp_path: Path, reference: str, translation: str, status: str
) -> None:
    entry = f'#: {reference}\nmsgid "half"\nmsgstr "{translation}"\n'
    assert compile_one(write_catalog(tmp_path, f"{HEADERS['sl']}\n{entry}")).status == status


def test_many_catalogs_are_compiled_in_parallel(tmp_path: Path) -> None:
    entries = "".join(f'\nmsgid "m{n}"\nmsgstr "{"p" * 100}{n}"\n' for n in range(5_000))
    sources = [
        write_catalog(tmp_path, HEADERS["sl"] + entries, tag) for tag in ("sl", "sl_SI", "xx")
    ]
    done: list[Compiled] = []
    results = compile_catalogs(read_project(tmp_path), sources, on_done=done.append)
    assert [result.messages for result in results] == [5_000] * 3
    assert done == results
