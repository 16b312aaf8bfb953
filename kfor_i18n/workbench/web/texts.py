"""The texts of the interface that its scripts show, by the names that they use."""

from __future__ import annotations

from collections.abc import Callable

from kfor_i18n.catalogs.problems import N_

TEXTS: dict[str, str] = {
    # Translators: Workbench. Read aloud before a text that was added, in a comparison of two texts.
    "added": N_("added:"),
    # Translators: Workbench. A key on the keyboard.
    "alt-digit": N_("Alt+%(digit)s"),
    # Translators: Workbench. Short state of the translated application, in the header.
    "application-failed": N_("Application failed"),
    # Translators: Workbench. Short state of the translated application, in the header.
    "application-ready": N_("Application running"),
    # Translators: Workbench. Short state of the translated application, in the header.
    "application-starting": N_("Application starting …"),
    # Translators: Workbench. Label of the translation as it was before both changed it.
    "base": N_("Before"),
    # Translators: Workbench. In place of the translation as it was before both changed it.
    "base-unknown": N_("(not known)"),
    # Translators: Workbench. Label of the difference between two versions, where both are new.
    "between": N_("Difference"),
    "choose": N_("Choose a message from the list, or click a text on the page."),
    "click-text": N_("Click a text to translate it."),
    # Translators: Workbench. Button.
    "compare": N_("Compare versions"),
    "conflict-changed": N_("This message was changed elsewhere while you were translating it."),
    "conflict-explained": N_(
        "Nothing was overwritten. Choose one version, or edit the text below and save it."
    ),
    "conflict-heading": N_("Message changed elsewhere"),
    # Translators: Workbench. Context of a message (msgctxt), in the list.
    "context": N_("Context: %(context)s"),
    # Translators: Workbench. Label before the context of a message (msgctxt).
    "context-label": N_("Context:"),
    # Translators: Workbench. What came of the button "Discard draft".
    "discarded": N_("Draft discarded."),
    # Translators: Workbench. Before a comment for translators from the source code.
    "developers": N_("From the developers:"),
    # Translators: Workbench. Button: do not report this warning for this message again.
    "dismiss": N_("Always ignore"),
    # Translators: Workbench. Read aloud for the button "Always ignore".
    "dismiss-what": N_('Always ignore "%(title)s" for this message'),
    "dismissed": N_('"%(title)s" is now ignored for this message.'),
    # Translators: Workbench. A message in the list has text that is not saved.
    "draft": N_("Draft"),
    # Translators: Workbench. Stands for an empty text.
    "empty": N_("(empty)"),
    # Translators: Workbench. Before a finding.
    "error": N_("Error:"),
    "expired": N_("The session has ended. To open the workbench again, run kfor-i18n translate."),
    # Translators: Workbench. Heading of files, such as feeds, in the list of pages.
    "files": N_("Files"),
    # Translators: Workbench. How many findings a message in the list has.
    "findings": N_("Findings: %(number)s"),
    "first": N_("This is the first message in the list."),
    # Translators: Workbench. Label of the flags of a message, such as python-format.
    "flags": N_("Flags"),
    # Translators: Workbench. Button: correct what a finding is about, in the field.
    "fix": N_("Fix"),
    # Translators: Workbench. Read aloud for the button "Fix".
    "fix-what": N_("Fix: %(title)s"),
    # Translators: Workbench. Button: open the page that a link leads to.
    "follow": N_("Follow link to %(path)s"),
    "fuzzy-changed": N_(
        "The source text changed after it was translated. Adapt the translation, or confirm it."
    ),
    "fuzzy-why": N_("This translation needs review. Correct it, or confirm it."),
    # Translators: Workbench. Label before the terms of the glossary in a source text.
    "glossary": N_("Glossary:"),
    # Translators: Workbench. Where a message is on the page.
    "in-text": N_("In the text of the page"),
    # Translators: Workbench. Button: of two drafts, the one that was written in this window.
    "keep-mine": N_("Keep your version"),
    "kept-nothing": N_("The workbench has already stored everything that you typed."),
    "kept-unsent": N_(
        "Your text is stored in this browser and will be sent as soon as the workbench responds."
    ),
    "last": N_("This is the last message in the list."),
    # Translators: Workbench. Heading of what a program printed before it failed.
    "last-lines": N_("Last lines of output"),
    # Translators: Workbench. Button that closes the comparison without a decision.
    "later": N_("Decide later"),
    # Translators: Workbench. How many messages the list has.
    "list-count": N_("Found: %(total)s"),
    "list-empty": N_("No messages found."),
    # Translators: Workbench. Which part of the list is shown.
    "list-range": N_("%(from)s–%(to)s of %(total)s"),
    "list-without": N_("The open message is not in this part of the list."),
    "merged": N_("Text to save"),
    # Translators: Workbench. Label of the user's own version of a translation.
    "mine": N_("Yours"),
    # Translators: Workbench. After what came of a save or another action: what was typed since.
    "newer": N_("What you typed in the meantime is kept as a draft."),
    # Translators: Workbench. After a save: which message is open now.
    "next": N_('Next: "%(source)s"'),
    # Translators: Workbench. Above the page that an application shows in place of one that failed.
    "page-failed": N_("The application failed on this page: %(reason)s"),
    # Translators: Workbench. A page in the list of pages, and what it does, such as "leads to /".
    "page-note": N_("%(page)s (%(note)s)"),
    "next-place": N_("Occurrence %(at)s of %(of)s: go to the next"),
    "no-application": N_(
        "To see the pages of your Flask application here, with your translations as you write "
        "them, name the application in pyproject.toml (in kfor-i18n.toml, without the heading), "
        "then stop kfor-i18n translate and run it again:"
    ),
    # Translators: Workbench. Read aloud when the last finding is corrected.
    "no-findings": N_("No findings."),
    "no-message": N_("No translatable text here."),
    "no-pages": N_(
        "The application has no pages to show; add some to the pages setting, then stop "
        "kfor-i18n translate and run it again."
    ),
    "not-here": N_("Not on this page"),
    "not-in-catalog": N_(
        "This text is not in this project's catalogs. If it is in the project's sources, run "
        "kfor-i18n sync."
    ),
    # Translators: Workbench. Before the reason.
    "not-saved": N_("Not saved."),
    # Translators: Workbench. The message is on the page but hidden, or without a visible text.
    "not-seen": N_("%(where)s, not visible"),
    "number-shown": N_("Show the page with the number"),
    "other-draft": N_(
        "This message has another text, from another tab or browser. Choose the one to keep:"
    ),
    # Translators: Workbench. Below the text from another tab or browser.
    "other-shown": N_("Until you choose, the page shows this other text."),
    "other-draft-of": N_(
        "Not all of your text was stored, because another draft was written in another tab or "
        "browser. Open this message and choose the one to keep: %(source)s"
    ),
    # Translators: Workbench. Label of a field for any number, after buttons with some numbers.
    "other-number": N_("Other number"),
    # Translators: Workbench. Heading of the pages in the list of pages.
    "pages": N_("Pages"),
    "places": N_("On these pages"),
    # Translators: Workbench. A message in the list has plural forms.
    "plural": N_("Plural"),
    # Translators: Workbench. Which message of the list is open; the heading of the form.
    "position": N_("Translation %(position)s of %(total)s"),
    "probable": N_("Probably on this page"),
    # Translators: Workbench. How many messages of a catalog are translated.
    "progress": N_("%(translated)s of %(total)s"),
    "redone": N_("The last change was made again."),
    # Translators: Workbench. Label of the source files and lines of a message.
    "references": N_("References"),
    "refused": N_("The workbench rejected the request (status %(status)s)."),
    "reloaded": N_("Message reloaded because it was changed elsewhere: %(source)s"),
    # Translators: Workbench. Read aloud before a text that was removed, in a comparison.
    "removed": N_("removed:"),
    # Translators: Workbench. Button.
    "save": N_("Save"),
    "save-again": N_("Save again to accept the warnings."),
    # Translators: Workbench. Button: replace the hits that are chosen; %(number)s is how many.
    "replace-chosen": N_("Replace selected (%(number)s)"),
    # Translators: Workbench. Button: open the message in which something was found.
    "replace-open": N_("Open message"),
    # Translators: Workbench. Button: of two versions, save the user's own.
    "save-mine": N_("Save your version"),
    # Translators: Workbench. Button: save in spite of warnings.
    "save-anyway": N_("Save anyway"),
    "save-next": N_("Save and next"),
    "save-next-anyway": N_("Save anyway and next"),
    # Translators: Workbench. Heading of special states of the application in the list of pages,
    # such as error pages, or a page after signing in.
    "scenes": N_("Special states"),
    # Translators: Workbench. Button: lift the filters of the list.
    "show-all": N_("Show all"),
    "shown-with": N_("The page is shown with the number %(number)s."),
    "take-merged": N_("Save this text"),
    "take-theirs": N_("Use the other version"),
    # Translators: Workbench. Before a list of terms of the glossary and their translations.
    "terms-missing": N_("Glossary terms missing; use:"),
    # Translators: Workbench. Label of the version of a translation that someone else saved.
    "theirs": N_("Saved elsewhere"),
    # Translators: Workbench. How often a message is on a page.
    "times": N_("(occurrences: %(count)s)"),
    "token-used": N_(
        "This link has expired or was already used. To get a new one, run kfor-i18n translate."
    ),
    # Translators: Workbench. Heading of the form.
    "translation": N_("Translation"),
    "undone": N_("The last change was undone."),
    "unreachable": N_("The workbench does not respond; check that kfor-i18n translate is running."),
    # Translators: Workbench. Button: take over the translation of another message.
    "use": N_("Use"),
    "use-what": N_("Use the translation %(target)s"),
    "used": N_("Used on this page, but not visible"),
    # Translators: Workbench. Before a finding.
    "warning": N_("Warning:"),
    # Translators: Workbench. Title of the window.
    "window-title": N_("%(project)s – Translation workbench"),
}


def translate_texts(gettext: Callable[[str], str]) -> dict[str, str]:
    """Return the texts of the interface in the language of a ``gettext`` function."""
    return {key: gettext(msgid) for key, msgid in TEXTS.items()}  # i18n: ignore
