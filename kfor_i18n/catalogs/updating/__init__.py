"""Creating catalogs and templates, and updating catalogs from their template."""
