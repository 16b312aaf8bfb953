"""The texts of the interface that its scripts show, by the names that they use."""

from __future__ import annotations

from collections.abc import Callable

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.workbench.web.before_texts import BEFORE_TEXTS

TEXTS: dict[str, str] = {
    **BEFORE_TEXTS,
    # Translators: Workbench. Read aloud before a text that was added, in a comparison of two texts.
    "added": N_("added:"),
    # Translators: Workbench. A key on the keyboard.
    "alt-digit": N_("Alt+%(digit)s"),
    # Translators: Workbench. Button: the developers answered the question, so it is removed.
    "answered": N_("Answered"),
    # Translators: Workbench. Read aloud: the name of the button "Answered".
    "answered-what": N_("Answered: %(question)s"),
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
    "catalog-gone": N_(
        "The file %(path)s was deleted or renamed. Drafts are kept. Restore the file, or choose "
        "another catalog."
    ),
    "choose": N_("Choose a message from the list, or click a text on the page."),
    "click-text": N_("Click a text to translate it."),
    # Translators: Workbench. Button.
    "compare": N_("Compare versions"),
    "command-done": N_("The command has finished."),
    # Translators: Workbench. Label of the field for the message of a git commit.
    "commit-message": N_("Commit message, %(language)s"),
    # Translators: Workbench. What came of the button "Commit"; %(commit)s is the id of the commit.
    "committed": N_("%(language)s: committed as %(commit)s."),
    # Translators: Workbench. While a git commit is made.
    "committing": N_("Committing …"),
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
    # Translators: Workbench. Button: save the translations of a language as a file.
    "download": N_("Download: %(name)s"),
    "downloaded": N_("File for handing over: %(file)s."),
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
    "fit-absent": N_("There are no pages to measure while the application does not run."),
    "fit-done": N_("Pages measured: %(total)s. Messages that do not fit: %(count)s."),
    # Translators: Workbench. A page that could not be measured, and why.
    "fit-failed": N_("Not measured: %(page)s. %(reason)s"),
    # Translators: Workbench. How many pages of all were measured.
    "fit-progress": N_("%(done)s of %(total)s"),
    # Translators: Workbench. After the name of a button: how many pages of all were measured.
    "fit-share": N_("(%(done)s of %(total)s)"),
    # Translators: Workbench. Button: show the page with a message as wide as a small window.
    "fit-show": N_("Show at %(width)s px"),
    # Translators: Workbench. Read aloud for the button "Show at … px".
    "fit-show-what": N_("Show at %(width)s px: %(source)s"),
    "fit-shown": N_("The page is shown at a width of %(width)s px."),
    "fit-stopped": N_("Stopped. Pages measured: %(done)s of %(total)s."),
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
    # Translators: Workbench. Where a message is on the page.
    "in-text": N_("in the text of the page"),
    # Translators: Workbench. Read aloud before the term that a button inserts.
    "insert": N_("Insert:"),
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
    # Translators: Workbench. How many similar translations were found.
    "memory-count": N_("Matches: %(total)s"),
    # Translators: Workbench. Read aloud when the same source text was translated before.
    "memory-exact": N_("Exact match in the translation memory: %(target)s"),
    # Translators: Workbench. Placeholders, tags and numbers of a similar message.
    "memory-extra": N_("Not in this source text: %(parts)s"),
    # Translators: Workbench. Keys on the keyboard.
    "memory-key": N_("Control+Shift+%(digit)s"),
    # Translators: Workbench. Placeholders, tags and numbers that a similar message does not have.
    "memory-missing": N_("Missing: %(parts)s"),
    "memory-none": N_("No translations of similar source texts."),
    "memory-reading": N_("Reading the translation memory …"),
    "memory-used": N_("The match is now in the form as a draft."),
    "merged": N_("Text to save"),
    # Translators: Workbench. Label of the user's own version of a translation.
    "mine": N_("Yours"),
    # Translators: Workbench. After what came of a save or another action: what was typed since.
    "newer": N_("What you typed in the meantime is kept as a draft."),
    # Translators: Workbench. After a save: which message is open now.
    "next": N_('Next: "%(source)s"'),
    # Translators: Workbench. Above the page that an application shows in place of one that failed.
    "page-failed": N_("The application failed on this page: %(reason)s"),
    "page-loading": N_("Loading the page …"),
    # Translators: Workbench. A page in the list of pages, and what it does, such as "leads to /".
    "page-note": N_("%(page)s (%(note)s)"),
    # Translators: Workbench. Button; the places of a message are on several pages.
    "next-place": N_("Place %(at)s of %(of)s: go to the next"),
    # Translators: Workbench. Button: a message is on other pages than the one that is shown.
    "first-place": N_("Places on other pages: %(of)s; go to the first"),
    "looking": N_("Comparing the catalogs with the last commit …"),
    # Translators: Workbench. Messages that the translator changed, of those to be committed.
    "my-messages": N_("Your messages: %(number)s"),
    "no-application": N_(
        "To see the pages of your Flask application here, with your translations as you write "
        "them, name the application in pyproject.toml (in kfor-i18n.toml, without the heading), "
        "then stop kfor-i18n translate and run it again:"
    ),
    "handover-bundle": N_("You can hand over the catalogs as a file instead:"),
    # Translators: Workbench. %(author)s is a name and an e-mail address.
    "handover-by": N_("Author of the commit: %(author)s"),
    "handover-none": N_("There are no uncommitted translations of yours."),
    "history-begins": N_("Looking for the commits of this catalog …"),
    # Translators: Workbench. Read aloud: how often a message was changed.
    "history-count": N_("Changes: %(number)s"),
    "history-none": N_("No commit has changed this message yet."),
    "history-reading": N_("Reading the history: %(read)s of %(total)s commits …"),
    # Translators: Workbench. Above a change in the history of a message.
    "history-uncommitted": N_("Not committed yet"),
    # Translators: Workbench. Read aloud when the last finding is corrected.
    "no-findings": N_("No findings."),
    "no-message": N_("No translatable text here."),
    "no-pages": N_(
        "The application has no pages to show; add some to the pages setting, then stop "
        "kfor-i18n translate and run it again."
    ),
    "not-committed-yet": N_(
        "Your messages that no commit has yet, since the catalog was updated: %(number)s. To "
        "include them, include the whole file."
    ),
    # Translators: Workbench. Where the open message is; the first letter is made a capital one.
    "not-here": N_("not on this page"),
    "not-in-catalog": N_(
        "This text is not in this project's catalogs. If it is in the project's sources, run "
        "kfor-i18n sync."
    ),
    # Translators: Workbench. Before the reason.
    "not-saved": N_("Not saved."),
    # Translators: Workbench. The message is on the page but hidden, or without a visible text.
    "not-seen": N_("%(where)s, not visible"),
    # Translators: Workbench. In place of a table with a sentence for each number.
    "numbers-alone": N_(
        "This message is not among the text of this page, so only its own text is shown here."
    ),
    "numbers-none": N_("The catalog has no valid plural rule, so the forms cannot be told apart."),
    "number-shown": N_("Show the page with the number"),
    # Translators: Workbench. Link to the message that a similar translation is from.
    "open-message": N_("Open message"),
    "other-draft": N_(
        "This message has another text, from another tab or browser. Choose the one to keep:"
    ),
    # Translators: Workbench. Below the text from another tab or browser.
    "other-shown": N_("Until you choose, the page shows this other text."),
    "other-draft-of": N_(
        "Not all of your text was stored, because another draft was written in another tab or "
        "browser. Open this message and choose the one to keep: %(source)s"
    ),
    "other-lines": N_("Other lines of the file were changed too, such as references."),
    # Translators: Workbench. Label of a field for any number, after buttons with some numbers.
    "other-number": N_("Other number"),
    # Translators: Workbench. %(names)s are the source texts of messages.
    "others-changed": N_("Changed by others, and left out: %(number)s (%(names)s)"),
    # Translators: Workbench. Read aloud: what a program printed.
    "output": N_("Output"),
    # Translators: Workbench. Heading of the pages in the list of pages.
    "pages": N_("Pages"),
    # Translators: Workbench. Between two buttons: which of the places of a message is shown.
    "place-at": N_("%(at)s of %(of)s"),
    # Translators: Workbench. Read aloud when another place of a message is shown.
    "place-shown": N_("Place %(at)s of %(of)s, %(page)s: %(where)s"),
    # Translators: Workbench. Button: the first pages of a list are shown.
    "places-all": N_("Show all %(count)s pages"),
    # Translators: Workbench. After the heading "Places": how many there are, and on how many pages.
    "places-count": N_("%(places)s (pages: %(pages)s)"),
    "places-index": N_("Pages searched so far: %(done)s of %(total)s"),
    "places-none": N_("This message is not on any page."),
    "places-none-yet": N_("This message has not been found on a page yet."),
    # Translators: Workbench. A message in the list has plural forms.
    "plural": N_("Plural"),
    # Translators: Workbench. Which message of the list is open; the heading of the form.
    "position": N_("Translation %(position)s of %(total)s"),
    # Translators: Workbench. Where the open message is; the first letter is made a capital one.
    "probable": N_("probably on this page"),
    # Translators: Workbench. How many messages of a catalog are translated.
    "progress": N_("%(translated)s of %(total)s"),
    # Translators: Workbench. Before a question to the developers.
    "question-label": N_("Question:"),
    "question-removed": N_("Question removed from the catalog."),
    "question-written": N_("Question added to the catalog."),
    # Translators: Workbench. A source text in a sentence: the language's quotation marks.
    "quoted": N_('"%(text)s"'),
    "redone": N_("The last change was made again."),
    # Translators: Workbench. Label of the source files and lines of a message.
    "references": N_("References"),
    "refused": N_("The workbench rejected the request (status %(status)s)."),
    "reloaded": N_("Message reloaded because it was changed elsewhere: %(source)s"),
    # Translators: Workbench. Read aloud before a text that was removed, in a comparison.
    "removed": N_("removed:"),
    # Translators: Workbench. After the name of a plural form that has the same text as another one.
    "same-as": N_('the same as "%(form)s"'),
    # Translators: Workbench. Button: run a command such as git push.
    "run-command": N_("Run %(command)s"),
    "running": N_("Running the command …"),
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
    # Translators: Workbench. Read aloud on a button, before the number that it shows the page with.
    "show-number": N_("Show the page with"),
    "since-empty": N_("Enter a date or a revision."),
    # Translators: Workbench. Heading; %(since)s is a date or revision as it was typed.
    "since-heading": N_("Changed since %(since)s"),
    "since-same": N_("This message was not changed."),
    "shown-with": N_("The page is shown with the number %(number)s."),
    "take-merged": N_("Save this text"),
    "take-theirs": N_("Use the other version"),
    # Translators: Workbench. Before a list of terms of the glossary and their translations.
    "terms-missing": N_("Glossary terms missing; use:"),
    # Translators: Workbench. Label of the version of a translation that someone else saved.
    "theirs": N_("Saved elsewhere"),
    "text-used": N_("The earlier text is in the field as a draft."),
    # Translators: Workbench. How often a message is on a page.
    "times": N_("(occurrences: %(count)s)"),
    "token-used": N_(
        "This link has expired or was already used. To get a new one, run kfor-i18n translate."
    ),
    # Translators: Workbench. Heading of the form.
    "translation": N_("Translation"),
    # Translators: Workbench. Above a page, of which something was hidden to show its texts.
    "uncovered": N_(
        "What covers all texts of this page is hidden: the scripts that would remove it do not run "
        "here."
    ),
    "undone": N_("The last change was undone."),
    "unreachable": N_("The workbench does not respond; check that kfor-i18n translate is running."),
    # Translators: Workbench. Button: take over the translation of another message.
    "use": N_("Use"),
    # Translators: Workbench. Button: take over an earlier translation of the message.
    "use-text": N_("Use this text"),
    "use-text-of": N_("Use this text: %(target)s"),
    "use-what": N_("Use the translation %(target)s"),
    # Translators: Workbench. Where the open message is; the first letter is made a capital one.
    "used": N_("used on this page, but not visible"),
    # Translators: Workbench. Before a finding.
    "warning": N_("Warning:"),
    # Translators: Workbench. Checkbox: commit everything that was changed in the file.
    "whole-file": N_("Include the whole file"),
    # Translators: Workbench. A message in the list has a question to the developers.
    "with-question": N_("Question"),
    # Translators: Workbench. Width of the preview.
    "width-px": N_("%(width)s px"),
    # Translators: Workbench. Title of the window.
    "window-title": N_("%(project)s – Translation workbench"),
}


def translate_texts(gettext: Callable[[str], str]) -> dict[str, str]:
    """Return the texts of the interface in the language of a ``gettext`` function."""
    return {key: gettext(msgid) for key, msgid in TEXTS.items()}  # i18n: ignore
