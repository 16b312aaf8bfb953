"""Catalogs as they are at this moment, with what is typed and not saved yet."""
