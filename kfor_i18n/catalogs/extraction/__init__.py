"""Sources to the messages of a template: Babel extracts, and nothing is lost without a word.

What a strict reading of a Python file or Jinja template finds and what Babel extracts must be the
same messages; a call whose text no catalog can hold is an error and not passed over. The way is
one line: the mapping's files, their calls (``python``, ``jinja``), the judgement on each call, rows
as Babel extracts them, messages.
"""

from kfor_i18n.catalogs.extraction.errors import ExtractionError
from kfor_i18n.catalogs.extraction.keywords import KEYWORDS, Keyword, parse_keywords
from kfor_i18n.catalogs.extraction.mapping import ExtractionOptions
from kfor_i18n.catalogs.extraction.messages import ExtractedMessage, extract_messages

__all__ = [
    "KEYWORDS",
    "ExtractedMessage",
    "ExtractionError",
    "ExtractionOptions",
    "Keyword",
    "extract_messages",
    "parse_keywords",
]
