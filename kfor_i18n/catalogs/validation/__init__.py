"""Validation of translations, at compile time and again when a site loads them."""
