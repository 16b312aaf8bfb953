"""Pages to be measured: with their translations, in every plural form, and with their sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.fits import Measuring, Text
from kfor_i18n.workbench.live.numbers import choose_numbers
from kfor_i18n.workbench.live.sources import SourceTexts
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.preview import Preview
from kfor_i18n.workbench.rendering.protocol import RenderedPage


class Pair(NamedTuple):
    """A page with its translations, the same page with its sources, and which places correspond."""

    target: RenderedPage
    source: RenderedPage
    matches: list[tuple[int, int]]


def render_pairs(
    preview: Preview, catalogs: Catalogs, state: CatalogState, page_id: str
) -> Iterator[Pair]:
    """Render a page as it is, and then with its plurals in each of their other forms.

    Raises ``ApplicationError``, and ``LookupError`` if there is no such page.
    """
    sources = SourceTexts(catalogs)
    first = preview.render_aside(state, page_id)
    if not first.is_html:
        return
    yield _pair(first, preview.render_aside(state, page_id, texts=sources))
    for numbers in _list_numbers(catalogs, first):
        target = preview.render_aside(state, page_id, numbers)
        yield _pair(target, preview.render_aside(state, page_id, numbers, sources))


def describe_measuring(
    catalogs: Catalogs, state: CatalogState, page_id: str, name: str, pairs: list[Pair]
) -> Measuring:
    """Return which texts are measured on a page that was rendered."""
    texts = [
        [_text_of(catalogs, state.folder, place.span.lookup) for place in pair.target.places]
        for pair in pairs
    ]
    return Measuring(state.folder, page_id, name, texts, _list_forms(catalogs, texts))


def _list_forms(
    catalogs: Catalogs, texts: list[list[Text | None]]
) -> dict[tuple[str, Key], tuple[str, ...]]:
    found = {}
    with catalogs.lock:
        for text in {text for each in texts for text in each if text}:
            state = catalogs.state(text.catalog)
            entry = state.find(text.key) if state else None
            if state and entry:
                found[text.catalog, text.key] = catalogs.shown_forms(state, entry)
    return found


def _pair(target: RenderedPage, source: RenderedPage) -> Pair:
    """Match the places of two pages: the first of a message with the first, and so on."""
    named = {name: number for number, name in enumerate(_name_places(source))}
    names = enumerate(_name_places(target))
    return Pair(target, source, [(n, named[name]) for n, name in names if name in named])


def _name_places(page: RenderedPage) -> Iterator[tuple[str, Key, int]]:
    seen: Counter[tuple[str, Key]] = Counter()
    for place in page.places:
        lookup = place.span.lookup
        name = lookup.domain, lookup.key
        yield *name, seen[name]
        seen[name] += 1


def _list_numbers(catalogs: Catalogs, page: RenderedPage) -> list[Mapping[Key, int]]:
    """Return numbers for the plurals of a page, by which each form is shown that is not yet."""
    lookups = [place.span.lookup for place in page.places]
    wanted: list[dict[Key, int]] = []
    for lookup in lookups:
        shown = {_form_of(catalogs, each) for each in lookups if each.key == lookup.key}
        numbers = _numbers_of(catalogs, lookup)
        for at, number in enumerate(numbers[form] for form in numbers if form not in shown):
            wanted += [{}] * (at + 1 - len(wanted))
            wanted[at] = {**wanted[at], lookup.key: number}
    return list(wanted)


def _numbers_of(catalogs: Catalogs, lookup: Lookup) -> dict[int, int]:
    """Return a number for each form of a message, by the form; none for one without a plural."""
    state = catalogs.state_for(lookup.domain, lookup.locale)
    rule = state.catalog.rule if state and state.catalog else None
    if rule is None or lookup.number is None:
        return {}
    return {rule.index(number): number for number in choose_numbers(rule)}


def _form_of(catalogs: Catalogs, lookup: Lookup) -> int | None:
    state = catalogs.state_for(lookup.domain, lookup.locale)
    rule = state.catalog.rule if state and state.catalog else None
    return None if rule is None or lookup.number is None else rule.index(lookup.number)


def _text_of(catalogs: Catalogs, folder: str, lookup: Lookup) -> Text | None:
    """Return the text that a look-up gave, ``None`` for one that no catalog of the locale has."""
    state = catalogs.state_for(lookup.domain, lookup.locale)
    if state is None or state.folder != folder or state.find(lookup.key) is None:
        return None
    return Text(state.id, lookup.key, _form_of(catalogs, lookup))
