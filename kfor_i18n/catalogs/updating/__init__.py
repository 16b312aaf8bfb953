"""Catalogs that follow their template: merged, matched, and created for another locale."""
