"""Catalogs in git: merge driver, hooks, and comparison with a revision."""
