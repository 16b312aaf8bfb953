"""Why a message is on no page, in words for people."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.problems import N_
from kfor_i18n.workbench.live.state import CatalogState
from kfor_i18n.workbench.rendering.pages import Page
from kfor_i18n.workbench.rendering.places import PagePlace
from kfor_i18n.workbench.rendering.preview import Preview
from kfor_i18n.workbench.rendering.reasons import Cause, Hindrance, Reason, Usage
from kfor_i18n.workbench.web.pages import name_page

_MOST = 3
"""How many sources of a message are looked at."""

_CAUSES: dict[Cause, str] = {
    # Translators: Workbench. Why a message is on no page.
    "nowhere": N_("The catalog does not say where this message is used."),
    # Translators: Workbench. Why a message is on no page.
    "missing": N_("The source file %(path)s no longer exists; run kfor-i18n sync."),
    # Translators: Workbench. Why a message is on no page.
    "script": N_("%(path)s is a script; scripts do not run here, so their texts are not found."),
    # Translators: Workbench. Why a message is on no page.
    "code": N_("No page runs the Python code in %(path)s that uses this message."),
    # Translators: Workbench. Why a message is on no page; a scene is a page in a certain state.
    "part": N_(
        "%(page)s uses the template %(path)s, but does not show the part with this message; a "
        "scene can show it."
    ),
    # Translators: Workbench. Why a message is on no page.
    "failed": N_("The template %(path)s is used on %(page)s, which failed."),
    # Translators: Workbench. Why a message is on no page.
    "mail": N_("No page uses %(path)s; it seems to be a template for e-mail."),
    # Translators: Workbench. Why a message is on no page.
    "template": N_("No page uses the template %(path)s."),
    # Translators: Workbench. Why a message is on no page.
    "file": N_("Only in a file, not on a page: %(page)s (%(type)s)."),
}

_HINDRANCES: dict[Hindrance, str] = {
    # Translators: Workbench. Why an address of the application is not among the pages.
    "form": N_("%(rule)s only accepts forms; a scene can send one."),
    # Translators: Workbench. Why an address of the application is not among the pages.
    "values": N_("%(rule)s needs a value in its address; add an address to the pages setting."),
    # Translators: Workbench. Why an address of the application is not among the pages.
    "excluded": N_("%(rule)s is excluded in the settings."),
    # Translators: Workbench. Why an address of the application is not among the pages.
    "effects": N_(
        "%(rule)s is only requested when you open it, because its name suggests that a request "
        "has effects."
    ),
    # Translators: Workbench. Why a message is not on the page of an address.
    "moved": N_("%(rule)s leads to another page, perhaps to sign in; a scene can sign in first."),
    # Translators: Workbench. Why a message is not on the page of an address.
    "refused": N_("%(rule)s returns an error; a scene can make the request that it requires."),
    # Translators: Workbench. Why a message is not on the page of an address.
    "failed": N_("%(rule)s failed."),
}


def explain_unused(
    preview: Preview, usage: Usage, state: CatalogState, key: Key, texts: NullTranslations
) -> list[str]:
    """Return why no page has a message, in a sentence or two for each of its sources."""
    files = [each for each in preview.places_of(state, key) if each.result.outcome == "file"]
    if files:
        return [_say_file(place, texts) for place in files[:_MOST]]
    entry = state.find(key)
    reasons = usage.explain(read_references(entry) if entry else ())
    return [_say_reason(reason, texts) for reason in reasons[:_MOST]]


def explainer(
    preview: Preview, state: CatalogState, texts: NullTranslations
) -> Callable[[Key], str]:
    """Return a function that says in words why no page has a message."""
    usage = preview.usage()
    return lambda key: " ".join(explain_unused(preview, usage, state, key, texts))


def _say_file(place: PagePlace, texts: NullTranslations) -> str:
    values = {"page": name_page(place.page, texts), "type": place.result.media_type}
    return texts.gettext(_CAUSES["file"]) % values  # i18n: ignore


def _say_reason(reason: Reason, texts: NullTranslations) -> str:
    values = {"path": reason.path, "page": _name_first(reason.pages, texts)}
    said = texts.gettext(_CAUSES[reason.cause]) % values  # i18n: ignore
    if reason.hindrance is None:
        return said
    hindrance = texts.gettext(_HINDRANCES[reason.hindrance])  # i18n: ignore
    return f"{said} {hindrance % {'rule': reason.rule}}"


def _name_first(pages: tuple[Page, ...], texts: NullTranslations) -> str:
    return name_page(pages[0], texts) if pages else ""
