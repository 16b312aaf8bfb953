"""The codes of the judgement and of reading a file, explained; what they find is found there."""

from __future__ import annotations

from kfor_i18n.catalogs.checks.model import REGISTRY, Check
from kfor_i18n.catalogs.problems import N_, Severity


def _describe(code: str, title: str, explanation: str) -> None:
    severity: Severity = "warning" if code in _WARNINGS else "error"
    REGISTRY.describe(Check(code, title, explanation, severity=severity))


_WARNINGS = frozenset({"partial-plural", "plural-order", "plural-boundary"})

_describe(
    "syntax",
    N_("A line that is no part of a .po file"),
    N_("A line is a comment, a keyword with a string in quotes, or a string that goes on."),
)
_describe(
    "syntax-string",
    N_("A string that does not end on its line"),
    N_('Strings are in double quotes; inside, " is written \\" and a line end \\n.'),
)
_describe(
    "syntax-order",
    N_("A keyword in the wrong place"),
    N_("An entry is msgctxt (if any), msgid, msgid_plural (if any), then msgstr or msgstr[0] ..."),
)
_describe(
    "syntax-forms",
    N_("Plural forms that are not numbered in order"),
    N_("The forms of a message are msgstr[0], msgstr[1] and so on, none left out."),
)
_describe(
    "syntax-end",
    N_("A file that ends within an entry"),
    N_("The last entry lacks its msgstr: the file was cut short, or is still being written."),
)
_describe(
    "encoding",
    N_("Bytes that are not in the file's charset"),
    N_("The header's Content-Type names the charset; UTF-8 is the one that every tool reads."),
)
_describe(
    "encoding-charset",
    N_("A charset that is not known"),
    N_("The header's Content-Type names the charset; UTF-8 is the one that every tool reads."),
)
_describe(
    "unreadable",
    N_("A file that cannot be read"),
    N_("The file is missing or may not be read by this user."),
)
_describe(
    "merge-conflict",
    N_("An entry that holds both sides of a merge"),
    N_("Two people translated the message differently at the same time. Both texts are kept; "
       "choose one, and remove the comment and the flag."),
)  # fmt: skip
_describe(
    "duplicate",
    N_("A message that stands twice"),
    N_("Of two entries with the same msgid and context only one can be used, and no tool says "
       "which. Keep one, or give them contexts."),
)  # fmt: skip
_describe(
    "plural-header",
    N_("The plural rule is missing or malformed"),
    N_("Plural-Forms tells how many forms the language has and which one serves a number. The "
       "finding says what CLDR's rule is."),
)  # fmt: skip
_describe(
    "plural-rule",
    N_("The plural rule cannot be evaluated"),
    N_("The rule is a C expression of n. The finding says what CLDR's rule is."),
)
_describe(
    "plural-reach",
    N_("The plural rule reaches a form that is not there"),
    N_("For some number the rule gives a form beyond nplurals, so that a page fails on it."),
)
_describe(
    "plural-categories",
    N_("The plural rule has fewer forms than the language"),
    N_("By CLDR the language tells more numbers apart than the rule, on the numbers 0 to 200, so "
       "that some number cannot be said rightly."),
)  # fmt: skip
_describe(
    "plural-boundary",
    N_("The plural rule puts numbers together that CLDR tells apart"),
    N_("There are as many forms as the language needs, with other bounds between them. Look which "
       "rule the translations were written for."),
)  # fmt: skip
_describe(
    "plural-order",
    N_("The plural forms stand in another order than CLDR's"),
    N_("Two orders circulate for some languages, Slovenian among them. Each is right as long as "
       "header and msgstrs agree; --fix brings both into CLDR's order together."),
)  # fmt: skip
_describe(
    "partial-plural",
    N_("Some plural forms are empty"),
    N_("A message whose forms are not all there is not compiled: its readers would see nothing, "
       "or English."),
)  # fmt: skip
_describe(
    "incomplete-forms",
    N_("A form that is empty or has nothing to see"),
    N_("White space and invisible characters alone are no translation."),
)
_describe(
    "form-count",
    N_("The wrong number of plural forms"),
    N_("The header's plural rule says how many forms a message has; a message without plural has "
       "one."),
)  # fmt: skip
_describe(
    "form-rule",
    N_("A plural without a plural rule"),
    N_("Without a usable Plural-Forms header nobody can say which form serves a number."),
)
_describe(
    "form-source",
    N_("English in some of the plural forms"),
    N_("Some tools fill empty forms with the source text; readers would see both languages."),
)
_describe(
    "placeholder-missing",
    N_("A placeholder of the source is missing"),
    N_("What it stands for would not be shown. A plural form may leave out the count."),
)
_describe(
    "placeholder-foreign",
    N_("A placeholder that the source does not have"),
    N_("Nothing stands for it, and formatting fails: visitors would get an error page."),
)
_describe(
    "placeholder-format",
    N_("A per cent sign that begins no placeholder"),
    N_("Formatting fails on it. In a text that is formatted, a per cent sign is written %%%%."),
)
_describe(
    "placeholder-order",
    N_("Positional placeholders in another order or number"),
    N_("%%s and %%d are filled in the order in which they stand. Ask for named placeholders where "
       "the language needs another order."),
)  # fmt: skip
_describe(
    "markup-added",
    N_("Markup that the source does not have"),
    N_("A translation is text and not code: it can add no element, attribute or link."),
)
_describe(
    "markup-missing",
    N_("Markup of the source is missing"),
    N_("Links and emphasis of the source are part of its message; elements may change places."),
)
_describe(
    "markup-broken",
    N_("Broken markup"),
    N_("A tag that is not closed, or that browsers read as something else, changes the page."),
)
_describe(
    "markup-empty",
    N_("An element with nothing inside"),
    N_("A link without a text cannot be followed, and a screen reader cannot name it."),
)
_describe(
    "character",
    N_("A character that no text needs"),
    N_("Control characters and the overrides that reorder foreign text are copied by accident or "
       "with a purpose; either way they are not shown."),
)  # fmt: skip
_describe(
    "too-long",
    N_("A translation many times as long as its source"),
    N_("Ten times the source and more is a text in the wrong place."),
)
_describe(
    "slug-form",
    N_("A URL slug that is none"),
    N_("A slug is part of an address: a to z, 0 to 9, and single hyphens between them."),
)
_describe(
    "slug-taken",
    N_("A URL slug that another page has"),
    N_("Two pages cannot have one address."),
)
_describe(
    "slug-plural",
    N_("A URL slug with a plural"),
    N_("A page has one address in a language."),
)
