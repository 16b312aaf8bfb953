"""Catalogs for translators without git: handed out in their tools' formats, and taken back.

``export`` returns a file; ``import_file`` brings one that comes back, or one of another tool, into
the catalogs, each translation judged and nothing else changed.
"""

from kfor_i18n.catalogs.exchange.exporting import SUFFIXES, Exported, ExportOptions, export
from kfor_i18n.catalogs.exchange.importing import (
    Imported,
    ImportedCatalog,
    ImportOptions,
    import_file,
)
from kfor_i18n.catalogs.exchange.units import STATES, State

__all__ = [
    "STATES",
    "SUFFIXES",
    "ExportOptions",
    "Exported",
    "ImportOptions",
    "Imported",
    "ImportedCatalog",
    "State",
    "export",
    "import_file",
]
