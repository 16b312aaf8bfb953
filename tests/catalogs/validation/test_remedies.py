"""Each remedy that validation names is followed, and ends the finding (but for those of markup)."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.mo.loading import load_catalog
from kfor_i18n.catalogs.plurals import suggest_rule
from tests.builders import (
    HEADERS,
    OLDER_PLURALS,
    PLURALS,
    call,
    catalog_of,
    make_header,
    make_project,
)
from tests.catalogs.remedies import (
    Edit,
    find,
    follow,
    message,
    msgids_of,
    plural,
    remedies_in,
    write,
)
from tests.catalogs.validation.test_markup_remedies import MARKUP
from tests.support import build_mo

DAYS = ("%(num)s dan", "%(num)s dneva", "%(num)s dnevi", "%(num)s dni")
FORMS = plural("%(num)s day", *DAYS)
FIVE = plural("%(num)s day", *DAYS, DAYS[-1])
BARE = make_header(Language="sl", Content_Type="text/plain; charset=UTF-8")


def ruled(rule: str, locale: str = "sl") -> str:
    """Return a header with a plural rule."""
    return HEADERS[locale].replace(PLURALS[locale], rule)


SET = "set the header field Plural-Forms to %(right)s"
SPANISH = make_header(
    Language="es", Content_Type="text/plain; charset=UTF-8", Plural_Forms="nplurals=2; plural=n==1;"
)
CLDR_SPANISH = SPANISH.replace(
    "nplurals=2; plural=n==1;",
    "nplurals=3; plural=(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2);",
)
HEBREW = make_header(
    Language="he", Content_Type="text/plain; charset=UTF-8", Plural_Forms="nplurals=2; plural=n!=1;"
)
CLDR_HEBREW = HEBREW.replace("nplurals=2; plural=n!=1;", suggest_rule(Locale.parse("he")))

EDITS = [
    Edit(
        "missing header field Plural-Forms; set it to %(right)s",
        FORMS, FORMS, header=BARE, fixed_header=HEADERS["sl"],
    ),
    Edit(
        'malformed header field Plural-Forms "%(header)s"; set it to %(right)s',
        FORMS, FORMS, header=ruled("nplurals=INTEGER; plural=EXPRESSION;"),
        fixed_header=HEADERS["sl"],
    ),
    Edit(
        f'invalid plural rule "%(header)s": %(error)s; {SET}',
        FORMS, FORMS, header=ruled("nplurals=4; plural=m;"), fixed_header=HEADERS["sl"],
    ),
    Edit(
        f"plural rule selects msgstr[%(form)s], but nplurals is %(forms)s; {SET}",
        FORMS, FORMS, header=ruled("nplurals=4; plural=n;"), fixed_header=HEADERS["sl"],
    ),
    Edit(
        "too few plural forms: the plural rule distinguishes %(found)s, the language %(needed)s; "
        + SET,
        plural("%(num)s day", *DAYS[:2]), FORMS,
        header=ruled("nplurals=2; plural=(n != 1);"), fixed_header=HEADERS["sl"],
    ),
    Edit(
        "one plural form for both %(one)s and %(other)s, which CLDR distinguishes; "
        f"{SET} and adapt the translations",
        FORMS, FORMS, header=ruled("nplurals=4; plural=(n%10==1 ? 0 : n==2 ? 1 : n==3 ? 2 : 3);"),
        fixed_header=HEADERS["sl"],
    ),
    Edit(
        "plural rule of GNU gettext, with fewer forms than the rule of CLDR; keep it or, for the "
        "forms of CLDR, set the header field Plural-Forms to %(right)s",
        plural("%(num)s day", "יום %(num)s", "%(num)s ימים"),
        plural("%(num)s day", "יום %(num)s", "יומיים %(num)s", "%(num)s ימים"),
        "he", HEBREW, CLDR_HEBREW,
    ),
    Edit(
        f"plural forms not in CLDR order; {SET} and adapt the translations",
        plural("%(num)s day", "%(num)s días", "%(num)s día"),
        plural("%(num)s day", "%(num)s día", "%(num)s de días", "%(num)s días"),
        "es", SPANISH, CLDR_SPANISH,
    ),
    Edit(
        "wrong number of plural forms (%(found)s, but nplurals in the header is %(forms)s); "
        "add or remove forms",
        plural("%(num)s day", *DAYS[:3]), FORMS,
    ),
    Edit(
        "too many plural forms (%(found)s, but nplurals in the header is %(forms)s); "
        "remove the last ones",
        FIVE, FORMS,
    ),
    Edit(
        "source text in some of the plural forms; translate every form",
        plural("%(num)s day", *DAYS[:3], "%(num)s days"), FORMS,
    ),
    Edit(
        "plural form without visible text; translate every form",
        plural("%(num)s day", *DAYS[:3], "\u200b"), FORMS,
    ),
    Edit(
        "empty plural forms, so the message is not compiled; fill in every form",
        plural("%(num)s day", *DAYS[:3], ""), FORMS,
    ),
    Edit(
        "translation without visible text; translate the message",
        message("Save", "\u200b"), message("Save", "Shrani"),
    ),
    Edit(
        "translation of whitespace alone; translate the message, or leave the translation if it "
        "is intended",
        message("of", " "), message("of", "od"),
    ),
    Edit(
        "character reference, which is shown as a character only in HTML; write the character "
        "itself",
        message("5 times", "5&nbsp;krat"), message("5 times", "5\u00a0krat"),
    ),
    Edit(
        "duplicate of the message on line %(line)s, with a different plural or translation; "
        "delete one of them",
        message("Save", "Shrani") + message("Save", "Hrani"), message("Save", "Shrani"),
    ),
    Edit(
        'invalid placeholder "%(text)s"; write %(placeholder)s, as in the source',
        message("Done: %(n)s", "Končano: %(n)", "#, python-format\n"),
        message("Done: %(n)s", "Končano: %(n)s", "#, python-format\n"),
    ),
    Edit(
        'invalid placeholder "%(text)s"; write %(placeholder)s, as in the source',
        message("%(a)s, %(number)d", "%(a)s in % (number)", "#, python-format\n"),
        message("%(a)s, %(number)d", "%(a)s in %(number)d", "#, python-format\n"),
    ),
    Edit(
        'invalid placeholder "%(text)s"; write %(placeholder)s, as in the source',
        message("Set {description}", "Množica {description", "#, python-brace-format\n"),
        message("Set {description}", "Množica {description}", "#, python-brace-format\n"),
    ),
    Edit(
        'invalid placeholder "%(text)s"; copy the placeholder from the source or, for a literal '
        "percent sign, write %%%%",
        message("Done: %(n)s", "Končano: %(n)s od 5 %.", "#, python-format\n"),
        message("Done: %(n)s", "Končano: %(n)s od 5\u00a0%%", "#, python-format\n"),
    ),
    Edit(
        'invalid placeholder "%(text)s"; copy the placeholder from the source or, for a literal '
        'brace, write it twice, as "{{" or "}}"',
        message("Set {name}", "Množica {name} {", "#, python-brace-format\n"),
        message("Set {name}", "Množica {name} {{", "#, python-brace-format\n"),
    ),
    Edit(
        'invalid ICU message from "%(text)s" on; close each brace, and keep the branch "other"',
        message("{n, plural, one {day} other {days}}", "{n, plural, one {dan}}"),
        message("{n, plural, one {day} other {days}}", "{n, plural, one {dan} other {dni}}"),
    ),
    Edit(
        "unknown placeholder %(placeholder)s; use only the placeholders of the source: %(allowed)s",
        message("Hello, %(name)s", "Živjo, %(name)s in %(ime)s"),
        message("Hello, %(name)s", "Živjo, %(name)s"),
    ),
    Edit(
        "unknown placeholder %(placeholder)s; remove it, since the source has none",
        message("Hello", "Živjo %(ime)s"), message("Hello", "Živjo"),
    ),
    Edit(
        "missing placeholder %(placeholder)s; add it where its value belongs",
        message("Hello, %(name)s", "Živjo"), message("Hello, %(name)s", "Živjo, %(name)s"),
    ),
    Edit(
        "different order or number of positional placeholders; keep them as in the source",
        message("%s of %d", "%d od %s"), message("%s of %d", "%s od %d"),
    ),
    Edit(
        "translation %(times)s times as long as the source; shorten it",
        message("Save", "a" * 2_000), message("Save", "Shrani"),
    ),
    Edit(
        "forbidden character U+%(code)s; remove it",
        message("Save", "Shra\ufdd0ni"), message("Save", "Shrani"),
    ),
    Edit(
        "unclosed bidirectional control U+%(code)s; remove it, or close it with U+%(closing)s",
        message("Save", "\u2067Shrani"), message("Save", "\u2067Shrani\u2069"),
    ),
    Edit(
        "unclosed bidirectional control U+%(code)s; remove it, or close it with U+%(closing)s",
        message("Save", "\u202bShrani"), message("Save", "Shrani"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.finding[:40])
def test_an_edit_that_follows_the_remedy_ends_the_finding(tmp_path: Path, edit: Edit) -> None:
    follow(tmp_path, edit)


FIX = {
    "duplicate of the message on line %(line)s; run kfor-i18n check --fix to join the two": (
        HEADERS["sl"], message("Save", "Shrani") + message("Save", "Shrani")
    ),
    "plural forms not in CLDR order; run kfor-i18n check --fix": (
        ruled(OLDER_PLURALS), plural("%(num)s day", DAYS[-1], *DAYS[:-1])
    ),
}  # fmt: skip


@pytest.mark.parametrize("finding", FIX)
def test_check_with_fix_ends_the_findings_that_name_it(tmp_path: Path, finding: str) -> None:
    path = write(tmp_path, "\n".join(FIX[finding]))
    assert finding in msgids_of(tmp_path, path)
    assert call(tmp_path, "check", "--fix", str(path)).exit_code == 0
    assert find(tmp_path, path) == []


SLUGS = (
    "plural forms in a URL slug; use pgettext instead of npgettext in the source code",
    "invalid URL slug; use only a to z, 0 to 9 and single hyphens between them, at most %(most)s "
    "characters",
    'slug "%(slug)s" already used by another page; choose a different one',
)


def slug(source: str, translation: str) -> str:
    return '\n#: app.py\nmsgctxt "slug"\n' + message(source, translation)


def test_slugs_are_accepted_when_their_remedies_are_followed(tmp_path: Path) -> None:
    settings = '[tool.kfor-i18n]\nslug-contexts = ["slug"]'
    for translation, finding in (("O nas", SLUGS[1]), ("contact", SLUGS[2])):
        page = slug("contact", "stik")
        path = write(tmp_path, HEADERS["sl"] + page + slug("about", translation), settings=settings)
        assert msgids_of(tmp_path, path) == {finding}
        write(tmp_path, HEADERS["sl"] + page + slug("about", "o-nas"), settings=settings)
        assert find(tmp_path, path) == []


def test_a_slug_with_a_plural_is_one_without_after_the_call_was_changed(tmp_path: Path) -> None:
    forms = '\n#: app.py\nmsgctxt "slug"\n' + plural("contact", "stik", "stika", "stiki", "stikov")
    settings = '[tool.kfor-i18n]\nslug-contexts = ["slug"]'
    path = write(tmp_path, HEADERS["sl"] + forms, settings=settings)
    assert msgids_of(tmp_path, path) == {SLUGS[0]}
    (tmp_path / "app.py").write_text(
        "from flask_babel import pgettext\n\npgettext('slug', 'contact')\n", encoding="utf-8"
    )
    assert call(tmp_path, "sync").exit_code == 0
    assert find(tmp_path, path) == []


RELOADED = (
    "plural source text differs from the template; run kfor-i18n update, then kfor-i18n compile"
)


def test_a_compiled_catalog_with_an_earlier_plural_is_right_after_update_and_compile(
    tmp_path: Path,
) -> None:
    project = make_project(tmp_path, HEADERS["sl"] + "\n#: app.py\n" + FORMS)
    assert call(tmp_path, "compile").exit_code == 0
    (tmp_path / "app.py").write_text(
        "from flask_babel import ngettext\n\nngettext('%(num)s day', '%(num)s nights', 1)\n"
    )
    assert call(tmp_path, "extract").exit_code == 0
    source = {Key("%(num)s day"): "%(num)s nights"}
    path = catalog_of(project).with_suffix(".mo")
    (rejection,) = load_catalog(path, Locale.parse("sl"), source).rejections
    assert rejection.problem.msgid == RELOADED
    for command in ("update", "compile"):
        assert call(tmp_path, command).exit_code == 0
    assert load_catalog(path, Locale.parse("sl"), source).rejections == ()


RULE = "no valid plural rule; fix the header field Plural-Forms"
SINGLE = "too many forms (%(found)s) for a message without msgid_plural; keep one"


def test_a_compiled_catalog_is_valid_with_the_rule_and_the_forms_that_it_lacked(
    tmp_path: Path,
) -> None:
    days, save = Key("%(num)s day"), Key("Save")
    source: dict[Key, str | None] = {days: "%(num)s days", save: None}
    path = tmp_path / "messages.mo"

    def load(rule: str, saved: tuple[str, ...]) -> set[str]:
        messages = [Message(days.msgid, DAYS, "%(num)s days"), Message(save.msgid, saved)]
        path.write_bytes(build_mo(messages, f"Plural-Forms: {rule}\n"))
        loaded = load_catalog(path, Locale.parse("sl"), source)
        return {rejection.problem.msgid for rejection in loaded.rejections}

    assert load("n", ("Shrani", "Hrani")) == {RULE, SINGLE}
    assert load(PLURALS["sl"], ("Shrani",)) == set()


def test_every_finding_has_a_remedy_that_was_followed() -> None:
    followed = {*(edit.finding for edit in EDITS), *FIX, *SLUGS, RELOADED, RULE, SINGLE}
    # Only names the plural form that a finding is about.
    followed.add("msgstr[%(form)s]: %(problem)s")
    of_markup = remedies_in(*MARKUP)
    assert remedies_in("validation/", "plurals.py") - of_markup == followed
