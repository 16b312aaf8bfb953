from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.messages import Source
from kfor_i18n.catalogs.plurals import Serves
from kfor_i18n.catalogs.validation.comparing import compare_placeholders
from kfor_i18n.catalogs.validation.formats import Formats, Printf

ALWAYS, LIKELY, LETTERS, NEVER = (
    Formats(printf) for printf in (Printf.ALWAYS, Printf.LIKELY, Printf.LETTERS, Printf.NEVER)
)
BRACE, TEXT = Formats(Printf.NEVER, brace=True), Formats(Printf.NEVER, brace=False)


def find_code(source: str, translation: str, formats: Formats = ALWAYS) -> str | None:
    problem = compare_placeholders(Source(source), translation, formats=formats)
    return problem.code.name if problem else None


@pytest.mark.parametrize(
    ("source", "translation", "formats", "code"),
    [
        # Whether % formats a text
        ("This is 50% of all", "To je 50% vseh", LIKELY, None),
        ("This is 50% of all", "To je 50 %", LIKELY, None),
        ("% of total", "% du total", LIKELY, None),
        ("5% a year", "5 % na leto", LIKELY, None),
        ("Half", "50 %", LETTERS, None),
        ("Half", "50 %", LIKELY, "placeholder-format"),
        ("100%", "100 %", ALWAYS, None),
        ("100%", "100 %", LIKELY, None),
        ("A 100% safe way", "100% varna pot", NEVER, None),
        ("A 100% safe way", "100% varna pot", LIKELY, None),
        # Jinja formats "% s" with its dictionary and shows it, but fails on "% v".
        ("A 100% safe way", "100% varna pot", ALWAYS, "placeholder-format"),
        ("A 100% safe way", "100%% varna pot", ALWAYS, None),
        ("100% safe for %(n)s", "100% varno za %(n)s", LIKELY, "placeholder-format"),
        ("50% of %(n)s", "50% od %(n)s", LIKELY, None),
        ("100%% of %(all)s", "100 % od %(all)s", LETTERS, "placeholder-format"),
        ("%(n)d", "50% od %(n)d", LETTERS, "placeholder-format"),
        ("%(a)s", "%(b)s", LETTERS, "placeholder-foreign"),
        ("%(a)s", "%(b)s", NEVER, None),
        ("%d items", "50 % de %d", LIKELY, "placeholder-format"),
        # One "% a" takes the dictionary, a second one finds nothing.
        ("50% a year for %(n)s", "50% a na leto za %(n)s", LIKELY, None),
        ("50% a year for %(n)s", "50% a, 5% a za %(n)s", LIKELY, "placeholder-format"),
        # A name is never prose.
        ("Welcome", "Dobrodošli, %(ime)s", LETTERS, "placeholder-foreign"),
        ("Welcome", "Dobrodošli, 50% od vseh, %s", LETTERS, None),
        ("100% safe, %(n)s (100%)", "100% varno, %(m)s", LIKELY, "placeholder-foreign"),
        # str.format, by PEP 3101
        ("Page {0} of {1}", "Stran {0} od {2}", BRACE, "placeholder-foreign"),
        ("Price {price:.2f}", "Cena {cena:.2f}", BRACE, "placeholder-foreign"),
        ("Price {price:.2f}", "Cena {price:.2}", BRACE, "placeholder-foreign"),
        ("Not {value!r}", "Ni {vrednost!r}", BRACE, "placeholder-foreign"),
        ("{} of {}", "{} od {} in {}", BRACE, "placeholder-foreign"),
        ("{} of {}", "{1} od {0}", BRACE, None),
        ("{0} of {1}", "{} od {}", BRACE, None),
        ("{} of {}", "{} od {1}", BRACE, "placeholder-format"),
        ("Set {0}", "Množica {0}}", BRACE, "placeholder-format"),
        ("Hello {user[name]}", "Pozdrav {user[ime]}", BRACE, "placeholder-foreign"),
        ("Hello {user}", "Pozdrav {user.__class__}", BRACE, "placeholder-foreign"),
        ("Row {0}", "Vrstica { 0", BRACE, "placeholder-format"),
        ("From {0} to {1}", "Do {1} od {0}", BRACE, None),
        ("Unknown {!r}", "Neznano {!r}", BRACE, None),
        ("{n:{w}}", "{n:{w}}", BRACE, None),
        ("{n:{w}}", "{n:{q}}", BRACE, "placeholder-foreign"),
        ("Write {{word}} for {name}", "Za {name} pišite {{beseda}}", BRACE, None),
        ("Write {{word}} for {name}", "Pišite {{word}}", BRACE, "placeholder-missing"),
        ("Hello", "Pozdrav}", BRACE, "placeholder-format"),
        ("Put {username} there", "Vstavite {uporabnik}", TEXT, None),
        # No flag: the letters
        ("Hello {name}", "Pozdrav {ime}", NEVER, "placeholder-foreign"),
        ("Hello {name}", "Pozdrav", NEVER, "placeholder-missing"),
        ("Hello {name}", "Pozdrav {name}}", NEVER, "placeholder-format"),
        ("{0} of {1}", "{1}", NEVER, "placeholder-missing"),
        ("Hello", "Pozdrav } {", NEVER, None),
        ('Write {"a": 1}', 'Pišite {"b": 1}', NEVER, None),
        ("Hello {{name}}", "Pozdrav {{ name }}", NEVER, None),
        ("Hello {{name}}", "Pozdrav {name}", NEVER, "placeholder-foreign"),
        ("Use {{ ds }}", "Uporabite {{ds}}", NEVER, None),
        ("Use {{ ds }}", "Uporabite {{dt}}", NEVER, "placeholder-foreign"),
        ("%{n} left", "še %{ n }", NEVER, None),
        ("%{ n } left", "še %{n}", LETTERS, None),
        ("%{n} left", "še %{ m }", LETTERS, "placeholder-foreign"),
        # ICU
        ("{n, plural, one {a} other {bs}}", "{n, plural, one {x} few {y} other {z}}", NEVER, None),
        ("{n, plural, other {a}}", "{m, plural, other {x}}", NEVER, "placeholder-foreign"),
        ("{n, plural, other {a}}", "{n, plural, one {x}}", NEVER, "placeholder-format"),
        ("{n, number} of {all}", "{n, number}", NEVER, "placeholder-missing"),
        ("{g, select, other {They}} left", "{g, select, other {Oni}", NEVER, "placeholder-format"),
    ],
)
def test_a_translation_is_validated_by_what_formats_its_source_text(
    source: str, translation: str, formats: Formats, code: str | None
) -> None:
    assert find_code(source, translation, formats) == code


@pytest.mark.parametrize(
    ("singular", "plural", "form", "serves", "code"),
    [
        # The count, in every syntax
        ("%(n)s of %(who)s", "%(n)s of %(who)s", "od %(who)s", "others", None),
        ("{n} of {who}", "{n} of {who}", "od {who}", "others", None),
        ("{number} of {who}", "{number} of {who}", "od {who}", "all", None),
        ("{} day", "{} days", "dan", "others", None),
        ("%(days)s day", "%(days)s days", "dan", "all", None),
        ("One file in %(dir)s", "%(files)s files in %(dir)s", "dve v %(dir)s", "others", None),
        ("One file in %(dir)s", "%(files)s files in %(dir)s", "dve", "others", "missing"),
        # What fills the plural fills each form that never stands for the singular.
        ("%s has one", "%s has %d", "%s ima veliko", "others", "missing"),
        ("%s has one", "%s has %d", "%s ima enega", "one", None),
        ("One file", "%d files", "veliko", "others", "missing"),
        # A text that cannot be formatted says nothing about the other one.
        ("100% of one file", "%(num)d files", "%(foo)d dat", "others", "foreign"),
        ("100% of one file", "%(num)d files", "%(num)d dat, 5% dat", "others", "format"),
        ("100% of one file", "%(num)d files", "%(num)d dat", "others", None),
        ("One of %(all)s", "100% of the files", "ena %(foo)s", "one", "foreign"),
        # What the singular leaves out
        ("One survey", "%(count)s surveys of %(who)s", "ena anketa", "one", None),
        ("One survey", "%(count)s surveys of %(who)s", "%(count)s anket", "all", None),
        ("One survey", "%(count)s surveys of %(who)s", "%(count)s anket", "others", "missing"),
        ("Move to {target}", "Move {amount} events", "v {target}", "one", None),
        ("Move to {target}", "Move {amount} events", "premik", "one", "missing"),
        ("Move to {target}", "Move {amount} events", "{amount} v {target}", "others", None),
        ("%(a)s and %(b)s", "%(a)s and %(b)s", "nič", "zero", None),
        ("%(a)s and %(b)s", "%(a)s and %(b)s", "%(a)s", "one", "missing"),
        ("One survey", "%(count)s surveys", "%(who)s", "one", "foreign"),
        # Of names that the singular and the plural have each of its own, both are passed.
        ("%(n)d %(one)s", "%(n)d %(many)s", "%(n)d %(one)st", "others", None),
        ("%(n)d %(one)s", "%(n)d %(many)s", "%(n)d %(many)s", "others", None),
        ("one %(one)s", "%(max)d %(many)s", "%(one)s", "others", "missing"),
        ("{n} {one} of {all}", "{n} {many} of {all}", "{one}", "others", "missing"),
        ("{amount} track by {who}", "{amount} tracks by {who}", "{who}", "one", None),
        # What takes the number and shows none of it
        ("%d day", "%d days", "en dan%.0s", "one", None),
        ("%(n)d day", "%(n)d days", "en dan%(n).0s", "one", None),
        ("%s has %d day", "%s has %d days", "%s ima dan%.0s", "one", None),
        ("%d day", "%d days", "en dan%.0s%.0s", "one", "foreign"),
        # "%d" % (1,) fails if the form lacks it, unless the English forms differ as well.
        ("%d day", "%d days", "en dan", "one", "missing"),
        ("%d day", "%d days", "%d od %d", "others", "order"),
        ("One day", "%d days", "en dan", "all", None),
    ],
)
def test_a_plural_form_is_held_against_what_it_stands_for(
    singular: str, plural: str, form: str, serves: Serves, code: str | None
) -> None:
    problem = compare_placeholders(Source(singular, plural), form, serves)
    assert (problem.code.name if problem else None) == (code and f"placeholder-{code}")


@pytest.mark.parametrize(
    ("source", "translation", "said"),
    [
        ("Unknown {!r}", "Neznano", "{!r}"),
        ("{} of {}", "{} od {} in {}", "{}"),
        ("{} of {}", "{0} in {2}", "{2}"),
        ("{0} of {1}", "{}", "{1}"),
    ],
)
def test_a_placeholder_is_named_as_it_is_written(source: str, translation: str, said: str) -> None:
    problem = compare_placeholders(Source(source), translation, formats=BRACE)
    assert problem is not None
    assert problem.values["placeholder"] == said


def fails(text: str, formats: Formats) -> bool:
    """Return whether the runtime fails on a text: Jinja's newstyle gettext, or ``str.format``."""
    try:
        if formats is BRACE:
            text.format(1, 2, a=1, b=2)
        else:
            text % defaultdict(int, a=1, b=2)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return True
    return False


PIECES = ["%", "%%", "%(a)s", "%(b)s", "% o", "% s", "{", "}", "{a}", "{b}", "{0}", "{}", "x", " "]
texts = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(texts, texts, st.sampled_from([ALWAYS, BRACE]))
@example("100% safe", "100% x", ALWAYS)
@example("{}", "{0}{}", BRACE)
def test_what_is_valid_fails_only_where_its_source_text_fails(
    source: str, translation: str, formats: Formats
) -> None:
    if find_code(source, translation, formats) is None and not fails(source, formats):
        assert not fails(translation, formats)
