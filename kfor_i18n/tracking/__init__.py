"""Texts that know which messages they were made of, from the look-up to the rendered page."""
