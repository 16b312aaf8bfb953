"""Text that is not in the page's language, labelled as such (WCAG 2.2 SC 3.1.2).

Where a translation is missing, a template gets the source text, tracked as such
(``kfor_i18n.tracking``). Once the page is rendered, ``label_fallbacks`` adds a ``lang`` attribute
to the element with the text, and a small note; where there can be no element (in an attribute, in
``title``, in a script), nothing is added. Templates do not know of it, so none can forget it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from markupsafe import escape

from kfor_i18n.tracking.html import find_places, insert
from kfor_i18n.tracking.lookups import Span
from kfor_i18n.tracking.text import concat, escape_html, spans_of

_START_TAG = re.compile(r"""<([a-z][a-z0-9]*)((?:\s(?:[^"'<>]|"[^"]*"|'[^']*')*)?)>\s*\Z""")
_LANGUAGE = re.compile(r"\slang=")


def is_fallback(text: str) -> bool:
    """Return whether a text, or part of it, is the source text of a missing translation."""
    return any(not span.lookup.is_translated for span in spans_of(text))


def label_fallbacks(
    html: str, language: str, note: str, note_language: str, *, is_rtl: bool = False
) -> str:
    """Label the source texts in a rendered page that stand for missing translations.

    ``language`` is that of the source texts, which run from left to right; ``note`` follows each
    of them, in ``note_language``; ``is_rtl`` says that the page runs from right to left. If such a
    text is all that its element holds, the element gets the ``lang`` attribute, unless it has one;
    otherwise the text is wrapped in a ``span``.
    """
    marked = f'lang="{language}" dir="ltr"' if is_rtl else f'lang="{language}"'
    own = f'lang="{escape(note_language)}"' + (' dir="auto"' if is_rtl else "")
    aside = concat([f' <small class="untranslated" {own}>(', escape_html(note), ")</small>"])
    inserts: dict[int, str] = defaultdict(str)
    for span in _find_fallbacks(html):
        start_tag = _find_element(html, span)
        if start_tag is None:
            inserts[span.start] += f"<span {marked}>"
            inserts[span.end] += aside + "</span>"
        elif not _LANGUAGE.search(start_tag[2]):
            inserts[start_tag.end(1)] += f" {marked}"
            inserts[span.end] += aside
    return insert(html, inserts)


def _find_fallbacks(html: str) -> Iterator[Span]:
    """Find the outermost source texts among the text of a page."""
    end = 0
    for place in find_places(html):
        span = place.span
        if place.kind == "text" and not span.lookup.is_translated and span.start >= end:
            end = span.end
            yield span


def _find_element(html: str, span: Span) -> re.Match[str] | None:
    """Return the start tag of the element that holds a text and nothing else."""
    text = str.__str__(html)
    start_tag = _START_TAG.search(text, text.rfind("<", 0, span.start), span.start)
    if start_tag and re.compile(rf"\s*</{start_tag[1]}>").match(text, span.end):
        return start_tag
    return None
