"""The texts of the view of pages before and after edits, by the names that its scripts use."""

from __future__ import annotations

from kfor_i18n.catalogs.problems import N_

BEFORE_TEXTS: dict[str, str] = {
    "before-absent": N_(
        "There are no pages to compare without an application; name one in the settings."
    ),
    # Translators: Workbench. In place of a text that a page did not have, or does not have now.
    "before-absent-text": N_("(not on the page)"),
    # Translators: Workbench. Label of a text or a picture of a page as it is now.
    "before-after": N_("After the edit"),
    # Translators: Workbench. Read aloud for a picture; %(side)s is "Before the edit" or "After …".
    "before-alt": N_("%(side)s: page %(page)s at %(width)s px, changes outlined: %(numbers)s"),
    # Translators: Workbench. Label of a text or a picture of a page as it was earlier.
    "before-before": N_("Before the edit"),
    # Translators: Workbench. Where a text is that no message gave: it was computed, for example.
    "before-between": N_("Between the messages of the page"),
    # Translators: Workbench. Below a picture; %(side)s is "Before the edit" or "After …".
    "before-caption": N_("%(side)s, changes: %(numbers)s"),
    # Translators: Workbench. Read aloud before the number of a text that changed.
    "before-change": N_("Change"),
    # Translators: Workbench. About a text that changed although its message did not.
    "before-contains": N_("contains an edited message"),
    "before-done": N_(
        "Pages that change: %(pages)s. Texts that change: %(texts)s. Edited messages: %(number)s."
    ),
    # Translators: Workbench. A page that could not be compared, and why.
    "before-failed": N_("Not compared: %(page)s. %(reason)s"),
    # Translators: Workbench. About a text that changed although its message did not.
    "before-follows": N_("not edited itself, but depends on an edited message"),
    # Translators: Workbench. Button: open the message of a text.
    "before-go": N_("Go to message"),
    # Translators: Workbench. Button, and read aloud for it: open the message of a text.
    "before-go-to": N_("Go to message: %(source)s"),
    "before-invisible": N_("Nothing that changed on this page can be seen at %(width)s px."),
    # Translators: Workbench. While the translations of two times are compared.
    "before-looking": N_("Looking for edited messages …"),
    # Translators: Workbench. About a text that reads the same: its HTML tags changed.
    "before-markup": N_("only the markup changed"),
    # Translators: Workbench. About a text that is now in another order among others.
    "before-moved": N_("now in a different place"),
    "before-none": N_("No messages were edited."),
    "before-none-entry": N_("This message was not edited."),
    # Translators: Workbench. A page by its title and its address.
    "before-page": N_("%(title)s (%(name)s)"),
    # Translators: Workbench. Button.
    "before-pictures": N_("Show pictures"),
    # Translators: Workbench. Read aloud for the button "Show pictures".
    "before-pictures-of": N_("Show pictures: %(page)s"),
    "before-rest": N_("Edited messages that change no page: %(number)s"),
    # Translators: Workbench. Heading of a list of pages.
    "before-same": N_("The same on other pages: %(number)s"),
    "before-stopped": N_("Stopped. Pages that change so far: %(pages)s."),
    "before-taken": N_("Pictures at %(width)s px: %(number)s. Changes are outlined and numbered."),
    # Translators: Workbench. While pictures of a page are taken.
    "before-taking": N_("Taking pictures …"),
    "before-unseen": N_("No page changes. Edited messages: %(number)s."),
    # Translators: Workbench. The width of a window.
    "before-pixels": N_("%(number)s px"),
}
