"""gettext catalogs: extraction, updating, editing, validation, checks, compiling and exchange.

Nothing in this package depends on Flask, click or the site, and nothing prints.
"""
