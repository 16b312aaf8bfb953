"""Sources to the messages of a template.

The way is one line: the mapping file (``mapping``), the files that it names (``sources``), their
gettext calls (``python``, ``jinja``), the messages of each call (``calls``, ``file``), and
the messages with all their places (``messages``). Python files and Jinja templates give what
Babel's extractors would, in their order, and a call whose text no catalog can hold is named where
they skip it. Other languages are read by Babel's extractors (``extractors``). The messages of a
file that cannot be read are those that the present template has of it (``earlier``).
"""

from kfor_i18n.catalogs.extraction.errors import ExtractionError
from kfor_i18n.catalogs.extraction.keywords import KEYWORDS, Keyword, parse_keywords
from kfor_i18n.catalogs.extraction.mapping import ExtractionOptions
from kfor_i18n.catalogs.extraction.messages import (
    ExtractedMessage,
    Extraction,
    extract_messages,
)

__all__ = [
    "KEYWORDS",
    "ExtractedMessage",
    "Extraction",
    "ExtractionError",
    "ExtractionOptions",
    "Keyword",
    "extract_messages",
    "parse_keywords",
]
