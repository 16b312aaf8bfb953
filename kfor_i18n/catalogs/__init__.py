"""gettext catalogs: read, judged and compiled. Knows nothing of Flask, of click or of the site."""
