from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.catalog import TargetLanguage
from kfor_i18n.catalogs.checks.endings import Habits
from kfor_i18n.catalogs.checks.selection import load_codes
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.plurals import read_rule
from kfor_i18n.catalogs.problems import Code
from kfor_i18n.locales import find_locale
from tests.catalogs.checks.pairs import TEXT_CHECKS, make_entry, make_pair


def run(code: str, source: str, target: str, tag: str = "sl", flags: str = "") -> str | None:
    problem = TEXT_CHECKS[code](make_pair(source, target, tag, make_entry(flags)))
    assert problem is None or problem.code.name == code
    return None if problem is None else str(problem)


FOUND = [
    ("space-start", "the file", " datoteka", "sl"),
    ("end-punctuation", "It is saved.", "Պահպանված է", "hy"),
    ("space-start", "Save", " Shrani", "sl"),
    ("space-start", " and", "in", "sl"),
    ("space-start", "    ", "....", "sl"),
    ("space-end", "    ", "....", "sl"),
    ("space-end", "Dear Ana, ", "Draga Ana,", "sl"),
    ("space-end", "Name", "Ime ", "sl"),
    ("space-end", "Is it saved?", "Je shranjeno? ", "sl"),
    ("space-start", "\nand", "in", "sl"),
    ("end-punctuation", "Loading the file:", "Nalaganje datoteke…", "sl"),
    ("end-punctuation", "Saved the file", "Datoteka je shranjena…", "sl"),
    ("end-punctuation", "Is it saved? :)", "Je shranjeno. :)", "sl"),
    ("end-punctuation", "The author", "Avtor:", "sl"),
    ("word-double", "want to go to the file", "na na datoteko", "sl"),
    ("unchanged", "Please save (if you can) the file", "Please save (if you can) the file", "sl"),
    ("space-end", "Name", "Ime\n", "sl"),
    ("space-double", "Save the file", "Shrani  datoteko", "sl"),
    ("invisible", "Save", "Shra\u200bni", "sl"),
    ("line-ends", "a\n\nb", "a b", "sl"),
    ("end-punctuation", "It is saved.", "Shranjeno je", "sl"),
    ("end-punctuation", "Name:", "Ime", "sl"),
    ("end-punctuation", "Really delete?", "Zares izbrišem.", "sl"),
    ("end-punctuation", "Loading…", "Nalaganje", "sl"),
    ("end-punctuation", "It is <b>saved</b>.", "To je <b>shranjeno</b>", "sl"),
    ("end-punctuation", "Saved", "Shranjeno.", "sl"),
    ("end-punctuation", "Is it saved?", "Je shranjeno.", "sl"),
    ("end-punctuation", "<p>It is saved.</p>", "<p>Shranjeno je</p>", "sl"),
    ("end-punctuation", "One. And two.", "Ena. In dve", "sl"),
    ("end-punctuation", "It is saved.", "Պահպանված է", "hy"),
    ("brackets", "Files (all)", "Datoteke (vse", "sl"),
    ("brackets", "Files", "Datoteke)", "sl"),
    ("number", "since June 1999", "od junija 1998", "sl"),
    ("number", "in 30 minutes", "čez 10 minut", "sl"),
    ("number", "1,024 bytes", "2.024 bajtov", "sl"),
    ("word-double", "the file is there", "datoteka je je tam", "sl"),
    ("unchanged", "Please save this file now", "Please save this file now", "sl"),
    ("mixed-script", "Page", "Cтраница", "ru"),
    ("expression", "Hi {{ name }}", "Živjo {{ ime }}", "sl"),
    ("expression", "Hi", "Živjo {% if x %}", "sl"),
    ("escape", "a\\nb", "a b", "sl"),
    ("escape", "Delete \\'x\\'?", "Izbrišem 'x'?", "sl"),
    ("space-end", "Saved.\n", "Shranjeno.", "sl"),
    ("address", "See https://gov.si/en", "Glejte https://gov.com/sl", "sl"),
    ("address", "Write to a@gov.si", "Pišite na b@gov.si", "sl"),
    ("option", "used with --full", "z možnostjo -full", "sl"),
    ("length", "OK", "x" * 50, "sl"),
]
LEFT_ALONE = [
    ("option", "went to the --pool-- park", "v park z --bazenom--", "sl"),
    ("brackets", "http://en.wiki.org/Chess", "https://sl.wiki.org/Šah_(igra)", "sl"),
    ("brackets", "left paren", "oklepaj '('", "sl"),
    ("line-ends", "a\n\nb", "a\n \nb", "sl"),
    ("unchanged", "mtv, spam, work, job, play", "mtv, spam, work, job, play", "sl"),
    ("end-punctuation", "It is at http://x.org/.", "Je na http://x.org/", "sl"),
    ("end-punctuation", "You can write to a@b.org.", "Pišete lahko na a@b.org", "sl"),
    ("end-punctuation", "It is saved at example.com.", "Shranjeno je na example.com", "sl"),
    ("space-start", "th", " سابعة", "ar"),
    ("space-start", "the", " ", "sl"),
    ("space-end", "the", " ", "sl"),
    ("escape", "F Y", "\\t\\há\\n\\g n", "vi"),
    ("escape", "C:\\User\\test.png", "C:\\User\\sınama.png", "tr"),
    ("mixed-script", ".*My\\sPictures", ".*Οι\\sεικόνες", "el"),
    ("percent-space", "such as %%{name}", "örneğin %%{name} %%{version}", "tr"),
    ("end-punctuation", "Nothing here.", "Burada hiçbir şey yok :(((", "tr"),
    ("end-punctuation", "Dupes Only", "Միայն կրկ.", "hy"),
    ("end-punctuation", "Imported from", "Ներմուծվել է՝", "hy"),
    ("space-start", "  -- no details --", "-- brez podrobnosti --", "sl"),
    ("space-end", "It is saved. ", "Shranjeno je.", "sl"),
    ("space-end", "Really delete it? ", "Zares izbrišem?", "sl"),
    ("space-end", "Name: ", "Ime:", "sl"),
    ("space-end", "Add files ", "Dodaj datoteke", "sl"),
    ("space-end", "It is saved.", "\n    Shranjeno je.\n    ", "sl"),
    ("end-punctuation", "Write to us if you need help! :)", "Če kaj potrebujete, pišite!", "sl"),
    ("end-punctuation", "It can help you. ;)*", "To vam lahko pomaga. ;)*", "sl"),
    ("end-punctuation", "It can help you ;)", "To vam lahko pomaga :-)", "sl"),
    ("end-punctuation", "Downloading files", "Prenašanje…", "sl"),
    ("end-punctuation", "Synchronization in progress.", "Usklajevanje…", "sl"),
    ("end-punctuation", "By: %(name)s", "由%(name)s：", "zh"),
    ("word-double", "the file's file", "soubor souboru souboru", "cs"),
    ("word-double", "that plays, is changed", "dat afgespeeld wordt wordt aangepast", "nl"),
    ("word-double", "Hip hip hooray", "Hiep hiep hoera", "nl"),
    ("word-double", "Extra extra large", "Zelo zelo velika", "sl"),
    ("word-double", "x large", "zelo zelo velika", "sl"),
    ("unchanged", "@(if: query, then one, else two)", "@(if: query, then one, else two)", "sl"),
    ("space-start", " to open it.", ", da ga odprete.", "sl"),
    ("space-start", " to open it.", "打开。", "zh"),
    ("space-end", "Name: ", "名前：", "ja"),
    ("space-double", "One. Two", "Ena.  Dve", "sl"),
    ("space-double", "a  b", "a  b", "sl"),
    ("invisible", "Save", "ذخیره\u200cسازی", "fa"),
    ("end-punctuation", "It is saved.", "保存されました。", "ja"),
    ("end-punctuation", "Really?", "Αλήθεια;", "el"),
    ("end-punctuation", "It is saved.", "บันทึกแล้ว", "th"),
    ("end-punctuation", "Loading...", "Nalaganje…", "sl"),
    ("end-punctuation", "He said “yes.”", "Rekel je »da.«", "sl"),
    ("end-punctuation", "write it as &lt;", "zapišite kot &lt;", "sl"),
    ("end-punctuation", "Min.", "Najm", "sl"),
    ("end-punctuation", "It is saved.", "ተቀምጧል።", "am"),
    ("end-punctuation", "It is saved.", "ተቀምጧል፡፡", "am"),
    ("end-punctuation", "It is saved.", "រក្សាទុក។", "km"),
    ("end-punctuation", "It is saved.", "သိမ်းပြီးပါပြီ။", "my"),
    ("end-punctuation", "It is saved.", "ཉར་ཚགས་བྱས་ཟིན།", "bo"),
    ("end-punctuation", "It is saved.", "Պահպանված է:", "hy"),
    ("end-punctuation", "It is saved.", "सहेजा गया |", "hi"),
    ("end-punctuation", "Permission denied.", "権限がありません", "ja"),
    ("end-punctuation", "Saved successfully.", "저장됨", "ko"),
    ("end-punctuation", "Really delete it?", "削除しますか", "ja"),
    ("end-punctuation", "It is <b>saved.</b>", "To je <b>shranjeno</b>.", "sl"),
    ("end-punctuation", "It is saved.<br>", "Shranjeno je<br>.", "sl"),
    ("end-punctuation", "See https://gov.si/en.", "Glejte https://gov.si/sl.", "sl"),
    ("end-punctuation", "Ends with a colon (:).", "Konča se z »:«", "sl"),
    ("end-punctuation", "All of them (if any.)", "Vsi (če so)", "sl"),
    ("end-punctuation", "Please wait..", "Počakajte.", "sl"),
    ("end-punctuation", "Loading...", "載入中···", "zh"),
    ("end-punctuation", "Saved!", "Shranjeno.", "sl"),
    ("end-punctuation", "Is default", "Je privzeto?", "sl"),
    ("end-punctuation", "Order number", "Št. naroč.", "sl"),
    ("end-punctuation", "The group was not found", "Skupine ni mogoče najti.", "sl"),
    ("end-punctuation", "It is saved.", "Shranjeno je.\u200f", "he"),
    ("end-punctuation", "Loading the file...", "載入中．．．", "zh_HK"),
    ("end-punctuation", "Virgin Islands, U.S.", "Deviški otoki, ZDA", "sl"),
    ("escape", "in DOM\\name or name@domain form", "v obliki DOM\\ime ali ime@domena", "sl"),
    ("unchanged", "virtualization;libvirt;vm;xen;kvm;", "virtualization;libvirt;vm;xen;kvm;", "sl"),
    ("word-double", "zone with all of it", "zona example.com com todos", "pt"),
    ("address", "See http://gov.si now", "Glejte https://gov.si", "sl"),
    ("address", "at https://your.domain/a", "na https://vasa.domena/a", "sl"),
    ("end-punctuation", "What do you want to see?", "Izbira pogleda", "sl"),
    ("end-punctuation", "It is empty, isn't it", "Prazno je. ;)", "sl"),
    ("address", "beginning with http:// or https://.", "z http:// ali https://.", "sl"),
    ("address", "Key for http://disqus.com", "Ključ za Disqus", "sl"),
    ("address", "Write to info@gov.si now", "info@gov.si-এ লিখুন", "bn"),
    ("address", "See http://gov.si for it", "については、http://gov.siを参照", "ja"),
    ("number", "before 6:00 in the morning", "pred 6. uro zjutraj", "sl"),
    ("number", "rdafr:1010", "četrtletno", "sl"),
    ("line-ends", "You are\n        here.", "Ste\n\n        tu.", "sl"),
    ("word-double", "stats about books", "কিতাপৰ পৰিসংখ্যা", "as"),
    ("word-double", "Enter this in the window", "Vul deze in in het venster", "nl"),
    ("end-punctuation", "Saved in the project: {name}.", "Shranjeno v projektu: {name}", "sl"),
    ("end-punctuation", "Logged in as", "ログイン中:", "ja"),
    ("end-punctuation", "Follow the link below:", "以下のリンクを開いてください。", "ja"),
    ("end-punctuation", "Available methods:", "Հասանելի մեթոդներ.", "hy"),
    ("end-punctuation", "Is it saved?", "Պահպանվա՞ծ է", "hy"),
    ("end-punctuation", "Forgot password?", "비밀번호 찾기", "ko"),
    ("end-punctuation", "with a name, a reason, ...", "z imenom, razlogom ipd.", "sl"),
    ("end-punctuation", "Look it up:", "[!!Look it up:!!]", "eo"),
    ("end-punctuation", "It is saved.", "সংরক্ষিত হয়েছে৷", "bn"),
    ("brackets", "Enable it (OATH)", "فعال (YubiKey (OATH", "fa"),
    ("word-double", "of this user in the list", "dieser Nutzer·in in der Liste", "de"),
    ("word-double", "of the others", "e të të tjerëve", "sq"),
    ("unchanged", "<kbd>gpg to the file</kbd>", "<kbd>gpg to the file</kbd>", "sl"),
    ("expression", "Code: {{{ example }}}", "Koda: {{{ primer }}}", "sl"),
    ("escape", 'without the sign "\\"', "brez znaka »\\«", "sl"),
    ("address", "ana@site.com, jo@site.com", "ana@stran.si, jo@stran.si", "sl"),
    ("address", "See https://gov.si/en", "请在https://gov.si/sl查看", "zh"),
    ("address", "at http://%(host)s%(path)s", "na %(host)s%(path)s", "sl"),
    ("address", "such as http://server/file", "na primer http://strežnik/datoteka", "sl"),
    ("space-start", "?", "\u00a0?", "fr"),
    ("number", "smaller by 20 percent or by 1.5 em", "减少百分之二十或1.5", "zh"),
    ("brackets", "Not permitted", "Ni dovoljeno :(", "sl"),
    ("space-end", "<p>Saved</p>\n    ", "<p>Shranjeno</p>", "sl"),
    ("space-start", "\n    Saved", "Shranjeno", "sl"),
    ("space-end", "Name: ", "이름：", "ko"),
    ("number", "from -1.0 to 1.0 percent", "od -1 do 1 odstotka", "sl"),
    ("number", "at most 100,000 of them", "最大10万", "ja"),
    ("number", "a date, e.g. 2017-12-03", "datum, npr. 2023-11-14", "sl"),
    ("word-double", "such as example.com", "par exemple exemple.com", "fr"),
    ("unchanged", "list_row_actions_header_of_it", "list_row_actions_header_of_it", "sl"),
    ("mixed-script", "like Vim", "Vim’сыман", "tt"),
    ("escape", "Delete \\'x\\'?", "Izbrišem x?", "sl"),
    ("brackets", "article 79, point c of it", "člen 79, točka c) tega", "sl"),
    ("brackets", "about (x)", "o (%(a)s)", "sl"),
    ("number", "May 2000, on 2000-05-31", "maja 2000, 31. 5. 2000", "sl"),
    ("number", "1,024.5 bytes", "1.024,5 bajta", "sl"),
    ("number", "in 1999", "في ١٩٩٩", "ar"),
    ("number", "wait 10 minutes", "počakajte deset minut", "sl"),
    ("number", "%(a)10s of {0:20}", "%(a)10s od {0:20}", "sl"),
    ("word-double", "of us", "nous nous en allons", "fr"),
    ("word-double", "books", "buku buku", "id"),
    ("word-double", "No is not accepted", "Nem nem fogadható el", "hu"),
    ("unchanged", "Wagtail", "Wagtail", "sl"),
    ("unchanged", "Status: OK", "Status: OK", "sl"),
    ("mixed-script", "URL", "URLдың", "kk"),
    ("expression", 'as "{{" and "}}"', 'kot »{{« in »}}«', "sl"),
    ("address", "See https://gov.si/en/a", "Glejte https://gov.si/sl/b.", "sl"),
    ("length", "Save", "Shrani datoteko", "sl"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "target", "tag"), FOUND)
def test_a_faulty_translation_is_reported(code: str, source: str, target: str, tag: str) -> None:
    assert run(code, source, target, tag)


@pytest.mark.parametrize(("code", "source", "target", "tag"), LEFT_ALONE)
def test_a_good_translation_is_not_reported(code: str, source: str, target: str, tag: str) -> None:
    assert run(code, source, target, tag) is None


KEPT = ("Name: ", "Ime: ")
LOST = ("City: ", "Kraj:")


@pytest.mark.parametrize(
    ("others", "is_found"),
    [([KEPT], True), ([KEPT, KEPT, LOST], True), ([KEPT, LOST], False), ([LOST], False)],
)
def test_a_lost_space_is_compared_with_what_the_catalog_mostly_does(
    others: list[tuple[str, str]], is_found: bool
) -> None:
    pair = make_pair("Country: ", "Država:")
    pair.habits = Habits([*others, (pair.source, pair.target)], "sl")
    assert bool(TEXT_CHECKS["space-end"](pair)) is is_found


STOPS = [("It is saved.", "Shranjeno je.")]
BARE = [("It is opened.", "Odprto je")]


def test_a_space_at_the_beginning_that_most_translations_drop_is_one_by_accident() -> None:
    pair = make_pair(" Edit file", "Uredi datoteko")
    assert TEXT_CHECKS["space-start"](pair)
    pair.habits = Habits([(" Open", "Odpri"), (" Save", "Shrani"), (" Edit file", "Uredi")])
    assert not TEXT_CHECKS["space-start"](pair)


@pytest.mark.parametrize(
    ("pairs", "is_found"),
    [(STOPS * 40 + BARE * 2, True), (STOPS * 40 + BARE * 4, True), (STOPS * 20 + BARE * 4, False)],
)
def test_what_many_texts_of_a_catalog_do_is_its_style(
    pairs: list[tuple[str, str]], is_found: bool
) -> None:
    pair = make_pair("It is saved.", "Shranjeno je")
    pair.habits = Habits(pairs, "sl")
    assert bool(TEXT_CHECKS["end-punctuation"](pair)) is is_found


def test_labels_have_a_style_of_their_own() -> None:
    pair = make_pair("Please save the file that you have changed.", "Shranite datoteko")
    pair.habits = Habits([("Saved.", "Shranjeno")] * 9, "sl")
    assert TEXT_CHECKS["end-punctuation"](pair)


def test_a_plural_form_may_end_as_either_of_its_sources() -> None:
    entry = make_entry(plural="%(num)s were deleted. It is done")
    pair = make_pair("Delete it?", "Brez vprašaja", "sl", entry, 0)
    pair.entry.key = Key("Delete it?")
    assert TEXT_CHECKS["end-punctuation"](pair) is None


def test_a_flag_limits_the_length() -> None:
    assert run("length-flag", "Save", "Shrani datoteko", flags="max-length:10")
    assert run("length-flag", "Save", "Shrani", flags="max-length:10") is None


@pytest.mark.parametrize(
    ("tag", "form", "target", "is_found"),
    [
        ("sl", 0, "en dan", True),
        ("sl", 1, "dva dneva", True),
        ("sl", 3, "dni", True),
        ("sl", 0, "%(num)s dan", False),
        ("en", 0, "one day", False),
        ("en", 1, "days", True),
    ],
)
def test_a_form_for_several_numbers_needs_the_count(
    tag: str, form: int, target: str, is_found: bool
) -> None:
    entry = make_entry(plural="%(num)s days")
    pair = make_pair("%(num)s days", target, tag, entry, form)
    assert bool(TEXT_CHECKS["form-number"](pair)) is is_found


def test_where_the_plural_rule_itself_is_in_doubt_no_form_is_asked_for_the_count() -> None:
    locale = find_locale("cs")
    russian = (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);"
    )
    entry = make_entry(plural="%(num)s days")
    pair = make_pair("%(num)s days", "den", "cs", entry, 0)
    pair.language = TargetLanguage("cs", locale, read_rule(russian, locale))
    assert TEXT_CHECKS["form-number"](pair) is None


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["sl", "ja", "ar", "fr", "xx"]))
def test_no_text_raises_an_error_in_a_check(source: str, target: str, tag: str) -> None:
    pair = make_pair(source, target, tag)
    for code, check in TEXT_CHECKS.items():
        problem = check(pair)
        assert problem is None or (problem.code.name == code and str(problem))


@given(st.text(max_size=40))
def test_a_translation_equal_to_its_source_text_is_only_reported_as_unchanged(text: str) -> None:
    pair = make_pair(text, text, "en")
    for code in ("space-start", "space-end", "end-punctuation", "brackets", "number", "line-ends",
                 "expression", "escape", "address", "option", "word-double"):  # fmt: skip
        assert TEXT_CHECKS[code](pair) is None


def test_every_code_is_explained() -> None:
    codes = load_codes()
    assert len(codes) > 100
    for name, code in codes.items():
        assert re.fullmatch("[a-z]+(-[a-z]+)*", name)
        assert code.title
        assert not code.title.endswith(".")
        assert code.explanation.endswith((".", ".)"))


def test_a_name_can_be_declared_once() -> None:
    codes = load_codes()
    with pytest.raises(ValueError, match="two codes"):
        Code("space-start", "A title", "An explanation.")
    assert load_codes() == codes
