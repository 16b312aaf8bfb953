from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.checks.model import TextCheck
from kfor_i18n.catalogs.checks.rules.glossary import (
    Glossary,
    Term,
    find_terms,
    load_glossary,
    make_glossary_check,
)
from kfor_i18n.catalogs.checks.selection import load_codes
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.problems import CatalogError
from tests.builders import CATALOG, ROOT
from tests.catalogs.checks.pairs import make_pair

GLOSSARY = ROOT / "translations" / "glossary.csv"


def make_check(*terms: tuple[str, str]) -> TextCheck:
    return make_glossary_check(Glossary(tuple(Term((s,), (t,)) for s, t in terms)))


def read(tmp_path: Path, text: str | bytes) -> Glossary:
    path = tmp_path / "glossary.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_glossary(path)


@pytest.fixture(scope="module")
def check() -> TextCheck:
    """Return the check for the glossary of the site."""
    return make_glossary_check(load_glossary(GLOSSARY))


def test_the_catalog_of_the_site_follows_its_glossary(check: TextCheck) -> None:
    entries = [entry for entry in read_po(ROOT / CATALOG).entries if not entry.is_header]
    pairs = [
        make_pair(entry.plural or entry.msgid, msgstr, entry=entry)
        for entry in entries
        for msgstr in entry.msgstrs
    ]
    assert len(pairs) > 50
    assert [problem for pair in pairs if (problem := check(pair))] == []


@pytest.mark.parametrize(
    ("source", "target", "terms"),
    [
        ("KFOR in Kosovo", "Mirovne sile na Kosovu", "Kosovo Force → sile Kfor"),
        ("The Kosovo Force (KFOR)", "Kosovske sile", "Kosovo Force → sile Kfor"),
        ("KFOR in Kosovo", "Kfor v Srbiji", "Kosovo → Kosovo"),
        ("NATO’s mandate", "Mandat zavezništva", "NATO → Nato"),
        ("The NATO mandate", "Mandat NATO", "NATO → Nato"),
        ("led by NATO", "in nato je vodil", "NATO → Nato"),
        ("NATO’s mandate", "Natovo pooblastilo", "mandate → mandat"),
        ("The Alliance decided", "Pakt se je odločil", "Alliance → zavezništvo"),
        ("its air campaign", "njena letalska kampanja", "air campaign → zračna operacija"),
        ("air campaigns", "zračni napadi", "air campaign → zračna operacija"),
        (
            "The Slovenian Armed Forces",
            "Slovenske oborožene sile",
            "Slovenian Armed Forces → Slovenska vojska",
        ),
        (
            "the Slovenian Armed Forces’ tasks",
            "naloge slovenske vojske",
            "Slovenian Armed Forces → Slovenska vojska",
        ),
        (
            "a Military-Technical Agreement",
            "Vojaško-tehnični dogovor",
            "Military-Technical Agreement → Vojaško-tehnični sporazum",
        ),
        (
            "the Federal Republic of Yugoslavia",
            "Federativna republika Jugoslavija",
            "Federal Republic of Yugoslavia → Zvezna republika Jugoslavija",
        ),
        (
            "peacekeeping operations",
            "mirovne misije",
            "peacekeeping operation → mirovna operacija",
        ),
        ("end hostilities", "konec spopadov", "hostilities → sovražnosti"),
        (
            "public safety and order",
            "red in javna varnost",
            "public safety and order → javna varnost in red",
        ),
        (
            "a safe and secure environment",
            "varno okolje",
            "safe and secure environment → varno in stabilno okolje",
        ),
        (
            "the first battalion-level unit",
            "prvi bataljon",
            "battalion-level unit → enota bataljonske ravni",
        ),
        (
            "areas of responsibility",
            "območja pristojnosti",
            "area of responsibility → območje odgovornosti",
        ),
        ("civil-military cooperation", "sodelovanje", "civil-military cooperation → civilno"),
        (
            "transfer of authority",
            "predaja oblasti",
            "transfer of authority → prenos pristojnosti",
        ),
        ("two check-points", "dve nadzorni točki", "check point → kontrolna točka"),
        (
            "UN Security Council Resolution 1244",
            "Resolucija VS OZN 1325",
            "UN Security Council Resolution 1244 → Res",
        ),
    ],
)
def test_a_word_that_differs_from_the_glossary_is_reported(
    check: TextCheck, source: str, target: str, terms: str
) -> None:
    problem = check(make_pair(source, target))
    assert problem is not None
    assert problem.code.name == "glossary"
    assert str(problem.values["terms"]).startswith(terms)


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("Kosovo", "na Kosovu|pred Kosovom|Kosovo|kosovske institucije"),
        ("Kfor", "Kforja|s Kforjem|Kforju|Kforjev mandat|Kforjevimi enotami"),
        ("Nato", "Nata|pri Natu|z Natom|Natov|Natovega|Natove|natovski"),
        ("zavezništvo", "zavezništva|zavezništvom|več zavezništev|Zavezništvu|ZAVEZNIŠTVO"),
        ("Slovenska vojska", "Slovenske vojske|Slovenski vojski|s Slovensko vojsko"),
        ("Zvezna republika Jugoslavija", "Zvezne republike Jugoslavije|v Zvezni republiki Ju"
         "goslaviji"),
        ("enota bataljonske ravni", "enoto bataljonske ravni|enot bataljonske ravni|z enotami bata"
         "ljonskih ravni"),
        ("javna varnost in red", "javne varnosti in reda|z javno varnostjo in redom"),
        ("območje odgovornosti", "območij odgovornosti|območjem svoje odgovornosti"),
        ("prenos pristojnosti", "prenosu pristojnosti|prenosi pristojnosti"),
        ("mirovna operacija", "mirovnih operacij|mirovni operaciji|mirovna in operacija"),
        ("sovražnosti", "sovražnostmi|sovražnostih|Sovražnosti"),
        ("civilno-vojaško sodelovanje", "civilno-vojaškega sodelovanja|civilno-vojaških sodelo"
         "vanj"),
        ("kontrolna točka", "kontrolnih točk|kontrolnima točkama"),
        ("varno okolje", "varnega okolja|varnih okolij|varen in okolju"),
        ("poveljnik", "poveljniki|poveljnici|poveljniški"),
        ("karta", "kart|kartama"),
        ("sestra", "sester"),
        ("konec", "konca|koncem|konci"),
        ("ime", "imena|imenom"),
        ("telo", "telesa|telesom"),
    ],
)  # fmt: skip
def test_slovenian_terms_are_accepted_in_all_inflected_forms(term: str, texts: str) -> None:
    check = make_check(("term", term))
    for text in texts.split("|"):
        assert check(make_pair("term", text)) is None, text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("vojska", "vojakov"),
        ("mandat", "mandarina"),
        ("Kosovo", "kosov"),
        ("zavezništvo", "zavezniki"),
        ("sovražnosti", "sovražnik"),
        ("SV", "sv"),
        ("mirovna operacija", "mirovne in druge operacije"),
        ("mirovna operacija", "operacija mirovna"),
    ],
)
def test_a_similar_word_is_not_a_form_of_a_term(term: str, text: str) -> None:
    assert make_check(("term", term))(make_pair("term", text))


@pytest.mark.parametrize(
    ("tag", "term", "right", "wrong"),
    [
        ("de", "Datum", "Enddatums", "Termin"),
        ("de", "Haus", "Häuser", "Gebäude"),
        ("fi", "käännös", "käännöksen", "teksti"),
        ("fr", "événement", "les événements", "la manifestation"),
        ("hu", "jegy", "jegyeléréshez", "bérlet"),
        ("pl", "hasło", "haseł", "słowo"),
        ("ru", "пароль", "паролем", "слово"),
        ("tr", "resim", "resmi", "görsel"),
        ("ar", "ملف", "الملفات", "صورة"),
        ("ja", "パスワード", "新しいパスワードを入力", "暗号"),
        ("pt_BR", "página", "Páginas", "folha"),
        ("de", "NATO", "NATOs", "Nato"),
    ],
)
def test_terms_in_other_languages_are_recognized_by_their_stems(
    tag: str, term: str, right: str, wrong: str
) -> None:
    check = make_check(("term", term))
    assert check(make_pair("term", right, tag)) is None
    assert check(make_pair("term", wrong, tag))


@pytest.mark.parametrize(
    ("term", "text", "has"),
    [
        ("check point", "Check points", True),
        ("check point", "the check-point’s guard", True),
        ("check point", "check the point", False),
        ("NATO", "NATO's", True),
        ("NATO", "the NATO-led force", True),
        ("NATO", "nato", False),
        ("authority", "Authorities", True),
        ("mandate", "mandated", False),
        ("event", "plone.app.event", False),
        ("air campaign", "an <b>air</b> campaign", True),
        ("name", "%(name)s", False),
    ],
)
def test_plural_and_possessive_terms_are_found_in_the_source_text(
    term: str, text: str, has: bool
) -> None:
    assert bool(make_check((term, "beseda"))(make_pair(text, "nič"))) is has


def test_a_term_inside_a_longer_one_does_not_count() -> None:
    check = make_check(("Kosovo Force", "sile Kfor"), ("Kosovo", "Kosovo"))
    assert check(make_pair("The Kosovo Force", "Sile Kfor")) is None
    assert check(make_pair("The Kosovo Force in Kosovo", "Sile Kfor"))


def test_all_missing_terms_are_reported_at_once() -> None:
    problem = make_check(("cat", "maček"), ("dog", "pes"))(make_pair("Dogs and cats", "Ptice"))
    assert str(problem) == "missing glossary terms; use dog → pes, cat → maček"


def test_brackets_and_notes_add_accepted_translations(tmp_path: Path) -> None:
    glossary = read(
        tmp_path,
        "source,target,note\r\n"
        'Kosovo Force (KFOR),sile Kfor (Force),"Write Kfor, inflected: Kforja; KFOR in capitals is '
        'accepted in the title"\r\n'
        'Army,Vojska,"Of it; also: zveza, vrsta; abbreviation SV"\r\n'
        "\r\n"
        'air,zrak,"78-day: 78-dnevni"\r\n',
    )
    terms = [(term.sources, term.targets) for term in glossary.terms]
    assert terms == [
        (("Kosovo Force", "KFOR"), ("sile Kfor", "Force", "Kfor", "Kforja", "KFOR")),
        (("Army",), ("Vojska", "zveza", "vrsta", "SV")),
        (("air",), ("zrak",)),
    ]
    assert glossary.terms[1].note == "Of it; also: zveza, vrsta; abbreviation SV"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Two cats, a dog", ["cats", "dog"]),
        ('<a href="/cat">The <b>cat</b></a> at %(place)s, cat@example.org and <i>dogs</i>',
         ["cat", "dogs"]),
        ("The cat dogs the dog", ["cat dogs", "dog"]),
        ("A bird", []),
    ],
)  # fmt: skip
def test_terms_are_located_in_the_text_with_its_code(
    tmp_path: Path, source: str, found: list[str]
) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text("source,target\ncat,maček\ndog,pes\ncat dog,mačji pes\n", encoding="utf-8")
    assert [source[start:end] for start, end, _ in find_terms(path, source)] == found


def test_notes_are_optional_and_a_byte_order_mark_is_ignored(
    tmp_path: Path,
) -> None:
    assert read(tmp_path, "\ufeffsource,target\na,b\n").terms == (Term(("a",), ("b",)),)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [1]),
        ("term,translation\na,b\n", [1]),
        ("source,target,note\na\n", [2]),
        ("source,target,note\na,b\nc,d,e,f\n", [3]),
        ("source,target,note\n,b,\nc, ,\n", [2, 3]),
        ("source,target,note\na,b,\na,c,\n", [3]),
        ('source,target,note\n"a\nb",c,\nd\n', [4]),
        ('source,target,note\na,"b" c,\n', [2]),
        ('source,target,note\na,"b\n', [2]),
        (b"source,target,note\na,b,\n\xe8,c,\n", [3]),
    ],
)
def test_errors_in_a_glossary_are_reported_with_their_lines(
    tmp_path: Path, text: str | bytes, lines: list[int]
) -> None:
    with pytest.raises(CatalogError) as caught:
        read(tmp_path, text)
    assert [finding.line for finding in caught.value.findings] == lines
    assert {finding.problem.code.name for finding in caught.value.findings} == {"glossary-file"}


def test_a_missing_glossary_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"glossary\.csv: cannot be read: No such file"):
        load_glossary(tmp_path / "glossary.csv")


def test_the_check_can_be_explained_and_selected() -> None:
    assert load_codes()["glossary"].is_on


WORDS = st.text(st.sampled_from("aeknŽčj- (N)’'\ufffcשп字."), max_size=12)


@given(
    WORDS.filter(str.strip), WORDS.filter(str.strip), st.text(), st.sampled_from(["sl", "de", "ja"])
)
def test_no_term_or_text_raises_an_error(source: str, target: str, text: str, tag: str) -> None:
    check = make_check((source, target), ("a", "b"))
    for words in (text, f"{text} {source}", f"{target} {text}"):
        check(make_pair(words, words, tag))
