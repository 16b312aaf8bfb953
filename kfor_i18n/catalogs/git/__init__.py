"""Catalogs in git: the merge driver and the hooks of a clone, and what a revision had."""
