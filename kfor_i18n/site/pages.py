"""The pages, and every text for visitors that is not in a template.

A page is one entry here and one template. Its texts are functions of a language's texts.
"""

from __future__ import annotations

from kfor_i18n.site.languages import Text
from kfor_i18n.site.model import Page
from kfor_i18n.site.timeline import Timeline

PAGES: tuple[Page, ...] = (
    Page(
        name="kfor",
        template="site/kfor.html",
        # Translators: the title of the front page and its heading.
        title=lambda t: t.gettext("KFOR and the Slovenian Armed Forces in Kosovo"),
        label=lambda t: t.pgettext("navigation", "KFOR in Kosovo"),
        description=lambda t: t.gettext(
            "How the NATO-led Kosovo Force came about, what its mandate is, and what the Slovenian "
            "Armed Forces have done in Kosovo since January 2000."
        ),
        context=lambda site: {"timeline": Timeline(site.today)},
    ),
    Page(
        name="languages",
        template="site/languages.html",
        # Translators: the title of a page and its heading.
        title=lambda t: t.gettext("About this page’s languages"),
        label=lambda t: t.pgettext("navigation", "Languages"),
        description=lambda t: t.gettext(
            "Which languages the page about KFOR can be read in, how much of each is translated, "
            "and how to report a mistake or contribute."
        ),
        slug=lambda t: t.pgettext("URL slug", "languages"),
    ),
)


def say_not_translated(text: Text) -> str:
    """Return the note after a text that is shown in the source language."""
    return text.gettext("not yet translated")


def say_not_found(text: Text) -> str:
    """Return the text for a URL without a page."""
    return text.gettext("This page does not exist")
