"""What a message with plural forms reads like for each number: the sentence on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from gettext import NullTranslations
from typing import Any, NamedTuple

from babel import Locale
from flask import Blueprint, Response, jsonify

from kfor_i18n.catalogs.messages import Source
from kfor_i18n.catalogs.plurals import PluralRule
from kfor_i18n.catalogs.validation.comparing import is_formatted
from kfor_i18n.catalogs.validation.places import formats_of
from kfor_i18n.workbench.live.numbers import fill_number, list_counts, list_numbers
from kfor_i18n.workbench.rendering.application import ApplicationError
from kfor_i18n.workbench.rendering.protocol import RenderedPage
from kfor_i18n.workbench.rendering.sentences import Sentence, read_sentences
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.forms import name_category
from kfor_i18n.workbench.web.requests import (
    Subject,
    find_subject,
    read_body,
    read_text,
    session_of_request,
    texts_of_request,
)

numbers = Blueprint("numbers", __name__)


class _Plural(NamedTuple):
    """A message with plural forms as it is shown: the form for each number, and what it is called.

    ``forms`` are the translations that are shown; without any, the source texts are.
    """

    rule: PluralRule
    forms: tuple[str, ...]
    source: Source
    names: tuple[str, ...]
    locale: Locale | None
    is_formatted: bool

    def text_for(self, number: int) -> str:
        """Return the text for a number, with the number in it."""
        is_formatted = self.is_formatted
        texts = (self.source.texts[0], self.source.texts[-1])
        text = self.forms[self.rule.index(number)] if self.forms else texts[number != 1]
        counts = list_counts(self.source, is_formatted=is_formatted)
        return fill_number(text, number, self.locale, counts, is_formatted=is_formatted)

    def same_as(self, form: int) -> str:
        """Return the name of the first form that reads like a later one; "" if none does."""
        if not self.forms:
            return ""
        first = self.forms.index(self.forms[form])
        return self.names[first] if first < form else ""


@numbers.post("/numbers")
def show_numbers() -> Response:
    """Return how a message reads for each number that tells: on the page, or by itself.

    Another request of the same client ends this one.
    """
    session, texts, body = session_of_request(), texts_of_request(), read_body()
    is_wanted = session.turns.begin(read_text(body, "client"))
    with session.catalogs.lock:
        subject = find_subject(body)
        plural = _read_plural(session, subject, texts)
    if plural is None:
        return jsonify(rows=[], problem=None)
    wanted = list_numbers(plural.rule)
    shown, problem = _find_sentences(session, subject, read_text(body, "page"), wanted, is_wanted)
    rows = [_describe(plural, number, shown.get(number)) for number in wanted]
    return jsonify(rows=rows, problem=_explain(problem, texts))


def _read_plural(session: Session, subject: Subject, texts: NullTranslations) -> _Plural | None:
    """Return a message as it is shown now; ``None`` for one without plural forms."""
    state, entry = subject.state, subject.state.find(subject.key)
    catalog = state.catalog
    if entry is None or entry.plural is None or catalog is None or catalog.rule is None:
        return None
    rule, forms = catalog.rule, session.catalogs.shown_forms(state, entry)
    names = tuple(
        name_category(catalog, form, texts) or f"msgstr[{form}]" for form in range(rule.forms)
    )
    source = catalog.source_of(entry)
    return _Plural(
        rule,
        forms if len(forms) == rule.forms else (),
        source,
        names,
        catalog.locale,
        is_formatted(source, formats_of(catalog, entry).printf),
    )


def _find_sentences(
    session: Session,
    subject: Subject,
    page: str,
    wanted: list[int],
    is_wanted: Callable[[], bool],
) -> tuple[dict[int, Sentence], ApplicationError | None]:
    """Return the sentences of a page by number, as far as the client waits for them."""
    found: dict[int, Sentence] = {}
    try:
        for number in wanted if page and session.preview.application else ():
            if not is_wanted():
                break
            rendered = session.preview.render_aside(subject.state, page, {subject.key: number})
            sentence = next(_read_places(rendered, subject), None)
            if sentence is None:
                # It is not on the page, whatever the number.
                break
            found[number] = sentence
    except LookupError:
        return {}, None
    except ApplicationError as error:
        return found, error
    return found, None


def _read_places(rendered: RenderedPage, subject: Subject) -> Iterator[Sentence]:
    """Yield the sentences that a message is in on a page."""
    places = [
        number
        for number, place in enumerate(rendered.places)
        if place.kind == "text"
        and (place.span.lookup.domain, place.span.lookup.key)
        == (subject.state.domain, subject.key)
    ]  # fmt: skip
    if places and rendered.is_html:
        yield from read_sentences(rendered.body.decode("utf-8", "replace"), places).values()


def _describe(plural: _Plural, number: int, sentence: Sentence | None) -> dict[str, Any]:
    form = plural.rule.index(number)
    return {
        "number": number,
        "form": form,
        "name": plural.names[form],
        "same": plural.same_as(form),
        "sentence": sentence or Sentence("", plural.text_for(number), ""),
        "is_on_page": sentence is not None,
    }


def _explain(error: ApplicationError | None, texts: NullTranslations) -> str | None:
    return error.problem.text(texts.gettext) if error else None
