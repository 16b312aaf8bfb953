"""A page in an exported archive: the messages with their translations, places and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from kfor_i18n.catalogs.exchange.formats.model import Parcel
from kfor_i18n.catalogs.exchange.places import Place
from kfor_i18n.catalogs.exchange.units import Form, Handout, Unit
from kfor_i18n.catalogs.problems import N_, GetText
from kfor_i18n.locales import direction, find_locale, standard_tag

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 62rem; padding: 1rem; }
article { border-top: 1px solid #8888; padding: .75rem 0; }
h2 { font-size: 1rem; margin: 0 0 .25rem; }
h2, p, li { overflow-wrap: anywhere; white-space: pre-line; }
p { margin: .25rem 0; }
figure { margin: .5rem 0; }
img { border: 1px solid #8888; height: auto; max-width: 100%; vertical-align: top; }
ul { margin: .25rem 0; padding-inline-start: 1.25rem; }
.label { font-size: .875rem; opacity: .8; }
summary { cursor: pointer; padding: .25rem 0; }
"""
_OPEN = 3
"""How many pages of a message are shown at once; the others when they are asked for."""

# Translators: title of a page in an exported folder.
_TITLE = N_("%(project)s: messages and their places")
_INTRO = N_(
    "The pages on which each message is used. Translate the .po files; this page is for reference."
)
_NOWHERE = N_("Not found on any page.")
# Translators: in a page for translators, in place of a translation.
_UNTRANSLATED = N_("(not translated)")
_CONTEXT = N_("Context: %(context)s")
# Translators: in a page for translators; opens the rest of a list of pages.
_MORE = N_("More pages: %(number)s")
_PICTURE = N_("Picture of the place on the page %(page)s")


def write_gallery(parcel: Parcel) -> bytes:
    """Return the page, in the exported language if ``gettext`` translates its texts."""
    gettext = parcel.gettext
    is_translated = gettext(_INTRO) != _INTRO  # i18n: ignore
    language = standard_tag(parcel.folder) if is_translated else "en"
    title = gettext(_TITLE) % {"project": parcel.project}  # i18n: ignore
    articles = "\n".join(
        "\n".join(_write_unit(handout, unit, _reasons_of(parcel, unit), gettext))
        for handout in parcel.handouts
        # A domain of which nothing is on a page is that of something else, such as a program.
        if any(unit.places for unit in handout.units)
        for unit in handout.units
    )
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{_direction(language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n<p>{escape(gettext(_INTRO))}</p>\n"  # i18n: ignore
        f"{articles}\n</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def _direction(tag: str) -> str:
    return direction(tag) if find_locale(tag.replace("-", "_")) else "ltr"


def _reasons_of(parcel: Parcel, unit: Unit) -> tuple[str, ...]:
    return parcel.places.reasons.get(unit.id, ()) if parcel.places else ()


def _write_unit(
    handout: Handout, unit: Unit, reasons: Iterable[str], gettext: GetText
) -> Iterator[str]:
    sources = dict.fromkeys(form.source for form in unit.forms)
    yield f'<article id="{escape(unit.id)}">'
    yield f'<h2 lang="{escape(handout.source_language)}">{"<br>".join(map(escape, sources))}</h2>'
    if unit.context is not None:
        yield _label(gettext(_CONTEXT) % {"context": unit.context})  # i18n: ignore
    if unit.extracted_comments:
        yield _label(unit.extracted_comments)
    yield from (_write_form(handout, form, gettext) for form in unit.forms)
    if not unit.places:
        yield _label(" ".join((gettext(_NOWHERE), *reasons)))  # i18n: ignore
    yield from _write_places(unit.places[:_OPEN], gettext)
    more = unit.places[_OPEN:]
    if more:
        said = gettext(_MORE) % {"number": len(more)}  # i18n: ignore
        yield f"<details><summary>{escape(said)}</summary>"
        yield from _write_places(more, gettext)
        yield "</details>"
    yield "</article>"


def _label(text: str) -> str:
    return f'<p class="label">{escape(text)}</p>'


def _write_form(handout: Handout, form: Form, gettext: GetText) -> str:
    examples = f'<span class="label">n = {escape(form.examples)}:</span> ' if form.examples else ""
    if not form.target:
        return f"<p>{examples}{escape(gettext(_UNTRANSLATED))}</p>"  # i18n: ignore
    language = handout.target_language
    target = f'<bdi lang="{escape(language)}">{escape(form.target)}</bdi>'
    return f"<p>{examples}{target}</p>"


def _write_places(places: Iterable[Place], gettext: GetText) -> Iterator[str]:
    listed = list(places)
    if not listed:
        return
    yield "<ul>"
    for place in listed:
        kinds = f": {escape(place.kinds)}" if place.kinds else ""
        alternative = gettext(_PICTURE) % {"page": place.page}  # i18n: ignore
        pictures = "".join(
            f'<figure><img src="{escape(path)}" alt="{escape(alternative)}"></figure>'
            for path in place.pictures
        )
        yield f"<li>{escape(place.page)}{kinds}{pictures}</li>"
    yield "</ul>"
