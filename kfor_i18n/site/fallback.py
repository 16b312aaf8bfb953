"""Text that is not in the page's language, labelled as such (WCAG 2.2 SC 3.1.2).

Where a translation is missing, a template gets the source text between two marks. Once the page is
rendered, ``label_fallbacks`` turns the marks into a ``lang`` attribute on the element with the text
and a small note, and removes them where there can be no element: in an attribute, in ``title``, in
a script. Templates do not know of it, so none can forget it.
"""

from __future__ import annotations

import re

from markupsafe import escape

# Noncharacters are reserved for a program's own use (Unicode 23.7): no text contains them.
OPEN, CLOSE = "\ufdd0", "\ufdd1"

_UNLABELLED = re.compile(
    r"<!--.*?-->"
    r"|<(script|style|title|textarea)\b[^>]*>.*?</\1>"
    r"""|<(?:[^"'<>]|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)
_INNER = re.compile(f"({OPEN}[^{OPEN}{CLOSE}]*){OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_WHOLE_ELEMENT = re.compile(
    r"<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:\s(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*)?)>(?P<space>\s*)"
    rf"{OPEN}(?P<text>[^{OPEN}{CLOSE}]*){CLOSE}(?=\s*</(?P=name)>)"
)
_RUN = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")


def mark(text: str) -> str:
    """Mark a text as being in the source language."""
    return f"{OPEN}{text}{CLOSE}"


def is_marked(text: str) -> bool:
    """Return whether a text, or part of it, is marked."""
    return OPEN in text


def strip_marks(text: str) -> str:
    """Return a text without marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def label_fallbacks(
    html: str, language: str, note: str, note_language: str, *, is_rtl: bool = False
) -> str:
    """Turn the marks in a rendered page into markup.

    ``language`` is that of the marked texts, which run from left to right; ``note`` follows each of
    them, in ``note_language``; ``is_rtl`` says that the page runs from right to left. If a marked
    text is all that its element holds, the element gets the ``lang`` attribute; otherwise the text
    is wrapped in a ``span``.
    """
    if not is_marked(html):
        return html
    html = _UNLABELLED.sub(lambda match: strip_marks(match[0]), html)
    html, nested = _INNER.subn(r"\1\2", html)
    while nested:
        html, nested = _INNER.subn(r"\1\2", html)
    marked = f'lang="{language}" dir="ltr"' if is_rtl else f'lang="{language}"'
    own = f'lang="{escape(note_language)}"' + (' dir="auto"' if is_rtl else "")
    aside = f' <small class="untranslated" {own}>({escape(note)})</small>'

    def label_element(match: re.Match[str]) -> str:
        if re.search(r"\slang=", match["attributes"]):
            return match[0]
        start = f"<{match['name']} {marked}{match['attributes']}>"
        return f"{start}{match['space']}{match['text']}{aside}"

    html = _WHOLE_ELEMENT.sub(label_element, html)
    return strip_marks(_RUN.sub(lambda match: f"<span {marked}>{match[1]}{aside}</span>", html))
