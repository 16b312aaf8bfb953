"""Exchange of catalogs with translators who do not use git, in the formats of their tools.

``export`` returns a locale's catalogs as one file. ``import_file`` imports such a file, or one from
another tool: each translation is validated, and no other byte of the catalogs changes.
"""

from kfor_i18n.catalogs.exchange.exporting import Exported, ExportOptions, export
from kfor_i18n.catalogs.exchange.formats import FORMATS, WRITABLE
from kfor_i18n.catalogs.exchange.importing import (
    Imported,
    ImportedCatalog,
    ImportOptions,
    import_file,
)
from kfor_i18n.catalogs.exchange.places import Place, Places
from kfor_i18n.catalogs.exchange.units import STATES, State

__all__ = [
    "FORMATS",
    "STATES",
    "WRITABLE",
    "ExportOptions",
    "Exported",
    "ImportOptions",
    "Imported",
    "ImportedCatalog",
    "Place",
    "Places",
    "State",
    "export",
    "import_file",
]
