"""Sources to the messages of a template.

The way is one line: the mapping file (``mapping``), the files that it names (``sources``), their
gettext calls (``python``, ``jinja``), the messages of each call (``calls``, ``file``), and the
messages with all their places (``messages``). Python files and Jinja templates give what Babel's
extractors would, and a call whose text no catalog can hold is an error where they skip it.
Other languages are read by Babel's extractors (``extractors``).
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
