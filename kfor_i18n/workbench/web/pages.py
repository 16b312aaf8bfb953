"""What clients are told of the application and its pages, as JSON: their names, and what they are.

Names are for translators: error pages say what the error is, and scenes what state is shown.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.workbench.rendering.pages import Kind, Page, Result
from kfor_i18n.workbench.rendering.preview import Preview, Rendering
from kfor_i18n.workbench.rendering.protocol import RenderedPage

_ERRORS = {
    # Translators: Workbench. Name of an error page in the list of pages.
    400: N_("400: bad request"),
    # Translators: Workbench. Name of an error page in the list of pages.
    401: N_("401: sign-in required"),
    # Translators: Workbench. Name of an error page in the list of pages.
    403: N_("403: access denied"),
    # Translators: Workbench. Name of an error page in the list of pages.
    404: N_("404: page not found"),
    # Translators: Workbench. Name of an error page in the list of pages.
    405: N_("405: method not allowed"),
    # Translators: Workbench. Name of an error page in the list of pages.
    410: N_("410: page removed"),
    # Translators: Workbench. Name of an error page in the list of pages.
    413: N_("413: too much data"),
    # Translators: Workbench. Name of an error page in the list of pages.
    429: N_("429: too many requests"),
    # Translators: Workbench. Name of an error page in the list of pages.
    500: N_("500: server error"),
    # Translators: Workbench. Name of an error page in the list of pages.
    503: N_("503: service unavailable"),
}

_TEXTUAL = ("application/json", "application/xml", "text/")
"""How the media types begin, or end after a plus sign, of files that browsers show as text."""


def describe_preview(
    preview: Preview, texts: NullTranslations, *, has_pages: bool = True
) -> dict[str, Any]:
    """Return the state of the application, its pages if asked for, and how far the index is."""
    done, total = preview.progress
    return {
        "application": _describe_application(preview, texts),
        "pages": _describe_pages(preview, texts) if has_pages else None,
        "index": {"done": done, "total": total},
    }


def _describe_application(preview: Preview, texts: NullTranslations) -> dict[str, Any]:
    application = preview.application
    if application is None:
        return {"state": "none", "problem": None, "output": [], "generation": 0, "edition": 0}
    problem = application.problem
    return {
        "state": preview.state,
        "problem": problem.text(texts.gettext) if problem else None,
        "output": application.output,
        "generation": application.generation,
        "edition": preview.edition,
    }


def _describe_pages(preview: Preview, texts: NullTranslations) -> list[dict[str, Any]]:
    """Return the pages in their order, files last."""
    kinds = [(_find_kind(preview, page), page) for page in preview.pages.all()]
    return [
        {
            "id": page.id,
            "path": page.path,
            "locale": page.locale,
            "name": name_page(page, texts),
            "kind": kind,
            "front": page.is_front and kind == "page" and not _leads_elsewhere(preview, page),
            "notes": _list_notes(preview, page, texts),
        }
        for kind, page in sorted(kinds, key=lambda each: each[0] == "file")
    ]


def _find_kind(preview: Preview, page: Page) -> Kind:
    """Return what a page is, which its address alone may not tell."""
    results = preview.pages.results(page).values()
    is_file = page.kind == "page" and any(each.outcome == "file" for each in results)
    return "file" if is_file else page.kind


def _leads_elsewhere(preview: Preview, page: Page) -> bool:
    return any(each.target for each in preview.pages.results(page).values())


def _list_notes(preview: Preview, page: Page, texts: NullTranslations) -> dict[str, str]:
    """Return by locale what is said after the name of a page in the list."""
    results = preview.pages.results(page)
    notes = {locale: _note(result, texts) for locale, result in results.items()}
    return {locale: note for locale, note in notes.items() if note}


def name_page(page: Page, texts: NullTranslations) -> str:
    """Return what a page is called: its address, its error or its state."""
    if page.error:
        named = _ERRORS.get(page.error)
        return texts.gettext(named) if named else str(page.error)  # i18n: ignore
    return page.title or page.path


def _note(result: Result, texts: NullTranslations) -> str:
    if result.outcome == "failed":
        # Translators: Workbench. In the list of pages, after a page that cannot be shown.
        return texts.gettext("failed")
    if result.outcome == "endless":
        # Translators: Workbench. In the list of pages, after one whose redirects never end.
        return texts.gettext("redirects in a loop")
    if result.target:
        # Translators: Workbench. In the list of pages, after one that redirects to another.
        return texts.gettext("leads to %(path)s") % {"path": result.target}
    if result.outcome == "refused":
        # Translators: Workbench. In the list of pages, after one that answers with an HTTP status.
        return texts.gettext("status %(status)s") % {"status": result.status}
    return ""


def explain_page(rendering: Rendering, texts: NullTranslations) -> str | None:
    """Return why what is shown is not what may be expected; ``None`` if it is."""
    page, target = rendering.page, rendering.result.target
    if rendering.asked.kind == "scene" and target:
        text = texts.gettext(
            "The function ends with a redirect to %(path)s. To show that page, add "
            "follow_redirects=True to its last request. If the redirect is not expected, look at "
            "the responses to its earlier requests: a form may have been rejected."
        )
        return text % {"path": target}
    if page.is_endless:
        return texts.gettext(
            "This address redirects in a loop, so there is no page to show. Correct the redirects "
            "of the application."
        )
    if page.redirect:
        text = texts.gettext("This address leads to another website: %(path)s")
        return text % {"path": target}
    if target:
        return texts.gettext("This address leads to %(path)s.") % {"path": target}
    if not can_be_shown(page):
        text = texts.gettext(
            "This address is a file (%(type)s), which cannot be shown here. The messages that it "
            "uses are in the list."
        )
        return text % {"type": page.media_type}
    return None


def can_be_shown(page: RenderedPage) -> bool:
    """Return whether a browser shows a response in a frame that may not do anything."""
    if page.is_endless:
        return False
    media_type = page.media_type
    is_text = media_type.startswith(_TEXTUAL) or media_type.endswith(("+json", "+xml"))
    return not media_type or page.is_html or is_text or media_type.startswith("image/")
